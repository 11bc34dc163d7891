/**
 * The records of one scan: a CompressedVector's binary section (ASTM E2807-11). Its data packets hold a
 * piece of every field's bytestream, and a packet may end anywhere in a value, each field at another record; so the
 * streams wait in a queue each, and as many records as all of them hold are decoded together. Fields that nobody asks
 * for (texts among them) are passed over unread. Index packets and empty ones are skipped.
 */
import type { ByteCursor } from '../byte-cursor.ts';
import { BitQueue } from './e57-bits.ts';
import { type PagedFile, PagedStream } from './e57-pages.ts';
import type { E57Field, E57Scan } from './e57-scans.ts';
import { formatError } from '../format-error.ts';

const HEADER_BYTES = 32;
/** The kinds of packets, and how much of each is looked at before its length is known. */
const PACKET = { index: 0, data: 1, empty: 2 } as const;
const PACKET_HEAD_BYTES = 6;
/** Writers keep the fields of a packet about level; a file that has one field after the other would fill the memory. */
const MOST_WAITING_BYTES = 256 << 20;
/** Without a bit of data a record, nothing else would bound the count. */
const MOST_CONSTANT_RECORDS = 1_000_000;
const HINT = 'The file is damaged, or its writer is wrong: export it again, with another program if need be.';

/** Where the records of a scan lie, as far as the file's size bears it out. */
export interface E57Section {
  readonly scan: E57Scan;
  /** How messages name the scan. */
  readonly label: string;
  /** Logical. */
  readonly dataStart: number;
  readonly dataEnd: number;
  /** Records that the section's bytes can hold, at most those promised. */
  readonly trustedCount: number;
}

/** @throws ReconstructError `cloud-format` where the XML and the section cannot both be right. */
export async function openSection(paged: PagedFile, scan: E57Scan, label: string): Promise<E57Section> {
  const refuse = (what: string): Error => formatError(paged.name, `${label}: ${what}`, HINT);
  const { recordCount, fileOffset } = scan;
  const start = paged.logicalOf(fileOffset);
  if (start === undefined) throw refuse(`its section begins within a checksum (byte ${fileOffset})`);
  const header = await paged.read(start, start + HEADER_BYTES);
  if (header.length < HEADER_BYTES) {
    return { scan, label, dataStart: 0, dataEnd: 0, trustedCount: 0 };
  }
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  if (view.getUint8(0) !== 1) {
    throw refuse(`byte ${fileOffset}, where its section should begin, is ${view.getUint8(0)} instead of 1`);
  }
  const length = Number(view.getBigUint64(8, true));
  const dataStart = paged.logicalOf(Number(view.getBigUint64(16, true)));
  if (dataStart === undefined || dataStart < start + HEADER_BYTES || dataStart > start + length) {
    throw refuse(`the first packet of its section (byte ${fileOffset}) lies outside it`);
  }
  const recordBits = scan.fields.reduce((sum, { width }) => sum + width, 0);
  const fitting = (end: number): number =>
    recordBits === 0 ? MOST_CONSTANT_RECORDS : Math.floor((8 * (end - dataStart)) / recordBits);
  if (recordCount > fitting(start + length)) {
    throw refuse(`it promises ${recordCount} points, but its section of ${length} bytes has room for fewer`);
  }
  const dataEnd = Math.min(start + length, paged.size);
  const trustedCount = Math.max(0, Math.min(recordCount, fitting(dataEnd)));
  return { scan, label, dataStart, dataEnd, trustedCount };
}

/** Takes in `count` records, whose values `read` decodes field by field. */
export interface RecordSink {
  /** The fields that are wanted. */
  readonly fields: readonly E57Field[];
  /** How many records it takes next, at least one. */
  readonly room: number;
  take(count: number, queues: readonly BitQueue[]): void;
}

