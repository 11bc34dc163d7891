/** Gaps in float64 by brute force, from algorithm.md section 2, "scan lines"; and clouds drawn line by line. */
import { eigen, nearestOf, randomNumbers } from './analysis.ts';

export interface ReferenceGap {
  readonly gap: number;
  readonly onLine: boolean;
  /** How near the closest call was: the least |λ1/λ2 - threshold| of all that were asked. */
  readonly margin: number;
}

type Triple = readonly [number, number, number];

/** λ1/λ2 of these points' covariance, all with the same weight. */
export function acrossRatio(points: readonly Triple[]): number {
  const mean = [0, 1, 2].map((c) => points.reduce((sum, p) => sum + p[c]!, 0) / points.length);
  const moment = (a: number, b: number): number =>
    points.reduce((sum, p) => sum + (p[a]! - mean[a]!) * (p[b]! - mean[b]!), 0) / points.length;
  const { values } = eigen([moment(0, 0), moment(1, 1), moment(2, 2), moment(1, 2), moment(0, 2), moment(0, 1)]);
  return values[2] > 0 ? values[1] / values[2] : 1;
}

export function gapOf(positions: Float32Array, i: number): ReferenceGap {
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
  if (first >= 0.1) return { gap: spacing, onLine: false, margin };
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
 * Points [3n] on a sphere of diameter 1 along circles of latitude, `gap` apart and `gap / ratio` along as a mean; each lies
 * off its place along by up to `jitter` of that, and no circle begins where the one beside it does.
 */
export function sphereRows(gap: number, ratio: number, jitter = 0): Float32Array {
  const random = randomNumbers(1);
  const points: number[] = [];
  const rows = Math.round((Math.PI * 0.5) / gap);
  for (let row = 0; row < rows; row++) {
    const latitude = (Math.PI * (row + 0.5)) / rows;
    const radius = 0.5 * Math.sin(latitude);
    const count = Math.round((2 * Math.PI * radius * ratio) / gap);
    const start = random();
    for (let j = 0; j < count; j++) {
      const longitude = (2 * Math.PI * (j + start + jitter * random())) / count;
      points.push(radius * Math.cos(longitude), radius * Math.sin(longitude), 0.5 * Math.cos(latitude));
    }
  }
  return Float32Array.from(points);
}
