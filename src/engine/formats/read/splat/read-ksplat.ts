/**
 * KSPLAT, the splats of mkkellogg's viewer (GaussianSplats3D, SplatBuffer.js): a header of 4096 bytes, one of 1024 for
 * each section, then the sections' data. At level 0 coordinates are float32; at levels 1 and 2 they are 16-bit numbers
 * around the centre of the bucket that the splat is in.
 */
import type { PointCloud } from '../../../cloud/point-cloud.ts';
import type { ReadOptions } from '../../../cloud/point-sample.ts';
import type { ByteCursor } from '../byte-cursor.ts';
import { BATCH_SIZE, COLUMN } from '../columns.ts';
import { cutFileError, cutFileWarning } from '../cut-file.ts';
import { formatError } from '../format-error.ts';
import { OPACITY, SplatCollector } from './splat-collector.ts';
import { readBytes } from './take-bytes.ts';

const HEADER_BYTES = 4096;
const SECTION_BYTES = 1024;
/** Writers make one section for each level of detail. */
const MOST_SECTIONS = 4096;
/** Bytes of a splat without harmonics, the place of its colour, and bytes of a harmonic, by level. */
const LAYOUTS = [
  { bytes: 44, colorAt: 40, harmonicBytes: 4 },
  { bytes: 24, colorAt: 20, harmonicBytes: 2 },
  { bytes: 24, colorAt: 20, harmonicBytes: 1 },
] as const;
/** Harmonics of degree 0 to 3 beyond the first. */
const HARMONIC_COUNTS = [0, 9, 24, 45];
/** What 16-bit coordinates count from where the section does not say. */
const DEFAULT_RANGE = 32767;

interface Section {
  readonly count: number;
  /** Splats that there is room for. */
  readonly capacity: number;
  readonly stride: number;
  readonly bucketSize: number;
  readonly bucketCount: number;
  readonly bucketBytes: number;
  readonly fullBuckets: number;
  readonly partialBuckets: number;
  /** A 16-bit coordinate less `range`, times `unit`, is the distance from the bucket's centre. */
  readonly range: number;
  readonly unit: number;
}

/** @throws ReconstructError `cloud-format`, `cloud-empty` */
export async function readKsplat(cursor: ByteCursor, options: ReadOptions): Promise<PointCloud> {
  const { level, count, sections } = await readHeaders(cursor);
  const bytes = sections.reduce((sum, { stride, capacity }) => sum + stride * capacity, 0);
  const isBorneOut = cursor.remaining !== undefined && cursor.remaining >= bytes;
  const splats = new SplatCollector({
    name: cursor.name,
    trustedCount: isBorneOut ? count : 0,
    numbers: level === 0 ? 'float32' : 'other',
    colors: 'bytes',
    opacity: 'share',
    options,
  });
  let done = 0;
  for (const section of sections) {
    const complete = await readSection(cursor, level, section, splats);
    done += complete;
    if (complete < section.count) break;
  }
  if (done === count) return splats.finish([]);
  const cut = { whole: done, promised: count };
  return splats.finish([cutFileWarning(cursor.name, cut, options, { byteOffset: cursor.offset })]);
}

async function readHeaders(cursor: ByteCursor): Promise<{ level: 0 | 1 | 2; count: number; sections: Section[] }> {
  const refuse = (what: string): never => {
    const hint = 'Check what wrote it, or convert the splats to a PLY.';
    throw formatError(cursor.name, what, hint, { byteOffset: cursor.offset });
  };
  const header = await readBytes(cursor, HEADER_BYTES);
  if (!header) return refuse(`no KSPLAT file: its header of ${HEADER_BYTES} bytes is not there`);
  const view = new DataView(header.buffer);
  const [major, minor] = header;
  if (major !== 0 || minor === 0) return refuse(`KSPLAT of version ${major}.${minor}, and 0.1 is read`);
  const [sectionCount, count, level] = [view.getUint32(4, true), view.getUint32(16, true), view.getUint16(20, true)];
  if (level !== 0 && level !== 1 && level !== 2) return refuse(`KSPLAT of level ${level}, and 0, 1 and 2 are read`);
  if (sectionCount > MOST_SECTIONS) return refuse(`its header promises ${sectionCount} sections`);
  const sections: Section[] = [];
  for (let i = 0; i < sectionCount; i++) {
    const bytes = await readBytes(cursor, SECTION_BYTES);
    if (!bytes) throw cutFileError(cursor.name, { whole: 0, promised: count }, { byteOffset: cursor.offset });
    const section = sectionOf(new DataView(bytes.buffer), level);
    if (typeof section === 'string') return refuse(`section ${i + 1} of ${sectionCount} ${section}`);
    sections.push(section);
  }
  const inSections = sections.reduce((sum, section) => sum + section.count, 0);
  if (inSections !== count) return refuse(`its header promises ${count} splats and its sections ${inSections}`);
  return { level, count, sections };
}

