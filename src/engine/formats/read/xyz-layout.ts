/**
 * Decides what the columns of a text cloud mean. Such files carry no description, at most a line of names, so the
 * first lines are looked at together: three columns are normals where they have unit length, colours where they are
 * all in range; a single line could pass for either.
 */
import { COLUMN, COLUMN_COUNT, columnSources } from './columns.ts';
import type { ColumnSources } from './columns.ts';
import type { ColorRange } from './color-store.ts';

/** One line of the file's head. */
export interface HeadRow {
  readonly line: number;
  /** [column count] NaN for words. */
  readonly values: readonly number[];
  readonly isWord: readonly boolean[];
}

export interface XyzLayout {
  /** Columns that a line must have; others are skipped. */
  readonly columnCount: number;
  readonly sources: ColumnSources;
  readonly colorRange: ColorRange | undefined;
  /** Columns that are neither, so that the reader can say that it passed over them. */
  readonly ignored: readonly number[];
}

/**
 * Places at which triples may stand, by column count: `x y z abc`, with a fourth column of intensity (PTS), and both
 * triples in either order.
 */
const TRIPLE_STARTS: Readonly<Record<number, readonly number[]>> = {
  6: [3],
  7: [4, 3],
  8: [3],
  9: [3, 6],
  10: [4, 7],
};
/** Invalid normals are written as zeros or NaN; the other 90 % must agree. */
const AGREEING_SHARE = 0.9;
/** Normals come with as few as two decimals: |n|² is then off by up to .02. */
const UNIT_TOLERANCE = 0.03;

/**
 * @param rows the head of the file, at least one line.
 * @param names fields of the header line, where there is one.
 * @returns undefined where most lines have fewer than three columns.
 */
export function chooseLayout(rows: readonly HeadRow[], names: readonly string[] | undefined): XyzLayout | undefined {
  const columnCount = commonColumnCount(rows);
  if (columnCount < 3) return undefined;
  const typical = rows.filter((row) => row.values.length === columnCount);
  const named = names?.length === columnCount ? columnSources(names) : undefined;
  if (named) {
    const first = named[COLUMN.red] ?? -1;
    return { columnCount, sources: named, colorRange: first < 0 ? undefined : colorRange(typical, first), ignored: [] };
  }
  const sources = new Array<number>(COLUMN_COUNT).fill(-1);
  sources.splice(0, 3, 0, 1, 2);
  let range: ColorRange | undefined;
  for (const start of TRIPLE_STARTS[columnCount] ?? []) {
    if (overlaps(sources, start)) continue;
    const hasNormals = sources[COLUMN.nx] !== -1;
    if (!hasNormals && isUnitTriple(typical, start)) sources.splice(COLUMN.nx, 3, start, start + 1, start + 2);
    else if (!range && (range = colorRange(typical, start))) sources.splice(COLUMN.red, 3, start, start + 1, start + 2);
  }
  const columns = Array.from({ length: columnCount }, (_, column) => column);
  return { columnCount, sources, colorRange: range, ignored: columns.filter((column) => !sources.includes(column)) };
}

/** The column count that most lines have; the earlier one where two are equally common. */
function commonColumnCount(rows: readonly HeadRow[]): number {
  const tally = new Map<number, number>();
  for (const { values } of rows) tally.set(values.length, (tally.get(values.length) ?? 0) + 1);
  return [...tally].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])[0];
}

function overlaps(sources: readonly number[], start: number): boolean {
  return [start, start + 1, start + 2].some((column) => sources.includes(column));
}

function triple(row: HeadRow, start: number): readonly number[] {
  return row.values.slice(start, start + 3);
}

function isUnitTriple(rows: readonly HeadRow[], start: number): boolean {
  const squares = rows
    .map((row) => triple(row, start).reduce((sum, value) => sum + value * value, 0))
    .filter((square) => square > 0);
  const unitCount = squares.filter((square) => Math.abs(square - 1) <= UNIT_TOLERANCE).length;
  return squares.length > 0 && unitCount >= AGREEING_SHARE * squares.length;
}

/** Whether three columns can be colours: integers up to 65535, or numbers from 0 to 1 or 255. */
function colorRange(rows: readonly HeadRow[], start: number): ColorRange | undefined {
  const values = rows.flatMap((row) => triple(row, start));
  if (!values.every((value) => value >= 0 && value <= 65535)) return undefined;
  return values.every(Number.isInteger) || Math.max(...values) <= 255 ? 'text' : undefined;
}
