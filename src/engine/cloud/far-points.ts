/**
 * Finds points so far away that normalising would crush the cloud into one voxel: a scanner's error value, a lost
 * minus sign, 3·10³⁸. Ordinary outliers are none of its business; they are `analysis/`'s.
 *
 * The cloud's place is its box of 1–99 % quantiles an axis, which no 1 % of strays can move. Quantiles come from an
 * evenly spread sample: its order statistics stay well inside the generous factor, and it is the same on every run.
 */
import type { Triple } from '../math/triple.ts';

const SAMPLE_SIZE = 100_000;
const LOW_QUANTILE = 0.01;
/** Distance in diagonals of the box. At this distance the cloud would span 1/1000, two voxels of the finest grid. */
const FAR_DIAGONALS = 1000;

/** The place of a cloud, and how far away from there a point is no part of it. */
export interface NearRegion {
  readonly low: Triple;
  readonly high: Triple;
  /** Squared distance from the box. */
  readonly limitSquared: number;
}

/**
 * @param positions [3 × pointCount] finite, any unit.
 * @param sampleSize points for the quantiles; the run takes the default, a picture does with fewer.
 * @returns undefined where most points lie in one place, so that no distance is far.
 */
export function nearRegion(positions: Float32Array, sampleSize = SAMPLE_SIZE): NearRegion | undefined {
  const pointCount = positions.length / 3;
  const sampleCount = Math.min(pointCount, sampleSize);
  const lowIndex = Math.floor(LOW_QUANTILE * (sampleCount - 1));
  const low: [number, number, number] = [0, 0, 0];
  const high: [number, number, number] = [0, 0, 0];
  const sample = new Float32Array(sampleCount);
  for (const axis of [0, 1, 2] as const) {
    for (let k = 0; k < sampleCount; k++) {
      sample[k] = positions[3 * Math.floor((k * pointCount) / sampleCount) + axis]!;
    }
    sample.sort();
    low[axis] = sample[lowIndex] ?? 0;
    high[axis] = sample[sampleCount - 1 - lowIndex] ?? 0;
  }
  // Float64 throughout: the square of 3·10³⁸ overflows float32 only.
  const diagonal = Math.hypot(high[0] - low[0], high[1] - low[1], high[2] - low[2]);
  return diagonal === 0 ? undefined : { low, high, limitSquared: (FAR_DIAGONALS * diagonal) ** 2 };
}

export function isNear({ low, high, limitSquared }: NearRegion, x: number, y: number, z: number): boolean {
  const outsideX = Math.max(low[0] - x, x - high[0], 0);
  const outsideY = Math.max(low[1] - y, y - high[1], 0);
  const outsideZ = Math.max(low[2] - z, z - high[2], 0);
  return outsideX * outsideX + outsideY * outsideY + outsideZ * outsideZ <= limitSquared;
}

/** Whether no point of a box is far; may say no where only the box's corners would be. */
export function isBoxNear({ low, high, limitSquared }: NearRegion, min: Triple, max: Triple): boolean {
  const outside = ([0, 1, 2] as const).map((axis) => Math.max(low[axis] - min[axis], max[axis] - high[axis], 0));
  return outside.reduce((sum, value) => sum + value * value, 0) <= limitSquared;
}

/**
 * @param positions [3 × pointCount] finite, any unit.
 * @returns indices of the points that are not far, ascending; undefined where that is all of them.
 */
export function nearPoints(positions: Float32Array): Uint32Array | undefined {
  const region = nearRegion(positions);
  if (!region) return undefined;
  const pointCount = positions.length / 3;
  const near = new Uint32Array(pointCount);
  let nearCount = 0;
  for (let point = 0; point < pointCount; point++) {
    const at = 3 * point;
    if (isNear(region, positions[at]!, positions[at + 1]!, positions[at + 2]!)) near[nearCount++] = point;
  }
  return nearCount === pointCount ? undefined : near.slice(0, nearCount);
}
