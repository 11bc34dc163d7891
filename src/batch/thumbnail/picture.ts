import { encode } from 'fast-png';

/** Four bytes a pixel, rows from the top: sRGB red green blue, and opacity (not premultiplied). */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** [4 × width × height] */
  readonly pixels: Uint8Array<ArrayBuffer>;
}

export function pngOf({ width, height, pixels }: Picture): Uint8Array {
  return encode({ width, height, data: pixels, channels: 4, depth: 8 });
}
