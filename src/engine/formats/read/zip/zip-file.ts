/**
 * Files inside a ZIP (PKWARE, "APPNOTE", version 6.3), found by the directory at its end, read one at a time and
 * checked by their CRC. Stored and deflated ones, below 4 GB, as SOG and 3MF files have them.
 */
import type { RandomAccess } from '../../../cloud/point-cloud.ts';
import { messageOf } from '../../../errors.ts';
import { viewOf } from '../../view-of.ts';
import { formatError } from '../format-error.ts';
import { FILE_BYTES, FILE_MARK, wholeEntries, type ZipEntry } from './zip-entries.ts';

const [END_MARK, ENTRY_MARK] = [0x06054b50, 0x02014b50];
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LONGEST_COMMENT = 65535;
const [STORED, DEFLATED] = [0, 8];
/** Deflate makes at most 258 bytes of two bits. */
const LARGEST_RATIO = 1032;

export class ZipFile {
  readonly #name: string;
  readonly #access: RandomAccess;
  readonly #entries: ReadonlyMap<string, ZipEntry>;
  /** Its directory is not there: the files are those that are whole in front of the cut. */
  readonly isCut: boolean;

  private constructor(name: string, access: RandomAccess, entries: ReadonlyMap<string, ZipEntry>, isCut: boolean) {
    this.#name = name;
    this.#access = access;
    this.#entries = entries;
    this.isCut = isCut;
  }

  /** @param name of the ZIP, for messages; @throws ReconstructError `cloud-format` */
  static async open(name: string, access: RandomAccess): Promise<ZipFile> {
    const tailBytes = Math.min(access.size, END_BYTES + LONGEST_COMMENT);
    const tail = viewOf(await access.read(access.size - tailBytes, tailBytes));
    let end = tail.byteLength - END_BYTES;
    while (end >= 0 && tail.getUint32(end, true) !== END_MARK) end--;
    if (end < 0) {
      const whole = await wholeEntries(access);
      if (whole.size === 0) throw damaged(name, 'its directory of files is not there');
      return new ZipFile(name, access, whole, true);
    }
    const [bytes, offset] = [tail.getUint32(end + 12, true), tail.getUint32(end + 16, true)];
    if (offset + bytes > access.size) throw damaged(name, 'its directory of files lies outside of it');
    const entries = entriesOf(name, viewOf(await access.read(offset, bytes)));
    return new ZipFile(name, access, entries, false);
  }

  /** The names of the files inside, folders and all. */
  get names(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** Of a file unpacked, as the directory says; 0 where it is not there. */
  bytesOf(file: string): number {
    return this.#entries.get(file)?.bytes ?? 0;
  }

  /**
   * @throws ReconstructError `cloud-format` for a file that is not there, damaged, or packed in a way that is not read
   */
  async read(file: string): Promise<Uint8Array> {
    const entry = this.#entries.get(file);
    if (!entry) throw damaged(this.#name, `${file} is not in it`);
    const { method, packedBytes, bytes, offset, crc } = entry;
    if (entry.isEncrypted || (method !== STORED && method !== DEFLATED)) {
      const what = `${file} in it is ${entry.isEncrypted ? 'encrypted' : `packed by method ${method}`}`;
      throw formatError(this.#name, what, 'Write it anew, stored or deflated.');
    }
    const head = await this.#access.read(offset, FILE_BYTES);
    const view = viewOf(head);
    if (head.length < FILE_BYTES || view.getUint32(0, true) !== FILE_MARK) {
      throw damaged(this.#name, `${file} is not where the directory says`);
    }
    const start = offset + FILE_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
    const isPossible = method === STORED ? bytes === packedBytes : bytes <= LARGEST_RATIO * (packedBytes + 1);
    if (start + packedBytes > this.#access.size || !isPossible) throw damaged(this.#name, `${file} in it is cut`);
    const packed = await this.#access.read(start, packedBytes);
    const unpacked = method === STORED ? packed : await this.#inflate(file, packed, bytes);
    if (crcOf(unpacked) !== crc) throw damaged(this.#name, `${file} in it does not have the checksum that it should`);
    return unpacked;
  }

  async #inflate(file: string, packed: Uint8Array, bytes: number): Promise<Uint8Array> {
    const { inflateSync } = await import('fflate');
    try {
      return inflateSync(packed, { out: new Uint8Array(bytes) });
    } catch (error) {
      throw damaged(this.#name, `${file} in it is damaged (${messageOf(error)})`);
    }
  }
}

function entriesOf(name: string, directory: DataView): Map<string, ZipEntry> {
  const entries = new Map<string, ZipEntry>();
  for (let at = 0; at + ENTRY_BYTES <= directory.byteLength;) {
    if (directory.getUint32(at, true) !== ENTRY_MARK) throw damaged(name, 'its directory of files is damaged');
    const nameBytes = directory.getUint16(at + 28, true);
    const end = at + ENTRY_BYTES + nameBytes;
    if (end > directory.byteLength) throw damaged(name, 'its directory of files is damaged');
    const bytes = new Uint8Array(directory.buffer, directory.byteOffset + at + ENTRY_BYTES, nameBytes);
    entries.set(new TextDecoder().decode(bytes), {
      method: directory.getUint16(at + 10, true),
      isEncrypted: (directory.getUint16(at + 8, true) & 1) !== 0,
      crc: directory.getUint32(at + 16, true),
      packedBytes: directory.getUint32(at + 20, true),
      bytes: directory.getUint32(at + 24, true),
      offset: directory.getUint32(at + 42, true),
    });
    at = end + directory.getUint16(at + 30, true) + directory.getUint16(at + 32, true);
  }
  return entries;
}

function damaged(name: string, what: string): Error {
  return formatError(name, what, 'The file is incomplete or damaged: copy or export it again.');
}

let crcTable: Uint32Array | undefined;

/** CRC-32 as in ISO 3309. */
export function crcOf(bytes: Uint8Array): number {
  crcTable ??= Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    return crc;
  });
  let crc = -1;
  for (let i = 0; i < bytes.length; i++) crc = crcTable[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8);
  return ~crc >>> 0;
}
