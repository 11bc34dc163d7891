/**
 * All points of a cloud that is too large to be worked on as a whole: in the frame that a share of it has found, in
 * Morton order, with the places of 64³ blocks, so that the points of any box are some ranges. What the tiles find out
 * about their points is kept here.
 */
import { distinctPoints } from '../cloud/distinct-points.ts';
import type { Frame } from '../cloud/frame.ts';
import { mortonCell, MortonKeys } from '../cloud/morton-order.ts';
import { task } from '../host/task.ts';
import { FINEST_RESOLUTION } from '../resolutions.ts';
import type { Triple } from '../math/triple.ts';
import { countUnits, type UnitCounts } from './plan-tiles.ts';
import { type UnitBox, UNITS_PER_AXIS } from './unit-box.ts';

export interface OrderDenseArguments {
  /** [3 × pointCount] local world. */
  readonly positions: Float32Array;
  readonly frame: Frame;
  /** Resolution of the level that all points are for. */
  readonly resolution: number;
}

/** A dense cloud, and what its units hold: together, since the positions are too many to be sent to a task again. */
export interface OrderedDense {
  readonly cloud: DenseCloud;
  readonly counts: UnitCounts;
}

export interface DenseCloud {
  /** [3 × pointCount] normalised, Morton order, no two equal. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** [pointCount] the point of the `PointCloud` that each position comes from. */
  readonly sourceIndices: Uint32Array<ArrayBuffer>;
  /** [64³ + 1] first point of each block, in Morton order of the blocks, and the end. */
  readonly blockStarts: Uint32Array<ArrayBuffer>;
  readonly pointCount: number;
  readonly duplicateCount: number;
  /** Points outside the frame: the share that found it had been cleaned of outliers. */
  readonly outsideCount: number;
}

export const BLOCKS_PER_AXIS = 64;
const BLOCK_SHIFT = Math.log2(FINEST_RESOLUTION / BLOCKS_PER_AXIS);
/** A cloud spans 1; those of its points that the share lacks may reach a little further. */
const REACH = 0.53;

/**
 * All points inside the frame, in Morton order, without copies; with their counts by units of a level. They are
 * normalised for their keys, and again where they are put in order: kept in between, they would be twelve bytes a point
 * more.
 */
export const orderDense = task('orderDense', ({ positions, frame, resolution }: OrderDenseArguments): OrderedDense => {
  const pointCount = positions.length / 3;
  const at = new Float32Array(3);
  const keys = new MortonKeys(pointCount);
  const outside: number[] = [];
  for (let point = 0; point < pointCount; point++) {
    if (normalise(positions, point, frame, at)) keys.add(at[0]!, at[1]!, at[2]!);
    else outside.push(point);
  }
  const order = keys.order();
  toSources(order, outside);
  const ordered = new Float32Array(3 * order.length);
  for (let i = 0; i < order.length; i++) {
    normalise(positions, order[i]!, frame, at);
    ordered.set(at, 3 * i);
  }
  const cloud = withoutCopies(ordered, order, outside.length);
  return { cloud, counts: countUnits({ positions: cloud.positions, resolution }) };
});

/** Writes a point's normalised place. @returns whether it lies within the frame */
export function normalise(
  positions: Float32Array,
  point: number,
  { centre, worldPerNorm }: Frame,
  at: Float32Array,
): boolean {
  const x = (positions[3 * point]! - centre[0]) / worldPerNorm;
  const y = (positions[3 * point + 1]! - centre[1]) / worldPerNorm;
  const z = (positions[3 * point + 2]! - centre[2]) / worldPerNorm;
  at[0] = x;
  at[1] = y;
  at[2] = z;
  return Math.max(Math.abs(x), Math.abs(y), Math.abs(z)) <= REACH;
}

/** From numbers among the points within to numbers among all. @param outside ascending */
function toSources(order: Uint32Array, outside: readonly number[]): void {
  if (outside.length === 0) return;
  for (let i = 0; i < order.length; i++) {
    // How many outside come before: the first place whose own count of points within is beyond this one.
    let [low, high] = [0, outside.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (outside[middle]! - middle <= order[i]!) low = middle + 1;
      else high = middle;
    }
    order[i] = order[i]! + low;
  }
}

function withoutCopies(
  ordered: Float32Array<ArrayBuffer>,
  order: Uint32Array<ArrayBuffer>,
  outsideCount: number,
): DenseCloud {
  const kept = distinctPoints(ordered);
  const duplicateCount = order.length - kept.length;
  if (duplicateCount > 0) {
    // Ascending, so that nothing is written before it was read.
    for (let i = 0; i < kept.length; i++) {
      const from = kept[i]!;
      ordered.copyWithin(3 * i, 3 * from, 3 * from + 3);
      order[i] = order[from]!;
    }
  }
  const positions = duplicateCount > 0 ? ordered.slice(0, 3 * kept.length) : ordered;
  const sourceIndices = duplicateCount > 0 ? order.slice(0, kept.length) : order;
  const pointCount = sourceIndices.length;
  return { positions, sourceIndices, blockStarts: findBlocks(positions), pointCount, duplicateCount, outsideCount };
}