/** Decodes the records of a section; returns how many are there in full. */
export async function readRecords(
  paged: PagedFile,
  cursor: ByteCursor,
  section: E57Section,
  sink: RecordSink,
): Promise<number> {
  const { scan, dataStart, dataEnd } = section;
  const queues = sink.fields.map((field) => new BitQueue(field));
  const streams = queues.map(({ field }) => scan.fields.indexOf(field));
  const stream = new PagedStream(paged, cursor, dataStart, dataEnd);
  const packets = new PacketReader(paged.name, section, stream);
  // Constants come without data, and are there as often as the others are.
  const promised = queues.every(({ field }) => field.width === 0) ? section.trustedCount : scan.recordCount;
  let done = 0;
  for (;;) {
    const ready = queues.reduce((least, { available }) => Math.min(least, available), promised - done);
    for (const end = done + ready; done < end;) {
      const count = Math.min(end - done, sink.room);
      sink.take(count, queues);
      done += count;
      await cursor.giveTurn();
    }
    if (done === promised || !(await packets.next())) return done;
    packets.hand(queues, streams);
  }
}

class PacketReader {
  readonly #name: string;
  readonly #section: E57Section;
  readonly #stream: PagedStream;
  /** [fieldCount + 1] where each bytestream of the packet begins in the window; the last one's end. */
  readonly #bounds: Int32Array;
  #restarts = false;

  constructor(name: string, section: E57Section, stream: PagedStream) {
    this.#name = name;
    this.#section = section;
    this.#stream = stream;
    this.#bounds = new Int32Array(section.scan.fields.length + 1);
  }

  /** Moves to the next data packet. False where the section has no further whole packet. */
  async next(): Promise<boolean> {
    const stream = this.#stream;
    while (await stream.need(4)) {
      const view = new DataView(stream.bytes.buffer, stream.bytes.byteOffset + stream.start, 4);
      const [kind, flags, length] = [view.getUint8(0), view.getUint8(1), view.getUint16(2, true) + 1];
      if (kind > PACKET.empty || length < 4) {
        throw this.#refusal(`at byte ${stream.offset} of its data is no packet (kind ${kind}, ${length} bytes)`);
      }
      if (!(await stream.need(length))) return false;
      if (kind === PACKET.data) {
        this.#measure(length);
        this.#restarts = (flags & 1) === 1;
        return true;
      }
      stream.start += length;
    }
    return false;
  }

  #measure(length: number): void {
    const { bytes, start, offset } = this.#stream;
    const bounds = this.#bounds;
    const fieldCount = bounds.length - 1;
    const view = new DataView(bytes.buffer, bytes.byteOffset + start, length);
    const streamCount = length < PACKET_HEAD_BYTES ? 0 : view.getUint16(4, true);
    if (streamCount !== fieldCount) {
      throw this.#refusal(`a packet at byte ${offset} has ${streamCount} fields instead of ${fieldCount}`);
    }
    let at = PACKET_HEAD_BYTES + 2 * fieldCount;
    for (let i = 0; i < fieldCount && at <= length; i++) {
      bounds[i] = start + at;
      at += view.getUint16(PACKET_HEAD_BYTES + 2 * i, true);
    }
    if (at > length)
      throw this.#refusal(`the fields of a packet at byte ${offset} are longer than its ${length} bytes`);
    bounds[fieldCount] = start + at;
    this.#stream.start = start + length;
  }

  /** Adds the packet's bytes to the queues of the fields that are wanted. */
  hand(queues: readonly BitQueue[], streams: readonly number[]): void {
    const { bytes } = this.#stream;
    let waiting = 0;
    for (const [i, queue] of queues.entries()) {
      if (this.#restarts && !queue.restart()) {
        throw this.#refusal(`the field "${queue.field.name}" begins anew in the middle of a value`);
      }
      const [from, to] = [this.#bounds[streams[i]!]!, this.#bounds[streams[i]! + 1]!];
      if (to > from) queue.add(bytes.subarray(from, to));
      waiting += queue.waiting;
    }
    if (waiting <= MOST_WAITING_BYTES) return;
    throw formatError(
      this.#name,
      `${this.#section.label}: its fields lie more than ${MOST_WAITING_BYTES >> 20} MB apart, so that no point is whole`,
      'Export it again with another program, which writes the fields of a point side by side.',
    );
  }

  #refusal(what: string): Error {
    return formatError(this.#name, `${this.#section.label}: ${what}`, HINT);
  }
}
