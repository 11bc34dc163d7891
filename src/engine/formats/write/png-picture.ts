/**
 * PNG (W3C, "Portable Network Graphics" 3rd edition) of red, green and blue bytes: each row less the one above it,
 * whichever of Sub, Up and Paeth leaves the least, then deflate. Our pictures take two thirds of what they take
 * without.
 */
import { zlibSync } from 'fflate';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const [SUB, UP, PAETH] = [1, 2, 4];
const DEFLATE_LEVEL = 6;
/** By it GridPull knows its own files. */
const SOFTWARE = Uint8Array.from('Software\0GridPull', (letter) => letter.charCodeAt(0));

/** @param rgb [3 × width × height] rows from the top */
export function pngOfColors(width: number, height: number, rgb: Uint8Array): Uint8Array<ArrayBuffer> {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  // Eight bits a channel, red green blue, and the only ways to pack, filter and order them.
  [8, 2, 0, 0, 0].forEach((value, i) => header.setUint8(8 + i, value));
  const parts = [
    Uint8Array.from(SIGNATURE),
    chunk('IHDR', new Uint8Array(header.buffer)),
    chunk('tEXt', SOFTWARE),
    chunk('IDAT', zlibSync(filtered(width, height, rgb), { level: DEFLATE_LEVEL })),
    chunk('IEND', new Uint8Array(0)),
  ];
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function filtered(width: number, height: number, rgb: Uint8Array): Uint8Array {
  const rowBytes = 3 * width;
  const rows = new Uint8Array((rowBytes + 1) * height);
  const tries = [SUB, UP, PAETH].map((filter) => ({ filter, row: new Uint8Array(rowBytes) }));
  for (let y = 0; y < height; y++) {
    let [least, best] = [Infinity, tries[0]!];
    for (const attempt of tries) {
      const size = filterRow(attempt.filter, rgb, y * rowBytes, rowBytes, attempt.row);
      if (size < least) [least, best] = [size, attempt];
    }
    rows[y * (rowBytes + 1)] = best.filter;
    rows.set(best.row, y * (rowBytes + 1) + 1);
  }
  return rows;
}

/** The sum of what is left, signed bytes taken by their size: the measure that the standard names. */
function filterRow(filter: number, rgb: Uint8Array, start: number, rowBytes: number, into: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < rowBytes; i++) {
    const left = i < 3 ? 0 : rgb[start + i - 3]!;
    const above = start === 0 ? 0 : rgb[start + i - rowBytes]!;
    const corner = i < 3 || start === 0 ? 0 : rgb[start + i - rowBytes - 3]!;
    const guess = filter === SUB ? left : filter === UP ? above : paeth(left, above, corner);
    const rest = (rgb[start + i]! - guess) & 255;
    into[i] = rest;
    sum += rest < 128 ? rest : 256 - rest;
  }
  return sum;
}

function paeth(left: number, above: number, corner: number): number {
  const [a, b, c] = [Math.abs(above - corner), Math.abs(left - corner), Math.abs(left + above - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? above : corner;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = type.charCodeAt(i);
  bytes.set(data, 8);
  let crc = 0xffffffff;
  for (let i = 4; i < 8 + data.length; i++) crc = CRC_TABLE[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8);
  view.setUint32(8 + data.length, ~crc >>> 0);
  return bytes;
}
