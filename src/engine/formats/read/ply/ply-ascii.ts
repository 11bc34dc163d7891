/**
 * Ascii PLY records, one a line as all known writers but one put them. Lines, rather than a bare sequence of numbers,
 * because a lost value then spoils one line that can be named, not all that follow. RealSense's viewer writes a vertex
 * over two lines: that is taken only where every vertex spans as many lines as the first, and each fills its record.
 */
import type { ByteCursor } from '../byte-cursor.ts';
import { BATCH_SIZE, type ColumnSources } from '../columns.ts';
import { formatError } from '../format-error.ts';
import { DECIMAL_COMMA, DECIMAL_POINT, NumberRow, type NumberStyle, textOf } from '../text/number-row.ts';
import type { PlyElement, PlyHeader } from './ply-header.ts';
import { hasLists } from './ply-header.ts';
import type { RecordBatch } from '../record-batch.ts';
import { detectLineEnd, forEachLine } from '../text/text-lines.ts';

/** What came of the vertices. */
export interface VertexReading {
  /** Vertices that are there in full; fewer than promised where the file is cut. */
  readonly complete: number;
  readonly warnings: readonly string[];
}

export async function readAsciiVertices(
  cursor: ByteCursor,
  header: PlyHeader,
  sources: ColumnSources,
  batch: RecordBatch,
): Promise<VertexReading> {
  const { vertex, lineCount, vertexIsLast } = header;
  // The body's own, since programs have written another than the header's.
  const lineEnd = await detectLineEnd(cursor);
  const lines = new VertexLines(cursor.name, header, sources, batch);
  if (vertex.count > 0) await forEachLine(cursor, lineEnd, lineCount + 1, (...line) => lines.visit(...line));
  lines.checkSpan();
  const warnings = lines.warnings();
  if (lines.done === vertex.count && vertexIsLast && (await hasMoreText(cursor, lineEnd))) {
    warnings.push(`${cursor.name}: text after the last vertex was ignored; the header does not mention it.`);
  }
  return { complete: lines.done, warnings };
}

/** Takes in the lines of the body one by one. */
class VertexLines {
  /** Vertices read. */
  done = 0;
  readonly #name: string;
  readonly #vertex: PlyElement;
  readonly #batch: RecordBatch;
  readonly #sources: ColumnSources;
  readonly #locate: ReturnType<typeof fieldLocator>;
  readonly #row = new NumberRow();
  #style: NumberStyle = DECIMAL_POINT;
  #linesBefore: number;
  /** Lines that every vertex spans; 0 until the first is whole. */
  #span = 0;
  /** Values of a vertex whose lines have not all come, how many lines, and the first one's number and values. */
  readonly #begun: number[] = [];
  #begunLines = 0;
  #begunFirst = { line: 0, count: 0 };
  #firstLongLine = 0;
  #comments = { count: 0, first: 0 };

  constructor(name: string, { vertex, before }: PlyHeader, sources: ColumnSources, batch: RecordBatch) {
    this.#name = name;
    this.#vertex = vertex;
    this.#batch = batch;
    this.#sources = sources;
    this.#locate = fieldLocator(vertex, sources);
    // A record without properties is an empty line, and those are passed over anyway.
    this.#linesBefore = before.reduce((sum, { count, properties }) => sum + (properties.length > 0 ? count : 0), 0);
  }

  warnings(): string[] {
    const warnings: string[] = [];
    const long = this.#firstLongLine;
    if (long > 0) {
      warnings.push(`${this.#name}: values beyond the header's properties were ignored (first in line ${long}).`);
    }
    const { count, first } = this.#comments;
    if (count > 0) {
      warnings.push(`${this.#name}: ${count} lines of comment among the data were ignored (first in line ${first}).`);
    }
    return warnings;
  }

