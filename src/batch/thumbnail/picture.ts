/** Four bytes a pixel, rows from the top: sRGB red green blue, and opacity (not premultiplied). */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** [4 × width × height] */
  readonly pixels: Uint8Array<ArrayBuffer>;
}
