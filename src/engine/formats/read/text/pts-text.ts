/**
 * PTS (Leica): blocks of points, each behind a line with their count, so that a file holds several scans: `x y z`, then
 * perhaps intensity (from −2048 to 2047 as scanners have it), colours and normals. What the columns of a block are is
 * told by its first lines, as in other text (`xyz-layout.ts`). Files without a count are left to the reader of text.
 */
import type { PointCloud } from '../../../cloud/point-cloud.ts';
import type { ReadOptions } from '../../../cloud/point-sample.ts';
import type { FileHead } from '../../file-head.ts';
import type { ByteCursor } from '../byte-cursor.ts';
import { BATCH_SIZE, COLUMN } from '../columns.ts';
import { cutFileWarning } from '../cut-file.ts';
import { formatError } from '../format-error.ts';
import { NumberRow, type NumberStyle, numberStyleOf, textOf } from './number-row.ts';
import { PointCollector } from '../point-collector.ts';
import { type HeadRow, ptsLayout } from './pts-layout.ts';
import { detectLineEnd, forEachLine } from './text-lines.ts';

/** Lines of a block looked at before its columns are named. */
const HEAD_LINES = 256;
const MOST_SCANS = 65_536;
const HASH = 35;

/** Whether a file begins with a count and a line of three numbers or more. */
export function beginsAsPts(text: string): boolean {
  return /^(?:\u00ef\u00bb\u00bf)?(?:[ \t]*(?:#[^\r\n]*)?[\r\n])*[ \t]*\d+[ \t]*[\r\n]\s*[-+]?[.,\d][-+.,\de]*(?:[ \t;,]+[-+]?[.,\d][-+.,\de]*){2}/i.test(
    text,
  );
}

/** A block that reaches beyond the head is taken for the only one where the file is no longer than this many of it. */
const SURE_BLOCKS = 1.5;

/**
 * Whether there are several blocks, whatever the file's name: by the count in front of the second, or by the file's
 * size where the first one goes beyond its head. Of one block the reader of text says as much, and lets columns be
 * chosen.
 */
export function hasSeveralBlocks({ text, bytes, size }: FileHead): boolean {
  if (!beginsAsPts(text)) return false;
  const lines = text.split(/[\r\n]+/).filter((line) => /^[^#]*[^#\s]/.test(line));
  const [count, ...points] = lines;
  const promised = Number(/\d+/.exec(count!)![0]);
  // The last line of the head may be cut.
  if (promised + 1 < points.length) return /^\s*\d+\s*$/.test(points[promised]!);
  return size !== undefined && size > (SURE_BLOCKS * promised * bytes.length) / lines.length && size > bytes.length;
}

/** @throws ReconstructError `cloud-format`, `cloud-empty` */
export async function readPts(cursor: ByteCursor, options: ReadOptions): Promise<PointCloud> {
  const reader = new PtsReader(cursor.name, options);
  await forEachLine(cursor, await detectLineEnd(cursor), 1, (bytes, start, end, line, isTerminated) => {
    let first = start;
    while (first < end && bytes[first]! <= 32) first++;
    if (first < end && bytes[first] !== HASH) reader.accept(bytes, first, end, line, isTerminated);
    return true;
  });
  return reader.finish();
}

interface PtsBlock {
  readonly promised: number;
  /** Lines of points. */
  found: number;
  /** The place of each column in a line, by `COLUMN`; -1 where the block has none. Undefined before it is decided. */
  sources: readonly number[] | undefined;
  columnCount: number;
}

class PtsReader {
  readonly #name: string;
  readonly #options: ReadOptions;
  readonly #row = new NumberRow();
  readonly #blocks: PtsBlock[] = [];
  readonly #warnings: string[] = [];
  #head: HeadRow[] = [];
  #style: NumberStyle | undefined;
  #collector: PointCollector | undefined;
  #skippedCount = 0;
  #firstSkipped = '';
  #hasIntensity = false;
  #hasColors = false;
  #isLastLineWhole = true;

  constructor(name: string, options: ReadOptions) {
    this.#name = name;
    this.#options = options;
  }

  accept(bytes: Uint8Array, start: number, end: number, line: number, isTerminated: boolean): void {
    const block = this.#blocks.at(-1);
    const row = this.#row;
    this.#isLastLineWhole = isTerminated;
    if (block && !this.#style) this.#style = numberStyleOf(textOf(bytes, start, end));
    row.parse(bytes, start, end, this.#style ?? numberStyleOf(''));
    const isCount =
      row.count === 1 && row.isWord[0] === 0 && Number.isSafeInteger(row.values[0]) && row.values[0]! >= 0;
    if (isCount && (isTerminated || !block)) {
      this.#begin(row.values[0]!, line);
      return;
    }
    if (!block) throw formatError(this.#name, `line ${line} is no count of points`, 'Export the file again.', { line });
    if (!isTerminated && this.#isCut(block)) return;
    if (block.sources) this.#emit(line, row.count, row.values, row.isWord);
    else this.#holdBack(line);
  }

  /** Whether the last line of the file lacks its end. */
  #isCut({ columnCount, found, promised }: PtsBlock): boolean {
    const wanted = columnCount || (this.#head[0]?.values.length ?? 3);
    return this.#row.count < wanted && found + this.#head.length < promised;
  }

  #begin(promised: number, line: number): void {
    this.#decide();
    this.#tellCount();
    if (this.#blocks.length === MOST_SCANS) {
      const what = `line ${line} begins a block beyond the ${MOST_SCANS} that are told apart`;
      throw formatError(this.#name, what, 'Split the file.', { line });
    }
    this.#blocks.push({ promised, found: 0, sources: undefined, columnCount: 0 });
  }

  /** Says where the block before has another count than it promised. */
  #tellCount(): void {
    const block = this.#blocks.at(-1);
    if (!block || block.found === block.promised) return;
    this.#warnings.push(
      `${this.#name}: block ${this.#blocks.length} promises ${block.promised} points, but ${block.found} are there.`,
    );
  }

  #holdBack(line: number): void {
    const { count, values, isWord } = this.#row;
    this.#head.push({
      line,
      values: [...values.subarray(0, count)],
      isWord: Array.from(isWord.subarray(0, count), (flag) => flag === 1),
    });
    if (this.#head.length === HEAD_LINES) this.#decide();
  }

  /** Names the columns of the last block by the lines held back, then takes those in. */
  #decide(): void {
    const head = this.#head;
    const block = this.#blocks.at(-1);
    this.#head = [];
    if (!block || head.length === 0) return;
    const layout = ptsLayout(head);
    if (!layout) {
      const what = `most lines of block ${this.#blocks.length} have fewer than three columns (line ${head[0]!.line})`;
      throw formatError(this.#name, what, 'A point needs x, y and z in one line.', { line: head[0]!.line });
    }
    const { sources, columnCount } = layout;
    block.columnCount = columnCount;
    block.sources = sources;
    this.#hasIntensity ||= sources[COLUMN.intensity]! >= 0;
    this.#hasColors ||= sources[COLUMN.red]! >= 0;
    const hasNormals = sources[COLUMN.nx]! >= 0;
    this.#collector ??= new PointCollector({
      name: this.#name,
      hasNormals,
      // Blocks with colours or intensity may follow blocks without.
      colorRange: 'text',
      attributes: ['intensity', 'scan'],
      numbers: 'text',
      trustedCount: 0,
      options: this.#options,
    });
    for (const { line, values, isWord } of head) this.#emit(line, values.length, values, isWord.map(Number));
  }

  #emit(line: number, count: number, values: ArrayLike<number>, isWord: ArrayLike<number>): void {
    const [block, collector] = [this.#blocks.at(-1)!, this.#collector!];
    const sources = block.sources!;
    block.found++;
    let problem = count === block.columnCount ? '' : `${count} columns instead of ${block.columnCount}`;
    for (let column = 0; column < sources.length && problem === ''; column++) {
      const source = sources[column]!;
      if (source >= 0 && isWord[source]) problem = `a column ${source + 1} that is not a number`;
      const missing = column === COLUMN.intensity ? NaN : 0;
      collector.columns[column * BATCH_SIZE + collector.count] = source < 0 ? missing : values[source]!;
    }
    if (problem !== '') {
      collector.columns[collector.count++] = NaN;
      if (collector.room === 0) collector.flush();
      if (this.#skippedCount++ === 0) this.#firstSkipped = `line ${line} with ${problem}`;
      return;
    }
    collector.columns[COLUMN.scan * BATCH_SIZE + collector.count] = this.#blocks.length - 1;
    collector.count++;
    if (collector.room === 0) collector.flush();
  }

  finish(): PointCloud {
    const [name, blocks, warnings] = [this.#name, this.#blocks, this.#warnings];
    this.#decide();
    const last = blocks.at(-1);
    // A count may be wrong in a file that is whole; one that stops within a line is not.
    if (last && last.found < last.promised && !this.#isLastLineWhole) {
      const whole = blocks.reduce((sum, { found }) => sum + found, 0);
      const promised = whole - last.found + last.promised;
      warnings.push(cutFileWarning(name, { whole, promised }, this.#options));
    } else this.#tellCount();
    if (this.#skippedCount > 0) {
      const lines = this.#skippedCount === 1 ? '1 line was' : `${this.#skippedCount} lines were`;
      warnings.push(`${name}: ${lines} skipped, the first is ${this.#firstSkipped}.`);
    }
    const collector =
      this.#collector ??
      new PointCollector({ name, hasNormals: false, colorRange: undefined, trustedCount: 0, numbers: 'text' });
    const cloud = collector.finish(warnings, {
      scans: blocks.map((_, i) => ({ name: `block ${i + 1}` })),
      placelessCount: this.#skippedCount,
    });
    const { colors, ...rest } = cloud;
    const { intensity, ...others } = cloud.attributes ?? {};
    return {
      ...rest,
      ...(this.#hasColors && colors && { colors }),
      attributes: { ...others, ...(this.#hasIntensity && intensity && { intensity }) },
    };
  }
}
