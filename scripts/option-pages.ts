/**
 * `npm run tables`: the README's table of options, from the one table (`src/engine/option-table.ts`), between markers.
 * A test fails while it is behind it.
 */
import type { OptionKind } from '../src/engine/option-kinds.ts';
import { FINISH_OPTION_NAMES, flagOf, type OptionName, optionRow, SHOWN_OPTIONS } from '../src/engine/options.ts';
import { type Pages, writePages } from './fill-markers.ts';

const FOUND_OPTION_NAMES = SHOWN_OPTIONS.filter((name) => !FINISH_OPTION_NAMES.includes(name));

export const OPTION_PAGES: Pages = {
  'README.md': { reconstruct: optionTable(FOUND_OPTION_NAMES), finish: optionTable(FINISH_OPTION_NAMES) },
};

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
