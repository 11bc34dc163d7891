/**
 * How unevenly a cloud's points are spread over its surface: the gaps that the sparsest and the densest twentieth of
 * the area have. By points it would not show: of a bust with a dense head most points lie on the head (2.2 for 9.4).
 *
 * Gaps are measured at 20,000 points at most, and each counts with the area that it stands for, its square, and as the
 * median of itself and its twelve nearest in the sample: the gap of a single point scatters by a seventh.
 */
import { task } from '../host/task.ts';
import type { KdTree } from '../neighbours/kd-tree.ts';
import { NearestSearch } from '../neighbours/nearest-search.ts';
import { upperMedian } from './median.ts';

/** Gaps of an uneven cloud, in the space of its positions. */
export interface UnevenDensity {
  /** A twentieth of the area has wider ones. */
  readonly sparseNorm: number;
  /** A tenth of the area has narrower ones. */
  readonly fineNorm: number;
}

export interface RankGapsArguments {
  /** [3 × count] of the sample. */
  readonly positions: Float32Array;
  readonly tree: KdTree;
  /** [count] */
  readonly gaps: Float32Array;
}

const NEAREST = 13;
/**
 * The wide gaps over the narrow ones, by area. Even clouds 1.3 to 1.7, scanned ones 1.9, a shape in scan rows 2.3; a
 * beast 2.7, lidar 2.8, a building 2.9, density 1:30 4.3, 1:300 9.4, a car's laser scan 23, a room's 72.
 */
const LEAST_SPREAD = 2.5;
const [NARROW, FINE, WIDE] = [0.05, 0.1, 0.95];

/** Nothing where the density is about even. */
export const rankGaps = task('rankGaps', ({ positions, tree, gaps }: RankGapsArguments): UnevenDensity | undefined => {
  const search = new NearestSearch(tree, NEAREST);
  const near = new Float64Array(NEAREST);
  const typical = Float64Array.from(gaps, (_, i) => {
    search.find(positions[3 * i]!, positions[3 * i + 1]!, positions[3 * i + 2]!, NEAREST);
    near.forEach((_value, j) => (near[j] = gaps[search.indices[j]!]!));
    return upperMedian(near);
  }).sort();
  const area = typical.reduce((sum, gap) => sum + gap ** 2, 0);
  const at = (share: number): number => {
    let below = 0;
    return typical.find((gap) => (below += gap ** 2) >= share * area)!;
  };
  return at(WIDE) >= LEAST_SPREAD * at(NARROW) ? { sparseNorm: at(WIDE), fineNorm: at(FINE) } : undefined;
});
