/**
 * `orderDense` of points that memory does not hold, to the same bytes. One pass counts how many points lie in each cell of a
 * coarse Morton grid; runs of cells with a bearable number of points become buckets, whose places in one file are known
 * then. A second pass puts each point where its bucket is, in the order of the file, so that sorting a bucket by
 * itself, with a sort that keeps that order, orders all. What a bucket has twice goes, and the file closes up behind
 * it.
 *
 * A merge of sorted runs would read as much, and compare keys a point and run where this counts.
 */
import type { StoredPoints } from '../cloud/point-cloud.ts';
import { stepSample, stepsOfSample } from '../cloud/coordinate-steps.ts';
import { distinctPoints } from '../cloud/distinct-points.ts';
import type { Frame } from '../cloud/frame.ts';
import { mortonCell, mortonOrder } from '../cloud/morton-order.ts';
import type { ScratchFile } from '../host/scratch.ts';
import type { Steps } from '../host/steps.ts';
import { gatherTriples } from '../math/gather-triples.ts';
import { FINEST_RESOLUTION } from '../resolutions.ts';
import { BlockFinder, type DenseCloud, normalise } from './dense-cloud.ts';
import type { DensePoints } from './dense-points.ts';
import { UnitCounter, type UnitCounts } from './plan-tiles.ts';

export interface OrderStoredInput {
  readonly all: StoredPoints;
  readonly frame: Frame;
  /** Resolution of the level that all points are for. */
  readonly resolution: number;
  readonly hasColors: boolean;
  /** Points of a bucket, as far as no cell of the grid has more; tests ask for fewer. */
  readonly bucketPoints?: number;
}

/** All points that were within the frame, wherever they lie. */
export interface OrderedPoints extends Pick<DenseCloud, 'pointCount' | 'duplicateCount' | 'outsideCount'> {
  readonly points: DensePoints;
}

export interface StoredDense extends OrderedPoints {
  readonly counts: UnitCounts;
}

/** Sorted in memory: 50 MB with its keys and its copy. */
const BUCKET_POINTS = 1 << 20;
/** Cells along an axis of the grid. */
const CELLS_PER_AXIS = 128;
const CELL_SHIFT = Math.log2(FINEST_RESOLUTION / CELLS_PER_AXIS);
/** Points of a bucket that wait to be written together. */
const WAITING_POINTS = 1 << 12;
const OUTSIDE = -1;

export function* orderStored(input: OrderStoredInput): Steps<StoredDense> {
  const { all, frame, resolution, hasColors, bucketPoints = BUCKET_POINTS } = input;
  const file = new OrderedFile(input);
  const { counts: cells, outsideCount } = yield* countCells(all, frame);
  const buckets = bucketsOf(cells, bucketPoints);
  yield* fillBuckets(input, buckets, file);
  const units = new UnitCounter(resolution);
  const blocks = new BlockFinder();
  let pointCount = 0;
  for (let bucket = 0; bucket + 1 < buckets.starts.length; bucket++) {
    yield;
    const [first, end] = [buckets.starts[bucket]!, buckets.starts[bucket + 1]!];
    const { positions, colors } = sorted(file.positions(first, end), file.colors(first, end));
    units.add(positions);
    blocks.add(positions);
    file.write(pointCount, positions, colors);
    pointCount += positions.length / 3;
  }
  const sample = stepSample(pointCount);
  const steps = stepsOfSample(file.positionsOf(sample));
  const points: DensePoints = {
    blockStarts: blocks.finish(),
    steps,
    positions: (indices) => Promise.resolve(file.positionsOf(indices)),
    ...(hasColors && { colors: (indices: Uint32Array) => Promise.resolve(file.colorsOf(indices)) }),
  };
  const duplicateCount = buckets.starts.at(-1)! - pointCount;
  return { points, pointCount, duplicateCount, outsideCount, counts: units.counts };
}

function* countCells(all: StoredPoints, frame: Frame): Steps<{ counts: Uint32Array; outsideCount: number }> {
  const counts = new Uint32Array(CELLS_PER_AXIS ** 3);
  const at = new Float32Array(3);
  let outsideCount = 0;
  for (const { positions } of all.chunks([])) {
    yield;
    for (let point = 0; 3 * point < positions.length; point++) {
      const cell = cellOf(positions, point, frame, at);
      if (cell === OUTSIDE) outsideCount++;
      else counts[cell]!++;
    }
  }
  return { counts, outsideCount };
}

/** Place of a point's cell in the Morton order of cells, and its normalised place. */
function cellOf(positions: Float32Array, point: number, frame: Frame, at: Float32Array): number {
  if (!normalise(positions, point, frame, at)) return OUTSIDE;
  const x = spread(mortonCell(at[0]!) >> CELL_SHIFT);
  const y = spread(mortonCell(at[1]!) >> CELL_SHIFT);
  const z = spread(mortonCell(at[2]!) >> CELL_SHIFT);
  return x | (y << 1) | (z << 2);
}

/** Two zero bits after each of seven. */
function spread(value: number): number {
  let bits = (value | (value << 8)) & 0x0700f;
  bits = (bits | (bits << 4)) & 0x430c3;
  return (bits | (bits << 2)) & 0x49249;
}

interface Buckets {
  /** [cells] */
  readonly bucketOf: Uint32Array;
  /** [buckets + 1] */
  readonly starts: readonly number[];
}

