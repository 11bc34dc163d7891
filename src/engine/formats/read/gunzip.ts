/** Files that were packed with gzip (RFC 1952), read as what is in them. */
import type { ByteSource } from '../../cloud/point-cloud.ts';
import { messageOf } from '../../errors.ts';
import { joined } from '../../math/joined.ts';
import { PARTIAL_HINT } from './cut-file.ts';
import { formatError } from './format-error.ts';

const [LF, CR] = [10, 13];
/** Text has no zero among so many. */
const TOLD_BYTES = 512;

/** Whether bytes begin as gzip does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
}

/**
 * The file inside, under its name without `.gz`. Its size is not known before its end.
 * @param onCut where given, a file that ends too early ends there, text with its last whole line, and this is called;
 *   else it is refused
 */
export function gunzipped(source: ByteSource, onCut?: () => void): ByteSource {
  return {
    name: source.name.replace(/\.gz$/i, ''),
    stream: () => (onCut ? wholeLines(unpack(source, onCut)) : unpack(source)),
    ...(source.projection && { projection: source.projection }),
  };
}

/** Of text, what stands behind the last line's end is given only where the file goes on, or ends as it should. */
async function* wholeLines(chunks: AsyncGenerator<Uint8Array, boolean>): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array = new Uint8Array(0);
  let isText: boolean | undefined;
  try {
    for (;;) {
      const next = await chunks.next();
      if (next.done) {
        if (next.value && rest.length > 0) yield rest;
        return;
      }
      isText ??= !next.value.subarray(0, TOLD_BYTES).includes(0);
      const bytes = joined([rest, next.value]);
      const end = isText ? Math.max(bytes.lastIndexOf(LF), bytes.lastIndexOf(CR)) + 1 : bytes.length;
      rest = bytes.subarray(end);
      if (end > 0) yield bytes.subarray(0, end);
    }
  } finally {
    await chunks.return(false);
  }
}

/** Returns whether the file is whole. */
async function* unpack(source: ByteSource, onCut?: () => void): AsyncGenerator<Uint8Array, boolean> {
  const { writable, readable } = new DecompressionStream('gzip');
  const [writer, reader] = [writable.getWriter(), readable.getReader()];
  let given = 0;
  let unreadable: { readonly error: unknown } | undefined;
  const feed = async (): Promise<void> => {
    const chunks = source.stream()[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await chunks.next().catch((error: unknown) => {
          unreadable = { error };
          throw error;
        });
        if (next.done) break;
        await writer.write(next.value);
      }
      await writer.close();
    } catch (error) {
      await writer.abort(error).catch(() => undefined);
    } finally {
      await chunks.return?.().catch(() => undefined);
    }
  };
  const feeding = feed();
  try {
    for (;;) {
      const next = await reader.read();
      if (next.done) return true;
      given += next.value.length;
      yield next.value;
    }
  } catch (cause) {
    if (unreadable) throw unreadable.error;
    if (hasMore(cause)) return yield* membersBehind(source, given);
    if (!endsEarly(cause)) {
      const what = `the packed data is damaged (${messageOf(reasonOf(cause))})`;
      throw formatError(source.name, what, 'Copy or download the file again.');
    }
    if (!onCut) throw formatError(source.name, 'the packed data ends too early', PARTIAL_HINT, { partial: true });
    onCut();
    return false;
  } finally {
    await reader.cancel().catch(() => undefined);
    await feeding;
  }
}

/** Node gives zlib's own error as the reason, without a message of its own. */
function reasonOf(cause: unknown): unknown {
  return cause instanceof Error && cause.message === '' ? cause.cause : cause;
}

/** Node's code, or Chromium's "Junk found after end of compressed data." */
function hasMore(cause: unknown): boolean {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return code === 'ERR_TRAILING_JUNK_AFTER_STREAM_END' || /junk/i.test(messageOf(reasonOf(cause)));
}

/**
 * A file of several packed ones behind one another (RFC 1952, 2.2; bgzip makes such), or with zeros behind its end,
 * which the streams of browsers refuse: from its beginning by fflate, which checks no checksums, without the bytes that
 * were given.
 */
async function* membersBehind(source: ByteSource, given: number): AsyncGenerator<Uint8Array, boolean> {
  const { Gunzip } = await import('fflate');
  let parts: Uint8Array[] = [];
  const gunzip = new Gunzip((part) => void parts.push(part));
  let passed = 0;
  let isEnded = false;
  for await (const chunk of source.stream()) {
    try {
      gunzip.push(chunk.slice());
    } catch {
      // What follows the last one is none.
      isEnded = true;
    }
    for (const part of parts) {
      const fresh = part.subarray(Math.max(0, given - passed));
      passed += part.length;
      if (fresh.length > 0) yield fresh;
    }
    parts = [];
    if (isEnded) return true;
  }
  return true;
}

/** Node's code, or Chromium's "Compressed input was truncated." */
function endsEarly(cause: unknown): boolean {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return code === 'Z_BUF_ERROR' || /truncated/i.test(messageOf(cause));
}
