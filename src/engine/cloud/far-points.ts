/**
 * Finds points so far away that normalising would crush the cloud into one voxel: a scanner's error value, a lost
 * minus sign, 3·10³⁸. Ordinary outliers are none of its business; they are `analysis/`'s.
 *
 * The cloud's place is its box of 1–99 % quantiles an axis, which no 1 % of strays can move. Quantiles come from an
 * evenly spread sample: its order statistics stay well inside the generous factor, and it is the same on every run.
 */

const SAMPLE_SIZE = 100_000;
const LOW_QUANTILE = 0.01;
/** In diagonals of the box. At this distance the cloud would span 1/1000, two voxels of the finest grid. */
const FAR_DIAGONALS = 1000;

/**
 * @param positions [3 × pointCount] finite, any unit.
 * @returns indices of the points that are not far, ascending; undefined where that is all of them.
 */
export function nearPoints(positions: Float32Array): Uint32Array | undefined {
  const pointCount = positions.length / 3;
  const sampleCount = Math.min(pointCount, SAMPLE_SIZE);
  const lowIndex = Math.floor(LOW_QUANTILE * (sampleCount - 1));
  const low = new Float64Array(3);
  const high = new Float64Array(3);
  const sample = new Float32Array(sampleCount);
  for (let axis = 0; axis < 3; axis++) {
    for (let k = 0; k < sampleCount; k++) {
      sample[k] = positions[3 * Math.floor((k * pointCount) / sampleCount) + axis]!;
    }
    sample.sort();
    low[axis] = sample[lowIndex] ?? 0;
    high[axis] = sample[sampleCount - 1 - lowIndex] ?? 0;
  }
  // Float64 throughout: the square of 3·10³⁸ overflows float32 only.
  const diagonal = Math.hypot(high[0]! - low[0]!, high[1]! - low[1]!, high[2]! - low[2]!);
  if (diagonal === 0) return undefined;
  const limitSquared = (FAR_DIAGONALS * diagonal) ** 2;
  const near = new Uint32Array(pointCount);
  let nearCount = 0;
  for (let point = 0; point < pointCount; point++) {
    let squared = 0;
    for (let axis = 0; axis < 3; axis++) {
      const value = positions[3 * point + axis]!;
      const outside = Math.max(low[axis]! - value, value - high[axis]!, 0);
      squared += outside * outside;
    }
    if (squared <= limitSquared) near[nearCount++] = point;
  }
  return nearCount === pointCount ? undefined : near.slice(0, nearCount);
}
