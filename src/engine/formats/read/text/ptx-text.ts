/**
 * PTX: scans one after another, each a head and a grid of points with `x y z`, intensity and perhaps red, green and
 * blue. The head's matrix takes the points to the world, in float64; `0 0 0` is a pulse that did not return.
 *
 * Counts lie where a grid was edited: what counts is where the next head stands. One bad line should not cost the
 * cloud, so it is skipped, and a warning names the first.
 */
import type { PointCloud } from '../../../cloud/point-cloud.ts';
import type { ReadOptions } from '../../../cloud/point-sample.ts';
import type { Triple } from '../../../math/triple.ts';
import type { ByteCursor } from '../byte-cursor.ts';
import { BATCH_SIZE, COLUMN } from '../columns.ts';
import { cutFileWarning } from '../cut-file.ts';
import { formatError } from '../format-error.ts';
import { NumberRow, type NumberStyle, numberStyleOf, textOf } from './number-row.ts';
import { PointCollector } from '../point-collector.ts';
import { type PtxHead, PtxHeadReader } from './ptx-header.ts';
import { detectLineEnd, forEachLine } from './text-lines.ts';

/** As many as an array of 16 bits tells apart. */
const MOST_SCANS = 65_536;
/** Of scans without colours beside scans with them. */
const GREY = 128;

/** @throws ReconstructError `cloud-format`, `cloud-empty` */
export async function readPtx(cursor: ByteCursor, options: ReadOptions): Promise<PointCloud> {
  const reader = new PtxReader(cursor.name, options);
  await forEachLine(cursor, await detectLineEnd(cursor), 1, (bytes, start, end, line, isTerminated) => {
    let first = start;
    while (first < end && bytes[first]! <= 32) first++;
    if (first < end) reader.accept(bytes, first, end, line, isTerminated);
    return true;
  });
  return reader.finish();
}

interface PtxScan {
  readonly sensor: Triple;
  readonly promised: number;
  /** Numbers that each of its lines has; unknown before the first. */
  width: number | undefined;
  /** Lines of points. */
  found: number;
}

class PtxReader {
  readonly #name: string;
  readonly #options: ReadOptions;
  readonly #collector: PointCollector;
  readonly #row = new NumberRow();
  readonly #headReader: PtxHeadReader;
  readonly #scans: PtxScan[] = [];
  readonly #warnings: string[] = [];
  #head: PtxHead | undefined;
  /** Of the points, where heads do not tell. */
  #style: NumberStyle | undefined;
  #placelessCount = 0;
  #skippedCount = 0;
  #firstSkipped = '';
  /** The last line of a file that ends within it. */
  #isCutLine = false;

