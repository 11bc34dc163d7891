/**
 * The records beside the points of a LAS file (ASPRS, "LAS 1.4-R15", 2.5 to 2.7): of those in front of the points and
 * behind them, the coordinate system and LASzip's description are taken; all others are passed over.
 */
import type { CoordinateSystem, RandomAccess } from '../../../cloud/point-cloud.ts';
import type { ByteCursor } from '../byte-cursor.ts';
import { formatError } from '../format-error.ts';
import { systemOfGeoTiff } from './geotiff-keys.ts';
import type { LasHeader } from './las-header.ts';
import { readWkt } from '../wkt.ts';

const VLR_BYTES = 54;
const EVLR_BYTES = 60;
/** Longer than any coordinate system. */
const MAX_BODY_BYTES = 1 << 20;
/** No file has as many records; a damaged count must not cost minutes. */
const MAX_RECORDS = 10_000;
/** What stands in front of the points is held in memory. */
const MAX_FRONT_BYTES = 1 << 28;

const RECORD = { wkt: 2112, directory: 34735, doubles: 34736, text: 34737, laszip: 22204 } as const;
const WANTED: readonly number[] = Object.values(RECORD);

/** The records that are taken, by user and number. */
export class LasRecords {
  readonly #bodies = new Map<string, Uint8Array>();

  /** The first of two records with one name counts, as long as it holds something. */
  add(user: string, id: number, body: Uint8Array): void {
    const key = `${user} ${id}`;
    if (body.some((byte) => byte !== 0) && !this.#bodies.has(key)) this.#bodies.set(key, body.slice());
  }

  /** LASzip's description of the packed points. */
  get laszip(): Uint8Array | undefined {
    return this.#bodies.get(`laszip encoded ${RECORD.laszip}`);
  }

  system(prefersWkt: boolean): CoordinateSystem | undefined {
    const of = (id: number): Uint8Array | undefined => this.#bodies.get(`LASF_Projection ${id}`);
    // libLAS wrote the text under its own name before there was another.
    const text = of(RECORD.wkt) ?? this.#bodies.get(`liblas ${RECORD.wkt}`);
    const directory = of(RECORD.directory);
    const [doubles, ascii] = [of(RECORD.doubles), of(RECORD.text)];
    const wkt = text && readWkt(new TextDecoder().decode(text));
    const geotiff =
      directory && systemOfGeoTiff({ directory, ...(doubles && { doubles }), ...(ascii && { text: ascii }) });
    if (!wkt && !geotiff) return undefined;
    return prefersWkt || (of(RECORD.wkt) && wkt?.epsg !== undefined) ? { ...geotiff, ...wkt } : { ...wkt, ...geotiff };
  }
}

function userAt(bytes: Uint8Array, at: number): string {
  return new TextDecoder('latin1')
    .decode(bytes.subarray(at, at + 16))
    .split('\0', 1)[0]!
    .trimEnd();
}

/**
 * Reads the records in front of the points; the cursor, at the file's first byte, stays there. Warnings tell of records
 * that lie beyond that.
 */
export async function readVlrs(cursor: ByteCursor, header: LasHeader, warnings: string[]): Promise<LasRecords> {
  const { name } = cursor;
  const records = new LasRecords();
  const { headerBytes, pointStart, vlrCount } = header;
  const isBeyond = cursor.size !== undefined && pointStart > cursor.size;
  if (isBeyond || pointStart > MAX_FRONT_BYTES || !(await cursor.need(pointStart))) {
    const what = `the file ends before byte ${pointStart}, at which its header says that the points begin`;
    throw formatError(name, what, 'It is incomplete, or its header is wrong: copy or export it again.', {
      byteOffset: pointStart,
    });
  }
  const bytes = cursor.bytes.subarray(cursor.start, cursor.start + pointStart);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = headerBytes;
  for (let i = 0; i < Math.min(vlrCount, MAX_RECORDS); i++) {
    const length = at + VLR_BYTES <= pointStart ? view.getUint16(at + 20, true) : pointStart;
    if (at + VLR_BYTES + length > pointStart) {
      warnings.push(`${name}: ${vlrCount - i} of the ${vlrCount} records in front of the points are not there.`);
      break;
    }
    const id = view.getUint16(at + 18, true);
    const start = at + VLR_BYTES;
    if (WANTED.includes(id)) records.add(userAt(bytes, at + 2), id, bytes.subarray(start, start + length));
    at = start + length;
  }
  return records;
}

/** What reads on through the file, at any place or at the next ones only. */
export type ReadAt = (offset: number, length: number) => Promise<Uint8Array | undefined>;

/** Reads the records behind the points; those that are cut are left out, with a warning. */
export async function readEvlrs(
  read: ReadAt,
  { evlrStart, evlrCount, pointStart }: LasHeader,
  records: LasRecords,
): Promise<string | undefined> {
  if (evlrCount === 0 || evlrStart < pointStart) return undefined;
  let at = evlrStart;
  for (let i = 0; i < Math.min(evlrCount, MAX_RECORDS); i++) {
    const head = await read(at, EVLR_BYTES);
    if (!head) return `${evlrCount - i} of the ${evlrCount} records behind the points are not there`;
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    const id = view.getUint16(18, true);
    const length = view.getUint32(20, true) + 0x100000000 * view.getUint32(24, true);
    if (WANTED.includes(id) && length <= MAX_BODY_BYTES) {
      const body = await read(at + EVLR_BYTES, length);
      if (body) records.add(userAt(head, 2), id, body);
    }
    at += EVLR_BYTES + length;
  }
  return undefined;
}

export function readingAt(file: RandomAccess): ReadAt {
  return async (offset, length) => {
    if (offset + length > file.size) return undefined;
    const bytes = await file.read(offset, length);
    return bytes.length === length ? bytes : undefined;
  };
}

/** Reads forward only. */
export function readingOn(cursor: ByteCursor): ReadAt {
  return async (offset, length) => {
    if (offset < cursor.offset) return undefined;
    if (cursor.size !== undefined && offset + length > cursor.size) return undefined;
    if (!(await cursor.skip(offset - cursor.offset)) || !(await cursor.need(length))) return undefined;
    return cursor.bytes.subarray(cursor.start, cursor.start + length);
  };
}
