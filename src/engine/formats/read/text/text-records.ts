/**
 * Points whose values stand in several lines: `x y z` and below it `red green blue`, or one number a line. They are
 * told by the numbers that lines have, in turn, or by blank lines between points.
 */
import { FIELD } from './number-row.ts';
import { type HeadTable, hypotheses, type Hypothesis, LineParser, type ParsedLine, tableOf } from './text-dialect.ts';
import type { HeadLine } from './text-head.ts';
import { textOf } from './number-row.ts';

/** A point of more lines is not looked for. */
const MOST_LINES = 12;
/** Points that must agree before lines are put together. */
const FEWEST_POINTS = 3;

/** The head with several lines a point, where that explains more of it than `table` does. */
export function spreadTable(
  bytes: Uint8Array,
  lines: readonly HeadLine[],
  table: HeadTable | undefined,
): HeadTable | undefined {
  if (table && table.soundCount >= 0.75 * table.lineCount) return alternatingTable(bytes, lines, table);
  const rows = lines.filter(({ isBlank, isComment }) => !isBlank && !isComment);
  if (rows.length === 0) return undefined;
  for (const hypothesis of hypotheses(textOf(bytes, rows[0]!.start, rows.at(-1)!.end))) {
    if (hypothesis.isQuoted) continue;
    const parsed = numberLines(hypothesis, bytes, lines);
    if (parsed.length < 0.9 * rows.length) continue;
    const period = periodOf(parsed, lines);
    const spread = period === undefined ? undefined : tableOf(hypothesis, joined(parsed, period), period);
    if (spread && (!table || spread.soundCount > table.soundCount)) return spread;
  }
  return undefined;
}

/** The lines that hold numbers only, from the first of them on. */
function numberLines(hypothesis: Hypothesis, bytes: Uint8Array, lines: readonly HeadLine[]): ParsedLine[] {
  const parser = new LineParser(hypothesis);
  const parsed: ParsedLine[] = [];
  lines.forEach(({ isBlank, isComment, start, end }, index) => {
    if (isBlank || isComment) return;
    const fields = parser.fields(bytes, start, end);
    if (fields.kinds.every((kind) => kind === FIELD.number)) parsed.push({ index, ...fields });
  });
  return parsed;
}

/** Lines of a point: after which the counts of numbers repeat, though they differ; else as blank lines say. */
function periodOf(parsed: readonly ParsedLine[], lines: readonly HeadLine[]): number | undefined {
  const counts = parsed.map(({ values }) => values.length);
  for (let period = 2; period <= MOST_LINES; period++) {
    if (counts.length < FEWEST_POINTS * period) break;
    const first = counts.slice(0, period);
    const repeats = counts.every((count, i) => count === first[i % period]);
    if (repeats && new Set(first).size > 1 && sum(first) >= 3) return period;
  }
  if (new Set(counts).size !== 1) return undefined;
  return groupSize(parsed, lines) ?? (counts[0] === 1 && counts.length >= 3 * FEWEST_POINTS ? 3 : undefined);
}

/** How many lines stand between two blank ones, where that is always the same. */
function groupSize(parsed: readonly ParsedLine[], lines: readonly HeadLine[]): number | undefined {
  const sizes: number[] = [];
  let size = 0;
  parsed.forEach(({ index }, i) => {
    const before = parsed[i - 1]?.index ?? index;
    if (lines.slice(before + 1, index).some(({ isBlank }) => isBlank)) {
      sizes.push(size);
      size = 0;
    }
    size++;
  });
  const [first] = sizes;
  const isSame = sizes.length >= FEWEST_POINTS && sizes.every((other) => other === first);
  return isSame && first! > 1 && first! <= MOST_LINES && first! * parsed[0]!.values.length >= 3 ? first : undefined;
}

/** `x y z` and below it three numbers of another kind: colours or normals. */
function alternatingTable(
  bytes: Uint8Array,
  lines: readonly HeadLine[],
  { dialect, columns, rowCount }: HeadTable,
): HeadTable | undefined {
  if (dialect.columnCount !== 3 || dialect.isQuoted || rowCount < 2 * FEWEST_POINTS) return undefined;
  const [x, y, z] = columns as [Float64Array, Float64Array, Float64Array];
  const everyOther = (parity: 0 | 1, test: (i: number) => boolean): number => {
    let [hits, all] = [0, 0];
    for (let i = parity; i < rowCount; i += 2, all++) if (test(i)) hits++;
    return hits / all;
  };
  const isByte = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 255;
  const isColor = (i: number): boolean => isByte(x[i]!) && isByte(y[i]!) && isByte(z[i]!);
  const isUnit = (i: number): boolean => Math.abs(x[i]! ** 2 + y[i]! ** 2 + z[i]! ** 2 - 1) < 0.01;
  const isOther = [isColor, isUnit].some((test) => everyOther(1, test) > 0.99 && everyOther(0, test) < 0.1);
  if (!isOther) return undefined;
  const parsed = numberLines(dialect, bytes, lines);
  return tableOf(dialect, joined(parsed, 2), 2);
}

/** Every `period` lines as one; what is left at the end is left out. */
function joined(parsed: readonly ParsedLine[], period: number): ParsedLine[] {
  const rows: ParsedLine[] = [];
  for (let i = 0; i + period <= parsed.length; i += period) {
    const parts = parsed.slice(i, i + period);
    rows.push({
      index: parts[0]!.index,
      values: Float64Array.from(parts.flatMap(({ values }) => [...values])),
      kinds: Uint8Array.from(parts.flatMap(({ kinds }) => [...kinds])),
    });
  }
  return rows;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
