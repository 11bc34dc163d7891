/**
 * The files of a ZIP whose directory is cut off, found by their own heads from the front: those that are whole. A
 * writer that streams leaves sizes out of the heads and puts them behind each file, marked and with the checksum.
 */
import type { RandomAccess } from '../../../cloud/point-cloud.ts';
import { viewOf } from '../../view-of.ts';

export interface ZipEntry {
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  /** Of its head in the ZIP. */
  readonly offset: number;
}

export const FILE_MARK = 0x04034b50;
export const FILE_BYTES = 30;
const SIZES_MARK = 0x08074b50;
const SIZES_BYTES = 16;
/** The sizes stand behind the file. */
const SIZES_BEHIND = 8;
const PIECE_BYTES = 1 << 20;

/** By the names of the files; empty where none is whole. */
export async function wholeEntries(access: RandomAccess): Promise<Map<string, ZipEntry>> {
  const entries = new Map<string, ZipEntry>();
  for (let offset = 0; offset + FILE_BYTES <= access.size;) {
    const head = viewOf(await access.read(offset, FILE_BYTES));
    if (head.getUint32(0, true) !== FILE_MARK) break;
    const [flags, nameBytes, extraBytes] = [
      head.getUint16(6, true),
      head.getUint16(26, true),
      head.getUint16(28, true),
    ];
    const start = offset + FILE_BYTES + nameBytes + extraBytes;
    const sizes = flags & SIZES_BEHIND ? await sizesBehind(access, start) : sizesIn(head, 14, start);
    if (!sizes || start + sizes.packedBytes > access.size) break;
    const name = new TextDecoder().decode(await access.read(offset + FILE_BYTES, nameBytes));
    const { next, ...rest } = sizes;
    entries.set(name, { ...rest, method: head.getUint16(8, true), isEncrypted: (flags & 1) !== 0, offset });
    offset = next;
  }
  return entries;
}

interface EntrySizes extends Pick<ZipEntry, 'crc' | 'packedBytes' | 'bytes'> {
  /** Where the next file begins. */
  readonly next: number;
}

function sizesIn(view: DataView, at: number, start: number, behind = 0): EntrySizes {
  const [crc, packedBytes, bytes] = [0, 4, 8].map((from) => view.getUint32(at + from, true)) as [
    number,
    number,
    number,
  ];
  return { crc, packedBytes, bytes, next: start + packedBytes + behind };
}

/** The mark may stand in the data, too: there it is followed by another size than that of the bytes before it. */
async function sizesBehind(access: RandomAccess, start: number): Promise<EntrySizes | undefined> {
  for (let at = start; at + SIZES_BYTES <= access.size; at += PIECE_BYTES) {
    const piece = viewOf(await access.read(at, Math.min(PIECE_BYTES + SIZES_BYTES, access.size - at)));
    const last = Math.min(piece.byteLength - SIZES_BYTES, PIECE_BYTES - 1);
    for (let i = 0; i <= last; i++) {
      if (piece.getUint32(i, true) !== SIZES_MARK || piece.getUint32(i + 8, true) !== at + i - start) continue;
      return sizesIn(piece, i + 4, start, SIZES_BYTES);
    }
  }
  return undefined;
}
