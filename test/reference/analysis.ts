/**
 * Local analysis in float64 by brute force, from the formulas of algorithm.md section 2, steps 0 and 1; and seeded
 * clouds whose planes and noise are known.
 */

export interface ReferencePlane {
  /** Ascending eigenvalues of the weighted covariance, in squared length. */
  readonly values: readonly [number, number, number];
  readonly axis: readonly [number, number, number];
  readonly confidence: number;
}

export interface Neighbourhood {
  /** Ascending by distance, then by index. */
  readonly indices: number[];
  readonly squared: number[];
}

type Triple = [number, number, number];

const at = (positions: Float32Array, i: number): Triple => [
  positions[3 * i] ?? NaN,
  positions[3 * i + 1] ?? NaN,
  positions[3 * i + 2] ?? NaN,
];

/** All points by distance from point `i`, the nearest `k`. */
export function nearestOf(positions: Float32Array, i: number, k: number): Neighbourhood {
  const [x, y, z] = at(positions, i);
  const all = Array.from({ length: positions.length / 3 }, (_, index) => {
    const [px, py, pz] = at(positions, index);
    return { index, squared: (px - x) ** 2 + (py - y) ** 2 + (pz - z) ** 2 };
  });
  all.sort((a, b) => a.squared - b.squared || a.index - b.index);
  const near = all.slice(0, k);
  return { indices: near.map((n) => n.index), squared: near.map((n) => n.squared) };
}

/** The mean distance to the eight nearest others. */
export function spacingOf(positions: Float32Array, i: number): number {
  const others = nearestOf(positions, i, 9).squared.slice(1);
  return others.reduce((sum, squared) => sum + Math.sqrt(squared), 0) / Math.max(1, others.length);
}

/** Principal components of the given points with weights 1.25 - d²/r². */
export function planeOf(positions: Float32Array, near: Neighbourhood, rimSquared: number): ReferencePlane {
  const points = near.indices.map((index) => at(positions, index));
  const weights = near.squared.map((squared) => 1.25 - squared / rimSquared);
  const total = weights.reduce((a, b) => a + b, 0);
  const mean = [0, 1, 2].map((c) => points.reduce((sum, p, j) => sum + weights[j]! * p[c]!, 0) / total);
  const covariance = (a: number, b: number): number =>
    points.reduce((sum, p, j) => sum + weights[j]! * (p[a]! - mean[a]!) * (p[b]! - mean[b]!), 0) / total;
  const [xx, yy, zz] = [covariance(0, 0), covariance(1, 1), covariance(2, 2)];
  const { values, axis } = eigen([xx, yy, zz, covariance(1, 2), covariance(0, 2), covariance(0, 1)]);
  return { values, axis, confidence: values[1] > 1e-6 * values[2] ? 1 - values[0] / values[1] : 0 };
}

/**
 * Eigenvalues by the trigonometric roots of the characteristic polynomial (Smith, Comm. ACM 4, 1961), the axis of
 * the smallest by the cross product of two rows of A - λ₀I. `matrix` = [xx, yy, zz, yz, zx, xy].
 */
export function eigen(matrix: readonly number[]): { values: Triple; axis: Triple } {
  const [xx, yy, zz, yz, zx, xy] = matrix as [number, number, number, number, number, number];
  const q = (xx + yy + zz) / 3;
  const p = Math.sqrt(((xx - q) ** 2 + (yy - q) ** 2 + (zz - q) ** 2 + 2 * (yz ** 2 + zx ** 2 + xy ** 2)) / 6);
  if (p === 0) return { values: [q, q, q], axis: [0, 0, 1] };
  const [a, b, c, d, e, f] = [(xx - q) / p, (yy - q) / p, (zz - q) / p, yz / p, zx / p, xy / p];
  const determinant = a * (b * c - d * d) - f * (f * c - d * e) + e * (f * d - b * e);
  const angle = Math.acos(Math.min(1, Math.max(-1, determinant / 2))) / 3;
  const largest = q + 2 * p * Math.cos(angle);
  const smallest = q + 2 * p * Math.cos(angle + (2 * Math.PI) / 3);
  const rows: Triple[] = [
    [xx - smallest, xy, zx],
    [xy, yy - smallest, yz],
    [zx, yz, zz - smallest],
  ];
  const candidates = [cross(rows[0]!, rows[1]!), cross(rows[1]!, rows[2]!), cross(rows[2]!, rows[0]!)];
  const axis = candidates.reduce((best, v) => (Math.hypot(...v) > Math.hypot(...best) ? v : best));
  const length = Math.hypot(...axis);
  return { values: [smallest, 3 * q - smallest - largest, largest], axis: axis.map((v) => v / length) as Triple };
}

