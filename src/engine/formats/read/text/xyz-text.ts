/**
 * Clouds as text, one point a line, of every dialect: the head of the file (64 KB) is judged as a whole, how its rows
 * are written (`text-dialect.ts`) and what its columns are (`xyz-layout.ts`); then all of it streams through once.
 *
 * One bad line among millions should not cost the cloud: it is skipped, and a warning names the first.
 */
import type { PointCloud } from '../../../cloud/point-cloud.ts';
import type { DialectChoice, ReadOptions } from '../../../cloud/point-sample.ts';
import { ReconstructError } from '../../../errors.ts';
import { HEAD_BYTES } from '../../file-head.ts';
import type { ByteCursor } from '../byte-cursor.ts';
import { columnChoice } from './column-choice.ts';
import { findNames, type HeaderNames } from './column-names.ts';
import { profileOf } from './column-profile.ts';
import { attributesOf, BATCH_SIZE, COLUMN } from '../columns.ts';
import { formatError } from '../format-error.ts';
import { FIELD, type NumberRow, textOf } from './number-row.ts';
import { PointCollector } from '../point-collector.ts';
import { forEachQuotedRow } from './quoted-rows.ts';
import { chooseDialect, type HeadTable, LineParser } from './text-dialect.ts';
import { asUtf8 } from './text-encoding.ts';
import { gridIn, readTextGrid } from './text-grid.ts';
import { type HeadLine, isCommentAt, type LineEnd, lineEndOf, linesOf } from './text-head.ts';
import { forEachLine } from './text-lines.ts';
import { spreadTable } from './text-records.ts';
import { foreignText, noPoints } from './text-refusal.ts';
import { chooseLayout, type XyzLayout } from './xyz-layout.ts';

/** Of the lines of the head so many must be rows, or it is no table. */
const ROW_SHARE = 1 / 3;
/** Lines above the first row in which names are looked for. */
const NAME_LINES = 200;

/** What a person says of a text file. */
export type TextChoice = Pick<ReadOptions, 'columns' | 'dialect'>;

/** What a text file is, by its head. */
export interface JudgedText {
  readonly head: TextStart;
  readonly table: HeadTable;
  readonly header: HeaderNames | undefined;
  readonly layout: XyzLayout;
  /** Between fields; '' where blanks or more than one character separate them. */
  readonly delimiter: string;
}

/** @throws ReconstructError `cloud-format`, `cloud-empty`, `option-invalid` for columns that the file cannot have */
export async function readXyzText(file: ByteCursor, options: ReadOptions): Promise<PointCloud> {
  const cursor = await asUtf8(file);
  const head = await readHead(cursor);
  const { bytes, lines, lineEnd } = head;
  const grid = gridIn(cursor.name, bytes, lines);
  if (grid) {
    // A grid has no columns to choose; a choice that no file could have is refused all the same.
    if (options.columns) columnChoice(options.columns);
    const hasDecimalComma = !textOf(bytes, grid.dataOffset, bytes.length).includes('.');
    cursor.start += grid.dataOffset;
    return readTextGrid(cursor, grid, lineEnd, hasDecimalComma, options);
  }
  const { table, header, layout, delimiter } = judgeText(cursor.name, head, options);
  const { dialect, firstLine } = table;
  refuseCommaBetweenCommas(cursor.name, bytes, lines, table);
  const reader = new XyzReader(cursor.name, table, layout, options);
  reader.takeAbove(lines.slice(0, firstLine), bytes);
  const first = lines[firstLine]!;
  cursor.start += first.start;
  const firstNumber = first.number + head.lineOffset;
  if (dialect.isQuoted) {
    await forEachQuotedRow(cursor, delimiter, lineEnd, firstNumber, (fields, line) =>
      reader.acceptFields(fields, line),
    );
  } else {
    await forEachLine(cursor, lineEnd, firstNumber, (lineBytes, start, end, line) => {
      reader.accept(lineBytes, start, end, line);
      return true;
    });
  }
  return reader.finish(header);
}

