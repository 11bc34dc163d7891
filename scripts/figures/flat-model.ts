/**
 * The method in two dimensions, plainly and in float64, for the figures of docs/method.md: a curve in place of a
 * surface, a grid in place of sparse bricks. Equations have the numbers that they have there.
 */
import { normalPair, randomBits, unitFloat } from '../../src/engine/math/random.ts';

const SEED = 7;

export type Place = readonly [x: number, y: number];

export interface FlatPoint {
  readonly place: Place;
  /** Unit length, outward. */
  readonly normal: Place;
}

/** A closed curve with three lobes in the unit square. `count` points, `noise` the standard deviation across it. */
export function lobes(count: number, noise = 0): FlatPoint[] {
  const radius = (turn: number): number => 0.3 * (1 + 0.28 * Math.cos(3 * turn));
  const at = (turn: number): Place => [0.5 + radius(turn) * Math.cos(turn), 0.5 + radius(turn) * Math.sin(turn)];
  return Array.from({ length: count }, (_, i) => {
    const turn = (2 * Math.PI * (i + 0.5 * (unitFloat(randomBits(SEED, 0, i)) - 0.5))) / count;
    const [before, after] = [at(turn - 1e-4), at(turn + 1e-4)];
    const along = unit([after[0] - before[0], after[1] - before[1]]);
    const normal: Place = [along[1], -along[0]];
    const off = noise * normalPair(randomBits(SEED, 1, i), randomBits(SEED, 2, i))[0];
    const [x, y] = at(turn);
    return { place: [x + off * normal[0], y + off * normal[1]], normal };
  });
}

export function unit([x, y]: Place): Place {
  const length = Math.hypot(x, y);
  return length === 0 ? [0, 0] : [x / length, y / length];
}

/** Equation (3): how often a curve with these normals goes round a place. Each point stands for `length` of it. */
export function windingNumber(at: Place, points: readonly FlatPoint[], length: number): number {
  let sum = 0;
  for (const { place, normal } of points) {
    const e: Place = [place[0] - at[0], place[1] - at[1]];
    const squared = Math.max(e[0] ** 2 + e[1] ** 2, (length / 2) ** 2);
    sum += (normal[0] * e[0] + normal[1] * e[1]) / squared;
  }
  return (sum * length) / (2 * Math.PI);
}

/**
 * Equations (4) and (5): vectors of which the winding number is one half at every point, by steepest descent, each
 * turned after every step to where the field that all make grows.
 */
export function findSides(points: readonly FlatPoint[], iterations: number, width: number): Place[] {
  const count = points.length;
  let mu: Place[] = points.map(() => [0, 0]);
  /** e / |e|² from point j to point i, and 0 closer than the width. */
  const kernel = (i: number, j: number): Place => {
    const e: Place = [points[j]!.place[0] - points[i]!.place[0], points[j]!.place[1] - points[i]!.place[1]];
    const squared = e[0] ** 2 + e[1] ** 2;
    return squared < width ** 2 ? [0, 0] : [e[0] / squared, e[1] / squared];
  };
  const K = points.map((_, i) => points.map((__, j) => kernel(i, j)));
  const A = (vectors: readonly Place[]): number[] =>
    K.map((row) => row.reduce((sum, [x, y], j) => sum + x * vectors[j]![0] + y * vectors[j]![1], 0));
  const transposed = (values: readonly number[]): Place[] =>
    points.map((_, j): Place => {
      let [x, y] = [0, 0];
      for (let i = 0; i < count; i++) {
        x += K[i]![j]![0] * values[i]!;
        y += K[i]![j]![1] * values[i]!;
      }
      return [x, y];
    });
  const gradient = (i: number): Place => {
    let [x, y] = [0, 0];
    for (let j = 0; j < count; j++) {
      const [kx, ky] = K[i]![j]!;
      const squared = kx * kx + ky * ky;
      const along = kx * mu[j]![0] + ky * mu[j]![1];
      x += squared * mu[j]![0] - 2 * along * kx;
      y += squared * mu[j]![1] - 2 * along * ky;
    }
    return [x, y];
  };
  for (let iteration = 0; iteration < iterations; iteration++) {
    const left = A(mu).map((value) => 0.5 - value);
    const r = transposed(left);
    const step = dot(r) / A(r).reduce((sum, value) => sum + value * value, 0);
    mu = mu.map(([x, y], i): Place => [x + step * r[i]![0], y + step * r[i]![1]]);
    const turned = mu.map((_, i) => unit(gradient(i)));
    mu = mu.map((vector, i): Place => {
      const length = Math.hypot(...vector);
      return [length * turned[i]![0], length * turned[i]![1]];
    });
  }
  return mu.map(unit);
}

const dot = (vectors: readonly Place[]): number => vectors.reduce((sum, [x, y]) => sum + x * x + y * y, 0);

export interface FlatField {
  /** Nodes along an edge of the unit square. */
  readonly nodes: number;
  readonly values: Float64Array;
}

/** Bilinear, with its gradient. */
export function sample({ nodes, values }: FlatField, [x, y]: Place): { value: number; gradient: Place } {
  const [u, v] = [x * (nodes - 1), y * (nodes - 1)];
  const [i, j] = [cellOf(u, nodes), cellOf(v, nodes)];
  const [s, t] = [u - i, v - j];
  const at = (di: number, dj: number): number => values[i + di + nodes * (j + dj)]!;
  const [a, b, c, d] = [at(0, 0), at(1, 0), at(0, 1), at(1, 1)];
  const value = a * (1 - s) * (1 - t) + b * s * (1 - t) + c * (1 - s) * t + d * s * t;
  const gradient: Place = [
    ((b - a) * (1 - t) + (d - c) * t) * (nodes - 1),
    ((c - a) * (1 - s) + (d - b) * s) * (nodes - 1),
  ];
  return { value, gradient };
}

