/** The table of a LAZ file's chunks, which lies behind them and is packed, too (M. Isenburg, "LASzip", 2013, 5). */
import type { LasHeader } from '../las-header.ts';
import type { ReadAt } from '../las-records.ts';
import { ArithmeticDecoder } from './arithmetic-decoder.ts';
import { IntegerDecoder } from './integer-decoder.ts';

export interface Chunk {
  readonly offset: number;
  readonly bytes: number;
  /** Points in it. */
  readonly count: number;
}

/** Bytes in front of the first chunk, which say where the table is. */
export const TABLE_PLACE_BYTES = 8;
const TABLE_HEAD_BYTES = 8;
/** More than an entry can take: two integers of 32 bits. */
const ENTRY_BYTES = 16;

/**
 * Undefined where there is no table (the writer was stopped, the file is cut), or one that does not fit to the file.
 * @param chunkSize points of a chunk; undefined where the table says them
 */
export async function readChunkTable(
  read: ReadAt,
  fileSize: number,
  { pointStart, pointCount, recordBytes }: LasHeader,
  chunkSize: number | undefined,
): Promise<readonly Chunk[] | undefined> {
  const first = pointStart + TABLE_PLACE_BYTES;
  const place = placeIn(await read(pointStart, TABLE_PLACE_BYTES));
  // Writers that cannot go back leave −1 there and write the place behind all.
  const table = place === -1 ? placeIn(await read(fileSize - 8, 8)) : place;
  if (table === undefined || table < first || table + TABLE_HEAD_BYTES > fileSize) return undefined;
  const head = await read(table, TABLE_HEAD_BYTES);
  if (!head) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const count = view.getUint32(4, true);
  if (view.getUint32(0, true) !== 0 || count > (table - first) / recordBytes) return undefined;
  const start = table + TABLE_HEAD_BYTES;
  const packed = await read(start, Math.min(fileSize - start, ENTRY_BYTES * count + ENTRY_BYTES));
  if (!packed) return undefined;
  const chunks = entriesOf(packed, count, first, pointCount, chunkSize);
  const end = chunks.reduce((at, { bytes }) => at + bytes, first);
  const points = chunks.reduce((sum, chunk) => sum + chunk.count, 0);
  const isWhole = chunks.every(({ bytes, count: inChunk }) => inChunk === 0 || (inChunk > 0 && bytes >= recordBytes));
  return isWhole && points === pointCount && end <= table ? chunks : undefined;
}

function entriesOf(
  packed: Uint8Array,
  count: number,
  first: number,
  pointCount: number,
  chunkSize: number | undefined,
): Chunk[] {
  const decoder = new ArithmeticDecoder();
  decoder.open(packed, 0, packed.length);
  const integers = new IntegerDecoder(decoder, 32, 2);
  const chunks: Chunk[] = [];
  let offset = first;
  let left = pointCount;
  let [points, bytes] = [0, 0];
  for (let i = 0; i < count; i++) {
    points = chunkSize === undefined ? integers.decode(points, 0) : Math.min(chunkSize, left);
    bytes = integers.decode(bytes, 1);
    chunks.push({ offset, bytes: bytes >>> 0, count: points >>> 0 });
    offset += bytes >>> 0;
    left -= points >>> 0;
  }
  return chunks;
}

/** −1 for all ones; undefined where there are no bytes. */
function placeIn(bytes: Uint8Array | undefined): number | undefined {
  if (!bytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const high = view.getInt32(4, true);
  const low = view.getUint32(0, true);
  return high < 0 ? (high === -1 && low === 0xffffffff ? -1 : undefined) : 0x100000000 * high + low;
}
