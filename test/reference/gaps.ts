/** Gaps in float64 by brute force, from algorithm.md section 2, "scan lines". */
import { eigen, nearestOf } from './analysis.ts';

export interface ReferenceGap {
  readonly gap: number;
  readonly onLine: boolean;
  /** How near the closest call was: the least |λ1/λ2 - threshold| of all that were asked. */
  readonly margin: number;
}

type Triple = readonly [number, number, number];

/** Ascending eigenvalues of these points' covariance, all with the same weight. */
function spectrum(points: readonly Triple[]): Triple {
  const mean = [0, 1, 2].map((c) => points.reduce((sum, p) => sum + p[c]!, 0) / points.length);
  const moment = (a: number, b: number): number =>
    points.reduce((sum, p) => sum + (p[a]! - mean[a]!) * (p[b]! - mean[b]!), 0) / points.length;
  return eigen([moment(0, 0), moment(1, 1), moment(2, 2), moment(1, 2), moment(0, 2), moment(0, 1)]).values;
}

/** λ1/λ2. */
export function acrossRatio(points: readonly Triple[]): number {
  const [, middle, largest] = spectrum(points);
  return largest > 0 ? middle / largest : 1;
}

/** Whether points are columns on a lattice: within 4.5 steps along their direction, or along two axes. */
function isColumn(points: readonly Triple[], squared: number, steps: Triple): boolean {
  const mean = [0, 1, 2].map((c) => points.reduce((sum, p) => sum + p[c]!, 0) / points.length);
  const spread = [0, 1, 2].map((c) => points.reduce((sum, p) => sum + (p[c]! - mean[c]!) ** 2, 0));
  const total = spread.reduce((sum, value) => sum + value, 0);
  const along = spread.reduce((sum, value, c) => sum + (value / total) * (4.5 * steps[c]!) ** 2, 0);
  return along > squared || steps.filter((step) => (4.5 * step) ** 2 > squared).length >= 2;
}

/** @param steps that coordinates come in along the axes */
export function gapOf(positions: Float32Array, i: number, steps: Triple = [0, 0, 0]): ReferenceGap {
  const near = nearestOf(positions, i, positions.length / 3);
  const at = (j: number): Triple => {
    const p = 3 * near.indices[j]!;
    return [positions[p]!, positions[p + 1]!, positions[p + 2]!];
  };
  const within = (count: number): Triple[] => Array.from({ length: count }, (_, j) => at(j));
  const nearest = Math.min(13, near.indices.length);
  let squared = near.squared[nearest - 1]!;
  const spacing = Math.sqrt(squared) / 1.95;
  const first = acrossRatio(within(nearest));
  let margin = Math.abs(first - 0.1);
  if (first >= 0.1 || isColumn(within(nearest), squared, steps)) return { gap: spacing, onLine: false, margin };
  for (let round = 0; round < 26; round++) {
    squared *= 1.15 ** 2;
    const inside = near.squared.filter((value) => value <= squared).length;
    if (inside > 1000) break;
    const ratio = acrossRatio(within(inside));
    margin = Math.min(margin, Math.abs(ratio - 0.2));
    if (ratio >= 0.2) return { gap: Math.sqrt(squared) / 1.05, onLine: true, margin };
  }
  return { gap: spacing, onLine: false, margin };
}

/** At each point the widest of the gaps of the thirteen nearest that lie on lines, and its own. */
export function widenedGap(positions: Float32Array, gaps: ArrayLike<number>, onLine: ArrayLike<number>, i: number) {
  const lines = nearestOf(positions, i, 13).indices.filter((j) => onLine[j] === 1);
  return Math.max(gaps[i]!, ...lines.map((j) => gaps[j]!));
}

/**
 * Standard deviation across the lines: the upper median, over all points whose 13 nearest lie on a line, of the
 * variance across the 7 nearest, less what a bend has to do with it.
 */
export function lineNoiseOf(positions: Float32Array): number {
  const growth = (13 / 7) ** 4;
  const variances: number[] = [];
  for (let i = 0; i < positions.length / 3; i++) {
    const near = nearestOf(positions, i, 13).indices.map((j) => [...positions.subarray(3 * j, 3 * j + 3)]);
    const [, across, along] = spectrum(near as unknown as Triple[]);
    if (across >= 0.1 * along) continue;
    const narrow = (spectrum(near.slice(0, 7) as unknown as Triple[])[1] * 7) / 5;
    variances.push(Math.max(0, (growth * narrow - (across * 13) / 11) / (growth - 1)));
  }
  variances.sort((a, b) => a - b);
  return variances.length < 30 ? Infinity : Math.sqrt(variances[variances.length >> 1]!);
}

/**
 * Gaps at a twentieth from above and a tenth from below of the area, where the wide ones are 2.5 times the narrow ones.
 */
export function referenceUnevenDensity(
  positions: ArrayLike<number>,
  gaps: ArrayLike<number>,
): { sparseNorm: number; fineNorm: number } | undefined {
  const count = gaps.length;
  const place = (i: number): number[] => [0, 1, 2].map((axis) => positions[3 * i + axis]!);
  const typical = Array.from({ length: count }, (_, i) => {
    const near = Array.from({ length: count }, (_other, k) => {
      const [a, b] = [place(i), place(k)];
      return { k, distance: Math.hypot(...a.map((value, axis) => value - b[axis]!)) };
    });
    near.sort((a, b) => a.distance - b.distance);
    const own = near.slice(0, 13).map(({ k }) => gaps[k]!);
    return own.sort((a, b) => a - b)[6]!;
  }).sort((a, b) => a - b);
  const area = typical.reduce((sum, gap) => sum + gap * gap, 0);
  const at = (share: number): number =>
    typical[
      typical.findIndex((_, i) => typical.slice(0, i + 1).reduce((sum, gap) => sum + gap * gap, 0) >= share * area)
    ]!;
  return at(0.95) >= 2.5 * at(0.05) ? { sparseNorm: at(0.95), fineNorm: at(0.1) } : undefined;
}
