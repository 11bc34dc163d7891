/**
 * The encoding of a text file by its first bytes: UTF-8 or another superset of ASCII is read as it is, UTF-16 is
 * encoded anew on the way, so that all that follows sees bytes of ASCII.
 */
import { ByteCursor } from '../byte-cursor.ts';
import { formatError } from '../format-error.ts';

export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-32';

/** Bytes in which an encoding without a mark is looked for. */
const PROBE_BYTES = 4096;

export interface TextEncodingFound {
  readonly encoding: TextEncodingName;
  /** Bytes of the byte order mark. */
  readonly markBytes: number;
}

export function detectEncoding(bytes: Uint8Array): TextEncodingFound {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', markBytes: 3 };
  const isLittle = a === 0xff && b === 0xfe;
  const isBig = a === 0xfe && b === 0xff;
  if ((isLittle && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff)) {
    return { encoding: 'utf-32', markBytes: 4 };
  }
  if (isLittle) return { encoding: 'utf-16le', markBytes: 2 };
  if (isBig) return { encoding: 'utf-16be', markBytes: 2 };
  return { encoding: withoutMark(bytes.subarray(0, PROBE_BYTES)), markBytes: 0 };
}

/** Of numbers as UTF-16 every other byte is zero. */
function withoutMark(bytes: Uint8Array): TextEncodingName {
  const zeros = [0, 0];
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === 0) zeros[i & 1]!++;
  const pairs = bytes.length >> 1;
  if (pairs < 2) return 'utf-8';
  if (zeros[1]! > 0.8 * pairs && zeros[0]! < 0.1 * pairs) return 'utf-16le';
  if (zeros[0]! > 0.8 * pairs && zeros[1]! < 0.1 * pairs) return 'utf-16be';
  return 'utf-8';
}

/** The beginning of a text file as bytes of UTF-8 without a mark. */
export function decodedHead(bytes: Uint8Array): Uint8Array {
  const { encoding, markBytes } = detectEncoding(bytes);
  const body = bytes.subarray(markBytes);
  if (encoding === 'utf-8' || encoding === 'utf-32') return body;
  return new TextEncoder().encode(new TextDecoder(encoding).decode(body));
}

/**
 * The cursor's file as UTF-8, behind its mark. Where it is another cursor than the given one, the given one is used up
 * by it.
 * @throws ReconstructError `cloud-format` for UTF-32
 */
export async function asUtf8(cursor: ByteCursor): Promise<ByteCursor> {
  await cursor.need(PROBE_BYTES);
  const { encoding, markBytes } = detectEncoding(cursor.bytes.subarray(cursor.start, cursor.end));
  cursor.start += markBytes;
  if (encoding === 'utf-8') return cursor;
  if (encoding === 'utf-32') {
    throw formatError(cursor.name, 'the text is encoded as UTF-32', 'Save it as UTF-8.', { byteOffset: 0 });
  }
  const { name, signal } = cursor;
  const source = { name, stream: () => reencoded(cursor, encoding) };
  return new ByteCursor(source, { signal, onEvent: () => undefined });
}

async function* reencoded(cursor: ByteCursor, encoding: 'utf-16le' | 'utf-16be'): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  const encoder = new TextEncoder();
  do {
    const piece = cursor.bytes.subarray(cursor.start, cursor.end);
    cursor.start = cursor.end;
    const text = decoder.decode(piece, { stream: true });
    if (text !== '') yield encoder.encode(text);
  } while (await cursor.more());
  const rest = decoder.decode();
  if (rest !== '') yield encoder.encode(rest);
}
