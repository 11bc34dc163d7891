/**
 * `npm run tables`: the README's table of options and the types of the library's, from the one table
 * (`src/engine/option-table.ts`), between markers. A test fails while they are behind it.
 */
import { FORMATS } from '../src/engine/formats/formats.ts';
import type { OptionKind } from '../src/engine/option-kinds.ts';
import { FINISH_OPTION_NAMES, flagOf, type OptionName, optionRow, SHOWN_OPTIONS } from '../src/engine/options.ts';
import { type Pages, writePages } from './fill-markers.ts';

const FOUND_OPTION_NAMES = SHOWN_OPTIONS.filter((name) => !FINISH_OPTION_NAMES.includes(name));

export const OPTION_PAGES: Pages = {
  'README.md': { reconstruct: optionTable(FOUND_OPTION_NAMES), finish: optionTable(FINISH_OPTION_NAMES) },
  'src/library/options.ts': { types: optionTypes() },
};

/** Written out, so that editors show to whoever types a name what it means. */
function optionTypes(): string {
  const rows = SHOWN_OPTIONS.flatMap((name) => [
    `  /** ${optionRow(name).help} */`,
    `  readonly ${name}?: ${typeOf(optionRow(name).kind)};`,
  ]);
  const finishing = FINISH_OPTION_NAMES.map((name) => `'${name}'`).join(' | ');
  const formats = Object.entries(FORMATS).flatMap(([id, row]) => ('written' in row ? [`'${id}'`] : []));
  return [
    '// prettier-ignore',
    'export interface SurfaceOptions {',
    ...rows,
    '}',
    '',
    '// prettier-ignore',
    `export type FinishOptions = Pick<SurfaceOptions, ${finishing}>;`,
    '',
    '// prettier-ignore',
    `export type MeshFormat = ${formats.join(' | ')};`,
  ].join('\n');
}

/** `ValueOf` of a kind, in words of TypeScript. */
function typeOf(kind: OptionKind): string {
  const quoted = (words: readonly string[]): string[] => words.map((word) => `'${word}'`);
  switch (kind.type) {
    case 'choice':
      return quoted(kind.choices).join(' | ');
    case 'flag':
      return 'boolean';
    case 'whole':
      return 'number';
    case 'count':
    case 'one-of':
    case 'number':
      return [...quoted(kind.words), 'number'].join(' | ');
    case 'target':
      return [...quoted(kind.words), '`${number}%`', 'number'].join(' | ');
    case 'words':
      return kind.choices ? `readonly (${quoted(kind.choices).join(' | ')})[]` : 'readonly string[]';
  }
}

function optionTable(names: readonly OptionName[]): string {
  const rows = names.map((name) => `| \`${usageOf(name)}\` | ${optionRow(name).help} |`);
  return ['| option | meaning |', '| --- | --- |', ...rows].join('\n');
}

/** `--noise auto\|none\|LENGTH`, with the strokes as a table wants them. */
function usageOf(name: OptionName): string {
  const values = valuesOf(optionRow(name).kind);
  return [flagOf(name), ...(values.length > 0 ? [values.join('\\|')] : [])].join(' ');
}

function valuesOf(kind: OptionKind): readonly string[] {
  switch (kind.type) {
    case 'choice':
      return kind.choices;
    case 'flag':
      return [];
    case 'whole':
      return ['N'];
    case 'count':
    case 'one-of':
      return [...kind.words, 'N'];
    case 'target':
      return [...kind.words, '10%', 'N'];
    case 'number':
      return [...kind.words, kind.unit === 'none' ? 'N' : kind.unit.toUpperCase()];
    case 'words':
      return ['LIST'];
  }
}

if (import.meta.main) writePages('options', OPTION_PAGES);
