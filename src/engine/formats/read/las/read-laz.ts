/**
 * LAZ: LAS whose points LASzip has packed in chunks, by our own decoder (`laz/`), since laz-perf 0.0.7, the only one of
 * npm, gives wrong colours for several scanner channels and cannot read point formats 4, 5, 9 and 10. COPC is LAZ with
 * an octree beside it, which reading all points does not need.
 *
 * Chunks are read one by one at the places of the table; without one (a writer that was stopped, a cut file) they are
 * found one after another. All encoders end their streams where the decoder ends, so that a chunk that was decoded
 * wrong is noticed.
 */
import type { PointCloud, RandomAccess } from '../../../cloud/point-cloud.ts';
import type { ReconstructError } from '../../../errors.ts';
import type { ByteCursor } from '../byte-cursor.ts';
import { BATCH_SIZE } from '../columns.ts';
import { cutFileError, cutFileWarning } from '../cut-file.ts';
import { formatError } from '../format-error.ts';
import { collectorFor, finishLas, type LasReading } from './las-cloud.ts';
import type { LasHeader } from './las-header.ts';
import { LasPointDecoder, placesOf } from './las-points.ts';
import { type LasRecords, type ReadAt, readEvlrs, readingAt } from './las-records.ts';
import { type Chunk, readChunkTable, TABLE_PLACE_BYTES } from './laz/chunk-table.ts';
import { COMPRESSOR, ITEM, type LaszipRecord, parseLaszipRecord } from './laz/laszip-record.ts';
import { type ColorRule, LayeredChunk, type LayeredShape } from './laz/layered-chunk.ts';
import { DamagedData } from './laz/point-item.ts';
import { type ChunkDecoder, PointwiseChunk } from './laz/pointwise-chunk.ts';
import type { PointCollector } from '../point-collector.ts';
import { openRandomAccess } from '../random-access.ts';

/** The colours of several scanner channels do not follow the rule that was tried. */
class OtherColorRule extends Error {}

/** @param cursor at the file's first byte */
export async function readLaz(
  cursor: ByteCursor,
  header: LasHeader,
  records: LasRecords,
  { options, warnings }: LasReading,
): Promise<PointCloud> {
  const laszip = parseLaszipRecord(cursor.name, records.laszip, header);
  const file = await openRandomAccess(cursor);
  try {
    for (const rule of rulesFor(laszip)) {
      const reader = new LazReader({ cursor, file, header, laszip }, rule, { options, warnings: [...warnings] });
      try {
        return await reader.read(records);
      } catch (error) {
        if (!(error instanceof OtherColorRule)) throw error;
      }
    }
    const what = 'the colours of its scanner channels follow none of the rules known';
    throw formatError(cursor.name, what, 'It is damaged: copy it again, or convert it to LAS with what wrote it.');
  } finally {
    await file.close();
  }
}

/** The likeliest first. */
function rulesFor({ items }: LaszipRecord): readonly ColorRule[] {
  const isFourth = items.some(({ type, version }) => type === ITEM.point14 && version === 4);
  return isFourth ? ['own'] : ['reset', 'stale'];
}

interface LazFile {
  readonly cursor: ByteCursor;
  readonly file: RandomAccess;
  readonly header: LasHeader;
  readonly laszip: LaszipRecord;
}

/** What a chunk without a table turned out to be; undefined where the file ends within it. */
interface FoundChunk {
  readonly count: number;
  readonly bytes: Uint8Array;
}

class LazReader {
  readonly #name: string;
  readonly #cursor: ByteCursor;
  readonly #file: RandomAccess;
  readonly #header: LasHeader;
  readonly #laszip: LaszipRecord;
  readonly #reading: LasReading;
  readonly #read: ReadAt;
  readonly #shape: LayeredShape;
  readonly #decoder: ChunkDecoder;
  readonly #pointwise: PointwiseChunk | undefined;
  readonly #collector: PointCollector;
  readonly #points: LasPointDecoder;
  readonly #batch: Uint8Array;
  #done = 0;
  #chunkCount = 0;

