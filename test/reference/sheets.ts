/** Thin sheets in float64, from the rules of docs/algorithm.md ("thin sheets"), by brute force. */
import { nearestOf, planeOf } from './analysis.ts';
import { dot, minus, row, type Vector } from './orientation.ts';

const scaled = (a: Vector, factor: number): Vector => [factor * a[0], factor * a[1], factor * a[2]];
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const squaresAbout = (values: readonly number[]): number => {
  const mean = sum(values) / values.length;
  return sum(values.map((value) => (value - mean) ** 2));
};
const along = (a: Vector, b: Vector): Vector => (dot(a, b) < 0 ? scaled(a, -1) : a);

/** The plane of equal weights through some points. */
const planeThrough = (positions: Float32Array, indices: number[]) =>
  planeOf(positions, { indices, squared: indices.map(() => 0) }, 1);

export interface LayersInput {
  readonly positions: Float32Array;
  /** [4n] axes of the planes and their confidence. */
  readonly planes: ArrayLike<number>;
  readonly radii: ArrayLike<number>;
  readonly spacing: number;
  readonly noise: number;
}

/** Axis away from the other side and thickness; zeros where there is no other side. */
export function referenceLayer({ positions, planes, radii, spacing, noise }: LayersInput, i: number): number[] {
  let result = [0, 0, 0, 0];
  if ((planes[4 * i + 3] ?? NaN) > 0.95 - 10 * (noise / (radii[i] ?? NaN)) ** 2) return result;
  const here = row(positions, i);
  let least = 0.15;
  for (const k of [20, 40]) {
    const near = nearestOf(positions, i, k);
    if (near.indices.length < k) break;
    let axis: Vector = planeOf(positions, near, near.squared[k - 1]!).axis;
    for (let round = 0; round < 3; round++) {
      const offsets = near.indices.map((j) => dot(minus(row(positions, j), here), axis));
      const sorted = offsets.toSorted((a, b) => a - b);
      const cuts = Array.from({ length: k - 5 }, (_, c) => c + 3).map((count) => {
        const [lower, upper] = [sorted.slice(0, count), sorted.slice(count)];
        return { count, lower, upper, within: squaresAbout(lower) + squaresAbout(upper) };
      });
      const cut = cuts.reduce((best, other) => (other.within < best.within ? other : best));
      if (Math.min(cut.count, k - cut.count) < Math.floor(k / 6)) break;
      const threshold = (sorted[cut.count - 1]! + sorted[cut.count]!) / 2;
      const own = near.indices.filter((_, j) => offsets[j]! > threshold === 0 > threshold).slice(0, 12);
      if (own.length < 6) break;
      const plane = planeThrough(positions, own);
      const normal = along(plane.axis, axis);
      const [lowerMean, upperMean] = [sum(cut.lower) / cut.count, sum(cut.upper) / (k - cut.count)];
      const thickness = upperMean - lowerMean;
      const share = cut.within / squaresAbout(offsets);
      if (
        share < least &&
        plane.values[0] < 0.08 * plane.values[1] &&
        thickness > 4 * Math.sqrt(cut.within / k) &&
        thickness > 0.35 * spacing &&
        Math.abs(dot(normal, axis)) > 0.7 &&
        Math.abs(0 > threshold ? upperMean : lowerMean) < 0.3 * thickness
      ) {
        least = share;
        result = [...scaled(normal, 0 > threshold ? 1 : -1), thickness];
      }
      const turned: Vector = [normal[0] + axis[0], normal[1] + axis[1], normal[2] + axis[2]];
      axis = scaled(turned, 1 / Math.sqrt(dot(turned, turned)));
    }
  }
  return result;
}

/** One round: the normal [xyz] of point i, through the nearest that face its way where a neighbour does not. */
export function referenceRefit(
  positions: Float32Array,
  normals: ArrayLike<number>,
  neighbours: ArrayLike<number>,
  i: number,
): Vector {
  const count = positions.length / 3;
  const own = row(normals, i, 4);
  const cosine = (k: number): number => dot(row(normals, k, 4), own);
  const listed = Array.from({ length: neighbours.length / count }, (_, j) => neighbours[j * count + i]!);
  if (!listed.some((k) => k !== 0xffffffff && cosine(k) < -0.3)) return own;
  const same = nearestOf(positions, i, 40).indices.filter((k) => cosine(k) > 0.3);
  if (same.length < 6) return own;
  const plane = planeThrough(positions, same.slice(0, 12));
  return plane.values[0] < 0.25 * plane.values[1] ? along(plane.axis, own) : own;
}