function bucketsOf(cells: Uint32Array, bucketPoints: number): Buckets {
  const bucketOf = new Uint32Array(cells.length);
  const starts = [0];
  let end = 0;
  for (let cell = 0; cell < cells.length; cell++) {
    const held = end - starts.at(-1)!;
    if (held > 0 && held + cells[cell]! > bucketPoints) starts.push(end);
    bucketOf[cell] = starts.length - 1;
    end += cells[cell]!;
  }
  return { bucketOf, starts: [...starts, end] };
}

function* fillBuckets(
  { all, frame, hasColors }: OrderStoredInput,
  { bucketOf, starts }: Buckets,
  file: OrderedFile,
): Steps<void> {
  const bucketCount = starts.length - 1;
  const waiting = new Float32Array(3 * WAITING_POINTS * bucketCount);
  const waitingColors = new Uint8Array(hasColors ? 3 * WAITING_POINTS * bucketCount : 0);
  const waitingCounts = new Uint32Array(bucketCount);
  const next = Float64Array.from(starts);
  const at = new Float32Array(3);
  const flush = (bucket: number): void => {
    const [first, count] = [3 * WAITING_POINTS * bucket, waitingCounts[bucket]!];
    const colors = hasColors ? waitingColors.subarray(first, first + 3 * count) : undefined;
    file.write(next[bucket]!, waiting.subarray(first, first + 3 * count), colors);
    next[bucket]! += count;
    waitingCounts[bucket] = 0;
  };
  for (const { positions, colors } of all.chunks(hasColors ? ['colors'] : [])) {
    yield;
    for (let point = 0; 3 * point < positions.length; point++) {
      const cell = cellOf(positions, point, frame, at);
      if (cell === OUTSIDE) continue;
      const bucket = bucketOf[cell]!;
      const out = 3 * (WAITING_POINTS * bucket + waitingCounts[bucket]!);
      waiting[out] = at[0]!;
      waiting[out + 1] = at[1]!;
      waiting[out + 2] = at[2]!;
      if (colors && hasColors) {
        waitingColors[out] = colors[3 * point]!;
        waitingColors[out + 1] = colors[3 * point + 1]!;
        waitingColors[out + 2] = colors[3 * point + 2]!;
      }
      if (++waitingCounts[bucket]! === WAITING_POINTS) flush(bucket);
    }
  }
  for (let bucket = 0; bucket < bucketCount; bucket++) flush(bucket);
}

/** A bucket in Morton order, each position once. */
function sorted(positions: Float32Array<ArrayBuffer>, colors: Uint8Array<ArrayBuffer> | undefined) {
  const order = mortonOrder(positions);
  const ordered = gatherTriples(positions, order, new Float32Array(positions.length));
  const kept = distinctPoints(ordered);
  const isWhole = kept.length === order.length;
  const sources = isWhole ? order : kept.map((i) => order[i]!);
  return {
    positions: isWhole ? ordered : gatherTriples(ordered, kept, new Float32Array(3 * kept.length)),
    colors: colors && gatherTriples(colors, sources, new Uint8Array(3 * sources.length)),
  };
}

/** The positions and the colours of points, a file each. */
class OrderedFile {
  readonly #positions: ScratchFile;
  readonly #colors: ScratchFile | undefined;

  constructor({ all: { scratch }, hasColors }: Pick<OrderStoredInput, 'all' | 'hasColors'>) {
    this.#positions = scratch.open();
    this.#colors = hasColors ? scratch.open() : undefined;
  }

  write(first: number, positions: Float32Array, colors: Uint8Array | undefined): void {
    this.#positions.write(bytesOf(positions), POSITION_BYTES * first);
    if (colors) this.#colors?.write(colors, COLOR_BYTES * first);
  }

  positions(first: number, end: number): Float32Array<ArrayBuffer> {
    const positions = new Float32Array(3 * (end - first));
    this.#positions.read(bytesOf(positions), POSITION_BYTES * first);
    return positions;
  }

  colors(first: number, end: number): Uint8Array<ArrayBuffer> | undefined {
    if (!this.#colors) return undefined;
    const colors = new Uint8Array(3 * (end - first));
    this.#colors.read(colors, COLOR_BYTES * first);
    return colors;
  }

  /** @param indices ascending */
  positionsOf(indices: Uint32Array): Float32Array<ArrayBuffer> {
    const values = new Float32Array(3 * indices.length);
    readRuns(this.#positions, indices, new Uint8Array(values.buffer), POSITION_BYTES);
    return values;
  }

  /** @param indices ascending */
  colorsOf(indices: Uint32Array): Uint8Array<ArrayBuffer> {
    const values = new Uint8Array(3 * indices.length);
    readRuns(this.#colors!, indices, values, COLOR_BYTES);
    return values;
  }
}

const POSITION_BYTES = 12;
const COLOR_BYTES = 3;

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Most points follow one another. */
function readRuns(file: ScratchFile, indices: Uint32Array, into: Uint8Array, pointBytes: number): void {
  for (let i = 0; i < indices.length;) {
    let end = i + 1;
    while (end < indices.length && indices[end] === indices[end - 1]! + 1) end++;
    file.read(into.subarray(pointBytes * i, pointBytes * end), pointBytes * indices[i]!);
    i = end;
  }
}