/** What the reader would take a text file for; undefined for a grid of heights, which has no columns. */
export async function judgeXyzText(file: ByteCursor, options: TextChoice): Promise<JudgedText | undefined> {
  const cursor = await asUtf8(file);
  const head = await readHead(cursor);
  return gridIn(cursor.name, head.bytes, head.lines) ? undefined : judgeText(cursor.name, head, options);
}

function judgeText(name: string, head: TextStart, { columns, dialect: chosen }: TextChoice): JudgedText {
  const choice = columns && columnChoice(columns);
  const { bytes, lines } = head;
  const table = tableIn(name, head, chosen);
  const { dialect, firstLine } = table;
  const above = [...head.comments, ...lines.slice(0, firstLine).map((line) => textOf(bytes, line.start, line.end))];
  const delimiter = dialect.style.delimiter === 0 ? '' : String.fromCharCode(dialect.style.delimiter);
  const header = findNames(above.slice(-NAME_LINES), dialect.columnCount, delimiter, hasLabels(table));
  if (choice && choice.length > dialect.columnCount) {
    const what = `${choice.length} columns are named, but the file has ${dialect.columnCount}`;
    throw new ReconstructError('option-invalid', `${name}: ${what}. Name those that it has.`, { option: 'columns' });
  }
  const layout = chooseLayout(table, header, choice);
  if (!layout) throw noPoints(name, bytes, lines);
  return { head, table, header, layout, delimiter };
}

export interface TextStart {
  readonly bytes: Uint8Array;
  readonly lines: readonly HeadLine[];
  readonly lineEnd: LineEnd;
  /** Lines of a long comment before the head, as text; the cursor has passed them. */
  readonly comments: readonly string[];
  readonly lineOffset: number;
}

/** The head with the first lines that are no comments. */
async function readHead(cursor: ByteCursor): Promise<TextStart> {
  const comments: string[] = [];
  for (let lineOffset = 0; ;) {
    const isWhole = !(await cursor.need(HEAD_BYTES));
    const bytes = cursor.bytes.slice(cursor.start, Math.min(cursor.end, cursor.start + HEAD_BYTES));
    const lineEnd = lineEndOf(bytes);
    const lines = linesOf(bytes, lineEnd, isWhole);
    const last = lines.at(-1);
    const isComment = lines.length > 1 && lines.every((line) => line.isBlank || line.isComment);
    if (isWhole || !last || !isComment) return { bytes, lines, lineEnd, comments, lineOffset };
    for (const { start, end } of lines) comments.push(textOf(bytes, start, end));
    comments.splice(0, comments.length - NAME_LINES);
    cursor.start += last.end + 1;
    lineOffset += lines.length;
  }
}

/** @throws ReconstructError where too few lines of the head are rows */
function tableIn(name: string, { bytes, lines, lineEnd }: TextStart, chosen: DialectChoice | undefined): HeadTable {
  const foreign = foreignText(bytes);
  if (foreign) throw formatError(name, ...foreign);
  const longest = lines.length === 1 && lines[0]!.end === HEAD_BYTES;
  if (longest && lineEnd !== 'mixed') throw noPoints(name, bytes, lines);
  const plain = chooseDialect(bytes, lines, chosen);
  const table = spreadTable(bytes, lines, plain) ?? plain;
  if (!table || table.soundCount < ROW_SHARE * table.lineCount) throw noPoints(name, bytes, lines);
  return table;
}

/** Whether the first column is one of words, or counts the rows. */
function hasLabels({ wordColumns, columns }: HeadTable): boolean {
  return wordColumns[0] === true || profileOf(columns[0]!).isCounting;
}

/**
 * Decimal commas between commas, `2,0315,4,0043,6,6`, cannot be told from more numbers, but for the zeros with which
 * fractions begin and whole numbers do not.
 * @throws ReconstructError `cloud-format`
 */
