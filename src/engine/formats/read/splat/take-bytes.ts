/** A run of a file's bytes in an array of its own, for what must be held until more is there. */
import type { ByteCursor } from '../byte-cursor.ts';

/** Room is not made ahead of bytes that nobody has seen. */
const FIRST_BYTES = 1 << 16;

/** The next `byteCount` bytes, which the cursor passes; undefined where the file ends before. */
export async function readBytes(cursor: ByteCursor, byteCount: number): Promise<Uint8Array | undefined> {
  const { remaining } = cursor;
  if (remaining !== undefined && remaining < byteCount) return undefined;
  let bytes = new Uint8Array(remaining === undefined ? Math.min(byteCount, FIRST_BYTES) : byteCount);
  let done = 0;
  while (done < byteCount) {
    if (!(await cursor.need(1))) return undefined;
    const part = Math.min(cursor.available, byteCount - done);
    if (done + part > bytes.length) {
      const wider = new Uint8Array(Math.min(byteCount, 2 * (done + part)));
      wider.set(bytes.subarray(0, done));
      bytes = wider;
    }
    bytes.set(cursor.bytes.subarray(cursor.start, cursor.start + part), done);
    cursor.start += part;
    done += part;
  }
  return bytes;
}