  /** @throws where as many lines as vertices were read as vertices of several lines: each lacks values. */
  checkSpan(): void {
    const { line, count } = this.#begunFirst;
    if (this.#span > 1 && this.done * this.#span === this.#vertex.count) this.#refuseShort(line, count);
  }

  /** False when no more lines are wanted. */
  visit(bytes: Uint8Array, start: number, end: number, line: number, isTerminated: boolean): boolean {
    if (isBlank(bytes, start, end)) return true;
    if (isComment(bytes, start, end)) {
      if (this.#comments.count++ === 0) this.#comments.first = line;
      return true;
    }
    if (this.#linesBefore > 0) {
      this.#linesBefore--;
      return true;
    }
    const row = this.#row;
    const { fields, fieldCount } = this.#parse(bytes, start, end);
    const refuseWord = (): never => {
      const text = textOf(bytes, start, end).trim().slice(0, 60);
      return this.#refuse(line, `has a value that is not a number: "${text}"`);
    };
    if (this.#begunLines > 0 || (row.count < fieldCount && this.#span !== 1 && !hasLists(this.#vertex))) {
      if (row.isWord.subarray(0, row.count).includes(1)) refuseWord();
      return this.#visitPart(line, isTerminated);
    }
    if (row.count < fieldCount) {
      if (!isTerminated) return false;
      this.#refuseShort(line, row.count, fieldCount);
    }
    // A file that ends within a line ends within a number, too, for all one knows.
    if (!isTerminated && this.done + 1 < this.#vertex.count) return false;
    if (row.count > fieldCount) this.#firstLongLine ||= line;
    this.#span ||= 1;
    if (!this.#take(fields)) refuseWord();
    return ++this.done < this.#vertex.count;
  }

  /** Takes in a line that holds a part of a vertex. */
  #visitPart(line: number, isTerminated: boolean): boolean {
    const [row, begun, need] = [this.#row, this.#begun, this.#vertex.properties.length];
    if (this.#begunLines++ === 0) this.#begunFirst = { line, count: row.count };
    for (let i = 0; i < row.count; i++) begun.push(row.values[i]!);
    const isLast = this.#begunLines === this.#span;
    if (begun.length < need && !isLast) return isTerminated;
    if (!isTerminated && (begun.length < need || this.done + 1 < this.#vertex.count)) return false;
    const { line: first, count } = this.#begunFirst;
    if (begun.length !== need || (this.#span > 0 && !isLast)) this.#refuseShort(first, count);
    this.#span ||= this.#begunLines;
    const { columns, count: slot } = this.#batch;
    this.#sources.forEach((source, column) => {
      if (source >= 0) columns[column * BATCH_SIZE + slot] = begun[source]!;
    });
    this.#endRecord();
    begun.length = 0;
    this.#begunLines = 0;
    return ++this.done < this.#vertex.count;
  }

  /** Parses a line with the decimal mark that gives it as many values as a vertex has. */
  #parse(bytes: Uint8Array, start: number, end: number): Fields {
    const row = this.#row;
    row.parse(bytes, start, end, this.#style);
    const fields = this.#locate(row);
    if (row.count === fields.fieldCount || !bytes.subarray(start, end).includes(COMMA)) return fields;
    const other = this.#style === DECIMAL_POINT ? DECIMAL_COMMA : DECIMAL_POINT;
    row.parse(bytes, start, end, other);
    const otherFields = this.#locate(row);
    if (row.count === otherFields.fieldCount && !row.isWord.subarray(0, row.count).includes(1)) {
      this.#style = other;
      return otherFields;
    }
    row.parse(bytes, start, end, this.#style);
    return fields;
  }

  /** Adds a line's columns to the batch. False where one of them is a word. */
  #take(fields: readonly number[]): boolean {
    const [row, { columns, count }] = [this.#row, this.#batch];
    for (let column = 0; column < fields.length; column++) {
      const field = fields[column]!;
      if (field < 0) continue;
      if (row.isWord[field] === 1) return false;
      columns[column * BATCH_SIZE + count] = row.values[field]!;
    }
    this.#endRecord();
    return true;
  }

  #endRecord(): void {
    this.#batch.count++;
    if (this.#batch.room === 0) this.#batch.flush();
  }

  #refuseShort(line: number, count: number, need = this.#vertex.properties.length): never {
    const what = Number.isFinite(need) ? `need ${need}` : 'include a list without a valid length';
    return this.#refuse(line, `has ${count} values where its properties ${what}`);
  }

  #refuse(line: number, problem: string): never {
    const what = `line ${line} (vertex ${this.done} of ${this.#vertex.count}) ${problem}`;
    throw formatError(this.#name, what, 'Repair the line or export again.', { line, vertex: this.done });
  }
}

/** Where the columns stand in a line, and how many values it must have. */
interface Fields {
  readonly fields: readonly number[];
  readonly fieldCount: number;
}

/**
 * Both are fixed, unless lists shift what follows them; a list whose length is missing or absurd asks for more values
 * than the line has.
 */
function fieldLocator(vertex: PlyElement, sources: ColumnSources): (row: NumberRow) => Fields {
  const fixed = { fields: sources, fieldCount: vertex.properties.length };
  if (!hasLists(vertex)) return () => fixed;
  return (row) => {
    let fieldCount = 0;
    const starts = vertex.properties.map(({ countType }) => {
      const start = fieldCount;
      const length = countType ? row.values[start]! : 0;
      const isLength = start < row.count && length >= 0 && Number.isInteger(length);
      fieldCount += 1 + (countType && !isLength ? Infinity : length);
      return start;
    });
    return { fields: sources.map((source) => starts[source] ?? -1), fieldCount };
  };
}

async function hasMoreText(cursor: ByteCursor, lineEnd: PlyHeader['lineEnd']): Promise<boolean> {
  let isFound = false;
  await forEachLine(cursor, lineEnd, 1, (bytes, start, end) => {
    isFound = !isBlank(bytes, start, end);
    return !isFound;
  });
  return isFound;
}

const COMMA = 44;

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i]! > 32) return false;
  return true;
}

/** `#`, or the header's own words for it; what `c` or `o` begins may be no number anyway. */
function isComment(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end && bytes[at]! <= 32) at++;
  const first = bytes[at]!;
  if (first === 35) return true;
  return (first === 99 || first === 111) && /^(?:comment|obj_info)\b/.test(textOf(bytes, at, Math.min(end, at + 9)));
}
