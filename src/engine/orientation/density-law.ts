/**
 * Where one scanner stood that nothing is said of, by how densely the points lie (algorithm.md section 2, step 2,
 * "Rooms"): beams go out at even angles, so that the spacing on a surface is that angle times d/√|cos|, d being the way
 * to the scanner.
 *
 * A plane has the same density as seen from the mirrored place, so the best place on each side is looked for, and only
 * where one of them fits much better does it say which side was seen.
 */
import type { Triple } from '../math/triple.ts';
import { halfExtents } from './common-inside.ts';
import { CubeView, GRAZING, type ViewedCloud } from './cube-view.ts';

/** A place, and how well the density follows from it. */
export interface DensityFit {
  readonly place: Triple;
  /** r · min(β, 1/β) · share that is seen: the correlation of ln spacing with ln (d/√|cos|), the slope and the view. */
  readonly score: number;
  readonly correlation: number;
}

export interface DensityEvidence {
  /** The best of the places that see more fronts than backs, and of the others. */
  readonly front: DensityFit;
  readonly back: DensityFit;
}

/** Pixels along the edge of a face, for some thousands of points. */
const EDGE = 64;
/** Places are looked for within so much of the box, coarse and then about the best of each side. */
const MARGIN = 0.5;
const COARSE_STEP = 0.25;
const FINE_STEP = 0.125;
const REFINED = 3;
/** Points that are seen, below which there is no law. */
const LEAST_SEEN = 50;
/**
 * Standard deviation of ln spacing of points that are spread evenly at random is .14 to .2: there no law can be found.
 */
const LEAST_SPREAD = 0.22;

const NOWHERE: DensityFit = { place: [0, 0, 0], score: 0, correlation: 0 };

/**
 * Nothing where the density hardly varies.
 * @param cloud its axes are normals, of any side; some thousands of points
 */
export function densityEvidence(cloud: ViewedCloud): DensityEvidence | undefined {
  const logs = cloud.spacings.map(Math.log);
  if (deviationOf(logs) < LEAST_SPREAD) return undefined;
  const view = new CubeView(cloud, EDGE);
  const half = halfExtents(cloud.positions);
  const seen = new Map<string, SidedFit>();
  const tryPlace = (place: Triple): void => {
    const key = place.map((value) => Math.round(value / FINE_STEP)).join();
    if (!seen.has(key)) seen.set(key, fitFrom(view, place, logs));
  };
  for (const place of gridPlaces(half)) tryPlace(place);
  for (const isFront of [true, false]) {
    const best = [...seen.values()].filter((fit) => fit.isFront === isFront).sort((a, b) => b.score - a.score);
    for (const { place } of best.slice(0, REFINED)) for (const near of placesAbout(place)) tryPlace(near);
  }
  const bestOf = (isFront: boolean): DensityFit =>
    [...seen.values()].reduce<DensityFit>(
      (best, fit) => (fit.isFront === isFront && fit.score > best.score ? fit : best),
      NOWHERE,
    );
  return { front: bestOf(true), back: bestOf(false) };
}

interface SidedFit extends DensityFit {
  readonly isFront: boolean;
}

function fitFrom(view: CubeView, place: Triple, logs: Float32Array): SidedFit {
  view.look(place);
  const sums = { count: 0, x: 0, y: 0, xx: 0, xy: 0, yy: 0 };
  let [looked, fronts] = [0, 0];
  for (let i = 0; i < logs.length; i++) {
    const cosine = view.cosine(i);
    if (Math.abs(cosine) < GRAZING) continue;
    looked++;
    if (!view.isSeen(i)) continue;
    if (cosine > 0) fronts++;
    const x = Math.log(view.distance(i) / Math.sqrt(Math.abs(cosine)));
    const y = logs[i]!;
    sums.count++;
    sums.x += x;
    sums.y += y;
    sums.xx += x * x;
    sums.xy += x * y;
    sums.yy += y * y;
  }
  const { count } = sums;
  const isFront = 2 * fronts > count;
  if (count < LEAST_SEEN) return { place, isFront, score: 0, correlation: 0 };
  const varianceX = sums.xx / count - (sums.x / count) ** 2;
  const varianceY = sums.yy / count - (sums.y / count) ** 2;
  const covariance = sums.xy / count - (sums.x / count) * (sums.y / count);
  if (!(varianceX > 0 && varianceY > 0 && covariance > 0)) return { place, isFront, score: 0, correlation: 0 };
  const [correlation, slope] = [covariance / Math.sqrt(varianceX * varianceY), covariance / varianceX];
  return { place, isFront, score: (correlation * Math.min(slope, 1 / slope) * count) / looked, correlation };
}

function gridPlaces(half: Triple): Triple[] {
  const along = (axis: 0 | 1 | 2): number[] => {
    const count = Math.floor((2 * (half[axis] + MARGIN)) / COARSE_STEP);
    return Array.from({ length: count + 1 }, (_, i) => (i - count / 2) * COARSE_STEP);
  };
  return along(2).flatMap((z) => along(1).flatMap((y) => along(0).map((x): Triple => [x, y, z])));
}

function placesAbout([x, y, z]: Triple): Triple[] {
  const steps = [-FINE_STEP, 0, FINE_STEP];
  return steps.flatMap((c) => steps.flatMap((b) => steps.map((a): Triple => [x + a, y + b, z + c])));
}

function deviationOf(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
