/**
 * Compressed PLY of Gaussian splats (PlayCanvas, "Compressed PLY Format"): splats in chunks of 256, whose element
 * `chunk` holds the bounds between which four 32-bit words a splat count, in 11, 10 and 11 bits an axis.
 */
import type { PointCloud } from '../../../cloud/point-cloud.ts';
import type { ReadOptions } from '../../../cloud/point-sample.ts';
import type { ByteCursor } from '../byte-cursor.ts';
import { BATCH_SIZE, COLUMN } from '../columns.ts';
import { cutFileError, cutFileWarning } from '../cut-file.ts';
import { formatError } from '../format-error.ts';
import { openPly } from '../ply/ply-body.ts';
import { hasLists, minimumRecordBytes, type PlyElement, type PlyHeader } from '../ply/ply-header.ts';
import { readScalar, SCALAR_BYTES } from '../scalars.ts';
import { OPACITY, SplatCollector } from './splat-collector.ts';

const CHUNK_SPLATS = 256;

/** @throws ReconstructError `cloud-format`, `cloud-empty` */
export async function readCompressedSplatPly(cursor: ByteCursor, options: ReadOptions): Promise<PointCloud> {
  const header = await openPly(cursor);
  const { vertex } = header;
  const chunk = chunkOf(cursor, header);
  const chunkCount = Math.ceil(vertex.count / CHUNK_SPLATS);
  if (chunk.count < chunkCount) {
    const what = `${chunk.count} chunks of ${CHUNK_SPLATS} are fewer than ${vertex.count} splats need`;
    throw formatError(cursor.name, what, 'The header is damaged: export the file again.');
  }
  const bounds = await readBounds(cursor, chunk, vertex.count, header);
  const stride = minimumRecordBytes(vertex, header.format);
  const trusted = cursor.remaining === undefined ? 0 : Math.min(vertex.count, Math.floor(cursor.remaining / stride));
  if (!options.partial && cursor.remaining !== undefined && trusted < vertex.count) {
    const cut = { whole: trusted, promised: vertex.count };
    throw cutFileError(cursor.name, cut, { byteOffset: cursor.offset });
  }
  const splats = new SplatCollector({
    name: cursor.name,
    trustedCount: trusted,
    numbers: 'other',
    colors: 'bytes',
    opacity: 'share',
    options,
  });
  const complete = await readPacked(cursor, header, bounds, splats);
  const warnings = [...header.warnings];
  if (complete < vertex.count) {
    const cut = { whole: complete, promised: vertex.count };
    warnings.push(cutFileWarning(cursor.name, cut, options, { byteOffset: cursor.offset }));
  }
  return splats.finish(warnings);
}

/** The element of the chunks, which must be the first, before the vertices. */
function chunkOf(cursor: ByteCursor, { before: [chunk, ...others], vertex, format }: PlyHeader): PlyElement {
  const refuse = (what: string): never => {
    throw formatError(cursor.name, what, 'Convert the splats to a plain PLY and read that.');
  };
  if (format === 'ascii') return refuse('packed splats cannot be text');
  if (chunk?.name.toLowerCase() !== 'chunk' || others.length > 0 || hasLists(chunk) || hasLists(vertex)) {
    return refuse('packed splats must follow the one element chunk');
  }
  for (const name of ['packed_position', 'packed_color']) {
    const type = vertex.properties.find((property) => property.name.toLowerCase() === name)?.type;
    if (type !== 'uint32') return refuse(`${name} is ${type ?? 'missing'} instead of uint32`);
  }
  return chunk;
}

/** The bounds of a chunk: least and greatest x y z, then those of red green blue where the file has them. */
const BOUNDS = ['x', 'y', 'z', 'r', 'g', 'b'];
const BOUNDS_STRIDE = 2 * BOUNDS.length;

