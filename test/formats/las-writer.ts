/**
 * A LAS writer for tests, after the specification (ASPRS, "LAS 1.4-R15") and not after the reader: any version and
 * format.
 */

/** What one point has; fields that its format lacks are left out of the record. */
export interface LasPoint {
  /** Integers, of which the header makes coordinates. */
  readonly place: readonly [number, number, number];
  readonly intensity?: number;
  readonly returnNumber?: number;
  readonly returnCount?: number;
  /** Synthetic 1, key point 2, withheld 4, overlap 8 (formats 6 to 10 only). */
  readonly marks?: number;
  readonly channel?: number;
  readonly direction?: 0 | 1;
  readonly edge?: 0 | 1;
  readonly classification?: number;
  readonly angle?: number;
  readonly user?: number;
  readonly source?: number;
  readonly time?: number;
  /** Red, green, blue and infrared. */
  readonly color?: readonly number[];
  /** [29] */
  readonly wave?: readonly number[];
  readonly extra?: readonly number[];
}

export interface LasRecordBody {
  readonly user: string;
  readonly id: number;
  readonly body: Uint8Array;
}

export interface LasOptions {
  readonly format?: number;
  /** The minor version. */
  readonly version?: number;
  readonly headerBytes?: number;
  readonly scale?: readonly number[];
  readonly offset?: readonly number[];
  readonly vlrs?: readonly LasRecordBody[];
  readonly evlrs?: readonly LasRecordBody[];
  readonly legacyCount?: number;
  readonly count?: number;
  readonly globalEncoding?: number;
  /** Bytes between the records and the points. */
  readonly gap?: Uint8Array;
  readonly box?: readonly number[];
}

const FORMAT_BYTES = [20, 28, 26, 34, 57, 63, 30, 36, 38, 59, 67];
const HEADER_BYTES = [227, 227, 227, 235, 375, 393];
const HAS_TIME = [1, 3, 4, 5];
const HAS_COLOR = [2, 3, 5, 7, 8, 10];
const HAS_INFRARED = [8, 10];
const HAS_WAVE = [4, 5, 9, 10];

export function lasRecord(point: LasPoint, format: number): Uint8Array {
  const { place, intensity = 0, returnNumber = 0, returnCount = 0, marks = 0, channel = 0 } = point;
  const { direction = 0, edge = 0, classification = 0, angle = 0, user = 0, source = 0, time = 0 } = point;
  const { color = [0, 0, 0, 0], wave = [], extra = [] } = point;
  const view = new DataView(new ArrayBuffer(FORMAT_BYTES[format]! + extra.length));
  place.forEach((value, axis) => view.setInt32(4 * axis, value, true));
  view.setUint16(12, intensity, true);
  let at: number;
  if (format < 6) {
    view.setUint8(14, (returnNumber & 7) | ((returnCount & 7) << 3) | (direction << 6) | (edge << 7));
    view.setUint8(15, (classification & 31) | ((marks & 7) << 5));
    view.setInt8(16, angle);
    view.setUint8(17, user);
    view.setUint16(18, source, true);
    at = 20;
    if (HAS_TIME.includes(format)) {
      view.setFloat64(20, time, true);
      at = 28;
    }
  } else {
    view.setUint8(14, returnNumber | (returnCount << 4));
    view.setUint8(15, marks | (channel << 4) | (direction << 6) | (edge << 7));
    view.setUint8(16, classification);
    view.setUint8(17, user);
    view.setInt16(18, angle, true);
    view.setUint16(20, source, true);
    view.setFloat64(22, time, true);
    at = 30;
  }
  const shorts = HAS_INFRARED.includes(format) ? 4 : HAS_COLOR.includes(format) ? 3 : 0;
  for (let i = 0; i < shorts; i++, at += 2) view.setUint16(at, color[i] ?? 0, true);
  if (HAS_WAVE.includes(format)) for (let i = 0; i < 29; i++) view.setUint8(at++, wave[i] ?? 0);
  for (const byte of extra) view.setUint8(at++, byte);
  return new Uint8Array(view.buffer);
}

