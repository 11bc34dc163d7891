/** Lossless WebP with nothing but literals of eight bits, after RFC 9649. */

/** @param rgba [4 × width × height] */
export function writeTestWebp(width: number, height: number, rgba: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const bits: number[] = [];
  const put = (value: number, count: number): void => {
    for (let bit = 0; bit < count; bit++) bits.push((value >> bit) & 1);
  };
  put(0x2f, 8);
  put(width - 1, 14);
  put(height - 1, 14);
  // Opacity, version; no transform, no cache, one group of codes.
  for (const [value, count] of [[1, 1], [0, 3], [0, 1], [0, 1], [0, 1]] as const) put(value, count); // prettier-ignore
  for (const alphabet of [280, 256, 256, 256]) {
    // A code of lengths in which 8 stands alone, twelfth in their order, so that it takes no bits.
    put(0, 1);
    put(12 - 4, 4);
    for (let i = 0; i < 12; i++) put(i === 11 ? 1 : 0, 3);
    if (alphabet === 256) put(0, 1);
    else for (const [value, count] of [[1, 1], [3, 3], [256 - 2, 8]] as const) put(value, count); // prettier-ignore
  }
  // Distances: one symbol, which is 0.
  put(1, 1);
  put(0, 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (const part of [1, 0, 2, 3]) {
      for (let bit = 7; bit >= 0; bit--) bits.push((rgba[4 * pixel + part]! >> bit) & 1);
    }
  }
  const data = new Uint8Array(2 * Math.ceil(bits.length / 16));
  bits.forEach((bit, i) => (data[i >> 3]! |= bit << (i & 7)));
  const bytes = new Uint8Array(20 + data.length);
  bytes.set(Buffer.from('RIFF\0\0\0\0WEBPVP8L', 'latin1'));
  const view = new DataView(bytes.buffer);
  view.setUint32(4, bytes.length - 8, true);
  view.setUint32(16, data.length, true);
  bytes.set(data, 20);
  return bytes;
}