function refuseCommaBetweenCommas(
  name: string,
  bytes: Uint8Array,
  lines: readonly HeadLine[],
  { dialect, columns, firstLine }: HeadTable,
): void {
  const { isQuoted, separatorName, columnCount } = dialect;
  const isWhole = columns.every((column) => column.every(Number.isInteger));
  if (isQuoted || separatorName !== 'commas' || columnCount !== 6 || !isWhole) return;
  const rows = lines.slice(firstLine).map(({ start, end }) => textOf(bytes, start, end).split(','));
  const share = (column: number): number =>
    rows.filter((fields) => /^\s*0\d/.test(fields[column] ?? '')).length / rows.length;
  if (Math.max(share(0), share(2), share(4)) > 0 || Math.min(share(1), share(3)) < 0.02) return;
  const what = `line ${lines[firstLine]!.number}: commas seem to stand between numbers and inside them`;
  throw formatError(name, what, 'Export it with decimal points, or with semicolons or tabs between the columns.');
}

class XyzReader {
  readonly #name: string;
  readonly #table: HeadTable;
  readonly #layout: XyzLayout;
  readonly #parser: LineParser;
  readonly #collector: PointCollector;
  /** The columns of a point and their places in a row, coordinates first. */
  readonly #targets: readonly number[];
  readonly #places: readonly number[];
  /** Lines of the point that is being read. */
  #lineCount = 0;
  #promisedCount: number | undefined;
  #pointCount = 0;
  #skippedCount = 0;
  #firstSkipped = '';

