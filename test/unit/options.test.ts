/** The table of options: what each kind takes and how that is called, and that no row contradicts another. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { stalePages } from '../../scripts/fill-markers.ts';
import { OPTION_PAGES } from '../../scripts/option-pages.ts';
import { parseJob } from '../../src/batch/job-file.ts';
import { fieldOf } from '../../src/batch/option-fields.ts';
import { optionText } from '../../src/batch/report/options-text.ts';
import { argumentOf } from '../../src/cli/reconstruct-options.ts';
import { ReconstructError } from '../../src/engine/errors.ts';
import { allowedText, isAllowed, isSameValue, type OptionKind } from '../../src/engine/option-kinds.ts';
import { OPTIONS } from '../../src/engine/option-table.ts';
import {
  DEFAULTS,
  differingOptions,
  OPTION_NAMES,
  optionRow,
  RESOLUTION_CHOICES,
  SHOWN_OPTIONS,
  validateOptions,
  withoutDefaults,
  withoutLengths,
} from '../../src/engine/options.ts';

/** What docs/batch.md shows as a job. */
const SHOWN_JOB = /```json\n(\{\n {2}"gridpullJob".*?)```/s;

const SHARE: OptionKind = { type: 'number', unit: 'none', words: [], min: 0, max: 1 };
const HUES: OptionKind = { type: 'choice', choices: ['red', 'green', 'blue'] };
const ANY_WORDS: OptionKind = { type: 'words' };
const SOME_WORDS: OptionKind = { type: 'words', choices: ['first', 'last'] };

/** Each kind with what it takes, what it refuses, and its sentence in a job file. */
const KINDS: readonly [string, OptionKind, readonly unknown[], readonly unknown[], string][] = [
  ['a choice', HUES, ['red', 'green', 'blue'], ['Red', '', 1, null], '"red", "green" or "blue"'],
  ['a flag', OPTIONS.flip.kind, [true, false], ['true', 1, null], 'true or false'],
  [
    'a whole number',
    OPTIONS.seed.kind,
    [0, 1, 2 ** 32 - 1],
    [-1, 0.5, 2 ** 32, NaN, '1'],
    'a whole number from 0 to 4294967295',
  ],
  ['one without an end', OPTIONS.paperSteps.kind, [1, 1e9], [0, 1.5, Infinity], 'a whole number of at least 1'],
  [
    'one of some numbers',
    OPTIONS.resolution.kind,
    RESOLUTION_CHOICES,
    [32, 65, 100, 4096, NaN, 'none', '64'],
    '"auto", or a power of two from 64 to 2048',
  ],
  [
    'a length',
    OPTIONS.noise.kind,
    ['auto', 'none', 0, 0.25, 1e300],
    [-0.1, NaN, Infinity, '0', 'no'],
    '"auto", "none", or a length of at least 0 in the unit of the file',
  ],
  ['a number', SHARE, [0, 0.5, 1], [-0.001, 1.001, NaN, '1'], 'a number from 0 to 1'],
  ['a list', ANY_WORDS, [[], ['x'], ['x', 'y z']], ['x', [1], [''], ['x,y']], 'a list of words'],
  [
    'a list of words of a form',
    OPTIONS.openHoles.kind,
    [[], ['all'], ['none', '2', '13']],
    [['0'], ['-1'], ['2.5'], ['some'], [2], 'all'],
    'a list of numbers of holes, all and none',
  ],
  ['a list of some words', SOME_WORDS, [[], ['last', 'first']], [['middle'], 'first'], 'a list of "first" and "last"'],
];

describe.each(KINDS)('%s', (_, kind, allowed, refused, sentence) => {
  it('takes what it says', () => {
    expect(allowed.filter((value) => !isAllowed(kind, value))).toEqual([]);
    expect(refused.filter((value) => isAllowed(kind, value))).toEqual([]);
    expect(allowedText(kind, '"')).toBe(sentence);
    expect(allowedText(kind)).toBe(sentence.replaceAll('"', ''));
  });

  it('is the same in a job file', () => {
    const field = fieldOf(kind);
    for (const value of allowed) expect(field.safeParse(value).data).toEqual(value);
    for (const value of refused) {
      const { success, error } = field.safeParse(value);
      expect(success, String(value)).toBe(false);
      // A list's message may be about one of its words.
      if (!Array.isArray(value)) expect(error?.issues[0]?.message).toBe(sentence);
    }
  });

  it('can be given on the command line', () => {
    const argument = argumentOf(kind, '--option');
    if (!argument) return expect(kind.type).toBe('flag');
    for (const value of allowed.filter((each) => !Array.isArray(each) || each.length > 0)) {
      expect(argument.parse(String(value))).toEqual(value);
    }
    expect(() => argument.parse('?,')).toThrow('--option is «?,»; allowed: ');
  });
});

