/**
 * What the columns of a block of PTS are: x y z first, then intensity where there are 4, 7 or 10 of them, and colours
 * and normals as their numbers tell (`xyz-layout.ts`).
 */
import type { ColumnName, ColumnSources } from '../columns.ts';
import { DECIMAL_POINT, FIELD } from './number-row.ts';
import { tableOf } from './text-dialect.ts';
import { chooseLayout } from './xyz-layout.ts';

/** One line of a block's head. */
export interface HeadRow {
  readonly line: number;
  /** [column count] NaN for words. */
  readonly values: readonly number[];
  readonly isWord: readonly boolean[];
}

/** Undefined where most lines have fewer than three columns. */
export function ptsLayout(
  rows: readonly HeadRow[],
): { readonly sources: ColumnSources; readonly columnCount: number } | undefined {
  const table = tableOf(
    { style: DECIMAL_POINT, separatorName: 'blanks', decimalMark: '.', isQuoted: false, cuts: [] },
    rows.map(({ values, isWord }, index) => ({
      index,
      values: Float64Array.from(values),
      kinds: Uint8Array.from(isWord, (flag) => (flag ? FIELD.word : FIELD.number)),
    })),
  );
  if (!table) return undefined;
  const { columnCount } = table.dialect;
  const known: readonly ColumnName[] = [4, 7, 10].includes(columnCount)
    ? ['x', 'y', 'z', 'intensity']
    : ['x', 'y', 'z'];
  const columns = Array.from({ length: columnCount }, (_, column) => column);
  const header = { names: columns.map(() => undefined), roles: columns.map((column) => known[column]) };
  const layout = chooseLayout(table, header, undefined);
  return layout && { sources: layout.sources, columnCount };
}
