/** Orientation in float64, from the formulas: direct sums, the shared walk, votes and patches with plain containers. */
import type { QuadricRule } from '../../src/engine/orientation/quadric-normals.ts';
import type { WindingTree } from '../../src/engine/orientation/build-winding-tree.ts';

export type Vector = readonly [number, number, number];
export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const minus = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const add = (a: Vector, b: Vector): Vector => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
const scaled = (a: Vector, factor: number): Vector => [factor * a[0], factor * a[1], factor * a[2]];
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const unit = (a: Vector): Vector => scaled(a, 1 / lengthOf(a));
export const lengthOf = (a: Vector): number => Math.sqrt(dot(a, a));

/** Row i of an array of `stride` numbers a row. */
export const row = (array: ArrayLike<number>, i: number, stride = 3): Vector => [
  array[stride * i] ?? NaN,
  array[stride * i + 1] ?? NaN,
  array[stride * i + 2] ?? NaN,
];

/** What one source contributes at e = query - source: the three sums' terms. The adjoint's number is source[0]. */
export const TERMS = {
  winding: (e: Vector, source: Vector): Vector => [-dot(e, source) / lengthOf(e) ** 3, 0, 0],
  adjoint: (e: Vector, source: Vector): Vector => scaled(e, source[0] / lengthOf(e) ** 3),
  gradient: (e: Vector, source: Vector): Vector =>
    add(scaled(source, 1 / lengthOf(e) ** 3), scaled(e, (-3 * dot(e, source)) / lengthOf(e) ** 5)),
} as const;
export type SumName = keyof typeof TERMS;

/** A sum, and the sum of the sizes of its terms, which rounding errors are relative to. */
export interface ReferenceSum {
  readonly sum: Vector;
  readonly size: number;
}

function addTerm(into: ReferenceSum, name: SumName, e: Vector, source: Vector, width: number): ReferenceSum {
  const distance = lengthOf(e);
  if (distance < width || distance === 0) return into;
  const term = TERMS[name](e, source);
  return { sum: add(into.sum, term), size: into.size + lengthOf(term) };
}

/** The sum over all points, none merged. Points and sources are [3n], in one order. */
export function directSum(
  name: SumName,
  points: ArrayLike<number>,
  sources: ArrayLike<number>,
  query: Vector,
  width: number,
): ReferenceSum {
  let result: ReferenceSum = { sum: [0, 0, 0], size: 0 };
  for (let i = 0; 3 * i < points.length; i++) {
    result = addTerm(result, name, minus(query, row(points, i)), row(sources, i), width);
  }
  return result;
}

/** Summed sources of every entry of a tree; `sources` [3n] in tree order. */
export function referenceMoments(tree: WindingTree, sources: ArrayLike<number>): Vector[] {
  const placeOf = new Map([...tree.pointEntries].map((entry, place) => [entry, place]));
  return Array.from({ length: tree.entryCount }, (_, entry) => {
    let sum: Vector = [0, 0, 0];
    for (let inside = entry; inside < (tree.skips[entry] ?? 0); inside++) {
      const place = placeOf.get(inside);
      if (place !== undefined) sum = add(sum, row(sources, place));
    }
    return sum;
  });
}

/**
 * The sum by the walk that queries 4k … 4k + 3 share: an entry counts as one source where it is a point, or where all
 * of the four are farther away than twice its radius.
 */
export function walkSums(
  name: SumName,
  tree: WindingTree,
  moments: readonly Vector[],
  queries: readonly Vector[],
  width: number,
): ReferenceSum[] {
  return queries.map((query, i) => {
    const shared = queries.slice(i - (i % 4), i - (i % 4) + 4);
    let result: ReferenceSum = { sum: [0, 0, 0], size: 0 };
    for (let entry = 0; entry < tree.entryCount;) {
      const centre = row(tree.spheres, entry, 4);
      const accept = tree.spheres[4 * entry + 3] ?? NaN;
      if (shared.every((other) => dot(minus(other, centre), minus(other, centre)) > accept)) {
        result = addTerm(result, name, minus(query, centre), moments[entry] ?? [NaN, NaN, NaN], width);
        entry = tree.skips[entry] ?? NaN;
      } else entry++;
    }
    return result;
  });
}

