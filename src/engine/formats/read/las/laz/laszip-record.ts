/** LASzip's own record in a LAZ file: how the points are packed, item by item. */
import { formatError } from '../../format-error.ts';

export const COMPRESSOR = { none: 0, pointwise: 1, chunked: 2, layered: 3 } as const;

/** Items by their number, with the versions of them that we decode. */
export const ITEM = {
  bytes: 0,
  point10: 6,
  gpsTime11: 7,
  rgb12: 8,
  wavePacket13: 9,
  point14: 10,
  rgb14: 11,
  rgbNir14: 12,
  wavePacket14: 13,
  bytes14: 14,
} as const;
const VERSIONS: Readonly<Record<number, readonly number[]>> = {
  [ITEM.bytes]: [1, 2],
  [ITEM.point10]: [1, 2],
  [ITEM.gpsTime11]: [1, 2],
  [ITEM.rgb12]: [1, 2],
  [ITEM.wavePacket13]: [1],
  [ITEM.point14]: [3, 4],
  [ITEM.rgb14]: [3, 4],
  [ITEM.rgbNir14]: [3, 4],
  [ITEM.wavePacket14]: [3, 4],
  [ITEM.bytes14]: [3, 4],
};
const SIZES: Readonly<Record<number, number>> = {
  [ITEM.point10]: 20,
  [ITEM.gpsTime11]: 8,
  [ITEM.rgb12]: 6,
  [ITEM.wavePacket13]: 29,
  [ITEM.point14]: 30,
  [ITEM.rgb14]: 6,
  [ITEM.rgbNir14]: 8,
  [ITEM.wavePacket14]: 29,
};
const LAYERED_ITEMS: readonly number[] = [ITEM.point14, ITEM.rgb14, ITEM.rgbNir14, ITEM.wavePacket14, ITEM.bytes14];

export interface LaszipItem {
  readonly type: number;
  readonly bytes: number;
  readonly version: number;
}

export interface LaszipRecord {
  readonly compressor: number;
  /** Points of a chunk; undefined where the chunks have sizes of their own. */
  readonly chunkSize: number | undefined;
  readonly items: readonly LaszipItem[];
}

/** What the items of a point format begin with, by LASzip; extra bytes follow. */
const ITEMS_OF_FORMAT: readonly (readonly number[])[] = [
  [ITEM.point10],
  [ITEM.point10, ITEM.gpsTime11],
  [ITEM.point10, ITEM.rgb12],
  [ITEM.point10, ITEM.gpsTime11, ITEM.rgb12],
  [ITEM.point10, ITEM.gpsTime11, ITEM.wavePacket13],
  [ITEM.point10, ITEM.gpsTime11, ITEM.rgb12, ITEM.wavePacket13],
  [ITEM.point14],
  [ITEM.point14, ITEM.rgb14],
  [ITEM.point14, ITEM.rgbNir14],
  [ITEM.point14, ITEM.wavePacket14],
  [ITEM.point14, ITEM.rgbNir14, ITEM.wavePacket14],
];
const VARIABLE = 0xffffffff;
const HEAD_BYTES = 34;
const ITEM_BYTES = 6;

/** @throws ReconstructError `cloud-format` for what is not decoded, by name */
export function parseLaszipRecord(
  name: string,
  body: Uint8Array | undefined,
  { pointFormat, recordBytes }: { readonly pointFormat: number; readonly recordBytes: number },
): LaszipRecord {
  const damaged = (what: string) =>
    formatError(name, what, 'It cannot be unpacked: convert it to LAS with the program that wrote it.');
  if (!body) throw damaged('the points are packed, but no LASzip record says how');
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const count = body.length >= HEAD_BYTES ? view.getUint16(32, true) : 0;
  if (count === 0 || body.length < HEAD_BYTES + count * ITEM_BYTES) throw damaged('the LASzip record is damaged');
  const [compressor, coder] = [view.getUint16(0, true), view.getUint16(2, true)];
  if (compressor > COMPRESSOR.layered || coder !== 0) {
    throw damaged(`the points are packed by LASzip's compressor ${compressor} and coder ${coder}, which are not known`);
  }
  const items = Array.from({ length: count }, (_, i): LaszipItem => {
    const at = HEAD_BYTES + i * ITEM_BYTES;
    return {
      type: view.getUint16(at, true),
      bytes: view.getUint16(at + 2, true),
      version: view.getUint16(at + 4, true),
    };
  });
  for (const { type, bytes, version } of compressor === COMPRESSOR.none ? [] : items) {
    const isLayered = LAYERED_ITEMS.includes(type);
    const isKnown = VERSIONS[type]?.includes(version) && bytes === (SIZES[type] ?? bytes) && bytes > 0;
    if (!isKnown || isLayered !== (compressor === COMPRESSOR.layered)) {
      throw damaged(
        `LASzip's item ${type} of version ${version} with ${bytes} bytes is not known (compressor ${compressor})`,
      );
    }
  }
  checkFormat(items, pointFormat, recordBytes, damaged);
  const chunkSize = view.getUint32(12, true);
  if (chunkSize === 0 && compressor > COMPRESSOR.pointwise)
    throw damaged('the LASzip record says that chunks are empty');
  return { compressor, chunkSize: chunkSize === VARIABLE ? undefined : chunkSize, items };
}

function checkFormat(
  items: readonly LaszipItem[],
  pointFormat: number,
  recordBytes: number,
  damaged: (what: string) => Error,
): void {
  const wanted = ITEMS_OF_FORMAT[pointFormat]!;
  const fits = wanted.every((type, i) => items[i]?.type === type);
  const rest = items.slice(wanted.length).every(({ type }) => type === ITEM.bytes || type === ITEM.bytes14);
  const bytes = items.reduce((sum, item) => sum + item.bytes, 0);
  if (fits && rest && bytes === recordBytes) return;
  const list = items.map(({ type }) => type).join(', ');
  throw damaged(
    `LASzip's items ${list} (${bytes} bytes) are not those of point format ${pointFormat} with ${recordBytes} bytes`,
  );
}
