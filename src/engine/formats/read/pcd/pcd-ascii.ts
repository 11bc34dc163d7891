/** PCD points as text, one a line; padding fields stand there or not. */
import { BATCH_SIZE, COLUMN } from '../columns.ts';
import { cutFileWarning } from '../cut-file.ts';
import { formatError } from '../format-error.ts';
import { NumberRow, type NumberStyle, numberStyleOf, textOf } from '../text/number-row.ts';
import type { PcdReading } from './pcd-points.ts';
import type { PcdField } from './pcd-header.ts';
import { forEachLine } from '../text/text-lines.ts';

const HASH = 35;

export async function readPcdText(reading: PcdReading): Promise<void> {
  const { cursor, header, options, warnings } = reading;
  const [fewer, more] = [header.points, header.gridPoints].sort((a, b) => a - b) as [number, number];
  const row = new PcdRow(reading);
  let [done, firstIgnored, firstLong] = [0, 0, 0];
  await forEachLine(cursor, header.lineEnd, header.lineCount + 1, (bytes, start, end, line, isTerminated) => {
    let first = start;
    while (first < end && bytes[first]! <= 32) first++;
    if (first === end || bytes[first] === HASH) return true;
    if (done === more) {
      firstIgnored = line;
      return false;
    }
    const found = row.parse(bytes, first, end);
    if (found < row.valueCount) {
      if (!isTerminated) return false;
      throw row.failure(line, done, `has ${found} values where its fields need ${row.valueCount}`);
    }
    if (found > row.valueCount) firstLong ||= line;
    if (!row.take(bytes, first, end)) {
      const text = textOf(bytes, first, Math.min(end, first + 60)).trim();
      throw row.failure(line, done, `has a value that is not a number: "${text}"`);
    }
    done++;
    return true;
  });
  if (done !== fewer && done !== more) {
    const promised = done < fewer ? fewer : more;
    warnings.push(cutFileWarning(cursor.name, { whole: done, promised }, options));
  }
  const { name } = cursor;
  if (firstLong > 0)
    warnings.push(`${name}: values beyond the header's fields were ignored (first in line ${firstLong}).`);
  if (firstIgnored > 0) {
    warnings.push(
      `${name}: text after the last point (from line ${firstIgnored}) was ignored; the header does not mention it.`,
    );
  }
  if (row.lostColors > 0) {
    warnings.push(`${name}: the packed colour of ${row.lostColors} points is not a number; they are black.`);
  }
}

/** The numbers of a line and where they go. */
class PcdRow {
  /** Numbers that a line must have. */
  valueCount = 0;
  /** Points whose packed colour was lost as text. */
  lostColors = 0;
  readonly #reading: PcdReading;
  readonly #row = new NumberRow();
  readonly #bits = new DataView(new ArrayBuffer(4));
  #style: NumberStyle | undefined;
  /** [source count] the place of each in a line. */
  #places: readonly number[] = [];
  #packedPlace = -1;
  /** Whether the packed colour is the value of a float, whose bits it is, rather than a whole number. */
  #isPackedFloat: boolean | undefined;

  constructor(reading: PcdReading) {
    this.#reading = reading;
  }

  /** How many numbers the line has. */
  parse(bytes: Uint8Array, start: number, end: number): number {
    const isFirst = this.#style === undefined;
    this.#style ??= numberStyleOf(textOf(bytes, start, end));
    this.#row.parse(bytes, start, end, this.#style);
    if (isFirst) this.#place(this.#row.count);
    return this.#row.count;
  }

  /** The places of the fields, by the count of numbers in the first line. */
  #place(found: number): void {
    const { header, layout } = this.#reading;
    const countOf = (hasPadding: boolean) => (field: PcdField) => (field.isPadding && !hasPadding ? 0 : field.count);
    const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
    const whole = header.fields.map(countOf(true));
    const bare = header.fields.map(countOf(false));
    const counts = found === sum(bare) ? bare : whole;
    this.valueCount = sum(counts);
    const first = (field: number): number => sum(counts.slice(0, field));
    this.#places = layout.sources.map(({ field, element }) => first(field) + element);
    this.#packedPlace = layout.packed ? first(layout.packed.field) : -1;
    if (layout.packed && !layout.packed.type.startsWith('F')) this.#isPackedFloat = false;
  }

  /** Adds the line to the collector. False where one of its numbers is a word. */
  take(bytes: Uint8Array, start: number, end: number): boolean {
    const { layout, collector } = this.#reading;
    const { values, isWord } = this.#row;
    const { sources } = layout;
    for (let i = 0; i < sources.length; i++) {
      const place = this.#places[i]!;
      if (isWord[place] === 1) return false;
      const { column, type } = sources[i]!;
      // The value of a field is what its type holds, whatever digits are written; every other reader has it so.
      const value = type === 'F4' ? Math.fround(values[place]!) : values[place]!;
      collector.columns[column * BATCH_SIZE + collector.count] = value;
    }
    if (this.#packedPlace >= 0) {
      if (isWord[this.#packedPlace] === 1) return false;
      this.#takeColor(values[this.#packedPlace]!, bytes, start, end);
    }
    collector.count++;
    if (collector.room === 0) collector.flush();
    return true;
  }

  #takeColor(value: number, bytes: Uint8Array, start: number, end: number): void {
    if (Number.isNaN(value)) this.lostColors++;
    // PCL writes the whole number whatever TYPE says, others the float that has these bits.
    if (this.#isPackedFloat === undefined && value !== 0 && !Number.isNaN(value)) {
      const word =
        textOf(bytes, start, end)
          .trim()
          .split(/[\s;]+/)[this.#packedPlace] ?? '';
      this.#isPackedFloat = !/^\+?\d+$/.test(word);
    }
    let color = 0;
    if (this.#isPackedFloat) {
      this.#bits.setFloat32(0, value);
      color = Number.isNaN(value) ? 0 : this.#bits.getUint32(0);
    } else color = value >>> 0;
    const { columns, count } = this.#reading.collector;
    columns[COLUMN.red * BATCH_SIZE + count] = (color >> 16) & 255;
    columns[COLUMN.green * BATCH_SIZE + count] = (color >> 8) & 255;
    columns[COLUMN.blue * BATCH_SIZE + count] = color & 255;
  }

  failure(line: number, done: number, problem: string): Error {
    const what = `line ${line} (point ${done} of ${this.#reading.header.points}) ${problem}`;
    return formatError(this.#reading.cursor.name, what, 'Repair the line or export again.', { line, point: done });
  }
}
