/**
 * Clouds as text, one point a line: `x y z`, then perhaps intensity, colours and normals, between blanks, tabs,
 * commas or semicolons; `#` and `//` comments, a line of names and the point count of PTS files. The first lines are
 * held back until they have shown what the columns are (see `xyz-layout.ts`); the rest streams through.
 *
 * One bad line among millions should not cost the cloud: it is skipped, and a warning names the first.
 */
import { ReconstructError } from '../../errors.ts';
import type { ByteCursor } from './byte-cursor.ts';
import { attributesOf, BATCH_SIZE, COLUMN, columnSources } from './columns.ts';
import { formatError } from './format-error.ts';
import type { NumberStyle } from './number-row.ts';
import { NumberRow, numberStyleOf, textOf } from './number-row.ts';
import type { PointCloud } from '../../cloud/point-cloud.ts';
import { PointCollector } from './point-collector.ts';
import type { ReadOptions } from '../../cloud/point-sample.ts';
import { detectLineEnd, forEachLine } from './text-lines.ts';
import { chooseLayout } from './xyz-layout.ts';
import type { HeadRow, XyzLayout } from './xyz-layout.ts';

/** Lines looked at before the columns are named. */
const HEAD_LINES = 256;
const [HASH, SLASH] = [35, 47];

/** @throws ReconstructError `cloud-format`, `cloud-empty`. */
export async function readXyzText(cursor: ByteCursor, options: ReadOptions): Promise<PointCloud> {
  await skipByteOrderMark(cursor);
  const reader = new XyzReader(cursor.name, options);
  await forEachLine(cursor, await detectLineEnd(cursor), 1, (bytes, start, end, line) => {
    reader.accept(bytes, start, end, line);
    return true;
  });
  return reader.finish();
}

class XyzReader {
  readonly #name: string;
  readonly #options: ReadOptions;
  readonly #row = new NumberRow();
  #style: NumberStyle | undefined;
  #names: readonly string[] | undefined;
  #hasHeaderLine = false;
  #promisedCount: number | undefined;
  #head: HeadRow[] | undefined = [];
  #layout: XyzLayout | undefined;
  #collector: PointCollector | undefined;
  #pointCount = 0;
  #skippedCount = 0;
  #firstSkipped = '';

  constructor(name: string, options: ReadOptions) {
    this.#name = name;
    this.#options = options;
  }

