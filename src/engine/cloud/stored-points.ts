/**
 * All points of a cloud that is too large for memory: they lie wherever the host has room (`Scratch`), and are gone
 * through in the order of the file, chunk after chunk, as often as somebody needs them. The cloud itself
 * (`PointCloud.all`) holds a share of them in memory, the one that every large cloud is worked on by
 * (`thinnedIndices`).
 */
import { joined } from '../math/joined.ts';
import { PointBounds } from '../math/point-bounds.ts';
import type { Triple } from '../math/triple.ts';
import { unshifted } from './frame.ts';
import type { AttributeName, ChunkPart, PointAttributes, PointChunk, PointCloud, StoredPoints } from './point-cloud.ts';
import { thinnedIndices } from './thin-cloud.ts';

export const ALL_PARTS: readonly ChunkPart[] = ['normals', 'colors', 'attributes'];

/** Whether a point of a chunk is one of those asked for. */
export type ChunkTest = (chunk: PointChunk, point: number) => boolean;

/** Some of the points, as all of another cloud. */
export interface KeptPoints {
  readonly all: StoredPoints;
  /** World space; zeros where nothing is left. */
  readonly min: Triple;
  readonly max: Triple;
}

/** @param parts what the test looks at besides positions */
export function keptPoints(
  all: StoredPoints,
  shift: Triple,
  isKept: ChunkTest,
  parts: readonly ChunkPart[] = [],
): KeptPoints {
  const chunks = function* (wanted: readonly ChunkPart[]): Iterable<PointChunk> {
    const needed = ALL_PARTS.filter((part) => wanted.includes(part) || parts.includes(part));
    for (const chunk of all.chunks(needed)) {
      const rows = rowsOf(chunk, isKept);
      yield rows.length === chunk.positions.length / 3 ? chunk : gatherRows(chunk, rows);
    }
  };
  const bounds = new PointBounds();
  for (const { positions } of chunks([])) bounds.add(positions);
  const { count, min, max } = bounds;
  return { all: { count, scratch: all.scratch, chunks }, min: unshifted(min, shift), max: unshifted(max, shift) };
}

function rowsOf(chunk: PointChunk, isKept: ChunkTest): Uint32Array {
  const rows = new Uint32Array(chunk.positions.length / 3);
  let count = 0;
  for (let point = 0; point < rows.length; point++) if (isKept(chunk, point)) rows[count++] = point;
  return rows.subarray(0, count);
}

/** The same points, each chunk changed by itself. */
export function changedPoints(all: StoredPoints, change: (chunk: PointChunk) => PointChunk): StoredPoints {
  return {
    ...all,
    *chunks(parts) {
      for (const chunk of all.chunks(parts)) yield change(chunk);
    },
  };
}

/** A cloud that memory holds, like one that it does not. */
export function heldAsStored(cloud: PointChunk): Omit<StoredPoints, 'scratch'> {
  return { count: cloud.positions.length / 3, chunks: () => [cloud] };
}

/** Points that were read before and are not to be read again: only their number is known. */
export function absentPoints(count: number): StoredPoints {
  const refuse = (): never => {
    throw new Error('these points are not there to be read');
  };
  return { count, scratch: { wholePoints: 0, copies: 0, open: refuse, reserve: refuse }, chunks: refuse };
}

/** The points of several clouds, one cloud after the other. */
export function joinedPoints(clouds: readonly StoredPoints[]): Omit<StoredPoints, 'scratch'> {
  return {
    count: clouds.reduce((sum, { count }) => sum + count, 0),
    *chunks(parts) {
      for (const cloud of clouds) yield* cloud.chunks(parts);
    },
  };
}

/** What memory holds of such a cloud: the share that is drawn of as many points, or all where they are few. */
export function shareOfPoints(all: StoredPoints): PointChunk {
  const { count, scratch } = all;
  return pickedPoints(all, thinnedIndices(count, scratch.wholePoints), ALL_PARTS);
}

/** A cloud with other points, of which it holds the share; all of them alone, where they are few. */
export function withShare(cloud: PointCloud, all: StoredPoints): PointCloud {
  const { positions, normals, colors, attributes } = shareOfPoints(all);
  const { all: _, ...rest } = cloud;
  return {
    ...rest,
    positions,
    ...(cloud.normals && normals && { normals }),
    ...(cloud.colors && colors && { colors }),
    ...(cloud.attributes && attributes && { attributes: namedOnly(attributes, cloud.attributes) }),
    ...(all.count > all.scratch.wholePoints && { all }),
  };
}

/** Those that the cloud has: its reader may have left others out. */
function namedOnly(attributes: PointAttributes, like: PointAttributes): PointAttributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => name in like));
}

/** The scan of each point, chunk after chunk, where points tell. */
export function* scansOf(all: StoredPoints): Iterable<Uint16Array> {
  for (const { attributes } of all.chunks(['attributes'])) yield attributes!.scan!;
}

/** @param indices ascending; undefined for all points */
export function pickedPoints(
  all: Pick<StoredPoints, 'chunks'>,
  indices: Uint32Array | undefined,
  parts: readonly ChunkPart[],
): PointChunk {
  const picked: PointChunk[] = [];
  let first = 0;
  let next = 0;
  for (const chunk of all.chunks(parts)) {
    const end = first + chunk.positions.length / 3;
    const from = next;
    if (indices) while (next < indices.length && indices[next]! < end) next++;
    const rows = indices
      ? indices.subarray(from, next).map((index) => index - first)
      : Uint32Array.from({ length: end - first }, (_, i) => i);
    picked.push(gatherRows(chunk, rows));
    first = end;
  }
  return joinedChunks(picked);
}

function gatherRows({ positions, normals, colors, attributes }: PointChunk, rows: Uint32Array): PointChunk {
  return {
    positions: gathered(positions, rows, 3),
    ...(normals && { normals: gathered(normals, rows, 3) }),
    ...(colors && { colors: gathered(colors, rows, 3) }),
    ...(attributes && {
      attributes: eachAttribute(attributes, (values) => gathered(values as Float32Array, rows, 1)),
    }),
  };
}

type Values = Float32Array | Float64Array | Uint8Array | Uint16Array;

function eachAttribute(attributes: PointAttributes, made: (values: Values, name: AttributeName) => Values) {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, values]) => [name, made(values as Values, name as AttributeName)]),
  ) as PointAttributes;
}

function gathered<A extends Values>(values: A, rows: Uint32Array, width: number): A {
  const result = new (values.constructor as new (length: number) => A)(width * rows.length);
  for (let row = 0, out = 0; row < rows.length; row++) {
    for (let k = 0, from = width * rows[row]!; k < width; k++) result[out++] = values[from + k]!;
  }
  return result;
}

/** As one chunk. @param chunks that have the same of everything */
export function joinedChunks(chunks: readonly PointChunk[]): PointChunk {
  const [first] = chunks;
  if (!first) return { positions: new Float32Array() };
  const { normals, colors, attributes } = first;
  const along = <A extends Values>(of: (chunk: PointChunk) => A): A => joined(chunks.map(of));
  return {
    positions: along(({ positions }) => positions),
    ...(normals && { normals: along((chunk) => chunk.normals!) }),
    ...(colors && { colors: along((chunk) => chunk.colors!) }),
    ...(attributes && {
      attributes: eachAttribute(attributes, (_, name) => along(({ attributes: of }) => of![name] as Values)),
    }),
  };
}
