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

const VALUES = new Uint8Array(128).fill(255);
for (const [value, digit] of DIGITS.entries()) VALUES[digit] = value;

/** What `base64Bytes` made text of; null for any other text. */
export function bytesOfBase64(text: string): Uint8Array | null {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  if (text.length % 4 !== 0) return null;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  for (let i = 0, j = 0; i < text.length; i += 4, j += 3) {
    let group = 0;
    for (let k = i; k < i + 4; k++) {
      const value = k >= text.length - padding ? 0 : (VALUES[text.charCodeAt(k)] ?? 255);
      if (value === 255) return null;
      group = (group << 6) | value;
    }
    bytes[j] = group >> 16;
    if (j + 1 < bytes.length) bytes[j + 1] = (group >> 8) & 255;
    if (j + 2 < bytes.length) bytes[j + 2] = group & 255;
  }
  return bytes;
}
