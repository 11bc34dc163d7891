/**
 * Lossless WebP (RFC 9649), in which SOG files keep their numbers. Our own, since libwebp is WebAssembly, which the
 * window's policy of contents forbids, and what browsers decode themselves has its colours multiplied by its opacity.
 */
import { BitReader, type PrefixCode, readPrefixCode, WebpError } from './webp-bits.ts';
import { type Picture, sumOfParts, tilesIn, type Transform, undoIndexing, undoRows } from './webp-transforms.ts';

/** Pixels between two looks at the clock. */
const PAUSE_PIXELS = 1 << 16;

/** Gives the host's event loop a turn, and throws where all is off. */
export type Pause = () => Promise<void>;

/** @throws WebpError for what is damaged or not lossless */
export async function decodeWebp(bytes: Uint8Array, pause: Pause): Promise<Picture> {
  const bits = new BitReader(bytes, dataOf(bytes));
  if (bits.read(8) !== 0x2f) throw new WebpError('no mark of lossless data');
  const [width, height] = [bits.read(14) + 1, bits.read(14) + 1];
  bits.read(1);
  if (bits.read(3) !== 0) throw new WebpError('an unknown version of the data');
  const transforms: Transform[] = [];
  let packedWidth = width;
  while (bits.read(1) === 1) {
    const transform = await readTransform(bits, packedWidth, height, pause);
    if (transforms.some(({ kind }) => kind === transform.kind)) throw new WebpError('a transform that comes twice');
    transforms.push(transform);
    if (transform.kind === 'index') packedWidth = tilesIn(packedWidth, transform.packBits);
  }
  let picture: Picture = {
    width: packedWidth,
    height,
    pixels: await readPixels(bits, packedWidth, height, true, pause),
  };
  for (const transform of transforms.reverse()) {
    if (transform.kind === 'index') picture = undoIndexing(transform, picture);
    else {
      const rows = Math.max(1, Math.floor(PAUSE_PIXELS / picture.width));
      for (let y = 0; y < height; y += rows) {
        await pause();
        undoRows(transform, picture, y, Math.min(height, y + rows));
      }
    }
  }
  return picture;
}

/** Where the lossless data begins in the RIFF container (RFC 9649 of 2024, section 2). */
function dataOf(bytes: Uint8Array): number {
  const word = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (word(0) !== 'RIFF' || word(8) !== 'WEBP') throw new WebpError('no WebP picture');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true);
    if (word(at) === 'VP8L') {
      if (at + 8 + size > bytes.length) throw new WebpError('its data is cut');
      return at + 8;
    }
    if (word(at) === 'VP8 ') throw new WebpError('a lossy picture, which cannot hold numbers');
    at += 8 + size + (size & 1);
  }
  throw new WebpError('no data in the picture');
}

async function readTransform(bits: BitReader, width: number, height: number, pause: Pause): Promise<Transform> {
  const kind = bits.read(2);
  if (kind === 2) return { kind: 'green' };
  if (kind < 2) {
    const tileBits = bits.read(3) + 2;
    const tiles = await readPixels(bits, tilesIn(width, tileBits), tilesIn(height, tileBits), false, pause);
    return { kind: kind === 0 ? 'predict' : 'color', tileBits, tiles };
  }
  const size = bits.read(8) + 1;
  const palette = await readPixels(bits, size, 1, false, pause);
  // Each colour is the difference to the one before.
  for (let i = 1; i < size; i++) palette[i] = sumOfParts(palette[i]!, palette[i - 1]!);
  return { kind: 'index', palette, packBits: size <= 2 ? 3 : size <= 4 ? 2 : size <= 16 ? 1 : 0, width };
}

/** The five codes of a part of the picture: green with lengths and cache, red, blue, alpha, distances. */
type CodeGroup = readonly [PrefixCode, PrefixCode, PrefixCode, PrefixCode, PrefixCode];

const LENGTH_CODES = 24;
const DISTANCE_CODES = 40;

interface Decoding {
  readonly bits: BitReader;
  readonly width: number;
  readonly pixels: Uint32Array;
  readonly groups: readonly CodeGroup[];
  /** Of which group each tile of 2 ** tileBits pixels is. */
  readonly groupOf: Uint32Array | undefined;
  readonly tileBits: number;
  /** Colours lately used, by a hash. */
  readonly cache: Uint32Array;
  readonly cacheBits: number;
  /** Pixels decoded. */
  done: number;
}

