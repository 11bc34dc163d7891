/** A LAZ writer for tests: chunks, their table and LASzip's record, in every arrangement that LASzip has had. */
import { type LasOptions, lasFrame, type LasPoint, lasRecord } from '../las-writer.ts';
import { ArithmeticEncoder, IntegerEncoder } from './arithmetic-encoder.ts';
import * as items from './item-encoders.ts';
import { type ChannelRule, layeredChunk, type LayeredItems } from './layered-encoder.ts';

export interface LazOptions extends LasOptions {
  /** Points of a chunk, or of each. */
  readonly chunks?: number | readonly number[];
  /** `behind`: its place stands at the end of the file. */
  readonly table?: 'usual' | 'behind' | 'missing';
  /** One stream without chunks. */
  readonly isWhole?: boolean;
  /** 1: as of the first LASzip. For formats 6 to 10: 4 or 3. */
  readonly itemVersion?: number;
  readonly rule?: ChannelRule;
}

interface Item {
  readonly type: number;
  readonly bytes: number;
  readonly version: number;
  readonly make?: items.MakeEncoder;
}

const TIMES = [1, 3, 4, 5];
const COLORS = [2, 3, 5];
const WAVES = [4, 5, 9, 10];

function itemsOf(format: number, recordBytes: number, version: number): Item[] {
  const isFirst = version === 1;
  const list: Item[] = [];
  if (format < 6) {
    list.push({ type: 6, bytes: 20, version, make: isFirst ? items.firstPoint10 : items.point10 });
    if (TIMES.includes(format))
      list.push({ type: 7, bytes: 8, version, make: isFirst ? items.firstGpsTime11 : items.gpsTime11 });
    if (COLORS.includes(format))
      list.push({ type: 8, bytes: 6, version, make: isFirst ? items.firstRgb12 : items.rgb12 });
    if (WAVES.includes(format)) list.push({ type: 9, bytes: 29, version: 1, make: items.wavePacket13 });
  } else {
    list.push({ type: 10, bytes: 30, version });
    if (format === 7) list.push({ type: 11, bytes: 6, version });
    if (format === 8 || format === 10) list.push({ type: 12, bytes: 8, version });
    if (WAVES.includes(format)) list.push({ type: 13, bytes: 29, version });
  }
  const extra = recordBytes - list.reduce((sum, { bytes }) => sum + bytes, 0);
  if (extra > 0 && format < 6) {
    list.push({ type: 0, bytes: extra, version, make: isFirst ? items.firstExtraBytes : items.extraBytes });
  } else if (extra > 0) list.push({ type: 14, bytes: extra, version });
  return list;
}

function pointwiseChunk(records: readonly Uint8Array[], list: readonly Item[]): Buffer {
  const encoder = new ArithmeticEncoder();
  const encoders = list.map(({ make, bytes }) => make!(encoder, bytes));
  records.forEach((record, i) => {
    let at = record.byteOffset;
    list.forEach(({ bytes }, k) => {
      const view = new DataView(record.buffer, at, bytes);
      if (i === 0) encoders[k]!.start(view);
      else encoders[k]!.write(view);
      at += bytes;
    });
  });
  return Buffer.concat([records[0]!, encoder.done()]);
}

function tableOf(chunks: readonly Buffer[], counts: readonly number[], isVariable: boolean): Buffer {
  const encoder = new ArithmeticEncoder();
  const integers = new IntegerEncoder(encoder, 32, 2);
  chunks.forEach(({ length }, i) => {
    if (isVariable) integers.encode(counts[i - 1] ?? 0, counts[i]!, 0);
    integers.encode(chunks[i - 1]?.length ?? 0, length, 1);
  });
  return Buffer.concat([new Uint8Array(Uint32Array.of(0, chunks.length).buffer), encoder.done()]);
}

function laszipRecord(list: readonly Item[], compressor: number, chunkSize: number): Buffer {
  const body = Buffer.alloc(34 + 6 * list.length);
  body.writeUInt16LE(compressor, 0);
  body.set([3, 5], 4);
  body.writeUInt32LE(chunkSize, 12);
  body.fill(255, 16, 32);
  body.writeUInt16LE(list.length, 32);
  list.forEach(({ type, bytes, version }, i) => {
    [type, bytes, version].forEach((value, k) => body.writeUInt16LE(value, 34 + 6 * i + 2 * k));
  });
  return body;
}

function place(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(value));
  return bytes;
}

const layeredPlaces = (format: number, list: readonly Item[]): LayeredItems => {
  const extraAt = list.filter(({ type }) => type !== 14).reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    colorAt: [7, 8, 10].includes(format) ? 30 : undefined,
    infraredAt: [8, 10].includes(format) ? 36 : undefined,
    waveAt: WAVES.includes(format) ? extraAt - 29 : undefined,
    extraAt,
  };
};

export function writeLaz(points: readonly LasPoint[], options: LazOptions = {}): Uint8Array<ArrayBuffer> {
  const { format = 0, chunks: sizes = 50_000, table = 'usual', isWhole = false } = options;
  const { itemVersion = format >= 6 ? 3 : 2, rule = itemVersion === 4 ? 'own' : 'reset' } = options;
  const records = points.map((point) => lasRecord(point, format));
  const recordBytes = records[0]!.length;
  const list = itemsOf(format, recordBytes, itemVersion);
  const isVariable = typeof sizes !== 'number';
  const counts: number[] = isVariable ? [...sizes] : [];
  if (isWhole) counts.push(points.length);
  else if (!isVariable) for (let left = points.length; left > 0; left -= sizes) counts.push(Math.min(left, sizes));
  let from = 0;
  const chunks = counts.map((count) => {
    const part = records.slice(from, (from += count));
    return format >= 6 ? layeredChunk(part, layeredPlaces(format, list), rule) : pointwiseChunk(part, list);
  });
  const body = laszipRecord(list, isWhole ? 1 : format >= 6 ? 3 : 2, isVariable ? 0xffffffff : sizes);
  const vlrs = [...(options.vlrs ?? []), { user: 'laszip encoded', id: 22204, body }];
  const chunkBytes = chunks.reduce((sum, { length }) => sum + length, 0);
  const tableBytes = isWhole || table === 'missing' ? Buffer.alloc(0) : tableOf(chunks, counts, isVariable);
  const packedBytes = (isWhole ? 0 : 8) + chunkBytes + tableBytes.length;
  const { front, back } = lasFrame({ ...options, vlrs }, recordBytes, points.length, packedBytes, 0x80);
  const tableAt = front.length + 8 + chunkBytes;
  const head = isWhole ? [] : [place(table === 'usual' ? tableAt : table === 'behind' ? -1 : front.length)];
  const tail = table === 'behind' ? [place(tableAt)] : [];
  return new Uint8Array(Buffer.concat([front, ...head, ...chunks, tableBytes, back, ...tail]));
}
