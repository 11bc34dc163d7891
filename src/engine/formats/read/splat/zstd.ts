/**
 * Zstandard (RFC 8878) by fzstd: plain JavaScript, since the window's policy of contents forbids WebAssembly, and
 * neither browsers nor their workers unpack it themselves. It takes data for whole that ends early, so what comes out
 * is counted.
 */
import { messageOf } from '../../../errors.ts';
import type { ByteCursor } from '../byte-cursor.ts';
import { formatError } from '../format-error.ts';

/** A block of four bytes makes at most 128 KiB (RFC 8878 of 2021, section 3.1.1.2). */
const LARGEST_RATIO = 1 << 15;
const PIECE_BYTES = 1 << 16;

/** Unpacks `packed` to exactly `size` bytes. @throws ReconstructError `cloud-format` */
export type Inflate = (cursor: ByteCursor, packed: Uint8Array, size: number) => Promise<Uint8Array>;

export async function loadZstd(): Promise<Inflate> {
  const { Decompress } = await import('fzstd');
  return async (cursor, packed, size) => {
    const damaged = (why: string): Error =>
      formatError(cursor.name, `the packed data is damaged (${why})`, 'Copy or download the file again.');
    if (size > LARGEST_RATIO * packed.length) throw damaged(`${packed.length} bytes cannot hold ${size}`);
    let bytes = new Uint8Array(Math.min(size, 4 * packed.length));
    let done = 0;
    const stream = new Decompress((part) => {
      if (done + part.length > size) throw new Error(`more than ${size} bytes`);
      if (done + part.length > bytes.length) {
        const wider = new Uint8Array(Math.min(size, 2 * (done + part.length)));
        wider.set(bytes);
        bytes = wider;
      }
      bytes.set(part, done);
      done += part.length;
    });
    for (let at = 0; at < packed.length; at += PIECE_BYTES) {
      await cursor.giveTurn();
      try {
        stream.push(packed.subarray(at, at + PIECE_BYTES), at + PIECE_BYTES >= packed.length);
      } catch (error) {
        throw damaged(messageOf(error));
      }
    }
    if (done < size) throw damaged(`${done} bytes of ${size}`);
    return bytes;
  };
}
