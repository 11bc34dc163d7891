/** The header of a LAS file (ASPRS, "LAS 1.4-R15", 2.4, and the earlier ones, which are its beginning). */
import type { Triple } from '../../../math/triple.ts';
import type { ByteCursor } from '../byte-cursor.ts';
import { formatError } from '../format-error.ts';

export interface LasHeader {
  readonly version: string;
  readonly headerBytes: number;
  /** Byte at which the points begin. */
  readonly pointStart: number;
  readonly vlrCount: number;
  /** 0…10 */
  readonly pointFormat: number;
  /** Whether the point format's number says that the points are packed; some programs forget that. */
  readonly isMarkedPacked: boolean;
  readonly recordBytes: number;
  /** Records that the header promises. */
  readonly pointCount: number;
  readonly scale: Triple;
  readonly offset: Triple;
  /** Whether the coordinate system is well-known text. */
  readonly prefersWkt: boolean;
  /** Extended records behind the points. */
  readonly evlrStart: number;
  readonly evlrCount: number;
  /** Byte at which something else than points begins; 0 where the points are the last. */
  readonly pointsEnd: number;
}

/** Bytes of a header of version 1.0 to 1.2; later ones are longer. */
const FIRST_HEADER_BYTES = 227;
const HEADER_1_4_BYTES = 375;
/** Whose points have waveforms, which may lie behind them. */
const WAVE_FORMATS = [4, 5, 9, 10];
/** Bytes of the point formats 0 to 10 without extra bytes. */
const RECORD_BYTES = [20, 28, 26, 34, 57, 63, 30, 36, 38, 59, 67];

/** Reads the header at the cursor's place, and leaves the cursor there. */
export async function readLasHeader(cursor: ByteCursor): Promise<LasHeader> {
  const { name } = cursor;
  const isWhole = await cursor.need(FIRST_HEADER_BYTES);
  if (isWhole) await cursor.need(HEADER_1_4_BYTES);
  const view = new DataView(cursor.bytes.buffer, cursor.bytes.byteOffset + cursor.start, cursor.available);
  if (!isWhole) {
    const what = `the file ends within the header, after ${cursor.available} of ${FIRST_HEADER_BYTES} bytes`;
    throw formatError(name, what, 'It is incomplete: copy it again.', { byteCount: cursor.available });
  }
  const [major, minor] = [view.getUint8(24), view.getUint8(25)];
  const version = `${major}.${minor}`;
  if (major !== 1 || minor > 5) {
    throw formatError(name, `LAS version ${version} is not known`, 'Export it as LAS 1.4 or earlier.', { version });
  }
  const headerBytes = view.getUint16(94, true);
  const pointStart = view.getUint32(96, true);
  if (headerBytes < FIRST_HEADER_BYTES || pointStart < headerBytes) {
    const what = `the header says that it has ${headerBytes} bytes and that the points begin at byte ${pointStart}`;
    throw formatError(name, what, 'The header is damaged: export the file again.', { byteOffset: 94 });
  }
  const isLong = minor >= 4 && headerBytes >= HEADER_1_4_BYTES && view.byteLength >= HEADER_1_4_BYTES;
  const shape = recordShape(name, view);
  const hasWaves = minor >= 3 && headerBytes >= 235 && WAVE_FORMATS.includes(shape.pointFormat);
  const waveStart = hasWaves ? wide(view, 227) : 0;
  const evlrCount = isLong ? view.getUint32(243, true) : 0;
  const evlrStart = evlrCount > 0 ? wide(view, 235) : 0;
  const ends = [waveStart, evlrStart].filter((start) => start >= pointStart);
  return {
    version,
    headerBytes,
    pointStart,
    vlrCount: view.getUint32(100, true),
    ...shape,
    pointCount: (isLong ? wide(view, 247) : 0) || view.getUint32(107, true),
    scale: scaleOf(name, view),
    offset: tripleAt(view, 155),
    prefersWkt: minor >= 4 && (view.getUint16(6, true) & 16) !== 0,
    evlrStart,
    evlrCount,
    pointsEnd: ends.length > 0 ? Math.min(...ends) : 0,
  };
}

function recordShape(name: string, view: DataView): Pick<LasHeader, 'pointFormat' | 'isMarkedPacked' | 'recordBytes'> {
  const code = view.getUint8(104);
  const pointFormat = code & 63;
  const recordBytes = view.getUint16(105, true);
  const least = RECORD_BYTES[pointFormat];
  if (least === undefined) {
    const what = `its points are of format ${pointFormat}, which no version of LAS has`;
    throw formatError(name, what, 'Export it with a point format from 0 to 10.', { pointFormat });
  }
  if (recordBytes < least) {
    const what = `a point has ${recordBytes} bytes, but point format ${pointFormat} needs ${least}`;
    throw formatError(name, what, 'The header is damaged: export the file again.', { byteOffset: 105, recordBytes });
  }
  return { pointFormat, isMarkedPacked: (code & 0xc0) !== 0, recordBytes };
}

function scaleOf(name: string, view: DataView): Triple {
  const scale = tripleAt(view, 131);
  const offset = tripleAt(view, 155);
  for (let axis = 0; axis < 3; axis++) {
    const [step, origin, letter] = [scale[axis]!, offset[axis]!, 'xyz'[axis]!];
    const hint = 'The coordinates cannot be told from that: export the file again.';
    if (step === 0 || !Number.isFinite(step)) {
      throw formatError(name, `the scale of ${letter} is ${step}`, hint, { byteOffset: 131 + 8 * axis });
    }
    if (!Number.isFinite(origin)) {
      throw formatError(name, `the offset of ${letter} is ${origin}`, hint, { byteOffset: 155 + 8 * axis });
    }
  }
  return scale;
}

function tripleAt(view: DataView, at: number): Triple {
  return [view.getFloat64(at, true), view.getFloat64(at + 8, true), view.getFloat64(at + 16, true)];
}

/** A number of 64 bits; places and counts beyond 2^53 are beyond any file, and are rounded to something as far off. */
function wide(view: DataView, at: number): number {
  return view.getUint32(at, true) + 0x100000000 * view.getUint32(at + 4, true);
}
