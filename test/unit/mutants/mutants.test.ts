/** The tables of mutants fit the sources: each text stands where the table says, once, and the tests exist. */
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Mutant, mutate, mutatedFile, SCORED_ROOMS } from '../../mutants/mutant.ts';
import { scoreTable, survivorTable } from '../../mutants/mutant-docs.ts';
import { MUTANTS } from '../../mutants/mutants.ts';

const all = Object.values(MUTANTS).flat();

describe.each(Object.entries(MUTANTS))('mutants of %s', (room, mutants) => {
  it.each(mutants.map((mutant) => [mutant.breaks, mutant] as const))('%s', (_breaks, mutant) => {
    expect(mutatedFile('.', mutant)).not.toBe('');
    for (const test of mutant.tests) expect(existsSync(`test/${test}`), test).toBe(true);
    // What several rooms share lies in the engine's own folder; a room may have folders of its own.
    if (room !== 'elsewhere')
      expect(mutant.file).toMatch(new RegExp(`^src/((engine|shaders)/${room}(/[^/]+)?|engine)/[^/]+$`));
  });
});

it('a room that is scored has a dozen mutants or more, no two alike', () => {
  for (const room of SCORED_ROOMS) expect(MUTANTS[room].length).toBeGreaterThanOrEqual(12);
  const changes = all.map(({ file, text, replacement }) => [file, text, replacement].join('\n'));
  expect(new Set(changes).size).toBe(changes.length);
});

const EXAMPLE: Mutant = { breaks: 'half', file: 'a.ts', text: 'x / 2', replacement: 'x / 3', tests: ['a.test.ts'] };

it('a mutant whose text is not there exactly once is an error', () => {
  expect(mutate('const y = x / 2;', EXAMPLE)).toBe('const y = x / 3;');
  // A dollar sign in a replacement is a dollar sign.
  expect(mutate('x / 2', { ...EXAMPLE, replacement: "$&$'" })).toBe("$&$'");
  expect(() => mutate('const y = x / 4;', EXAMPLE)).toThrow('found 0 times in a.ts');
  expect(() => mutate('x / 2 + x / 2', EXAMPLE)).toThrow('found 2 times in a.ts');
  expect(() => mutate('x / 2', { ...EXAMPLE, replacement: 'x / 2' })).toThrow('changes nothing');
});

it('scores are of what changes anything, and what survives is listed', () => {
  const of = (breaks: string, equivalent?: string): Mutant => ({
    ...EXAMPLE,
    breaks,
    ...(equivalent === undefined ? {} : { equivalent }),
  });
  const tables = { grid: [of('a'), of('b'), of('c'), of('new')], field: [of('d', 'nothing is promised')] };
  const outcomes = {
    grid: { a: 'killed', b: 'killed', c: 'survived', old: 'killed' },
    field: { d: 'survived' },
  } as const;
  expect(scoreTable(outcomes, tables).split('\n').slice(2)).toEqual([
    '| grid | 2 | 1 | 0 | 1 | 67 % |',
    '| field | 0 | 0 | 1 | 0 | 0 % |',
    '| all | 2 | 1 | 1 | 1 | 67 % |',
  ]);
  expect(survivorTable(outcomes, tables).split('\n').slice(2)).toEqual([
    '| grid | c | `a.ts` |  |',
    '| field | d | `a.ts` | nothing is promised |',
  ]);
  expect(survivorTable({}, tables)).toBe('None.');
});

it('no two mutants of a room break the same', () => {
  for (const mutants of Object.values(MUTANTS)) {
    expect(new Set(mutants.map(({ breaks }) => breaks)).size).toBe(mutants.length);
  }
});