/** @param isMain whether several groups of codes are allowed */
async function readPixels(
  bits: BitReader,
  width: number,
  height: number,
  isMain: boolean,
  pause: Pause,
): Promise<Uint32Array> {
  const cacheBits = bits.read(1) === 1 ? bits.read(4) : 0;
  if (cacheBits > 11) throw new WebpError('a cache that is too large');
  let groupOf: Uint32Array | undefined;
  let [tileBits, groupCount] = [0, 1];
  if (isMain && bits.read(1) === 1) {
    tileBits = bits.read(3) + 2;
    groupOf = await readPixels(bits, tilesIn(width, tileBits), tilesIn(height, tileBits), false, pause);
    for (let i = 0; i < groupOf.length; i++) {
      const group = (groupOf[i]! >>> 8) & 0xffff;
      groupOf[i] = group;
      if (group >= groupCount) groupCount = group + 1;
    }
  }
  const alphabets = [256 + LENGTH_CODES + (cacheBits > 0 ? 1 << cacheBits : 0), 256, 256, 256, DISTANCE_CODES];
  const groups: CodeGroup[] = [];
  for (let i = 0; i < groupCount; i++) {
    if (bits.isSpent) throw new WebpError('its data is cut');
    groups.push(alphabets.map((size) => readPrefixCode(bits, size)) as unknown as CodeGroup);
  }
  const pixels = new Uint32Array(width * height);
  const cache = new Uint32Array(cacheBits > 0 ? 1 << cacheBits : 0);
  const decoding: Decoding = { bits, width, pixels, groups, groupOf, tileBits, cache, cacheBits, done: 0 };
  while (decoding.done < pixels.length) {
    await pause();
    decodePixels(decoding, Math.min(pixels.length, decoding.done + PAUSE_PIXELS));
    if (bits.isSpent) throw new WebpError('its data is cut');
  }
  return pixels;
}

/** Decodes at least up to pixel `end`. */
function decodePixels(decoding: Decoding, end: number): void {
  const { bits, width, pixels, groups, groupOf, tileBits, cache, cacheBits } = decoding;
  const tilesAcross = tilesIn(width, tileBits);
  const remember = (pixel: number): void => {
    if (cacheBits > 0) cache[Math.imul(0x1e35a7bd, pixel) >>> (32 - cacheBits)] = pixel;
  };
  let i = decoding.done;
  while (i < end) {
    const x = i % width;
    const y = (i - x) / width;
    const tile = groupOf ? groupOf[(y >> tileBits) * tilesAcross + (x >> tileBits)]! : 0;
    const [greens, reds, blues, alphas, distances] = groups[tile]!;
    const green = greens.next(bits);
    if (green < 256) {
      const red = reds.next(bits);
      const blue = blues.next(bits);
      const pixel = ((alphas.next(bits) << 24) | (red << 16) | (green << 8) | blue) >>> 0;
      pixels[i++] = pixel;
      remember(pixel);
    } else if (green < 256 + LENGTH_CODES) {
      const length = prefixValue(bits, green - 256);
      const back = distanceOf(prefixValue(bits, distances.next(bits)), width);
      if (back > i || length > pixels.length - i) throw new WebpError('a repetition of what is not there');
      for (let j = 0; j < length; j++, i++) {
        const pixel = pixels[i - back]!;
        pixels[i] = pixel;
        remember(pixel);
      }
    } else {
      const pixel = cache[green - 256 - LENGTH_CODES]!;
      pixels[i++] = pixel;
      remember(pixel);
    }
  }
  decoding.done = i;
}

function prefixValue(bits: BitReader, code: number): number {
  if (code < 4) return code + 1;
  const extra = (code - 2) >> 1;
  return ((2 + (code & 1)) << extra) + bits.read(extra) + 1;
}

/** RFC 9649 of 2024, section 3.6.2.2: the places near a pixel by their distance: pixels to the left, rows above. */
// prettier-ignore
const NEAR = [
  [0, 1], [1, 0], [1, 1], [-1, 1], [0, 2], [2, 0], [1, 2], [-1, 2], [2, 1], [-2, 1], [2, 2], [-2, 2], [0, 3], [3, 0],
  [1, 3], [-1, 3], [3, 1], [-3, 1], [2, 3], [-2, 3], [3, 2], [-3, 2], [0, 4], [4, 0], [1, 4], [-1, 4], [4, 1], [-4, 1],
  [3, 3], [-3, 3], [2, 4], [-2, 4], [4, 2], [-4, 2], [0, 5], [3, 4], [-3, 4], [4, 3], [-4, 3], [5, 0], [1, 5], [-1, 5],
  [5, 1], [-5, 1], [2, 5], [-2, 5], [5, 2], [-5, 2], [4, 4], [-4, 4], [3, 5], [-3, 5], [5, 3], [-5, 3], [0, 6], [6, 0],
  [1, 6], [-1, 6], [6, 1], [-6, 1], [2, 6], [-2, 6], [6, 2], [-6, 2], [4, 5], [-4, 5], [5, 4], [-5, 4], [3, 6], [-3, 6],
  [6, 3], [-6, 3], [0, 7], [7, 0], [1, 7], [-1, 7], [5, 5], [-5, 5], [7, 1], [-7, 1], [4, 6], [-4, 6], [6, 4], [-6, 4],
  [2, 7], [-2, 7], [7, 2], [-7, 2], [3, 7], [-3, 7], [7, 3], [-7, 3], [5, 6], [-5, 6], [6, 5], [-6, 5], [8, 0], [4, 7],
  [-4, 7], [7, 4], [-7, 4], [8, 1], [8, 2], [6, 6], [-6, 6], [8, 3], [5, 7], [-5, 7], [7, 5], [-7, 5], [8, 4], [6, 7],
  [-6, 7], [7, 6], [-7, 6], [8, 5], [7, 7], [-7, 7], [8, 6], [8, 7],
] as const;

function distanceOf(code: number, width: number): number {
  const near = NEAR[code - 1];
  return near ? Math.max(1, near[0] + near[1] * width) : code - NEAR.length;
}
