/**
 * SPZ, the packed splats of Niantic ("spz", load-spz.cc): one array after another, positions, opacities, colours,
 * then what is not kept. Versions 1 to 3 are one gzip stream, which is unpacked before a format is told, or are found
 * unpacked; version 4 has a plain header and a Zstandard stream for each array.
 *
 * Coordinates are given as they are in the file, whose y is up and whose z comes towards the viewer: opposite to the
 * PLY files of splats.
 *
 * Since a splat's numbers are in all arrays, three of them are held as bytes (13 a splat) until the third is there.
 */
import type { PointCloud } from '../../../cloud/point-cloud.ts';
import type { ReadOptions } from '../../../cloud/point-sample.ts';
import { ReconstructError } from '../../../errors.ts';
import type { ByteCursor } from '../byte-cursor.ts';
import { BATCH_SIZE, COLUMN } from '../columns.ts';
import { cutFileError } from '../cut-file.ts';
import { formatError } from '../format-error.ts';
import { OPACITY, SplatCollector } from './splat-collector.ts';
import { readBytes } from './take-bytes.ts';
import { type Inflate, loadZstd } from './zstd.ts';

/** Numbers of the harmonics of degree 0 to 4 beyond the first. */
const HARMONIC_BYTES = [0, 9, 24, 45, 72];
/** Bytes are wider than the range of a trained colour: a byte less its middle, divided by this, is the harmonic. */
const COLOR_SCALE = 0.15;
const HAS_EXTENSIONS = 2;
const LATEST_VERSION = 4;
const BEHIND = 'behind the places and colours';

interface SpzHeader {
  readonly version: number;
  readonly count: number;
  readonly harmonicBytes: number;
  readonly fractionBits: number;
  readonly hasExtensions: boolean;
  /** Version 4: streams, and where their table begins. */
  readonly streamCount: number;
  readonly tableOffset: number;
}

/** [positions 9 or 6 × count, opacities count, colours 3 × count] as in the file. */
type Arrays = readonly [Uint8Array, Uint8Array, Uint8Array];

/** @throws ReconstructError `cloud-format`, `cloud-empty` */
export async function readSpz(cursor: ByteCursor, options: ReadOptions): Promise<PointCloud> {
  const header = await readHeader(cursor);
  const warnings: string[] = [];
  const arrays = await (header.version === LATEST_VERSION ? readStreams : readPlain)(cursor, header, options, warnings);
  const splats = new SplatCollector({
    name: cursor.name,
    trustedCount: header.count,
    numbers: 'other',
    colors: 'harmonics',
    opacity: 'share',
    options,
  });
  await decode(cursor, header, arrays, splats);
  return splats.finish(warnings);
}

async function readHeader(cursor: ByteCursor): Promise<SpzHeader> {
  const { name } = cursor;
  const refuse = (what: string, hint: string): never => {
    throw formatError(name, what, hint, { byteOffset: 0 });
  };
  if (!(await cursor.need(16))) return refuse('its header is cut', 'Copy or download the file again.');
  const view = new DataView(cursor.bytes.buffer, cursor.bytes.byteOffset + cursor.start, cursor.available);
  const version = view.getUint32(4, true);
  if (version < 1 || version > LATEST_VERSION) {
    return refuse(`SPZ of version ${version}, and 1 to ${LATEST_VERSION} are read`, 'Convert the splats to a PLY.');
  }
  const headerBytes = version === LATEST_VERSION ? 32 : 16;
  if (!(await cursor.need(headerBytes))) return refuse('its header is cut', 'Copy or download the file again.');
  const full = new DataView(cursor.bytes.buffer, cursor.bytes.byteOffset + cursor.start, cursor.available);
  const harmonicBytes = HARMONIC_BYTES[full.getUint8(12)];
  if (harmonicBytes === undefined || full.getUint8(13) > 24) {
    return refuse('its header is damaged', 'Copy or download the file again.');
  }
  const header = {
    version,
    count: full.getUint32(8, true),
    harmonicBytes,
    fractionBits: full.getUint8(13),
    hasExtensions: (full.getUint8(14) & HAS_EXTENSIONS) !== 0,
    streamCount: full.getUint8(15),
    tableOffset: version === LATEST_VERSION ? full.getUint32(16, true) : 0,
  };
  cursor.start += headerBytes;
  return header;
}

function positionBytes({ version }: SpzHeader): number {
  return version === 1 ? 6 : 9;
}

/** Versions 1 to 3. */
async function readPlain(
  cursor: ByteCursor,
  header: SpzHeader,
  options: ReadOptions,
  warnings: string[],
): Promise<Arrays> {
  const { count, version, harmonicBytes, hasExtensions } = header;
  const cut = (whole = 0): Error =>
    cutFileError(
      cursor.name,
      { whole, promised: count, ...(whole > 0 && { where: BEHIND }) },
      { byteOffset: cursor.offset },
    );
  const take = async (bytes: number): Promise<Uint8Array> => {
    const taken = await readBytes(cursor, bytes);
    if (!taken) throw cut();
    return taken;
  };
  const arrays = [await take(positionBytes(header) * count), await take(count), await take(3 * count)] as const;
  // Sizes, rotations, harmonics; read to the end, since gzip tells there whether all was right.
  const rest = (3 + (version === 3 ? 4 : 3) + harmonicBytes) * count;
  const toTheEnd = async (): Promise<void> => {
    if (!(await cursor.skip(rest))) throw cut(count);
    const hasMore = await cursor.need(1);
    if (hasMore && !hasExtensions) warnings.push(`${cursor.name}: bytes after the last splat were ignored.`);
    do cursor.start = cursor.end;
    while (await cursor.more());
  };
  if (!options.partial) await toTheEnd();
  else await orWarning(toTheEnd(), cursor, warnings);
  return arrays;
}

