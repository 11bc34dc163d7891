/** The transforms that lossless WebP undoes after decoding (RFC 9649 of 2024, section 3.5). Pixels are 0xAARRGGBB. */

/** Pixels of a row or a column of tiles of 2 ** bits. */
export function tilesIn(size: number, bits: number): number {
  return (size + (1 << bits) - 1) >> bits;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** [width × height] 0xAARRGGBB */
  readonly pixels: Uint32Array;
}

/** A transform as it was read: it makes the pixels of a row, given those above. */
export type Transform =
  | { readonly kind: 'predict' | 'color'; readonly tileBits: number; readonly tiles: Uint32Array }
  | { readonly kind: 'green' }
  | { readonly kind: 'index'; readonly packBits: number; readonly palette: Uint32Array; readonly width: number };

const BLACK = 0xff000000;

/** Undoes a transform of the rows `[first, end)`, those above being done. In place, but for `index`. */
export function undoRows(
  transform: Exclude<Transform, { kind: 'index' }>,
  picture: Picture,
  first: number,
  end: number,
): void {
  const { width, pixels } = picture;
  if (transform.kind === 'green') return undoGreen(pixels, first * width, end * width);
  const { tileBits, tiles } = transform;
  const tilesAcross = tilesIn(width, tileBits);
  for (let y = first; y < end; y++) {
    const tileRow = (y >> tileBits) * tilesAcross;
    if (transform.kind === 'predict') undoPrediction(pixels, width, y, tiles, tileRow, tileBits);
    else undoColors(pixels, width, y, tiles, tileRow, tileBits);
  }
}

/** Green is taken off red and blue. */
function undoGreen(pixels: Uint32Array, start: number, end: number): void {
  for (let i = start; i < end; i++) {
    const pixel = pixels[i]!;
    const green = (pixel >>> 8) & 255;
    pixels[i] = ((pixel & 0xff00ff00) | (((pixel & 0xff00ff) + ((green << 16) | green)) & 0xff00ff)) >>> 0;
  }
}

function undoColors(
  pixels: Uint32Array,
  width: number,
  y: number,
  tiles: Uint32Array,
  tileRow: number,
  tileBits: number,
): void {
  for (let x = 0, i = y * width; x < width; x++, i++) {
    const tile = tiles[tileRow + (x >> tileBits)]!;
    const pixel = pixels[i]!;
    const green = (pixel << 16) >> 24;
    const red = ((pixel >>> 16) + share((tile << 24) >> 24, green)) & 255;
    const blue = pixel + share((tile << 16) >> 24, green) + share((tile << 8) >> 24, (red << 24) >> 24);
    pixels[i] = ((pixel & 0xff00ff00) | (red << 16) | (blue & 255)) >>> 0;
  }
}

function share(factor: number, value: number): number {
  return (factor * value) >> 5;
}

function undoPrediction(
  pixels: Uint32Array,
  width: number,
  y: number,
  tiles: Uint32Array,
  tileRow: number,
  tileBits: number,
): void {
  const row = y * width;
  pixels[row] = sumOfParts(pixels[row]!, y === 0 ? BLACK : pixels[row - width]!);
  for (let x = 1, i = row + 1; x < width; x++, i++) {
    const mode = y === 0 ? 1 : (tiles[tileRow + (x >> tileBits)]! >>> 8) & 15;
    pixels[i] = sumOfParts(pixels[i]!, predicted(mode, pixels, i, width));
  }
}

/** By the pixels to the left, above, and above to the left and right; that of a row's end begins the row itself. */
function predicted(mode: number, pixels: Uint32Array, i: number, width: number): number {
  const left = pixels[i - 1]!;
  if (mode === 1) return left;
  const [above, aboveRight, aboveLeft] = [pixels[i - width]!, pixels[i - width + 1]!, pixels[i - width - 1]!];
  switch (mode) {
    case 2:
      return above;
    case 3:
      return aboveRight;
    case 4:
      return aboveLeft;
    case 5:
      return mean(mean(left, aboveRight), above);
    case 6:
      return mean(left, aboveLeft);
    case 7:
      return mean(left, above);
    case 8:
      return mean(aboveLeft, above);
    case 9:
      return mean(above, aboveRight);
    case 10:
      return mean(mean(left, aboveLeft), mean(above, aboveRight));
    case 11:
      return distance(above, aboveLeft) < distance(left, aboveLeft) ? left : above;
    case 12:
      return perPart(left, above, aboveLeft, (a, b, c) => a + b - c);
    case 13: {
      const middle = mean(left, above);
      return perPart(middle, middle, aboveLeft, (a, _, c) => a + Math.trunc((a - c) / 2));
    }
    default:
      return BLACK;
  }
}

/** Each part by itself, modulo 256. */
export function sumOfParts(a: number, b: number): number {
  const alphaGreen = (a & 0xff00ff00) + (b & 0xff00ff00);
  const redBlue = (a & 0xff00ff) + (b & 0xff00ff);
  return ((alphaGreen & 0xff00ff00) | (redBlue & 0xff00ff)) >>> 0;
}

/** Each part by itself, rounded down. */
function mean(a: number, b: number): number {
  return ((((a ^ b) & 0xfefefefe) >>> 1) + (a & b)) >>> 0;
}

function distance(a: number, b: number): number {
  let total = 0;
  for (let shift = 0; shift < 32; shift += 8) total += Math.abs(((a >>> shift) & 255) - ((b >>> shift) & 255));
  return total;
}

function perPart(a: number, b: number, c: number, combine: (a: number, b: number, c: number) => number): number {
  let result = 0;
  for (let shift = 0; shift < 32; shift += 8) {
    const value = combine((a >>> shift) & 255, (b >>> shift) & 255, (c >>> shift) & 255);
    result |= Math.max(0, Math.min(255, value)) << shift;
  }
  return result >>> 0;
}

/** Looks colours up; several indices may lie in one pixel's green. */
export function undoIndexing(
  { packBits, palette, width }: Transform & { kind: 'index' },
  { width: packedWidth, height, pixels }: Picture,
): Picture {
  const unpacked = new Uint32Array(width * height);
  const [bits, perPixel] = [8 >> packBits, (1 << packBits) - 1];
  const mask = (1 << bits) - 1;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const green = pixels[y * packedWidth + (x >> packBits)]! >>> 8;
      unpacked[i] = palette[(green >> ((x & perPixel) * bits)) & mask] ?? 0;
    }
  }
  return { width, height, pixels: unpacked };
}