  constructor({ cursor, file, header, laszip }: LazFile, rule: ColorRule, reading: LasReading) {
    this.#name = cursor.name;
    this.#cursor = cursor;
    this.#file = file;
    this.#header = header;
    this.#laszip = laszip;
    this.#reading = reading;
    this.#read = readingAt(file);
    this.#shape = shapeOf(header, laszip);
    this.#pointwise = laszip.compressor === COMPRESSOR.layered ? undefined : new PointwiseChunk(laszip.items);
    this.#decoder = this.#pointwise ?? new LayeredChunk(this.#shape, rule);
    // A packed point may take a fraction of a byte; a count beyond that grows as it turns out to be true.
    const trusted = Math.min(header.pointCount, 2 * file.size);
    this.#collector = collectorFor(cursor.name, header, trusted, reading.options);
    this.#points = new LasPointDecoder(header, this.#collector);
    this.#batch = new Uint8Array(BATCH_SIZE * header.recordBytes);
  }

  async read(records: LasRecords): Promise<PointCloud> {
    const { pointCount } = this.#header;
    const { warnings, options } = this.#reading;
    const isChunked = this.#laszip.compressor !== COMPRESSOR.pointwise;
    const { chunkSize } = this.#laszip;
    const table = isChunked ? await readChunkTable(this.#read, this.#file.size, this.#header, chunkSize) : undefined;
    if (table) await this.#readTabled(table);
    else if (isChunked) await this.#readUntabled();
    else await this.#readWhole();
    if (this.#done < pointCount) {
      warnings.push(cutFileWarning(this.#name, { whole: this.#done, promised: pointCount }, options));
    } else if (isChunked && !table && pointCount > 0) {
      warnings.push(`${this.#name}: the table of chunks is missing or damaged; they were found one after another.`);
    }
    const missing = await readEvlrs(this.#read, this.#header, records);
    if (missing) warnings.push(`${this.#name}: ${missing}.`);
    const [name, collector, decoder, header] = [this.#name, this.#collector, this.#points, this.#header];
    return finishLas({ name, collector, decoder, records, header, warnings });
  }

  async #readTabled(table: readonly Chunk[]): Promise<void> {
    for (const { offset, bytes, count } of table) {
      if (count === 0) continue;
      const chunk = await this.#read(offset, bytes);
      if (!chunk) return;
      await this.#decodeChunk(chunk, count, offset);
    }
  }

  async #readUntabled(): Promise<void> {
    let offset = this.#header.pointStart + TABLE_PLACE_BYTES;
    while (this.#done < this.#header.pointCount) {
      const found = this.#pointwise
        ? await this.#findPointwise(offset, this.#pointwise)
        : await this.#findLayered(offset);
      if (!found) return;
      await this.#decodeChunk(found.bytes, found.count, offset);
      offset += found.bytes.length;
    }
  }

  /** A chunk whose head says how long it is. */
  async #findLayered(offset: number): Promise<FoundChunk | undefined> {
    const head = await this.#read(offset, LayeredChunk.headBytes(this.#shape));
    if (!head) return undefined;
    const { count, bytes } = LayeredChunk.sizeOf(head, this.#shape);
    const left = this.#header.pointCount - this.#done;
    const expected = this.#laszip.chunkSize === undefined ? count : Math.min(this.#laszip.chunkSize, left);
    if (count === 0 || count > left || count !== expected) {
      throw this.#damaged(offset, `it says that it has ${count} points, where ${expected} are left`);
    }
    const chunk = await this.#read(offset, bytes);
    return chunk && { count, bytes: chunk };
  }

  /** A chunk that only decoding shows the end of: it is decoded twice. */
  async #findPointwise(offset: number, decoder: PointwiseChunk): Promise<FoundChunk | undefined> {
    const { chunkSize } = this.#laszip;
    const { pointCount, recordBytes } = this.#header;
    if (chunkSize === undefined) {
      const hint = 'It is incomplete: copy it again, or convert it to LAS with what wrote it.';
      throw formatError(this.#name, 'the table of its chunks, which tells their sizes, is missing or damaged', hint);
    }
    const count = Math.min(chunkSize, pointCount - this.#done);
    // No model's worst case makes a record four times as long.
    const bytes = Math.min(this.#file.size - offset, 4 * recordBytes * count + 64);
    const chunk = bytes < recordBytes ? undefined : await this.#read(offset, bytes);
    if (!chunk || (await this.#countWhole(chunk, count, decoder, offset)) < count) return undefined;
    return { count, bytes: chunk.subarray(0, decoder.usedBytes) };
  }

  /** All points in one stream, without a table. */
  async #readWhole(): Promise<void> {
    const { pointStart, pointCount, pointsEnd } = this.#header;
    const end = pointsEnd > pointStart ? Math.min(pointsEnd, this.#file.size) : this.#file.size;
    const chunk = await this.#read(pointStart, end - pointStart);
    if (!chunk || !this.#pointwise || pointCount === 0 || chunk.length < this.#header.recordBytes) return;
    const whole = await this.#countWhole(chunk, pointCount, this.#pointwise, pointStart);
    if (whole === 0) return;
    if (whole < pointCount && !this.#reading.options.partial) {
      throw cutFileError(this.#name, { whole, promised: pointCount });
    }
    const used = whole < pointCount ? chunk : chunk.subarray(0, this.#pointwise.usedBytes);
    await this.#decodeChunk(used, whole, pointStart, whole < pointCount);
  }

  /** Points that are there in full, at most `count`. */
  async #countWhole(chunk: Uint8Array, count: number, decoder: PointwiseChunk, offset: number): Promise<number> {
    let whole = 0;
    try {
      decoder.open(chunk);
      for (; whole < count; whole++) {
        decoder.read(this.#batch, 1);
        if (decoder.isBeyond) return whole;
        if (whole % BATCH_SIZE === 0) await this.#giveTurn();
      }
      return count;
    } catch (error) {
      if (!(error instanceof DamagedData)) throw error;
      // What is made of nothing makes no sense either.
      if (decoder.isBeyond) return whole;
      this.#chunkCount++;
      throw this.#damaged(offset, error.message);
    }
  }

  async #decodeChunk(chunk: Uint8Array, count: number, offset: number, isCut = false): Promise<void> {
    this.#chunkCount++;
    try {
      if (!this.#pointwise) this.#checkCount(chunk, count);
      this.#decoder.open(chunk);
      for (let left = count; left > 0;) {
        const part = Math.min(left, BATCH_SIZE);
        this.#decoder.read(this.#batch, part);
        if (this.#decoder.isBeyond) throw new DamagedData('it ends before its last point');
        this.#points.decode(this.#batch, 0, part);
        left -= part;
        await this.#giveTurn();
      }
    } catch (error) {
      if (!(error instanceof DamagedData)) throw error;
      throw this.#damaged(offset, error.message);
    }
    this.#done += count;
    const { fault, hasSeveralChannels } = this.#decoder;
    if (isCut || fault === undefined) return;
    if (fault === 'color' && hasSeveralChannels) throw new OtherColorRule();
    throw this.#damaged(offset, 'its points do not end where its data end');
  }

  #checkCount(chunk: Uint8Array, count: number): void {
    if (chunk.length < LayeredChunk.headBytes(this.#shape)) throw new DamagedData('it is shorter than its head');
    const { count: said } = LayeredChunk.sizeOf(chunk, this.#shape);
    if (said !== count) throw new DamagedData(`it says that it has ${said} points, not ${count}`);
  }

  #damaged(offset: number, why: string): ReconstructError {
    const what = `the ${ordinal(this.#chunkCount)} chunk of packed points (byte ${offset}) is damaged: ${why}`;
    return formatError(this.#name, what, 'Copy the file again, or convert it to LAS with the program that wrote it.', {
      byteOffset: offset,
    });
  }

  async #giveTurn(): Promise<void> {
    this.#cursor.signal.throwIfAborted();
    await this.#cursor.giveTurn();
  }
}

function ordinal(number: number): string {
  return `${number}${['th', 'st', 'nd', 'rd'][number % 100 > 10 && number % 100 < 14 ? 0 : number % 10] ?? 'th'}`;
}

/** Layers of the items: one of each, but nine of a point, two of colours with infrared and one of each extra byte. */
function shapeOf({ pointFormat, recordBytes }: LasHeader, { items }: LaszipRecord): LayeredShape {
  const layersOf = ({ type, bytes }: { readonly type: number; readonly bytes: number }): number =>
    type === ITEM.point14 ? 9 : type === ITEM.rgbNir14 ? 2 : type === ITEM.bytes14 ? bytes : 1;
  return {
    recordBytes,
    colorAt: placesOf(pointFormat).color,
    colorLayer: 9,
    layerCount: items.reduce((sum, item) => sum + layersOf(item), 0),
  };
}