/** [BOUNDS_STRIDE × chunk count] least and greatest by turns; colours are shares of 1. */
async function readBounds(
  cursor: ByteCursor,
  chunk: PlyElement,
  splatCount: number,
  header: PlyHeader,
): Promise<Float64Array> {
  const isLittle = header.format === 'binary_little_endian';
  const bytes = minimumRecordBytes(chunk, header.format);
  const names = chunk.properties.map(({ name }) => name.toLowerCase());
  const fields = BOUNDS.flatMap((name) => [names.indexOf(`min_${name}`), names.indexOf(`max_${name}`)]);
  if (fields.slice(0, 6).includes(-1)) {
    throw formatError(cursor.name, 'its chunks have no bounds of x, y and z', 'Export the file again.');
  }
  let end = 0;
  const offsets = chunk.properties.map(({ type }) => (end += SCALAR_BYTES[type]) - SCALAR_BYTES[type]);
  // No room is made ahead of the data.
  let bounds = new Float64Array(BOUNDS_STRIDE * 64);
  for (let i = 0; i < chunk.count; i++) {
    if (!(await cursor.need(bytes))) {
      throw cutFileError(cursor.name, { whole: 0, promised: splatCount }, { element: chunk.name });
    }
    const view = new DataView(cursor.bytes.buffer, cursor.bytes.byteOffset, cursor.bytes.byteLength);
    if (BOUNDS_STRIDE * (i + 1) > bounds.length) {
      const wider = new Float64Array(2 * bounds.length);
      wider.set(bounds);
      bounds = wider;
    }
    fields.forEach((field, at) => {
      const property = chunk.properties[field];
      bounds[BOUNDS_STRIDE * i + at] = property
        ? readScalar(view, cursor.start + offsets[field]!, property.type, isLittle)
        : at % 2;
    });
    cursor.start += bytes;
  }
  return bounds;
}

/** Decodes the splats, as many as are there in full; returns how many. */
async function readPacked(
  cursor: ByteCursor,
  { vertex, format }: PlyHeader,
  bounds: Float64Array,
  splats: SplatCollector,
): Promise<number> {
  const isLittle = format === 'binary_little_endian';
  const stride = minimumRecordBytes(vertex, format);
  let end = 0;
  const offsets = vertex.properties.map(({ type }) => (end += SCALAR_BYTES[type]) - SCALAR_BYTES[type]);
  const offsetOf = (name: string): number =>
    offsets[vertex.properties.findIndex((property) => property.name.toLowerCase() === name)]!;
  const [positionOffset, colorOffset] = [offsetOf('packed_position'), offsetOf('packed_color')];
  let done = 0;
  while (done < vertex.count) {
    if (!(await cursor.need(stride))) break;
    const view = new DataView(cursor.bytes.buffer, cursor.bytes.byteOffset, cursor.bytes.byteLength);
    const ready = Math.min(Math.floor(cursor.available / stride), vertex.count - done);
    for (let i = 0; i < ready; i++, done++, cursor.start += stride) {
      const position = view.getUint32(cursor.start + positionOffset, isLittle);
      const color = view.getUint32(cursor.start + colorOffset, isLittle);
      const chunk = BOUNDS_STRIDE * Math.floor(done / CHUNK_SPLATS);
      const { columns, count } = splats;
      columns[COLUMN.x * BATCH_SIZE + count] = between(bounds, chunk, (position >>> 21) / 2047);
      columns[COLUMN.y * BATCH_SIZE + count] = between(bounds, chunk + 2, ((position >>> 11) & 1023) / 1023);
      columns[COLUMN.z * BATCH_SIZE + count] = between(bounds, chunk + 4, (position & 2047) / 2047);
      columns[COLUMN.red * BATCH_SIZE + count] = 255 * between(bounds, chunk + 6, (color >>> 24) / 255);
      columns[COLUMN.green * BATCH_SIZE + count] = 255 * between(bounds, chunk + 8, ((color >>> 16) & 255) / 255);
      columns[COLUMN.blue * BATCH_SIZE + count] = 255 * between(bounds, chunk + 10, ((color >>> 8) & 255) / 255);
      columns[OPACITY * BATCH_SIZE + count] = (color & 255) / 255;
      splats.count++;
      if (splats.room === 0) splats.flush();
    }
  }
  return done;
}

function between(bounds: Float64Array, at: number, share: number): number {
  return bounds[at]! * (1 - share) + bounds[at + 1]! * share;
}