/** A section's header, or what is wrong with it. */
function sectionOf(view: DataView, level: 0 | 1 | 2): Section | string {
  const harmonics = HARMONIC_COUNTS[view.getUint16(40, true)];
  if (harmonics === undefined) return `has harmonics of degree ${view.getUint16(40, true)}`;
  const { bytes, harmonicBytes } = LAYOUTS[level];
  const range = view.getUint32(24, true) || DEFAULT_RANGE;
  const section = {
    count: view.getUint32(0, true),
    capacity: view.getUint32(4, true),
    stride: bytes + harmonics * harmonicBytes,
    bucketSize: view.getUint32(8, true),
    bucketCount: view.getUint32(12, true),
    bucketBytes: view.getUint16(20, true),
    fullBuckets: view.getUint32(32, true),
    partialBuckets: view.getUint32(36, true),
    range,
    unit: view.getFloat32(16, true) / 2 / range,
  };
  if (section.count > section.capacity) return `has ${section.count} splats in room for ${section.capacity}`;
  if (level === 0 || section.count === 0) return section;
  if (section.bucketBytes < 12 || !(section.unit > 0) || !Number.isFinite(section.unit)) return 'has damaged buckets';
  if (section.fullBuckets + section.partialBuckets > section.bucketCount) return 'has more buckets than it says';
  return section;
}

/** Decodes a section's splats, as many as are there in full, and passes its end; returns how many. */
async function readSection(
  cursor: ByteCursor,
  level: 0 | 1 | 2,
  section: Section,
  splats: SplatCollector,
): Promise<number> {
  const { count, capacity, stride, bucketBytes, bucketCount, partialBuckets } = section;
  const lengths = await readBytes(cursor, 4 * partialBuckets);
  const centres = lengths && (await readBytes(cursor, bucketBytes * bucketCount));
  if (!centres) return 0;
  const buckets = new BucketWalk(cursor.name, section, new DataView(lengths.buffer), new DataView(centres.buffer));
  let done = 0;
  while (done < count && (await cursor.need(stride))) {
    const view = new DataView(cursor.bytes.buffer, cursor.bytes.byteOffset, cursor.bytes.byteLength);
    const ready = Math.min(Math.floor(cursor.available / stride), count - done, splats.room);
    if (level === 0) decodeFloats(view, cursor.start, stride, splats, ready);
    else decodeShorts(view, cursor.start, section, splats, ready, buckets);
    decodeColors(view, cursor.start + LAYOUTS[level].colorAt, stride, splats, ready);
    splats.count += ready;
    if (splats.room === 0) splats.flush();
    cursor.start += ready * stride;
    done += ready;
  }
  if (done === count) await cursor.skip((capacity - count) * stride);
  return done;
}

/** Which bucket each splat is in: the full ones first, then those whose lengths are listed. */
class BucketWalk {
  /** Centre of the bucket of the splat last asked for. */
  x = 0;
  y = 0;
  z = 0;
  readonly #name: string;
  readonly #section: Section;
  readonly #lengths: DataView;
  readonly #centres: DataView;
  #bucket = -1;
  #left = 0;

  constructor(name: string, section: Section, lengths: DataView, centres: DataView) {
    this.#name = name;
    this.#section = section;
    this.#lengths = lengths;
    this.#centres = centres;
  }

  /** Moves on to the next splat. */
  step(): void {
    while (this.#left === 0) this.#open(++this.#bucket);
    this.#left--;
  }

  #open(bucket: number): void {
    const { fullBuckets, partialBuckets, bucketSize, bucketBytes } = this.#section;
    if (bucket >= fullBuckets + partialBuckets) {
      const what = `its ${bucket} buckets hold fewer splats than it promises`;
      throw formatError(this.#name, what, 'The file is damaged: copy or export it again.');
    }
    this.#left = bucket < fullBuckets ? bucketSize : this.#lengths.getUint32(4 * (bucket - fullBuckets), true);
    this.x = this.#centres.getFloat32(bucketBytes * bucket, true);
    this.y = this.#centres.getFloat32(bucketBytes * bucket + 4, true);
    this.z = this.#centres.getFloat32(bucketBytes * bucket + 8, true);
  }
}

function decodeFloats(
  view: DataView,
  start: number,
  stride: number,
  { columns, count }: SplatCollector,
  ready: number,
): void {
  for (let i = count, at = start; i < count + ready; i++, at += stride) {
    columns[COLUMN.x * BATCH_SIZE + i] = view.getFloat32(at, true);
    columns[COLUMN.y * BATCH_SIZE + i] = view.getFloat32(at + 4, true);
    columns[COLUMN.z * BATCH_SIZE + i] = view.getFloat32(at + 8, true);
  }
}

function decodeShorts(
  view: DataView,
  start: number,
  { stride, range, unit }: Section,
  { columns, count }: SplatCollector,
  ready: number,
  buckets: BucketWalk,
): void {
  for (let i = count, at = start; i < count + ready; i++, at += stride) {
    buckets.step();
    columns[COLUMN.x * BATCH_SIZE + i] = (view.getUint16(at, true) - range) * unit + buckets.x;
    columns[COLUMN.y * BATCH_SIZE + i] = (view.getUint16(at + 2, true) - range) * unit + buckets.y;
    columns[COLUMN.z * BATCH_SIZE + i] = (view.getUint16(at + 4, true) - range) * unit + buckets.z;
  }
}

function decodeColors(
  view: DataView,
  start: number,
  stride: number,
  { columns, count }: SplatCollector,
  ready: number,
): void {
  for (let i = count, at = start; i < count + ready; i++, at += stride) {
    columns[COLUMN.red * BATCH_SIZE + i] = view.getUint8(at);
    columns[COLUMN.green * BATCH_SIZE + i] = view.getUint8(at + 1);
    columns[COLUMN.blue * BATCH_SIZE + i] = view.getUint8(at + 2);
    columns[OPACITY * BATCH_SIZE + i] = view.getUint8(at + 3) / 255;
  }
}
