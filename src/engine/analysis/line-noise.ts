/**
 * The noise of a cloud of scan lines: how far its points lie off their own lines. Planes over several lines take the
 * curvature between them for noise (koala, rows 10:1: σ = .05 spacings for a clean cloud), while along a line the
 * points are dense.
 */
import { task } from '../host/task.ts';
import { spreadIndex } from '../math/spread-index.ts';
import type { KdTree } from '../neighbours/kd-tree.ts';
import { NearestSearch } from '../neighbours/nearest-search.ts';
import { upperMedian } from './median.ts';
import { eigenvalues } from './smallest-axis.ts';

export interface LineNoiseArguments {
  /** [3 × pointCount] in the order that the tree indexes. */
  readonly positions: Float32Array;
  readonly tree: KdTree;
}

const SAMPLES = 2000;
/** Fewer points on lines say nothing of the others. */
const LEAST_SAMPLES = 30;
const NARROW = 7;
const WIDE = 13;
/** Of the variance along; as in `shaders/analysis/measure_gaps.wgsl`. */
const MOST_ACROSS = 0.1;
/**
 * A bend lies off its chord by a length that grows with the square of the chord, so its variance with the fourth power.
 */
const BEND_GROWTH = (WIDE / NARROW) ** 4;

/**
 * Standard deviation in the space of the positions; Infinity where too few points lie on lines. The median over at most
 * 2,000 points of the variance across the line of their 7 nearest, without what 13 show of its bend.
 */
export const lineNoise = task('lineNoise', ({ positions, tree }: LineNoiseArguments): number => {
  const count = tree.pointCount;
  if (count < WIDE) return Infinity;
  const search = new NearestSearch(tree, WIDE);
  const variances = new Float64Array(Math.min(SAMPLES, count));
  let filled = 0;
  for (let i = 0; i < variances.length; i++) {
    const at = 3 * spreadIndex(i, count);
    search.find(positions[at]!, positions[at + 1]!, positions[at + 2]!, WIDE);
    const wide = spreadOf(positions, search.indices, WIDE);
    if (wide.across >= MOST_ACROSS * wide.along) continue;
    const narrow = spreadOf(positions, search.indices, NARROW);
    const across = (BEND_GROWTH * unbiased(narrow.across, NARROW) - unbiased(wide.across, WIDE)) / (BEND_GROWTH - 1);
    variances[filled++] = Math.max(0, across);
  }
  return filled < LEAST_SAMPLES ? Infinity : Math.sqrt(upperMedian(variances.subarray(0, filled)));
});

/** The line took two degrees of freedom. */
function unbiased(variance: number, count: number): number {
  return (variance * count) / (count - 2);
}

/** Variances of the first `count` of these points along their line and across it, the larger one. */
function spreadOf(positions: Float32Array, indices: Uint32Array, count: number): { along: number; across: number } {
  const first = 3 * indices[0]!;
  let [mx, my, mz, xx, yy, zz, yz, zx, xy] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let j = 0; j < count; j++) {
    const at = 3 * indices[j]!;
    const x = positions[at]! - positions[first]!;
    const y = positions[at + 1]! - positions[first + 1]!;
    const z = positions[at + 2]! - positions[first + 2]!;
    mx += x / count;
    my += y / count;
    mz += z / count;
    xx += (x * x) / count;
    yy += (y * y) / count;
    zz += (z * z) / count;
    yz += (y * z) / count;
    zx += (z * x) / count;
    xy += (x * y) / count;
  }
  const matrix = [xx - mx * mx, yy - my * my, zz - mz * mz, yz - my * mz, zx - mz * mx, xy - mx * my] as const;
  const [, across, along] = eigenvalues(matrix);
  return { along, across };
}