  accept(bytes: Uint8Array, start: number, end: number, line: number): void {
    let first = start;
    while (first < end && bytes[first]! <= 32) first++;
    if (first === end) return;
    const isComment = bytes[first] === HASH || (bytes[first] === SLASH && bytes[first + 1] === SLASH);
    if (isComment) {
      if (!this.#style) this.#names = namesIn(textOf(bytes, first, end)) ?? this.#names;
      return;
    }
    const row = this.#row;
    if (this.#style) row.parse(bytes, first, end, this.#style);
    else {
      const text = textOf(bytes, first, end);
      const style = numberStyleOf(text);
      row.parse(bytes, first, end, style);
      if (this.#isPreamble(text)) return;
      this.#style = style;
    }
    if (this.#layout) this.#emit(line, row.count, row.values, row.isWord);
    else this.#holdBack(line);
  }

  finish(): PointCloud {
    if (this.#head) this.#decide();
    const warnings: string[] = [];
    if (this.#skippedCount > 0) {
      const lines = this.#skippedCount === 1 ? '1 line was' : `${this.#skippedCount} lines were`;
      warnings.push(`${this.#name}: ${lines} skipped, the first is ${this.#firstSkipped}.`);
    }
    if (this.#promisedCount !== undefined && this.#promisedCount !== this.#pointCount) {
      warnings.push(
        `${this.#name}: the first line promises ${this.#promisedCount} points, but ${this.#pointCount} are there.`,
      );
    }
    const ignored = this.#layout?.ignored.map((column) => column + 1) ?? [];
    // A fourth column of intensity is ordinary, and nobody misses it.
    if (ignored.length > 1) {
      warnings.push(`${this.#name}: columns ${ignored.join(', ')} are neither unit normals nor colours; ignored.`);
    }
    if (!this.#collector || this.#pointCount === 0) {
      const what = `no line holds a point (first bad line: ${this.#firstSkipped})`;
      throw formatError(this.#name, what, 'A point is x y z, as numbers, in one line.');
    }
    return this.#collector.finish(warnings);
  }

  /** Whether the first line that is no comment is something else than a point: a PTS count, or names. */
  #isPreamble(text: string): boolean {
    const { count, values, isWord } = this.#row;
    if (this.#promisedCount === undefined && count === 1 && isWord[0] === 0 && Number.isInteger(values[0])) {
      this.#promisedCount = values[0]!;
      return true;
    }
    if (isWord[0] !== 1 || this.#hasHeaderLine) return false;
    this.#hasHeaderLine = true;
    this.#names = namesIn(text) ?? this.#names;
    return true;
  }

  #holdBack(line: number): void {
    const { count, values, isWord } = this.#row;
    this.#head?.push({
      line,
      values: [...values.subarray(0, count)],
      isWord: Array.from(isWord.subarray(0, count), (flag) => flag === 1),
    });
    if (this.#head?.length === HEAD_LINES) this.#decide();
  }

  /** Names the columns by the lines held back, then takes those in. */
  #decide(): void {
    const head = this.#head ?? [];
    this.#head = undefined;
    if (head.length === 0) {
      const message = `${this.#name}: the file holds no points, only blank lines or comments. Export it again with its points.`;
      throw new ReconstructError('cloud-empty', message, { file: this.#name, pointCount: 0 });
    }
    const layout = chooseLayout(head, this.#names);
    if (!layout) {
      const [row] = head;
      const what = `most lines have fewer than three columns (line ${row?.line}: ${row?.values.length})`;
      throw formatError(this.#name, what, 'A point needs x, y and z in one line.', { line: row?.line ?? 1 });
    }
    this.#layout = layout;
    this.#collector = new PointCollector({
      name: this.#name,
      hasNormals: layout.sources[COLUMN.nx] !== -1,
      colorRange: layout.colorRange,
      attributes: attributesOf(layout.sources),
      numbers: 'text',
      trustedCount: 0,
      options: this.#options,
    });
    for (const { line, values, isWord } of head) this.#emit(line, values.length, values, isWord.map(Number));
  }

  #emit(line: number, count: number, values: ArrayLike<number>, isWord: ArrayLike<number>): void {
    const [layout, collector] = [this.#layout!, this.#collector!];
    if (count !== layout.columnCount) {
      this.#skip(`line ${line} with ${count} columns instead of ${layout.columnCount}`);
      return;
    }
    const { sources } = layout;
    for (let column = 0; column < sources.length; column++) {
      const source = sources[column]!;
      if (source < 0) continue;
      if (isWord[source]) {
        this.#skip(`line ${line}, whose column ${source + 1} is not a number`);
        return;
      }
      collector.columns[column * BATCH_SIZE + collector.count] = values[source]!;
    }
    this.#pointCount++;
    collector.count++;
    if (collector.room === 0) collector.flush();
  }

  #skip(what: string): void {
    if (this.#skippedCount++ === 0) this.#firstSkipped = what;
  }
}

/** The names of a header line, where it names x, y and z; comment signs and quotes do not count. */
function namesIn(text: string): readonly string[] | undefined {
  const names = text
    .replace(/^[#/\s]+/, '')
    .split(/[\s,;]+/)
    .map((name) => name.replaceAll('"', ''))
    .filter((name) => name !== '');
  return columnSources(names) && names;
}

async function skipByteOrderMark(cursor: ByteCursor): Promise<void> {
  if (!(await cursor.need(3))) return;
  const [a, b, c] = cursor.bytes.subarray(cursor.start, cursor.start + 3);
  if (a === 0xef && b === 0xbb && c === 0xbf) cursor.start += 3;
}
