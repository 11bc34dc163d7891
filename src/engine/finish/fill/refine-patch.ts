/**
 * Brings the triangles of a patch to the size that the surface has at its rim: edges that are too long are split, edges are
 * flipped until the triangles are Delaunay's, and what is inside is drawn to the middle of its neighbours. Along a rim of
 * thousands of edges an even density would take hundreds of thousands of vertices, so there the size grows with the distance
 * from the rim.
 */
import { endCorner } from '../../mesh/half-edges.ts';

/** A piece of surface of its own: the first `rimCount` vertices are its rim, which nothing here moves or splits. */
export interface Patch {
  readonly rimCount: number;
  /** 3 × vertexCount */
  positions: number[];
  /** 3 × triangleCount */
  triangles: number[];
}

/** Edges are split from 4/3 of their target on, and that is 1.15 times the rim's: the halves come out at its length. */
const SPLIT_FROM = (4 / 3) * 1.15;
const MOST_ROUNDS = 40;
const SWEEPS = 3;
const STEP_TO_MIDDLE = 0.6;
/** Vertices inside a patch, about: their fairing takes a second or two. */
const MOST_INSIDE = 3000;
/** An equilateral triangle of side 1 has two of these as its share of a vertex. */
const AREA_OF_VERTEX = Math.sqrt(3) / 2;

/** @param isTaken whether the surface has an edge between two vertices of the rim */
export function refinePatch(patch: Patch, isTaken: (a: number, b: number) => boolean): void {
  const sizeAt = targetSizes(patch);
  const sizes = Array.from({ length: patch.positions.length / 3 }, (_, vertex) => sizeAt(vertex));
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const splits = splitLongEdges(patch, sizes);
    for (let vertex = sizes.length; vertex < patch.positions.length / 3; vertex++) sizes.push(sizeAt(vertex));
    flipEdges(patch, isTaken);
    drawToMiddle(patch);
    if (splits === 0) return;
  }
}

/** The target at each vertex: the median edge of the rim there, and more inside where the rim is long. */
function targetSizes(patch: Patch): (vertex: number) => number {
  const { positions, rimCount } = patch;
  const edges = Array.from({ length: rimCount }, (_, i) => lengthOf(positions, i, (i + 1) % rimCount));
  const edge = edges.toSorted((a, b) => a - b)[rimCount >> 1]!;
  const growth = growthFor(rimCount);
  if (growth === 0) return () => edge;
  return (vertex) => {
    let nearest = Infinity;
    for (let i = 0; i < rimCount; i++) nearest = Math.min(nearest, lengthOf(positions, vertex, i));
    return edge + growth * nearest;
  };
}

/** How much the size grows for each unit of distance, so that a round hole with this rim takes at most MOST_INSIDE vertices. */
export function growthFor(rimCount: number): number {
  const radius = rimCount / (2 * Math.PI);
  if (insideOf(radius, 0) <= MOST_INSIDE) return 0;
  let [low, high] = [0, 1];
  for (let step = 0; step < 30; step++) {
    const middle = (low + high) / 2;
    if (insideOf(radius, middle) > MOST_INSIDE) low = middle;
    else high = middle;
  }
  return high;
}

/** Vertices in a disc of so many edges' radius whose size is 1 + growth · distance from its rim. */
function insideOf(radius: number, growth: number): number {
  if (growth === 0) return (Math.PI * radius ** 2) / AREA_OF_VERTEX;
  // The integral of 2π (R − d) / (1 + g d)² over d from 0 to R.
  const scaled = growth * radius;
  return (2 * Math.PI * (scaled - Math.log1p(scaled))) / (growth ** 2 * AREA_OF_VERTEX);
}

interface InnerEdge {
  readonly a: number;
  readonly b: number;
  readonly first: number;
  second: number;
}

/** The edges of the patch by their vertices; `second` is −1 at the rim. */
function edgesOf({ positions, triangles }: Patch): Map<number, InnerEdge> {
  const edges = new Map<number, InnerEdge>();
  const vertexCount = positions.length / 3;
  for (let corner = 0; corner < triangles.length; corner++) {
    const [a, b] = [triangles[corner]!, triangles[endCorner(corner)]!];
    const key = keyOf(a, b, vertexCount);
    const known = edges.get(key);
    const triangle = Math.floor(corner / 3);
    if (known) known.second = triangle;
    else edges.set(key, { a, b, first: triangle, second: -1 });
  }
  return edges;
}

function keyOf(a: number, b: number, vertexCount: number): number {
  return a < b ? a * vertexCount + b : b * vertexCount + a;
}

