/**
 * The preset `paper` in plain float64: the losses of GridPull written as sums over queries and nodes, and their
 * analytic gradients. Slow; used by tests only, which also hold the gradients against finite differences of the losses.
 */
import { normalPair, randomBits } from '../../src/engine/math/random.ts';

export const NODES = 128;
type Vec = readonly [number, number, number];

const index = (x: number, y: number, z: number): number => (x * NODES + y) * NODES + z;
const toVoxel = (p: number): number => Math.min(NODES - 1.001, Math.max(0, p * 63.5 + 63.5));
const dot = (a: Vec, b: Vec): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const combine = (a: Vec, s: number, b: Vec): Vec => [a[0] + s * b[0], a[1] + s * b[1], a[2] + s * b[2]];

export interface Corner {
  readonly node: number;
  readonly weight: number;
  readonly slope: Vec;
}

/** The eight nodes round a normalised position with their trilinear weights and the weights' derivatives per voxel. */
export function corners(position: Vec): Corner[] {
  const voxel = position.map(toVoxel);
  const lower = voxel.map(Math.floor) as [number, number, number];
  const u = voxel.map((v, k) => v - lower[k]!);
  return Array.from({ length: 8 }, (_, k) => {
    const c = [k & 1, (k >> 1) & 1, k >> 2] as const;
    const side = c.map((one, axis) => (one ? u[axis]! : 1 - u[axis]!)) as [number, number, number];
    const sign = c.map((one) => (one ? 1 : -1)) as [number, number, number];
    return {
      node: index(lower[0] + c[0], lower[1] + c[1], lower[2] + c[2]),
      weight: side[0] * side[1] * side[2],
      slope: [sign[0] * side[1] * side[2], sign[1] * side[0] * side[2], sign[2] * side[0] * side[1]],
    };
  });
}

function sample(field: Float64Array, position: Vec): { value: number; normal: Vec; length: number } {
  let value = 0;
  let slope: Vec = [0, 0, 0];
  for (const corner of corners(position)) {
    value += corner.weight * field[corner.node]!;
    slope = combine(slope, field[corner.node]!, corner.slope);
  }
  const length = Math.sqrt(dot(slope, slope) + 1e-12);
  return { value, normal: [slope[0] / length, slope[1] / length, slope[2] / length], length };
}

export interface QueryLoss {
  readonly pull: number;
  readonly surface: number;
  readonly consistency: number;
}

/** The three losses of one query (times the number of queries). */
export function queryLoss(field: Float64Array, query: Vec, nearest: Vec, consistency: number): QueryLoss {
  const q = sample(field, query);
  const t = sample(field, nearest);
  const rest = combine(combine(nearest, -1, query), q.value, q.normal);
  const gap = combine(nearest, -1, query);
  return {
    pull: Math.exp(Math.sqrt(dot(gap, gap))) * (Math.sqrt(dot(rest, rest)) + 1e-12),
    surface: t.value ** 2,
    consistency: consistency * (1 - dot(q.normal, t.normal)),
  };
}

/** Adds the gradient of one term, or of all three, to `gradient` [128³]. */
export function addQueryGradient(
  field: Float64Array,
  query: Vec,
  nearest: Vec,
  consistency: number,
  gradient: Float64Array,
  terms: readonly (keyof QueryLoss)[] = ['pull', 'surface', 'consistency'],
): void {
  const q = sample(field, query);
  const t = sample(field, nearest);
  const gap = combine(nearest, -1, query);
  const project = (v: Vec, n: Vec, length: number): Vec => {
    const flat = combine(v, -dot(v, n), n);
    return [flat[0] / length, flat[1] / length, flat[2] / length];
  };
  const add = (position: Vec, byValue: number, bySlope: Vec): void => {
    for (const corner of corners(position)) {
      gradient[corner.node]! += byValue * corner.weight + dot(bySlope, corner.slope);
    }
  };
  if (terms.includes('pull')) {
    const rest = combine(gap, q.value, q.normal);
    const scale = Math.exp(Math.sqrt(dot(gap, gap))) / (Math.sqrt(dot(rest, rest)) + 1e-12);
    const along: Vec = [rest[0] * scale, rest[1] * scale, rest[2] * scale];
    const byNormal: Vec = [along[0] * q.value, along[1] * q.value, along[2] * q.value];
    add(query, dot(along, q.normal), project(byNormal, q.normal, q.length));
  }
  if (terms.includes('surface')) add(nearest, 2 * t.value, [0, 0, 0]);
  if (terms.includes('consistency')) {
    const down = (v: Vec): Vec => [-consistency * v[0], -consistency * v[1], -consistency * v[2]];
    add(query, 0, project(down(t.normal), q.normal, q.length));
    add(nearest, 0, project(down(q.normal), t.normal, t.length));
  }
}

/** Total variation over the band: Σ w_i (f_o − f_i)² / M over band nodes and their six neighbours. */
export function variation(field: Float64Array, weights: Uint32Array): number {
  return eachPair(weights, (i, o, w, m) => (w * (field[o]! - field[i]!) ** 2) / m);
}

export function variationGradient(field: Float64Array, weights: Uint32Array): Float64Array {
  const gradient = new Float64Array(field.length);
  eachPair(weights, (i, o, w, m) => {
    const d = (2 * w * (field[o]! - field[i]!)) / m;
    gradient[o]! += d;
    gradient[i]! -= d;
    return 0;
  });
  return gradient;
}

function eachPair(weights: Uint32Array, term: (i: number, o: number, w: number, m: number) => number): number {
  const band: number[] = [];
  // Two million nodes: a list of them all to choose from took most of a test's time.
  for (let i = 0; i < weights.length; i++) if (weights[i]! > 0) band.push(i);
  let sum = 0;
  for (const i of band) {
    for (const step of [1, NODES, NODES * NODES]) {
      sum += term(i, i + step, weights[i]!, band.length) + term(i, i - step, weights[i]!, band.length);
    }
  }
  return sum;
}

/** Band weights: |i| + |j| + |k| + 1 of the first offset, in lexicographic order, that leads to an occupied voxel. */
export function bandWeight(occupied: (x: number, y: number, z: number) => boolean, node: Vec, reach: number): number {
  if (node.some((c) => c < 1 || c >= NODES - 1)) return 0;
  for (let i = -reach; i < reach; i++) {
    for (let j = -reach; j < reach; j++) {
      for (let k = -reach; k < reach; k++) {
        const [x, y, z] = [node[0] - i, node[1] - j, node[2] - k];
        const isInside = Math.min(x, y, z) >= 0 && Math.max(x, y, z) < NODES;
        if (isInside && occupied(x, y, z)) {
          return Math.abs(i) + Math.abs(j) + Math.abs(k) + 1;
        }
      }
    }
  }
  return 0;
}

/** Origin and position of one query, as the kernel draws it. */
export function drawQuery(
  seed: number,
  step: number,
  i: number,
  points: readonly Vec[],
  sigma: number,
): { origin: number; query: Vec } {
  const origin = randomBits(seed, step, 8 * i) % points.length;
  const bits = [1, 2, 3, 4].map((k) => randomBits(seed, step, 8 * i + k));
  const noise = [...normalPair(bits[0]!, bits[1]!), normalPair(bits[2]!, bits[3]!)[0]] as const;
  const p = points[origin]!;
  return { origin, query: [p[0] + sigma * noise[0], p[1] + sigma * noise[1], p[2] + sigma * noise[2]] };
}
