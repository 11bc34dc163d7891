/**
 * The pages of an E57 file (ASTM E2807-11): each ends with the CRC-32C of its other bytes, big-endian. What
 * stands in the pages without their checksums is the logical file; offsets of the format are physical, lengths are
 * logical. Every page is checked when it is read, and the logical bytes are handed on in pieces of about 1 MB.
 */
import type { RandomAccess } from '../../../cloud/point-cloud.ts';
import { crc32c } from './crc32c.ts';
import type { ByteCursor } from '../byte-cursor.ts';
import { formatError } from '../format-error.ts';

const CHECKSUM_BYTES = 4;
const PIECE_BYTES = 1 << 20;

export class PagedFile {
  readonly name: string;
  /** Logical bytes in whole pages; one that the file's end cuts has no checksum, so that nothing of it counts. */
  readonly size: number;
  /** Physical bytes. */
  readonly fileBytes: number;
  readonly #file: RandomAccess;
  readonly #pageBytes: number;
  readonly #pageCount: number;

  constructor(name: string, file: RandomAccess, pageBytes: number) {
    this.name = name;
    this.fileBytes = file.size;
    this.#file = file;
    this.#pageBytes = pageBytes;
    this.#pageCount = Math.floor(file.size / pageBytes);
    this.size = this.#pageCount * this.dataBytes;
  }

  /** Logical bytes of a page. */
  get dataBytes(): number {
    return this.#pageBytes - CHECKSUM_BYTES;
  }

  /** Where the byte at a physical offset stands in the logical file; undefined for a byte of a checksum. */
  logicalOf(physical: number): number | undefined {
    const page = Math.floor(physical / this.#pageBytes);
    const within = physical - page * this.#pageBytes;
    return within < this.dataBytes ? page * this.dataBytes + within : undefined;
  }

  /** Logical bytes `[start, end)`, fewer where the file ends before. */
  async read(start: number, end: number): Promise<Uint8Array> {
    const [pageBytes, dataBytes] = [this.#pageBytes, this.dataBytes];
    const firstPage = Math.floor(start / dataBytes);
    const endPage = Math.min(Math.ceil(end / dataBytes), this.#pageCount);
    if (endPage <= firstPage) return new Uint8Array(0);
    const wanted = (endPage - firstPage) * pageBytes;
    const raw = await this.#file.read(firstPage * pageBytes, wanted);
    const pages = Math.floor(raw.length / pageBytes);
    const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
    const data = new Uint8Array(pages * dataBytes);
    for (let page = 0; page < pages; page++) {
      const at = page * pageBytes;
      const isRight = crc32c(view, at, at + dataBytes) === view.getUint32(at + dataBytes);
      if (!isRight) throw this.#damage(firstPage + page);
      data.set(raw.subarray(at, at + dataBytes), page * dataBytes);
    }
    const from = start - firstPage * dataBytes;
    return data.subarray(from, from + (end - start));
  }

  #damage(page: number): Error {
    const [from, to] = [page * this.#pageBytes, (page + 1) * this.#pageBytes - 1];
    return formatError(
      this.name,
      `the file is damaged: the checksum of page ${page + 1} of ${this.#pageCount} is wrong (bytes ${from} to ${to})`,
      'Copy or download it again, or export it anew from the program that wrote it.',
      { page: page + 1, pageCount: this.#pageCount, byteOffset: from },
    );
  }
}

/** A window over logical bytes from one place to another, as `ByteCursor` is over a stream. */
export class PagedStream {
  /** The window is `bytes[start, end)`. */
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  readonly #paged: PagedFile;
  readonly #cursor: ByteCursor;
  readonly #end: number;
  #next: number;

  /** `cursor` only for its signal and its turns. */
  constructor(paged: PagedFile, cursor: ByteCursor, start: number, end: number) {
    this.#paged = paged;
    this.#cursor = cursor;
    this.#next = start;
    this.#end = Math.min(end, paged.size);
  }

  get available(): number {
    return this.bytes.length - this.start;
  }

  /** The place of the window's start in the logical file. */
  get offset(): number {
    return this.#next - this.available;
  }

  /** Adds a piece to the window. False when all is there. */
  async more(): Promise<boolean> {
    if (this.#next >= this.#end) return false;
    this.#cursor.signal.throwIfAborted();
    await this.#cursor.giveTurn();
    const { dataBytes } = this.#paged;
    const pages = Math.max(1, Math.floor(PIECE_BYTES / dataBytes));
    // Pieces end with a page, so that none is read twice.
    const end = Math.min(this.#end, (Math.floor(this.#next / dataBytes) + pages) * dataBytes);
    const piece = await this.#paged.read(this.#next, end);
    this.#cursor.signal.throwIfAborted();
    if (piece.length === 0) return false;
    this.#next += piece.length;
    const rest = this.bytes.subarray(this.start);
    if (rest.length === 0) this.bytes = piece;
    else {
      const joined = new Uint8Array(rest.length + piece.length);
      joined.set(rest);
      joined.set(piece, rest.length);
      this.bytes = joined;
    }
    this.start = 0;
    return true;
  }

  /** Widens the window to at least `byteCount` bytes. False when there are fewer. */
  async need(byteCount: number): Promise<boolean> {
    while (this.available < byteCount) if (!(await this.more())) return false;
    return true;
  }
}
