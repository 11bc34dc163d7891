/**
 * Makes a PNG of a window a third as large: 256 colours instead of all. Panels and letters keep theirs exactly enough;
 * what a shaded surface loses is not seen. Colours are parted where that takes away most of the squared error.
 */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const PALETTE_SIZE = 256;

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** [width × height] 0xrrggbb */
  readonly colors: Uint32Array;
}

/** @param png 8 bits a channel, not interlaced, as browsers write it; transparency is dropped. */
export function toPalettePng(png: Buffer): Buffer {
  const { width, height, colors } = decode(png);
  const { palette, indexOf } = choosePalette(colors);
  // The filter “none” packs indices best: neighbours in number are not neighbours in colour.
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = indexOf.get(colors[y * width + x]!)!;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3], 8); // 8 bits, indexed
  const parts = [chunk('IHDR', header), chunk('PLTE', palette), chunk('IDAT', deflateSync(rows, { level: 9 }))];
  return Buffer.concat([SIGNATURE, ...parts, chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

function decode(png: Buffer): Pixels {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const channels = png[25] === 6 ? 4 : 3;
  const packed: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') {
      packed.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
    }
  }
  const rows = inflateSync(Buffer.concat(packed));
  const stride = width * channels;
  let above = Buffer.alloc(stride);
  const colors = new Uint32Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = rows.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1));
    unfilter(rows[y * (stride + 1)]!, row, above, channels);
    for (let x = 0; x < width; x++) colors[y * width + x] = row.readUIntBE(x * channels, 3);
    above = row;
  }
  return { width, height, colors };
}

/** Filters 0 to 4 of the PNG specification, undone in place. */
function unfilter(filter: number, row: Buffer, above: Buffer, channels: number): void {
  for (let i = 0; i < row.length; i++) {
    const left = i < channels ? 0 : row[i - channels]!;
    const up = above[i]!;
    const corner = i < channels ? 0 : above[i - channels]!;
    row[i]! += [0, left, up, (left + up) >> 1, filter === 4 ? paeth(left, up, corner) : 0][filter]!;
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

/** A set of colours with their mean, and what it costs to draw all of them as that. */
interface Box {
  readonly members: readonly number[];
  readonly mean: readonly number[];
  /** Sum of squared differences from the mean over all pixels, by channel. */
  readonly errors: readonly number[];
}

function choosePalette(colors: Uint32Array): { palette: Buffer; indexOf: Map<number, number> } {
  const counts = new Map<number, number>();
  for (const color of colors) counts.set(color, (counts.get(color) ?? 0) + 1);
  const boxes = [boxOf([...counts.keys()], counts)];
  while (boxes.length < PALETTE_SIZE) {
    const worst = boxes.reduce((a, b) => (total(b) > total(a) ? b : a));
    if (total(worst) === 0) break;
    const channel = worst.errors.indexOf(Math.max(...worst.errors));
    const isLow = (color: number): boolean => channelOf(color, channel) <= worst.mean[channel]!;
    boxes.splice(boxes.indexOf(worst), 1);
    boxes.push(boxOf(worst.members.filter(isLow), counts));
    boxes.push(
      boxOf(
        worst.members.filter((color) => !isLow(color)),
        counts,
      ),
    );
  }
  const palette = Buffer.from(boxes.flatMap(({ mean }) => mean.map(Math.round)));
  return { palette, indexOf: new Map(boxes.flatMap(({ members }, index) => members.map((color) => [color, index]))) };
}

const total = ({ errors }: Box): number => errors[0]! + errors[1]! + errors[2]!;
const channelOf = (color: number, channel: number): number => (color >> (16 - 8 * channel)) & 255;

function boxOf(members: readonly number[], counts: ReadonlyMap<number, number>): Box {
  const sums = [0, 0, 0];
  const squares = [0, 0, 0];
  let count = 0;
  for (const color of members) {
    const weight = counts.get(color)!;
    count += weight;
    for (let channel = 0; channel < 3; channel++) {
      const value = channelOf(color, channel);
      sums[channel]! += weight * value;
      squares[channel]! += weight * value * value;
    }
  }
  const mean = sums.map((sum) => sum / count);
  // Sums of whole numbers, so a box of one colour has no error but that of this last subtraction.
  const errors = squares.map((square, channel) => Math.max(0, Math.round(square - sums[channel]! * mean[channel]!)));
  return { members, mean, errors };
}