  constructor(name: string, table: HeadTable, layout: XyzLayout, options: ReadOptions) {
    this.#name = name;
    this.#table = table;
    this.#layout = layout;
    this.#parser = new LineParser(table.dialect);
    const { sources, colorRange } = layout;
    this.#targets = [...sources.keys()].filter((column) => sources[column]! >= 0);
    this.#places = this.#targets.map((column) => sources[column]!);
    this.#collector = new PointCollector({
      name,
      hasNormals: sources[COLUMN.nx] !== -1,
      colorRange,
      attributes: attributesOf(sources),
      numbers: 'text',
      trustedCount: 0,
      options,
    });
  }

  /**
   * The lines above the first row: a count of points alone in its line is a promise, a row with a word in it is bad.
   */
  takeAbove(lines: readonly HeadLine[], bytes: Uint8Array): void {
    let isFirst = true;
    for (const { isBlank, isComment, start, end, number } of lines) {
      if (isBlank || isComment) continue;
      const { values, kinds } = this.#parser.fields(bytes, start, end);
      if (isFirst && values.length === 1 && Number.isInteger(values[0])) this.#promisedCount = values[0]!;
      else if (kinds.filter((kind) => kind === FIELD.number).length >= 2) {
        this.#skip(`line ${number}, which is no row of ${this.#table.dialect.columnCount} columns`);
      }
      isFirst = false;
    }
  }

  accept(bytes: Uint8Array, start: number, end: number, line: number): void {
    let first = start;
    while (first < end && bytes[first]! <= 32) first++;
    if (first === end) return;
    const sign = bytes[first]!;
    const isDigit = sign >= 48 && sign <= 57;
    if (!isDigit && isCommentAt(bytes, first, end)) return;
    const { row } = this.#parser;
    const { linesPerPoint } = this.#table.dialect;
    if (this.#lineCount === 0) row.count = 0;
    this.#parser.append(bytes, start, end);
    if (++this.#lineCount < linesPerPoint) return;
    this.#lineCount = 0;
    this.#emit(line);
  }

  acceptFields(fields: readonly string[], line: number): void {
    if (fields.length <= 1 && (fields[0] ?? '').trim() === '') return;
    if (/^\s*(#|\/\/|%|!)/.test(fields[0]!)) return;
    const { row } = this.#parser;
    row.count = 0;
    row.appendFields(fields, this.#table.dialect.style);
    this.#emit(line);
  }

  #emit(line: number): void {
    const { row } = this.#parser;
    const { count } = row;
    const { columnCount } = this.#table.dialect;
    if (count !== columnCount && !this.#isAllThere(row)) {
      this.#skip(`line ${line} with ${count} columns instead of ${columnCount}`);
      return;
    }
    const { values, isWord } = row;
    const [collector, targets, places] = [this.#collector, this.#targets, this.#places];
    const { columns, count: at } = collector;
    for (let i = 0; i < targets.length; i++) {
      const place = places[i]!;
      const target = targets[i]! * BATCH_SIZE + at;
      if (isWord[place] === FIELD.number) columns[target] = values[place]!;
      else if (isWord[place] === FIELD.empty && i >= 3) columns[target] = 0;
      else {
        const what = isWord[place] === FIELD.word ? 'not a number' : 'empty';
        this.#skip(`line ${line}, whose column ${place + 1} is ${what}`);
        return;
      }
    }
    this.#pointCount++;
    collector.count++;
    if (collector.room === 0) collector.flush();
  }

  /**
   * Whether a line of a file with delimiters ends with empty columns, of which some were left out; then it gets them.
   */
  #isAllThere(row: NumberRow): boolean {
    const { dialect, emptyCounts } = this.#table;
    if (dialect.style.delimiter === 0 || row.count > dialect.columnCount) return false;
    const isEmptyAtEnd = row.isWord[row.count - 1] === FIELD.empty;
    if (!isEmptyAtEnd && !emptyCounts.slice(row.count).every((empty) => empty > 0)) return false;
    row.isWord.fill(FIELD.empty, row.count, dialect.columnCount);
    return true;
  }

  #skip(what: string): void {
    if (this.#skippedCount++ === 0) this.#firstSkipped = what;
  }

  finish(header: HeaderNames | undefined): PointCloud {
    if (this.#lineCount > 0) this.#skip(`the last point, of which ${this.#lineCount} lines are there`);
    if (this.#pointCount === 0) {
      const what = `no line holds a point (first bad line: ${this.#firstSkipped})`;
      throw formatError(this.#name, what, 'A point is x y z, as numbers, in one line.');
    }
    return this.#collector.finish(this.#warnings(header), { columns: this.#layout.facts });
  }

  #warnings(header: HeaderNames | undefined): string[] {
    const name = this.#name;
    const { lost, sources } = this.#layout;
    const warnings: string[] = [];
    if (this.#skippedCount > 0) {
      const lines = this.#skippedCount === 1 ? '1 line was' : `${this.#skippedCount} lines were`;
      warnings.push(`${name}: ${lines} skipped, the first is ${this.#firstSkipped}.`);
    }
    if (this.#promisedCount !== undefined && this.#promisedCount !== this.#pointCount) {
      warnings.push(
        `${name}: the first line promises ${this.#promisedCount} points, but ${this.#pointCount} are there.`,
      );
    }
    if (lost.length > 0) {
      const labels = lost.map((column) => {
        const title = header?.names[column];
        return `${column + 1}${title === undefined ? '' : ` (${title})`}`;
      });
      const one = lost.length === 1;
      const columns = `${one ? 'column' : 'columns'} ${labels.join(', ')} ${one ? 'is' : 'are'}`;
      warnings.push(`${name}: ${columns} passed over; name the columns if something is missed.`);
    }
    const axes = [sources[COLUMN.x]!, sources[COLUMN.y]!].map((column) => header?.names[column] ?? '');
    if (/^\W*(lon|lng)/i.test(axes[0]!) && /^\W*lat/i.test(axes[1]!)) {
      warnings.push(
        `${name}: x and y are longitude and latitude in degrees, by the header. Project the points to metres first.`,
      );
    }
    if (this.#table.dialect.linesPerPoint > 1) {
      warnings.push(`${name}: each point was put together from ${this.#table.dialect.linesPerPoint} lines.`);
    }
    return warnings;
  }
}
