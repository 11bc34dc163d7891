/**
 * How thick the cloud is across its own surface at one point: the variance of the neighbours along their plane's
 * normal. It holds noise and curvature; `measure-scale.ts` tells the two apart.
 */
import type { NearestSearch } from '../neighbours/nearest-search.ts';
import type { Triple } from '../math/triple.ts';
import { smallestAxis } from './smallest-axis.ts';

/**
 * Below this share of the variance, two-means has split two sheets and not one: a normal distribution keeps 0.36 of
 * its variance, a uniform one 0.25, two sheets next to nothing (measured, algorithm.md section 2, step 1).
 */
const TWO_SHEETS_SHARE = 0.12;
/** A sheet of fewer points is an outlier. */
const SHEET_POINTS = 3;

/**
 * Unbiased variance of the offsets of the `k` nearest points from their weighted plane, in squared length.
 * `search` holds at least `k` neighbours of (x, y, z), `positions` [3 × pointCount] is what its tree was built from;
 * `offsets` [≥ k] is scratch. Where the offsets fall into two sheets, the variance within them.
 * Zero for fewer than 4 points, which have no thickness to speak of: a plane through three leaves no offset.
 */
export function thicknessSquared(
  positions: Float32Array,
  search: NearestSearch,
  x: number,
  y: number,
  z: number,
  k: number,
  offsets: Float64Array,
): number {
  if (k < 4) return 0;
  const { mean, axis } = weightedPlane(positions, search, x, y, z, k);
  const found = offsets.subarray(0, k);
  let sum = 0;
  let squares = 0;
  for (let j = 0; j < k; j++) {
    const at = 3 * search.indices[j]!;
    const offset =
      (positions[at]! - mean[0]) * axis[0] +
      (positions[at + 1]! - mean[1]) * axis[1] +
      (positions[at + 2]! - mean[2]) * axis[2];
    found[j] = offset;
    sum += offset;
    squares += offset * offset;
  }
  const variance = Math.max(0, squares - (sum * sum) / k) / k;
  const within = twoMeansVariance(found.sort(), sum, squares);
  // The plane took three degrees of freedom.
  return ((within < TWO_SHEETS_SHARE * variance ? within : variance) * k) / (k - 3);
}

/**
 * The thickness without curvature, from those of two neighbourhoods about a place, as noise is alike in both and the
 * offsets that curvature makes grow with the square of the radius: σ² = (g v_narrow - v_wide) / (g - 1).
 * @param growth g, the square of how many times as many points the wide one has
 */
export function flatVariance(narrow: number, wide: number, growth: number): number {
  return Math.max(0, (growth * narrow - wide) / (growth - 1));
}

/**
 * Weighted mean and smallest axis; weights as in `shaders/analysis/moments.wgsl`: 1.25 at the query, .25 at the rim.
 */
function weightedPlane(
  positions: Float32Array,
  search: NearestSearch,
  x: number,
  y: number,
  z: number,
  k: number,
): { mean: Triple; axis: Triple } {
  const rimSquared = Math.max(search.squared[k - 1]!, 1e-20);
  let [total, mx, my, mz, xx, yy, zz, yz, zx, xy] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let j = 0; j < k; j++) {
    const at = 3 * search.indices[j]!;
    const weight = 1.25 - search.squared[j]! / rimSquared;
    const dx = positions[at]! - x;
    const dy = positions[at + 1]! - y;
    const dz = positions[at + 2]! - z;
    total += weight;
    mx += weight * dx;
    my += weight * dy;
    mz += weight * dz;
    xx += weight * dx * dx;
    yy += weight * dy * dy;
    zz += weight * dz * dz;
    yz += weight * dy * dz;
    zx += weight * dz * dx;
    xy += weight * dx * dy;
  }
  mx /= total;
  my /= total;
  mz /= total;
  const axis = smallestAxis([
    xx / total - mx * mx,
    yy / total - my * my,
    zz / total - mz * mz,
    yz / total - my * mz,
    zx / total - mz * mx,
    xy / total - mx * my,
  ]);
  return { mean: [x + mx, y + my, z + mz], axis };
}

/**
 * The smallest variance within two groups of sorted numbers, over every cut that leaves both at least three: exact
 * two-means in one dimension. `sum` and `squares` are of all numbers. Infinity for fewer than six.
 */
function twoMeansVariance(sorted: Float64Array, sum: number, squares: number): number {
  const count = sorted.length;
  let least = Infinity;
  let lowerSum = 0;
  let lowerSquares = 0;
  for (let lower = 1; lower <= count - SHEET_POINTS; lower++) {
    const value = sorted[lower - 1]!;
    lowerSum += value;
    lowerSquares += value * value;
    if (lower < SHEET_POINTS) continue;
    const upperSum = sum - lowerSum;
    const within =
      lowerSquares - (lowerSum * lowerSum) / lower + (squares - lowerSquares) - (upperSum * upperSum) / (count - lower);
    least = Math.min(least, within);
  }
  return Math.max(0, least) / count;
}