export interface Graph {
  readonly positions: ArrayLike<number>;
  /** [4n]. */
  readonly normals: ArrayLike<number>;
  /** [k × n]. */
  readonly neighbours: ArrayLike<number>;
  readonly noiseNorm: number;
}

/** Indices of the listed neighbours of a point among its `nearest` first, itself left out. */
function listed({ positions, neighbours }: Graph, i: number, nearest: number): number[] {
  const count = positions.length / 3;
  return Array.from({ length: nearest }, (_, j) => neighbours[j * count + i] ?? 0xffffffff).filter(
    (k) => k !== i && k !== 0xffffffff,
  );
}

/** Which normals one round of the vote turns round. */
export function referenceVotes(graph: Graph, nearest: number): boolean[] {
  const { positions, normals, noiseNorm } = graph;
  return Array.from({ length: positions.length / 3 }, (_, i) => {
    let votes = 0;
    let weight = 0;
    for (const k of listed(graph, i, nearest)) {
      const e = minus(row(positions, k), row(positions, i));
      const cosine = dot(row(normals, i, 4), row(normals, k, 4));
      if (Math.abs(dot(e, row(normals, i, 4))) > 0.3 * lengthOf(e) + 2 * noiseNorm || Math.abs(cosine) < 0.7) continue;
      votes += cosine;
      weight += Math.abs(cosine);
    }
    return weight > 2.5 && votes < -0.3 * weight;
  });
}

/** Which normals patch repair turns round: sets as labels that are rewritten, disputes in a map. */
export function referenceFlips(graph: Graph): boolean[] {
  const { positions, normals, noiseNorm } = graph;
  const count = positions.length / 3;
  const smooth: { i: number; k: number; cosine: number }[] = [];
  for (let i = 0; i < count; i++) {
    for (const k of listed(graph, i, 11)) {
      const e = minus(row(positions, k), row(positions, i));
      const cosine = dot(row(normals, i, 4), row(normals, k, 4));
      const tolerance = 0.3 * lengthOf(e) + 1.5 * noiseNorm;
      const off = Math.max(Math.abs(dot(e, row(normals, i, 4))), Math.abs(dot(e, row(normals, k, 4))));
      if (Math.abs(cosine) >= 0.85 && off <= tolerance) smooth.push({ i, k, cosine });
    }
  }
  const patch = relabel(
    count,
    smooth.filter((edge) => edge.cosine > 0),
  );
  const sizes = new Map<number, number>();
  for (const p of patch) sizes.set(p, (sizes.get(p) ?? 0) + 1);
  const borders = new Map<string, typeof smooth>();
  for (const edge of smooth) {
    const pair = [patch[edge.i] ?? 0, patch[edge.k] ?? 0].sort((a, b) => a - b);
    if (edge.cosine < 0 && pair[0] !== pair[1]) borders.set(pair.join(), [...(borders.get(pair.join()) ?? []), edge]);
  }
  const disputes = [...borders]
    .map(([key, edges]) => {
      const [a = 0, b = 0] = key.split(',').map(Number);
      const sum = edges.reduce((total, { cosine }) => total - cosine, 0);
      // Each end's height above the plane of the other.
      const heights = edges.map(({ i, k }) => {
        const e = minus(row(positions, k), row(positions, i));
        return (dot(e, row(normals, i, 4)) - dot(e, row(normals, k, 4))) / 2;
      });
      const lengths = edges.map(({ i, k }) => lengthOf(minus(row(positions, k), row(positions, i))));
      const total = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
      const slope = Math.abs(total(heights)) / total(lengths);
      return { a, b, slope, strength: sum / Math.sqrt(Math.min(sizes.get(a) ?? 0, sizes.get(b) ?? 0)) };
    })
    .filter(({ strength, slope }) => strength > 1 && slope <= 0.1)
    .sort((x, y) => y.strength - x.strength || x.a - y.a || x.b - y.b);
  const sign = new Array<number>(count).fill(1);
  const group = [...patch];
  for (const { a, b } of disputes) {
    // The patches' own labels are the numbers of their first points.
    const joined = group[b] ?? 0;
    if (group[a] === joined) continue;
    const turn = sign[a] === sign[b];
    for (let i = 0; i < count; i++) {
      if (group[i] !== joined) continue;
      group[i] = group[a] ?? 0;
      if (turn) sign[i] = -(sign[i] ?? 1);
    }
  }
  for (const label of new Set(group)) {
    const members = [...group.keys()].filter((i) => group[i] === label);
    const balance = members.reduce((sum, i) => sum + (sign[i] ?? NaN), 0);
    if (balance < 0) for (const i of members) sign[i] = -(sign[i] ?? 1);
  }
  return sign.map((s) => s < 0);
}