function findBlocks(positions: Float32Array): Uint32Array<ArrayBuffer> {
  const finder = new BlockFinder();
  finder.add(positions);
  return finder.finish();
}

/** Finds where blocks begin among points that may come piece by piece. */
export class BlockFinder {
  readonly #starts = new Uint32Array(BLOCKS_PER_AXIS ** 3 + 1);
  #block = 0;
  #pointCount = 0;

  /** @param positions [3 × count] normalised: the next ones in Morton order */
  add(positions: Float32Array): void {
    const count = positions.length / 3;
    for (let i = 0; i < count; i++) {
      const own = blockAt(positions, i);
      while (this.#block <= own) this.#starts[this.#block++] = this.#pointCount + i;
    }
    this.#pointCount += count;
  }

  /** `DenseCloud.blockStarts` */
  finish(): Uint32Array<ArrayBuffer> {
    return this.#starts.fill(this.#pointCount, this.#block);
  }
}

/** Place of a point's block in the Morton order of blocks. */
function blockAt(positions: Float32Array, point: number): number {
  const x = mortonCell(positions[3 * point]!) >> BLOCK_SHIFT;
  const y = mortonCell(positions[3 * point + 1]!) >> BLOCK_SHIFT;
  const z = mortonCell(positions[3 * point + 2]!) >> BLOCK_SHIFT;
  return interleaved(x) | (interleaved(y) << 1) | (interleaved(z) << 2);
}

/** Two zero bits after each of six. */
function interleaved(value: number): number {
  let bits = (value | (value << 8)) & 0x0300f;
  bits = (bits | (bits << 4)) & 0x030c3;
  return (bits | (bits << 2)) & 0x09249;
}

/** Every third of eighteen bits. */
function gathered(bits: number): number {
  let value = bits & 0x09249;
  value = (value | (value >> 2)) & 0x030c3;
  value = (value | (value >> 4)) & 0x0300f;
  return (value | (value >> 8)) & 0x3f;
}

/** Some points of a cloud, in its order. */
export interface TilePoints {
  /** [count] indices into the dense cloud, ascending. */
  readonly indices: Uint32Array<ArrayBuffer>;
  /** [count] 1 where a point lies in the tile itself, 0 in its surroundings. */
  readonly isOwn: Uint8Array<ArrayBuffer>;
}

/** The points of a tile and of `haloBlocks` blocks round it. A unit is two blocks wide. */
export function pointsOfTile(
  { blockStarts }: Pick<DenseCloud, 'blockStarts'>,
  box: UnitBox,
  haloBlocks: number,
): TilePoints {
  const own = inBlocks(box);
  const wide = widenedBlocks(own, haloBlocks);
  const ranges: { first: number; end: number; isOwn: boolean }[] = [];
  let count = 0;
  for (let block = 0; block < BLOCKS_PER_AXIS ** 3; block++) {
    const first = blockStarts[block]!;
    const end = blockStarts[block + 1]!;
    if (first === end) continue;
    const at = [gathered(block), gathered(block >> 1), gathered(block >> 2)] as const;
    if (!contains(wide, at)) continue;
    ranges.push({ first, end, isOwn: contains(own, at) });
    count += end - first;
  }
  const indices = new Uint32Array(count);
  const isOwn = new Uint8Array(count);
  let next = 0;
  for (const range of ranges) {
    isOwn.fill(range.isOwn ? 1 : 0, next, next + range.end - range.first);
    for (let point = range.first; point < range.end; point++) indices[next++] = point;
  }
  return { indices, isOwn };
}

function contains({ low, high }: UnitBox, at: Triple): boolean {
  return ([0, 1, 2] as const).every((axis) => at[axis] >= low[axis] && at[axis] < high[axis]);
}

function inBlocks({ low, high }: UnitBox): UnitBox {
  const share = BLOCKS_PER_AXIS / UNITS_PER_AXIS;
  const scaled = ([x, y, z]: Triple): Triple => [share * x, share * y, share * z];
  return { low: scaled(low), high: scaled(high) };
}

function widenedBlocks({ low, high }: UnitBox, halo: number): UnitBox {
  return {
    low: [low[0] - halo, low[1] - halo, low[2] - halo],
    high: [high[0] + halo, high[1] + halo, high[2] + halo],
  };
}