/** Halves what is too long, the longest first, no triangle twice; returns how many. */
function splitLongEdges(patch: Patch, sizes: readonly number[]): number {
  const { positions, triangles } = patch;
  const long: { readonly edge: InnerEdge; readonly excess: number }[] = [];
  for (const edge of edgesOf(patch).values()) {
    if (edge.second < 0) continue;
    const excess = lengthOf(positions, edge.a, edge.b) / (SPLIT_FROM * 0.5 * (sizes[edge.a]! + sizes[edge.b]!));
    if (excess > 1) long.push({ edge, excess });
  }
  long.sort((x, y) => y.excess - x.excess || x.edge.a - y.edge.a || x.edge.b - y.edge.b);
  const isTouched = new Set<number>();
  let count = 0;
  for (const { edge } of long) {
    const { a, b, first, second } = edge;
    if (isTouched.has(first) || isTouched.has(second)) continue;
    isTouched.add(first).add(second);
    const middle = positions.length / 3;
    for (let axis = 0; axis < 3; axis++) positions.push(0.5 * (positions[3 * a + axis]! + positions[3 * b + axis]!));
    for (const triangle of [first, second]) {
      const corners = triangles.slice(3 * triangle, 3 * triangle + 3);
      for (let k = 0; k < 3; k++) if (corners[k] === b) triangles[3 * triangle + k] = middle;
      triangles.push(...corners.map((vertex) => (vertex === a ? middle : vertex)));
    }
    count++;
  }
  return count;
}

/** Edges whose two opposite angles are over 180° together are turned, if neither new triangle turns over. */
function flipEdges(patch: Patch, isTaken: (a: number, b: number) => boolean): void {
  const { triangles, rimCount, positions } = patch;
  const vertexCount = positions.length / 3;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const edges = edgesOf(patch);
    const isTouched = new Set<number>();
    for (const { a, b, first, second } of edges.values()) {
      if (second < 0 || isTouched.has(first) || isTouched.has(second)) continue;
      const [p, q] = [thirdOf(triangles, first, a, b), thirdOf(triangles, second, a, b)];
      if (angleAt(positions, p, a, b) + angleAt(positions, q, a, b) <= Math.PI + 1e-6) continue;
      if (edges.has(keyOf(p, q, vertexCount)) || (p < rimCount && q < rimCount && isTaken(p, q))) continue;
      // `first` runs from a to b, `second` from b to a.
      if (agreement(positions, [p, a, q], [q, b, p]) <= 0) continue;
      isTouched.add(first).add(second);
      edges.set(keyOf(p, q, vertexCount), { a: p, b: q, first, second });
      [triangles[3 * first], triangles[3 * first + 1], triangles[3 * first + 2]] = [p, a, q];
      [triangles[3 * second], triangles[3 * second + 1], triangles[3 * second + 2]] = [q, b, p];
    }
    if (isTouched.size === 0) return;
  }
}

function thirdOf(triangles: readonly number[], triangle: number, a: number, b: number): number {
  return triangles.slice(3 * triangle, 3 * triangle + 3).find((vertex) => vertex !== a && vertex !== b)!;
}

function drawToMiddle({ positions, triangles, rimCount }: Patch): void {
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const sums = new Float64Array(positions.length);
    const counts = new Uint32Array(positions.length / 3);
    for (let corner = 0; corner < triangles.length; corner++) {
      const [a, b] = [triangles[corner]!, triangles[endCorner(corner)]!];
      for (let axis = 0; axis < 3; axis++) {
        sums[3 * a + axis]! += positions[3 * b + axis]!;
        sums[3 * b + axis]! += positions[3 * a + axis]!;
      }
      counts[a]!++;
      counts[b]!++;
    }
    for (let vertex = rimCount; vertex < counts.length; vertex++) {
      for (let axis = 0; axis < 3; axis++) {
        const at = 3 * vertex + axis;
        positions[at]! += STEP_TO_MIDDLE * (sums[at]! / counts[vertex]! - positions[at]!);
      }
    }
  }
}

function lengthOf(positions: readonly number[], a: number, b: number): number {
  return Math.hypot(
    positions[3 * a]! - positions[3 * b]!,
    positions[3 * a + 1]! - positions[3 * b + 1]!,
    positions[3 * a + 2]! - positions[3 * b + 2]!,
  );
}

/** The angle at `tip` between the ways to `a` and `b`. */
function angleAt(positions: readonly number[], tip: number, a: number, b: number): number {
  const [one, other, opposite] = [lengthOf(positions, tip, a), lengthOf(positions, tip, b), lengthOf(positions, a, b)];
  const cosine = (one * one + other * other - opposite * opposite) / (2 * one * other || 1);
  return Math.acos(Math.max(-1, Math.min(1, cosine)));
}

type Corners = readonly [number, number, number];

/** Scalar product of two triangles' normals. */
function agreement(positions: readonly number[], one: Corners, other: Corners): number {
  const [m, n] = [normalOf(positions, one), normalOf(positions, other)];
  return m[0] * n[0] + m[1] * n[1] + m[2] * n[2];
}

function normalOf(positions: readonly number[], [a, b, c]: Corners): Corners {
  const edge = (to: number): Corners =>
    [0, 1, 2].map((axis) => positions[3 * to + axis]! - positions[3 * a + axis]!) as unknown as Corners;
  const [u, v] = [edge(b), edge(c)];
  return [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
}
