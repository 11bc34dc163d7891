/** Base64 as bytes: what hosts have for it makes strings, of which a page full of pictures would be a large one. */

const DIGITS = Uint8Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', (c) =>
  c.charCodeAt(0),
);
const PADDING = '='.charCodeAt(0);

/** ASCII, four characters for every three bytes begun. */
export function base64Bytes(bytes: Uint8Array): Uint8Array {
  const text = new Uint8Array(4 * Math.ceil(bytes.length / 3));
  for (let i = 0, j = 0; i < bytes.length; i += 3, j += 4) {
    const group = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text[j] = DIGITS[group >> 18]!;
    text[j + 1] = DIGITS[(group >> 12) & 63]!;
    text[j + 2] = i + 1 < bytes.length ? DIGITS[(group >> 6) & 63]! : PADDING;
    text[j + 3] = i + 2 < bytes.length ? DIGITS[group & 63]! : PADDING;
  }
  return text;
}
