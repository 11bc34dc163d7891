/** A file that is read at any place, for formats that keep their index at the end. */
import type { RandomAccess } from '../../cloud/point-cloud.ts';
import { joined } from '../../math/joined.ts';
import type { ByteCursor } from './byte-cursor.ts';

/**
 * The cursor's file: opened by its host where that can, else gathered into memory from the stream. The caller closes it
 * and leaves the cursor alone.
 * @param cursor at the file's first byte
 */
export async function openRandomAccess(cursor: ByteCursor): Promise<RandomAccess> {
  if (cursor.offset !== 0) throw new Error(`${cursor.name} is opened at byte ${cursor.offset}, not at its beginning`);
  if (cursor.source.open) return cursor.source.open();
  const chunks: Uint8Array[] = [];
  do {
    chunks.push(cursor.bytes.slice(cursor.start, cursor.end));
    cursor.start = cursor.end;
  } while (await cursor.more());
  return bytesAccess(joined(chunks));
}

/** Bytes that are in memory already. */
export function bytesAccess(bytes: Uint8Array): RandomAccess {
  return {
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
    close: () => Promise.resolve(),
  };
}