const cellOf = (u: number, nodes: number): number => Math.min(nodes - 2, Math.max(0, Math.floor(u)));

/** Equation (8): the least squares problem of one level, by conjugate gradients on its normal equations. */
export function solveField(points: readonly FlatPoint[], nodes: number, noise: number): FlatField {
  const h = 1 / (nodes - 1);
  const rows: { readonly weight: number; readonly target: number; readonly terms: readonly [number, number][] }[] = [];
  const pullWeight = 0.3 ** 2 / ((noise / h) ** 2 + 0.05 ** 2);
  for (const { place, normal } of points) {
    for (const offset of [0, -0.5 * h, 0.5 * h]) {
      const at: Place = [place[0] + offset * normal[0], place[1] + offset * normal[1]];
      rows.push({ weight: pullWeight, target: offset / h, terms: termsAt(at, nodes) });
    }
    for (const axis of [0, 1] as const)
      rows.push({ weight: 2, target: normal[axis], terms: slopesAt(place, nodes, axis) });
  }
  for (let j = 0; j < nodes; j++)
    for (let i = 0; i < nodes; i++)
      for (const [di, dj] of [
        [1, 0],
        [0, 1],
      ] as const) {
        const [before, here, after] = [i - di + nodes * (j - dj), i + nodes * j, i + di + nodes * (j + dj)];
        if (i < di || j < dj || i + di >= nodes || j + dj >= nodes) continue;
        rows.push({
          weight: 1,
          target: 0,
          terms: [
            [before, 1],
            [here, -2],
            [after, 1],
          ],
        });
      }
  const values = new Float64Array(nodes * nodes);
  const residuals = (x: Float64Array, isHomogeneous: boolean): Float64Array => {
    const out = new Float64Array(values.length);
    for (const { weight, target, terms } of rows) {
      const left = (isHomogeneous ? 0 : target) - terms.reduce((sum, [node, c]) => sum + c * x[node]!, 0);
      for (const [node, c] of terms) out[node]! += weight * c * left;
    }
    return out;
  };
  let r = residuals(values, false);
  let p = r.slice();
  let rr = r.reduce((sum, value) => sum + value * value, 0);
  for (let iteration = 0; iteration < 6 * nodes && rr > 1e-12; iteration++) {
    const Ap = residuals(p, true).map((value) => -value);
    const alpha = rr / p.reduce((sum, value, k) => sum + value * Ap[k]!, 0);
    values.forEach((_, k) => (values[k]! += alpha * p[k]!));
    r = r.map((value, k) => value - alpha * Ap[k]!);
    const next = r.reduce((sum, value) => sum + value * value, 0);
    p = r.map((value, k) => value + (next / rr) * p[k]!);
    rr = next;
  }
  return { nodes, values: values.map((value) => value * h) };
}

function termsAt([x, y]: Place, nodes: number): [number, number][] {
  const [u, v] = [x * (nodes - 1), y * (nodes - 1)];
  const [i, j] = [cellOf(u, nodes), cellOf(v, nodes)];
  const [s, t] = [u - i, v - j];
  const at = (di: number, dj: number): number => i + di + nodes * (j + dj);
  return [
    [at(0, 0), (1 - s) * (1 - t)],
    [at(1, 0), s * (1 - t)],
    [at(0, 1), (1 - s) * t],
    [at(1, 1), s * t],
  ];
}

function slopesAt([x, y]: Place, nodes: number, axis: 0 | 1): [number, number][] {
  const [u, v] = [x * (nodes - 1), y * (nodes - 1)];
  const [i, j] = [cellOf(u, nodes), cellOf(v, nodes)];
  const across = axis === 0 ? v - j : u - i;
  const at = (di: number, dj: number): number => i + di + nodes * (j + dj);
  return axis === 0
    ? [
        [at(0, 0), across - 1],
        [at(1, 0), 1 - across],
        [at(0, 1), -across],
        [at(1, 1), across],
      ]
    : [
        [at(0, 0), across - 1],
        [at(0, 1), 1 - across],
        [at(1, 0), -across],
        [at(1, 1), across],
      ];
}

/** Equation (9): the segments in which a field has a value, cell by cell (marching squares). */
export function isoSegments(field: FlatField, level: number): [Place, Place][] {
  const { nodes, values } = field;
  const segments: [Place, Place][] = [];
  const corners = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ] as const;
  for (let j = 0; j < nodes - 1; j++)
    for (let i = 0; i < nodes - 1; i++) {
      const crossings: Place[] = [];
      for (let k = 0; k < 4; k++) {
        const [from, to] = [corners[k]!, corners[(k + 1) % 4]!];
        const a = values[i + from[0] + nodes * (j + from[1])]! - level;
        const b = values[i + to[0] + nodes * (j + to[1])]! - level;
        if (a < 0 === b < 0) continue;
        const share = a / (a - b);
        crossings.push([
          (i + from[0] + share * (to[0] - from[0])) / (nodes - 1),
          (j + from[1] + share * (to[1] - from[1])) / (nodes - 1),
        ]);
      }
      for (let k = 0; k + 1 < crossings.length; k += 2) segments.push([crossings[k]!, crossings[k + 1]!]);
    }
  return segments;
}