/** Connected sets, each labelled by its least member. */
function relabel(count: number, edges: readonly { i: number; k: number }[]): number[] {
  const labels = Array.from({ length: count }, (_, i) => i);
  for (let changed = true; changed;) {
    changed = false;
    for (const { i, k } of edges) {
      const least = Math.min(labels[i] ?? 0, labels[k] ?? 0);
      if (labels[i] !== least || labels[k] !== least) changed = true;
      labels[i] = labels[k] = least;
    }
  }
  return labels;
}

/**
 * Normals beside sharp edges, from the rule in docs/algorithm.md (step 2): [4 × n], w unchanged.
 * @param positions [3n]
 * @param normals [4n] unit normals, w = confidence
 */
export function referenceSharpened(positions: Float32Array, normals: Float32Array, mostOffset: number): Float32Array {
  const count = positions.length / 3;
  const result = normals.slice();
  for (let i = 0; i < count; i++) {
    if (normals[4 * i + 3]! > 0.97) continue;
    const here = row(positions, i);
    const byDistance = Array.from({ length: count }, (_, j) => ({
      j,
      distance: lengthOf(minus(here, row(positions, j))),
    }));
    byDistance.sort((a, b) => a.distance - b.distance || a.j - b.j);
    let best = mostOffset;
    for (const { j, distance } of byDistance.slice(1, 32)) {
      const lent = row(normals, j, 4);
      if (normals[4 * j + 3]! < 0.985 || dot(lent, row(normals, i, 4)) < 0.2) continue;
      const offset = Math.abs(dot(minus(here, row(positions, j)), lent)) + 0.02 * distance;
      if (offset >= best) continue;
      best = offset;
      result.set(lent, 4 * i);
    }
  }
  return result;
}

/**
 * Normals by oriented quadrics z = c + g·(x, y) + ½ (x, y) H (x, y)ᵀ over the neighbours of each point, the widest of
 * three balls whose quadric leaves little enough (docs/algorithm.md, "noise").
 * @param positions [3n]
 * @param normals [4n] unit normals, w = confidence
 * @param radii [n]
 */