/** The sine of the angle between two lines. */
export function sineBetween(u: readonly number[], v: readonly number[]): number {
  return Math.hypot(...cross(u as Triple, v as Triple));
}

function cross([a, b, c]: Triple, [x, y, z]: Triple): Triple {
  return [b * z - c * y, c * x - a * z, a * y - b * x];
}

/** Variance across the plane of the `k` nearest points; the smaller one within two sheets where there are two. */
export function thicknessOf(positions: Float32Array, i: number, k: number): number {
  const near = nearestOf(positions, i, k);
  const { axis } = planeOf(positions, near, near.squared[k - 1]!);
  const offsets = near.indices
    .map((index) => at(positions, index).reduce((sum, value, c) => sum + value * axis[c]!, 0))
    .sort((a, b) => a - b);
  const spread = (numbers: number[]): number => {
    const mean = numbers.reduce((a, b) => a + b, 0) / numbers.length;
    return numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  };
  const whole = spread(offsets);
  const cuts = Array.from({ length: Math.max(0, k - 5) }, (_, j) => j + 3);
  const within = Math.min(...cuts.map((cut) => spread(offsets.slice(0, cut)) + spread(offsets.slice(cut))));
  return (within < 0.12 * whole ? within : whole) / (k - 3);
}

/**
 * What speaks for a point being an outlier, as `candidate_flags.wgsl` has it: 1 far, 2 lonely, 4 thick, 8 unlike a
 * plane.
 */
export function candidateFlags(positions: Float32Array, spacing: readonly number[], threshold: number): number[] {
  return spacing.map((own, i) => {
    if (own <= threshold) return 0;
    const near = nearestOf(positions, i, 13);
    const isLonely = own > 2 * upperMedian(near.indices.slice(1).map((j) => spacing[j]!));
    const twelve = { indices: near.indices.slice(0, 12), squared: near.squared.slice(0, 12) };
    const { values } = planeOf(positions, twelve, twelve.squared[11]!);
    const isThick = values[0] > 0.08 * (values[0] + values[1] + values[2]);
    const others = nearestOf(positions, i, 50).squared.filter((squared) => squared <= 4 * near.squared[12]!).length - 1;
    return 1 + (isLonely ? 2 : 0) + (isThick ? 4 : 0) + (others > 48 || others < 20 ? 8 : 0);
  });
}

/** Which points one pass of cleaning drops. */
export function outliersOf(positions: Float32Array): boolean[] {
  const spacing = Array.from({ length: positions.length / 3 }, (_, i) => spacingOf(positions, i));
  const flags = candidateFlags(positions, spacing, 3 * upperMedian(spacing));
  return flags.map((own, i) => {
    if (own === 0 || (own & 2) !== 0) return own !== 0;
    const near = nearestOf(positions, i, 13)
      .indices.map((j) => flags[j]!)
      .filter((flag) => flag !== 0);
    const holdsOfHalf = (bit: number): boolean => 2 * near.filter((flag) => (flag & bit) !== 0).length >= near.length;
    return holdsOfHalf(4) && holdsOfHalf(8);
  });
}

function upperMedian(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

/** Repeatable numbers in [0, 1): mulberry32. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Standard normal deviates by Box and Muller. */
export function normalNumbers(seed: number): () => number {
  const random = randomNumbers(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Points [3 × count] spread evenly over a sphere of diameter 1, moved along the radius by normal noise. */
export function spherePoints(count: number, seed: number, noise = 0): Float32Array {
  const normal = normalNumbers(seed);
  const positions = new Float32Array(3 * count);
  for (let i = 0; i < count; i++) {
    const v = [normal(), normal(), normal()];
    const radius = (0.5 + noise * normal()) / Math.hypot(...v);
    positions.set(
      v.map((value) => value * radius),
      3 * i,
    );
  }
  return positions;
}

/** Points [3 × count] of the unit square in the plane of `u` and `v`, moved along their cross product by noise. */
export function planePoints(count: number, seed: number, u: Triple, v: Triple, noise = 0): Float32Array {
  const random = randomNumbers(seed);
  const normal = normalNumbers(seed + 1);
  const n = cross(u, v);
  const positions = new Float32Array(3 * count);
  for (let i = 0; i < count; i++) {
    const [a, b, c] = [random() - 0.5, random() - 0.5, noise * normal()];
    positions.set(
      n.map((value, axis) => a * u[axis]! + b * v[axis]! + c * value),
      3 * i,
    );
  }
  return positions;
}

/** Several clouds as one. */
export function joinPoints(...clouds: readonly Float32Array[]): Float32Array {
  return Float32Array.from(clouds.flatMap((cloud) => [...cloud]));
}