  constructor(name: string, options: ReadOptions) {
    this.#name = name;
    this.#options = options;
    this.#headReader = new PtxHeadReader(name);
    this.#collector = new PointCollector({
      name,
      hasNormals: false,
      // Scans with colours may follow scans without.
      colorRange: 'text',
      attributes: ['intensity', 'scan'],
      numbers: 'text',
      trustedCount: 0,
      options,
    });
  }

  accept(bytes: Uint8Array, start: number, end: number, line: number, isTerminated: boolean): void {
    if (!this.#head) {
      this.#head = this.#headReader.accept(bytes, start, end, line);
      if (this.#head) this.#begin(this.#head, line);
      return;
    }
    this.#row.parse(bytes, start, end, this.#styleOf(this.#head, bytes, start, end));
    const { count, values, isWord } = this.#row;
    if (count === 1 && isTerminated && isWord[0] === 0 && Number.isInteger(values[0])) {
      this.#head = undefined;
      this.#headReader.accept(bytes, start, end, line);
      return;
    }
    this.#takePoint(line, isTerminated);
  }

  /** A head of whole numbers does not tell: the first point that has a mark does. */
  #styleOf(head: PtxHead, bytes: Uint8Array, start: number, end: number): NumberStyle {
    if (head.style) return head.style;
    if (this.#style) return this.#style;
    const text = textOf(bytes, start, end);
    const style = numberStyleOf(text);
    if (/[.,]/.test(text)) this.#style = style;
    return style;
  }

  #begin({ promised, sensor, isTransposed }: PtxHead, line: number): void {
    this.#tellCount();
    if (this.#scans.length === MOST_SCANS) {
      const what = `line ${line} begins a scan beyond the ${MOST_SCANS} that are told apart`;
      throw formatError(this.#name, what, 'Split the file.', { line });
    }
    this.#scans.push({ sensor, promised, width: undefined, found: 0 });
    if (!isTransposed) return;
    this.#warnings.push(
      `${this.#name}: the matrix of scan ${this.#scans.length} stands by columns instead of rows; it was turned.`,
    );
  }

  /** Says where the scan before has another count than it promised. */
  #tellCount(): void {
    const scan = this.#scans.at(-1);
    if (!scan || scan.found === scan.promised) return;
    this.#warnings.push(
      `${this.#name}: scan ${this.#scans.length} promises ${scan.promised} points, but ${scan.found} are there.`,
    );
  }

  #takePoint(line: number, isTerminated: boolean): void {
    const { count, values, isWord } = this.#row;
    const scan = this.#scans.at(-1)!;
    const isWidth = count === 4 || count === 7 || count === 3 || count === 6;
    const isNoReturn = count >= 3 && values[0] === 0 && values[1] === 0 && values[2] === 0;
    if (!isTerminated && (scan.width === undefined ? !isWidth : count < scan.width) && scan.found < scan.promised) {
      this.#isCutLine = true;
      return;
    }
    scan.found++;
    if (isNoReturn) {
      this.#passOver();
      return;
    }
    let isNumber = true;
    for (let i = 0; i < count; i++) if (isWord[i] === 1) isNumber = false;
    if (isWidth && isNumber) scan.width ??= count;
    if (!isNumber || !isWidth || count !== scan.width) {
      this.#passOver();
      const what = isNumber ? `${count} numbers instead of ${scan.width ?? '4 or 7'}` : 'something that is no number';
      if (this.#skippedCount++ === 0) this.#firstSkipped = `line ${line} with ${what}`;
      return;
    }
    this.#emit(values, count, this.#head!.transform);
  }

  /** Counts a record that is no place. */
  #passOver(): void {
    this.#placelessCount++;
    const collector = this.#collector;
    collector.columns[collector.count++] = NaN;
    if (collector.room === 0) collector.flush();
  }

  #emit(values: Float64Array, count: number, m: readonly number[]): void {
    const collector = this.#collector;
    const { columns, count: at } = collector;
    const [x, y, z] = [values[0]!, values[1]!, values[2]!];
    columns[at] = m[0]! * x + m[1]! * y + m[2]! * z + m[3]!;
    columns[BATCH_SIZE + at] = m[4]! * x + m[5]! * y + m[6]! * z + m[7]!;
    columns[2 * BATCH_SIZE + at] = m[8]! * x + m[9]! * y + m[10]! * z + m[11]!;
    const color = count === 7 ? 4 : count === 6 ? 3 : -1;
    columns[COLUMN.red * BATCH_SIZE + at] = color < 0 ? 0 : values[color]!;
    columns[COLUMN.green * BATCH_SIZE + at] = color < 0 ? 0 : values[color + 1]!;
    columns[COLUMN.blue * BATCH_SIZE + at] = color < 0 ? 0 : values[color + 2]!;
    columns[COLUMN.intensity * BATCH_SIZE + at] = count === 4 || count === 7 ? values[3]! : NaN;
    columns[COLUMN.scan * BATCH_SIZE + at] = this.#scans.length - 1;
    collector.count++;
    if (collector.room === 0) collector.flush();
  }

  finish(): PointCloud {
    const [name, scans, warnings] = [this.#name, this.#scans, this.#warnings];
    this.#refuseCut();
    if (this.#skippedCount > 0) {
      const lines = this.#skippedCount === 1 ? '1 line was' : `${this.#skippedCount} lines were`;
      warnings.push(`${name}: ${lines} skipped, the first is ${this.#firstSkipped}.`);
    }
    const has = (width: number | undefined, ...those: readonly number[]) =>
      width !== undefined && those.includes(width);
    const plain = scans.filter(({ width }) => has(width, 3, 4)).length;
    const colored = scans.filter(({ width }) => has(width, 6, 7)).length;
    if (plain > 0 && colored > 0)
      warnings.push(`${name}: ${plain} of its ${scans.length} scans have no colours; their points are grey.`);
    const cloud = this.#collector.finish(warnings, {
      scans: scans.map(({ sensor }, i) => ({ name: `scan ${i + 1}`, sensor })),
      placelessCount: this.#placelessCount,
    });
    const hasIntensity = scans.some(({ width }) => has(width, 4, 7));
    return told(
      cloud,
      hasIntensity,
      colored === 0 ? 'none' : plain === 0 ? 'all' : scans.map(({ width }) => has(width, 6, 7)),
    );
  }

  /**
   * Refuses a file that ends within a head or before the points of its last scan, unless its whole points are wanted.
   */
  #refuseCut(): void {
    const scan = this.#scans.at(-1);
    const { lineCount } = this.#headReader;
    const whole = this.#scans.reduce((sum, { found }) => sum + found, 0);
    if (lineCount > 0) {
      const where = `within the head of scan ${this.#scans.length + 1}`;
      this.#warnings.push(cutFileWarning(this.#name, { whole, where }, this.#options, { scan: this.#scans.length }));
    }
    if (!scan) return;
    if (scan.found > scan.promised || lineCount > 0) this.#tellCount();
    else if (scan.found < scan.promised || this.#isCutLine) {
      const promised = whole - scan.found + scan.promised;
      this.#warnings.push(cutFileWarning(this.#name, { whole, promised }, this.#options));
    }
  }
}

/**
 * The cloud with what its scans told: without colours or intensity that none has, and grey where one has no colours.
 */
function told(cloud: PointCloud, hasIntensity: boolean, colors: 'all' | 'none' | readonly boolean[]): PointCloud {
  const { intensity, ...others } = cloud.attributes ?? {};
  const { colors: bytes, ...rest } = cloud;
  if (typeof colors !== 'string' && bytes && others.scan) {
    for (let i = 0; i < others.scan.length; i++) {
      if (!colors[others.scan[i]!]) bytes.fill(GREY, 3 * i, 3 * i + 3);
    }
  }
  return {
    ...rest,
    ...(colors !== 'none' && bytes && { colors: bytes }),
    attributes: { ...others, ...(hasIntensity && intensity && { intensity }) },
  };
}
