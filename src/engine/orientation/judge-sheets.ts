/**
 * What the two-sided points of a cloud amount to (algorithm.md, "thin sheets"): whether there are thin sheets at all,
 * which of the points lie on the same one, how thick they are, and what noise is left once their sides are told apart.
 */
import { momentsOf } from '../analysis/moments.ts';
import { upperMedian } from '../analysis/median.ts';
import { smallestAxis } from '../analysis/smallest-axis.ts';
import { task } from '../host/task.ts';
import { spreadIndex } from '../math/spread-index.ts';
import type { KdTree } from '../neighbours/kd-tree.ts';
import { NearestSearch } from '../neighbours/nearest-search.ts';
import { SignedSets } from './signed-sets.ts';

export interface SheetsInput {
  /** [3 × count], normalised, in the order that `tree` indexes. */
  readonly positions: Float32Array;
  readonly tree: KdTree;
  /** [4 × count]: axis away from the other side, thickness; 0 where there is one side only (`find_layers.wgsl`). */
  readonly layers: Float32Array;
  /** [k × count], k at least 13: neighbour j of point i at j × count + i, the point among them; 0xffffffff is none. */
  readonly neighbours: Uint32Array;
  /** Normalised, both sides taken for one. */
  readonly noiseNorm: number;
}

export interface Sheets {
  /** [4 × count] as given, without the points that stand alone. */
  readonly layers: Float32Array<ArrayBuffer>;
  /** [count] the lowest point of each point's sheet; the point itself where it is on none. */
  readonly groups: Uint32Array<ArrayBuffer>;
  /** Share of the points that lie on thin sheets. */
  readonly share: number;
  /** Median, normalised. */
  readonly thicknessNorm: number;
  /** Standard deviation of the points across their own sides; at most what was given. */
  readonly noiseNorm: number;
}

/** A point of a sheet has so many others among its nearest; what is left are edges that look like two sides. */
const NEAREST = 8;
const LEAST_NEAREST = 4;
/** Points of one sheet are linked through so many neighbours. */
const LINKS = 12;
/**
 * Fewer are no sheets but edges and creases: gear 3.4 %, gyroid 1.1 %, scorpion 1.4 %, koala .6 %, in both directions
 * (outward .69 to .99). Sword 39 %, room 9 %.
 */
const LEAST_SHARE = 0.05;

/** Whether there are so many two-sided points that they may be sheets. */
export function mayHaveSheets(layers: Float32Array): boolean {
  return thicknessesOf(layers).length >= (LEAST_SHARE * layers.length) / 4;
}

/** Nothing where too few two-sided points are left for sheets. */
export const judgeSheets = task('judgeSheets', (input: SheetsInput): Sheets | undefined => {
  const count = input.positions.length / 3;
  const layers = withCompany(input, count);
  if (!mayHaveSheets(layers)) return undefined;
  const thicknesses = thicknessesOf(layers);
  return {
    layers,
    groups: linkSheets(layers, input.neighbours, count),
    share: thicknesses.length / count,
    thicknessNorm: upperMedian(thicknesses),
    noiseNorm: Math.min(input.noiseNorm, noiseWithinSides(input, layers)),
  };
});

/** [points on two-sided places], normalised. */
function thicknessesOf(layers: Float32Array): Float32Array {
  const thicknesses = new Float32Array(layers.length / 4);
  let thin = 0;
  for (let i = 3; i < layers.length; i += 4) if (layers[i]! > 0) thicknesses[thin++] = layers[i]!;
  return thicknesses.subarray(0, thin);
}

/** The layers, less those with too few others near them. */
function withCompany({ layers, neighbours }: SheetsInput, count: number): Float32Array<ArrayBuffer> {
  const kept = new Float32Array(layers);
  for (let i = 0; i < count; i++) {
    if (layers[4 * i + 3] === 0) continue;
    let company = 0;
    for (let j = 0, seen = 0; j <= NEAREST && seen < NEAREST; j++) {
      const k = neighbours[j * count + i]!;
      if (k === 0xffffffff) break;
      // The point is its own first neighbour, but where points coincide it may come later.
      if (k === i) continue;
      seen++;
      if (layers[4 * k + 3]! > 0) company++;
    }
    if (company < LEAST_NEAREST) kept.fill(0, 4 * i, 4 * i + 4);
  }
  return kept;
}

function linkSheets(layers: Float32Array, neighbours: Uint32Array, count: number): Uint32Array<ArrayBuffer> {
  const sets = new SignedSets(count);
  for (let i = 0; i < count; i++) {
    if (layers[4 * i + 3] === 0) continue;
    for (let j = 0; j <= LINKS; j++) {
      const k = neighbours[j * count + i]!;
      if (k === 0xffffffff) break;
      if (layers[4 * k + 3]! > 0) sets.unite(i, k, false);
    }
  }
  const lowest = new Uint32Array(count); // number + 1 of the first point with this root, or 0
  return new Uint32Array(count).map((_, i) => (lowest[sets.find(i)] ||= i + 1) - 1);
}

/**
 * Points that are looked at, neighbours that are searched for points of their side, and how many of these are taken.
 */
const NOISE_SAMPLES = 2000;
const LEAST_SAMPLES = 30;
const SEARCHED = 100;
const NARROW = 12;
const WIDE = 36;
const SAME_SIDE = 0.5;

/** Noise as `measure-scale.ts` finds it, on the points of one side: 12 and 36 neighbours tell noise from curvature. */
function noiseWithinSides({ positions, tree }: SheetsInput, layers: Float32Array): number {
  const { pointCount } = tree;
  const search = new NearestSearch(tree, Math.min(SEARCHED, pointCount));
  const variances: number[] = [];
  const ownSide = new Uint32Array(WIDE);
  for (let sample = 0; sample < Math.min(NOISE_SAMPLES, pointCount); sample++) {
    const i = spreadIndex(sample, pointCount);
    if (layers[4 * i + 3] === 0) continue;
    const at = 3 * i;
    const found = search.find(positions[at]!, positions[at + 1]!, positions[at + 2]!, Math.min(SEARCHED, pointCount));
    let own = 0;
    for (let j = 0; j < found && own < WIDE; j++) {
      const k = search.indices[j]!;
      if (layers[4 * k + 3]! > 0 && cosine(layers, i, k) > SAME_SIDE) ownSide[own++] = k;
    }
    if (own < WIDE) continue;
    const narrow = varianceAcross(positions, ownSide.subarray(0, NARROW));
    const wide = varianceAcross(positions, ownSide);
    const growth = (WIDE / NARROW) ** 2;
    variances.push(Math.max(0, (growth * narrow - wide) / (growth - 1)));
  }
  return variances.length < LEAST_SAMPLES ? Infinity : Math.sqrt(upperMedian(Float64Array.from(variances)));
}

function cosine(vectors: Float32Array, i: number, k: number): number {
  return (
    vectors[4 * i]! * vectors[4 * k]! +
    vectors[4 * i + 1]! * vectors[4 * k + 1]! +
    vectors[4 * i + 2]! * vectors[4 * k + 2]!
  );
}

/** Unbiased variance of points across the plane through them: it took three degrees of freedom. */
export function varianceAcross(positions: Float32Array, points: Uint32Array): number {
  const { covariance } = momentsOf(positions, points);
  const [xx, yy, zz, yz, zx, xy] = covariance;
  const [a, b, c] = smallestAxis(covariance);
  const squares = a * a * xx + b * b * yy + c * c * zz + 2 * (b * c * yz + c * a * zx + a * b * xy);
  return Math.max(0, squares) / (points.length - 3);
}