/** Whether a file of the engine reads the option: `options.seed`, or `{ …, seed } = options`. */
function isRead(name: string): boolean {
  const reading = new RegExp(`\\boptions\\.${name}\\b|\\{(?:[^{}]*,)?\\s*${name}\\b[^{}]*\\} = options;`);
  const files = readdirSync('src/engine', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  return files.some((file) => reading.test(readFileSync(`src/engine/${file}`, 'utf8')));
}

describe('the table', () => {
  it('has a place and a flag of its own for every option', () => {
    expect(new Set(OPTION_NAMES.map((name) => optionRow(name).place)).size).toBe(OPTION_NAMES.length);
    expect(new Set(OPTION_NAMES.map((name) => optionRow(name).flag ?? name)).size).toBe(OPTION_NAMES.length);
    expect(SHOWN_OPTIONS.slice(0, 3)).toEqual(['resolution', 'noise', 'holeRadius']);
  });

  it.each(OPTION_NAMES)('has a use for %s in the engine', (name) => {
    expect(isRead(name)).toBe(true);
  });

  it('would miss the use of one that is only named', () => {
    // Both are words of the engine, and neither is an option.
    expect(['thickness', 'spacingNorm'].filter(isRead)).toEqual([]);
  });

  it.each(OPTION_NAMES)('says of %s what is true', (name) => {
    const { kind, default: byDefault, brief, help, report } = optionRow(name);
    expect(isAllowed(kind, byDefault)).toBe(true);
    // The values are named in the help where its placeholder does not do that.
    expect(brief.includes('{}')).toBe((argumentOf(kind, '--option')?.values ?? '') !== '');
    expect(help).toMatch(/^[A-Z`].*\.$/s);
    expect(optionText({ kind, report }, byDefault)).not.toBe('');
  });
});

describe('options', () => {
  it('are refused with name, value and range', () => {
    const refuse = (): unknown => validateOptions({ holeRadius: -1 });
    expect(refuse).toThrow('hole radius is -1; allowed: auto, or a length of at least 0 in the unit of the file');
    expect(refuse).toThrow(ReconstructError);
    expect(() => validateOptions({ flip: 'yes' as never })).toThrow('flip is yes; allowed: true or false');
  });

  it('that are missing are as by default', () => {
    expect(validateOptions({})).toEqual(DEFAULTS);
    expect(validateOptions({ seed: 3 })).toEqual({ ...DEFAULTS, seed: 3 });
  });

  it('differ by value', () => {
    expect(differingOptions({ ...DEFAULTS, seed: 3, noise: 'none' })).toEqual(['noise', 'seed']);
    expect(withoutDefaults({ seed: 3, noise: 'auto' })).toEqual({ seed: 3 });
    expect(isSameValue(['a', 'b'], ['a', 'b'])).toBe(true);
    expect(isSameValue(['a', 'b'], ['b', 'a'])).toBe(false);
    expect(isSameValue(['a'], ['a', 'b'])).toBe(false);
    expect(isSameValue([], 'a')).toBe(false);
  });

  it('of another file have no lengths of this one', () => {
    const options = { ...DEFAULTS, noise: 0.1, holeRadius: 2, resolution: 64, flip: true };
    expect(withoutLengths(options)).toEqual({ ...DEFAULTS, resolution: 64, flip: true });
  });
});

describe('the documents say', () => {
  it('in the README what the table says (else: npm run tables)', () => {
    expect(stalePages('options', OPTION_PAGES)).toEqual([]);
  });

  it('in docs/batch.md every option with its default', () => {
    const job = SHOWN_JOB.exec(readFileSync('docs/batch.md', 'utf8'))?.[1] ?? '';
    expect(parseJob(job, 'docs/batch.md').options).toEqual(DEFAULTS);
  });
});

it('the report says each kind of value in its own words', () => {
  const said = (kind: OptionKind, report: Record<string, string>, ...values: (string | number | string[])[]) =>
    values.map((value) => optionText({ kind, report }, value));
  expect(said(SHARE, { value: 'share {}' }, 0, 0.123456)).toEqual(['share 0', 'share 0.123']);
  expect(said(ANY_WORDS, { value: 'columns {}' }, ['x', 'y'])).toEqual(['columns x y']);
  expect(said(OPTIONS.paperSteps.kind, { value: '{} steps' }, 123456)).toEqual(['123456 steps']);
});