function vlr({ user, id, body }: LasRecordBody, isExtended: boolean): Buffer {
  const head = Buffer.alloc(isExtended ? 60 : 54);
  head.write(user, 2, 16, 'latin1');
  head.writeUInt16LE(id, 18);
  if (isExtended) head.writeBigUInt64LE(BigInt(body.length), 20);
  else head.writeUInt16LE(body.length, 20);
  return Buffer.concat([head, body]);
}

/** The header and the records in front of the points, and those behind the points when these have so many bytes. */
export function lasFrame(
  { format = 0, version = format >= 6 ? 4 : 2, ...options }: LasOptions,
  recordBytes: number,
  count: number,
  pointBytes: number,
  formatMark = 0,
): { readonly front: Buffer; readonly back: Buffer } {
  const headerBytes = options.headerBytes ?? HEADER_BYTES[version]!;
  const records = Buffer.concat((options.vlrs ?? []).map((record) => vlr(record, false)));
  const gap = options.gap ?? new Uint8Array(0);
  const evlrs = (options.evlrs ?? []).map((record) => vlr(record, true));
  const pointStart = headerBytes + records.length + gap.length;
  const head = Buffer.alloc(headerBytes);
  head.write('LASF');
  head.writeUInt16LE(options.globalEncoding ?? 0, 6);
  head.set([1, version], 24);
  head.writeUInt16LE(headerBytes, 94);
  head.writeUInt32LE(pointStart, 96);
  head.writeUInt32LE(options.vlrs?.length ?? 0, 100);
  head.writeUInt8(format | formatMark, 104);
  head.writeUInt16LE(recordBytes, 105);
  head.writeUInt32LE(options.legacyCount ?? (format >= 6 ? 0 : count), 107);
  const [scale, offset] = [options.scale ?? [0.001, 0.001, 0.001], options.offset ?? [0, 0, 0]];
  for (let axis = 0; axis < 3; axis++) {
    head.writeDoubleLE(scale[axis]!, 131 + 8 * axis);
    head.writeDoubleLE(offset[axis]!, 155 + 8 * axis);
  }
  (options.box ?? []).forEach((value, i) => head.writeDoubleLE(value, 179 + 8 * i));
  if (version >= 4 && headerBytes >= 375) {
    head.writeBigUInt64LE(BigInt(options.count ?? count), 247);
    if (evlrs.length > 0) head.writeBigUInt64LE(BigInt(pointStart + pointBytes), 235);
    head.writeUInt32LE(evlrs.length, 243);
  }
  return { front: Buffer.concat([head, records, gap]), back: Buffer.concat(evlrs) };
}

export function writeLas(points: readonly LasPoint[], options: LasOptions = {}): Uint8Array<ArrayBuffer> {
  const records = points.map((point) => lasRecord(point, options.format ?? 0));
  const recordBytes = records[0]?.length ?? FORMAT_BYTES[options.format ?? 0]!;
  const { front, back } = lasFrame(options, recordBytes, points.length, recordBytes * points.length);
  return new Uint8Array(Buffer.concat([front, ...records, back]));
}

/** GeoTIFF keys (OGC 19-008): numbers stay in the directory, other values go to the doubles or the text. */
export function geoTiffRecords(keys: Readonly<Record<number, number | string>>): LasRecordBody[] {
  const [doubles, entries]: [number[], number[][]] = [[], []];
  let text = '';
  for (const [key, value] of Object.entries(keys)) {
    if (typeof value === 'string') {
      entries.push([Number(key), 34737, value.length + 1, text.length]);
      text += `${value}|`;
    } else if (Number.isInteger(value) && value < 65536) entries.push([Number(key), 0, 1, value]);
    else entries.push([Number(key), 34736, 1, doubles.push(value) - 1]);
  }
  const directory = Uint16Array.from([1, 1, 0, entries.length, ...entries.flat()]);
  return [
    { user: 'LASF_Projection', id: 34735, body: new Uint8Array(directory.buffer) },
    { user: 'LASF_Projection', id: 34736, body: new Uint8Array(Float64Array.from(doubles).buffer) },
    { user: 'LASF_Projection', id: 34737, body: Buffer.from(`${text}\0`, 'latin1') },
  ];
}

export function wktRecord(wkt: string): LasRecordBody {
  return { user: 'LASF_Projection', id: 2112, body: Buffer.from(`${wkt}\0`) };
}