export function referenceQuadricNormals(
  positions: Float32Array,
  normals: Float32Array,
  radii: Float32Array,
  { radius, mostWidening, mostResidual }: QuadricRule,
): Float64Array {
  const result = Float64Array.from(normals);
  radii.forEach((planeRadius, i) => {
    const n = row(normals, i, 4);
    const u = unit(cross(n, Math.abs(n[0]) < 0.7 ? [1, 0, 0] : [0, 1, 0]));
    const v = cross(n, u);
    let r = Math.min(radius, mostWidening * planeRadius);
    for (let ball = 0; ball < 3; ball++, r *= 0.7746) {
      const rows: { basis: number[]; height: number; weight: number }[] = [];
      for (let j = 0; j < radii.length; j++) {
        const e = minus(row(positions, j), row(positions, i));
        const cosine = dot(row(normals, j, 4), n);
        if (lengthOf(e) > r || cosine < 0.3) continue;
        const [x, y, z] = [dot(e, u) / r, dot(e, v) / r, dot(e, n) / r];
        const weight = Math.min(1, (cosine - 0.3) / 0.5) * (1 - (0.9 * lengthOf(e) ** 2) / r ** 2);
        rows.push({ basis: [1, x, y, 0.5 * x * x, x * y, 0.5 * y * y], height: z, weight });
      }
      if (rows.length < 12) return;
      const total = rows.reduce((sum, { weight }) => sum + weight, 0);
      const matrix = rows[0]!.basis.map((_, p) =>
        rows[0]!.basis.map((__, q) => {
          const ridge = p === q ? total * (p > 2 ? 1e-5 : 1e-7) : 0;
          return rows.reduce((sum, { basis, weight }) => sum + weight * basis[p]! * basis[q]!, ridge);
        }),
      );
      const right = matrix.map((_, p) =>
        rows.reduce((sum, { basis, weight, height }) => sum + weight * basis[p]! * height, 0),
      );
      const c = solve(matrix, right);
      const squares = rows.reduce((sum, { weight, height }) => sum + weight * height ** 2, 0);
      const left = Math.max(0, squares - c.reduce((sum, value, p) => sum + value * right[p]!, 0)) / total;
      if (ball < 2 && Math.sqrt(left) * r > mostResidual) continue;
      const [gx, gy] = [c[1]!, c[2]!];
      if (gx * gx + gy * gy < 1) result.set(unit(add(n, add(scaled(u, -gx), scaled(v, -gy)))), 4 * i);
      return;
    }
  });
  return result;
}

/** Gaussian elimination with pivots. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((line, i) => [...line, right[i]!]);
  const size = right.length;
  for (let p = 0; p < size; p++) {
    const pivot = rows
      .slice(p)
      .reduce((best, line, k) => (Math.abs(line[p]!) > Math.abs(rows[best]![p]!) ? p + k : best), p);
    [rows[p], rows[pivot]] = [rows[pivot]!, rows[p]!];
    for (let q = 0; q < size; q++) {
      if (q === p) continue;
      const factor = rows[q]![p]! / rows[p]![p]!;
      for (let k = p; k <= size; k++) rows[q]![k]! -= factor * rows[p]![k]!;
    }
  }
  return rows.map((line, p) => line[size]! / line[p]!);
}

/**
 * The side of a plane from its eight nearest oriented points, as `adopt_sides.wgsl` has it: those in the plane with a
 * like axis vote, else the mean of those that do not turn against the ones before.
 */
export function referenceSide(
  position: Vector,
  axis: Vector,
  share: readonly { readonly position: Vector; readonly normal: Vector }[],
  noise: number,
  blends: boolean,
): Vector {
  const distance = (at: Vector): number => lengthOf(minus(at, position));
  const nearest = share.toSorted((a, b) => distance(a.position) - distance(b.position)).slice(0, 8);
  const isInPlane = (at: Vector): boolean => Math.abs(dot(minus(at, position), axis)) <= 0.3 * distance(at) + 2 * noise;
  const coplanar = nearest
    .filter((near) => isInPlane(near.position) && Math.abs(dot(axis, near.normal)) >= 0.7)
    .reduce((sum, near) => sum + dot(axis, near.normal), 0);
  const mean = nearest.reduce<Vector>(
    (sum, { normal }, j) => (j === 0 || dot(normal, sum) > 0 ? add(sum, normal) : sum),
    [0, 0, 0],
  );
  if (blends) return unit(mean);
  return (coplanar === 0 ? dot(axis, mean) : coplanar) < 0 ? scaled(axis, -1) : axis;
}
