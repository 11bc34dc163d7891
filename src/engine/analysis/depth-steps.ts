/**
 * Steps of rounded depth. A depth image tells depth in whole units: a Kinect's frame of 248,494 points has 136 depths,
 * 6 to 25 mm apart where its points are 3 to 7 mm apart. Near a point all lie on one step, exactly, and no noise is to
 * be seen; farther off the steps are the noise. They are told from faces of a body by what lies round a point on an
 * exact plane: several layers of some points each, not a slope of points one by one, and beside each other, not across,
 * as the sides of a sheet are.
 */
import type { Triple } from '../math/triple.ts';
import type { NearestSearch } from '../neighbours/nearest-search.ts';
import { upperMedian } from './median.ts';
import { eigenvalues, smallestAxis, type SymmetricMatrix } from './smallest-axis.ts';

/** What the rounding of float32 leaves of an exact plane in a cube of side 1, some three units in the last place. */
const EXACT = 2e-7;
/** Offsets farther apart belong to two layers. */
const LAYER_GAP = 10 * EXACT;
/** Neighbours on the plane, and neighbours among which layers are looked for. */
const PLANE_POINTS = 12;
export const LAYER_POINTS = 96;
/** Beyond, layers are points one by one: those of a face that meets the plane at an edge. */
const MOST_LAYERS = 16;
/** Scan lines lie in planes, too, but not on a surface: their second eigenvalue is less (`measure-gaps.ts`). */
const LEAST_FLATNESS = 0.1;
/**
 * Layers lie beside each other where a slanted plane explains so much of their variance: two of them with a straight
 * border between leave .28, the sides of a sheet all of it.
 */
const MOST_LEFT = 0.6;
/**
 * Share of the points on exact planes: the Kinect's frame .70, images of four shapes in 136 to 400 steps .83 to .99;
 * shares of those that see several layers .40 to .98; of these beside each other .60 to .95, on all other clouds of
 * exact planes at most .13 (gear), the few of a room scan .20.
 */
const LEAST_EXACT = 0.5;
const LEAST_LAYERED = 0.2;
const LEAST_BESIDE = 0.4;

/** Neighbours that were just found, by distance. */
type Found = Pick<NearestSearch, 'indices'>;

/** What a place tells of steps. */
type Place = 'bent' | 'plane' | 'across' | { readonly step: number };

/** Half of the steps' usual height, the most that rounding errs, normalised; 0 where the cloud has none. */
export function stepNoise(...sampled: Parameters<typeof stepHeights>): number {
  const heights = stepHeights(...sampled);
  return heights ? upperMedian(heights.filter((height) => height > 0)) / 2 : 0;
}

/**
 * [count] height of the steps about each of `count` evenly chosen points, normalised; 0 where none is seen, and nothing
 * where the cloud has none. `find` looks for the `k` nearest neighbours of one of them, and says how many there are.
 */
export function stepHeights(
  positions: Float32Array,
  search: Found,
  count: number,
  find: (sample: number, k: number) => number,
): Float64Array | undefined {
  if (!liesOnPlanes(positions, search, count, find)) return undefined;
  const heights = new Float64Array(count);
  const counts = { all: 0, exact: 0, layered: 0, beside: 0 };
  for (let sample = 0; sample < count; sample++) {
    if (find(sample, LAYER_POINTS) < LAYER_POINTS) continue;
    const place = placeAt(positions, search);
    counts.all++;
    if (place !== 'bent') counts.exact++;
    if (place === 'across' || typeof place === 'object') counts.layered++;
    if (typeof place !== 'object') continue;
    counts.beside++;
    heights[sample] = place.step;
  }
  return showSteps(counts) ? heights : undefined;
}

/** Whether `showSteps` can hold: of bent surfaces, which most clouds are, the twelve nearest tell that it cannot. */
function liesOnPlanes(
  positions: Float32Array,
  search: Found,
  count: number,
  find: (sample: number, k: number) => number,
): boolean {
  let exact = 0;
  for (let sample = 0; sample < count; sample++) {
    if (find(sample, PLANE_POINTS) >= PLANE_POINTS && isPlane(covarianceOf(positions, search, PLANE_POINTS))) exact++;
  }
  return exact >= LEAST_EXACT * count;
}

function isPlane(near: SymmetricMatrix): boolean {
  const [least, middle, most] = eigenvalues(near);
  return least <= EXACT ** 2 && middle >= LEAST_FLATNESS * most;
}

/** Places looked at; those on exact planes; of these with several layers; of these with layers beside each other. */
export interface StepCounts {
  readonly all: number;
  readonly exact: number;
  readonly layered: number;
  readonly beside: number;
}

export function showSteps({ all, exact, layered, beside }: StepCounts): boolean {
  if (beside === 0) return false;
  return exact >= LEAST_EXACT * all && layered >= LEAST_LAYERED * exact && beside >= LEAST_BESIDE * layered;
}

function placeAt(positions: Float32Array, search: Found): Place {
  const near = covarianceOf(positions, search, PLANE_POINTS);
  if (!isPlane(near)) return 'bent';
  const axis = smallestAxis(near);
  const offsets = offsetsAlong(positions, search, axis).sort();
  const gaps: number[] = [];
  for (let j = 1; j < offsets.length; j++) {
    const gap = offsets[j]! - offsets[j - 1]!;
    if (gap > LAYER_GAP) gaps.push(gap);
  }
  if (gaps.length === 0 || gaps.length >= MOST_LAYERS) return 'plane';
  const [left] = eigenvalues(covarianceOf(positions, search, LAYER_POINTS));
  if (left > MOST_LEFT * varianceOf(offsets)) return 'across';
  return { step: upperMedian(Float64Array.from(gaps)) };
}

function offsetsAlong(positions: Float32Array, { indices }: Found, axis: Triple): Float64Array {
  const first = 3 * indices[0]!;
  return Float64Array.from({ length: LAYER_POINTS }, (_, j) => {
    const at = 3 * indices[j]!;
    return axis.reduce((sum, component, i) => sum + component * (positions[at + i]! - positions[first + i]!), 0);
  });
}

function varianceOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}

/** Of the `k` nearest, about their mean. */
function covarianceOf(positions: Float32Array, { indices }: Found, k: number): SymmetricMatrix {
  const first = 3 * indices[0]!;
  const sums = [0, 0, 0, 0, 0, 0];
  const mean = [0, 0, 0];
  for (let j = 0; j < k; j++) {
    const at = 3 * indices[j]!;
    const [x, y, z] = [0, 1, 2].map((i) => positions[at + i]! - positions[first + i]!) as [number, number, number];
    for (const [i, value] of [x, y, z].entries()) mean[i]! += value / k;
    for (const [i, value] of [x * x, y * y, z * z, y * z, z * x, x * y].entries()) sums[i]! += value / k;
  }
  const [x, y, z] = mean as [number, number, number];
  const squares = [x * x, y * y, z * z, y * z, z * x, x * y];
  return sums.map((sum, i) => sum - squares[i]!) as unknown as SymmetricMatrix;
}