/** Version 4. */
async function readStreams(
  cursor: ByteCursor,
  header: SpzHeader,
  options: ReadOptions,
  warnings: string[],
): Promise<Arrays> {
  const { count, streamCount, tableOffset } = header;
  const cut = (whole = 0): Error =>
    cutFileError(
      cursor.name,
      { whole, promised: count, ...(whole > 0 && { where: BEHIND }) },
      { byteOffset: cursor.offset },
    );
  const sizes = [positionBytes(header) * count, count, 3 * count, 3 * count, 4 * count, header.harmonicBytes * count];
  const expected = sizes.filter((size) => size > 0);
  if (tableOffset < 32 || (count > 0 && streamCount !== expected.length)) {
    throw formatError(cursor.name, 'its header is damaged', 'Copy or download the file again.', { streamCount });
  }
  if (!(await cursor.skip(tableOffset - 32)) || !(await cursor.need(16 * streamCount))) throw cut();
  const view = new DataView(cursor.bytes.buffer, cursor.bytes.byteOffset + cursor.start, 16 * streamCount);
  const packed = expected.map((size, i) => {
    const [bytes, high] = [view.getUint32(16 * i, true), view.getUint32(16 * i + 4, true)];
    const [unpacked, unpackedHigh] = [view.getUint32(16 * i + 8, true), view.getUint32(16 * i + 12, true)];
    if (high === 0 && unpackedHigh === 0 && unpacked === size) return bytes;
    const what = `stream ${i + 1} of ${streamCount} unpacks to ${unpackedHigh * 2 ** 32 + unpacked} bytes, and ${count} splats need ${size}`;
    throw formatError(cursor.name, what, 'Its header is damaged: copy or download the file again.');
  });
  cursor.start += 16 * streamCount;
  const inflate = await loadZstd();
  const arrays: Uint8Array[] = [];
  for (let i = 0; i < 3; i++) arrays.push(await readStream(cursor, packed[i] ?? 0, expected[i] ?? 0, cut, inflate));
  const toTheEnd = async (): Promise<void> => {
    for (const bytes of packed.slice(3)) if (!(await cursor.skip(bytes))) throw cut(count);
    if (await cursor.need(1)) warnings.push(`${cursor.name}: bytes after the last splat were ignored.`);
  };
  if (!options.partial) await toTheEnd();
  else await orWarning(toTheEnd(), cursor, warnings);
  return arrays as unknown as Arrays;
}

async function readStream(
  cursor: ByteCursor,
  packed: number,
  size: number,
  cut: () => Error,
  inflate: Inflate,
): Promise<Uint8Array> {
  const bytes = await readBytes(cursor, packed);
  if (!bytes) throw cut();
  return inflate(cursor, bytes, size);
}

/** The splats are whole without what follows them. */
async function orWarning(reading: Promise<void>, { name }: ByteCursor, warnings: string[]): Promise<void> {
  try {
    await reading;
  } catch (error) {
    if (!(error instanceof ReconstructError)) throw error;
    warnings.push(`${name}: the file is cut or damaged ${BEHIND} of its splats; those are read.`);
  }
}

async function decode(
  cursor: ByteCursor,
  header: SpzHeader,
  [positions, opacities, colors]: Arrays,
  splats: SplatCollector,
): Promise<void> {
  const { count } = header;
  const coordinate = header.version === 1 ? halfAt(positions) : fixedAt(positions, header.fractionBits);
  for (let done = 0; done < count;) {
    await cursor.giveTurn();
    const { columns, count: first, room } = splats;
    const end = first + Math.min(room, count - done);
    for (let i = first; i < end; i++, done++) {
      const at = 3 * done;
      columns[COLUMN.x * BATCH_SIZE + i] = coordinate(at);
      columns[COLUMN.y * BATCH_SIZE + i] = coordinate(at + 1);
      columns[COLUMN.z * BATCH_SIZE + i] = coordinate(at + 2);
      columns[COLUMN.red * BATCH_SIZE + i] = (colors[at]! / 255 - 0.5) / COLOR_SCALE;
      columns[COLUMN.green * BATCH_SIZE + i] = (colors[at + 1]! / 255 - 0.5) / COLOR_SCALE;
      columns[COLUMN.blue * BATCH_SIZE + i] = (colors[at + 2]! / 255 - 0.5) / COLOR_SCALE;
      columns[OPACITY * BATCH_SIZE + i] = opacities[done]! / 255;
    }
    splats.count = end;
    if (splats.room === 0) splats.flush();
  }
}

/** The number at an index of 24-bit numbers with so many bits behind the point. */
function fixedAt(bytes: Uint8Array, fractionBits: number): (index: number) => number {
  const unit = 2 ** -fractionBits;
  return (index) => {
    const at = 3 * index;
    return (((bytes[at]! << 8) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 24)) >> 8) * unit;
  };
}

/** The number at an index of 16-bit floats (IEEE 754, binary16). */
function halfAt(bytes: Uint8Array): (index: number) => number {
  return (index) => {
    const bits = bytes[2 * index]! | (bytes[2 * index + 1]! << 8);
    const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
    const size =
      exponent === 31
        ? fraction === 0
          ? Infinity
          : NaN
        : exponent === 0
          ? fraction * 2 ** -24
          : (1024 + fraction) * 2 ** (exponent - 25);
    return bits & 0x8000 ? -size : size;
  };
}
