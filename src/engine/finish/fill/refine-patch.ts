/**
 * Brings the triangles of a patch to the size that the surface has at its rim: edges that are too long are split, edges
 * are flipped until the triangles are Delaunay's, and what is inside is drawn to the middle of its neighbours. Along a
 * rim of thousands of edges an even density would take hundreds of thousands of vertices, so there the size grows with
 * the distance from the rim.
 */
import { finishSteps } from '../../host/steps.ts';
import { endCorner, previousCorner } from '../../mesh/half-edges.ts';
import { NO_PARTNER, partnerSteps, triangleOf } from '../../mesh/triangle-sides.ts';

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
    for (let i = 0; i < rimCount; i++) nearest = Math.min(nearest, squaredLengthOf(positions, vertex, i));
    return edge + growth * Math.sqrt(nearest);
  };
}

/**
 * How much the size grows for each unit of distance, so that a round hole with this rim takes at most MOST_INSIDE
 * vertices.
 */
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

/** The half-edge on the other side of each, `NO_PARTNER` at the rim. */
function partnersOf({ positions, triangles }: Patch): Uint32Array {
  return finishSteps(partnerSteps(Uint32Array.from(triangles), positions.length / 3));
}

/** The inner edges, each by the first of its half-edges. */
function* innerEdges(partners: Uint32Array): Generator<number, void, undefined> {
  for (let halfEdge = 0; halfEdge < partners.length; halfEdge++) {
    if (partners[halfEdge] !== NO_PARTNER && partners[halfEdge]! > halfEdge) yield halfEdge;
  }
}

/** Halves what is too long, the longest first, no triangle twice; returns how many. */
function splitLongEdges(patch: Patch, sizes: readonly number[]): number {
  const { positions, triangles } = patch;
  const partners = partnersOf(patch);
  const long: { readonly halfEdge: number; readonly a: number; readonly b: number; readonly excess: number }[] = [];
  for (const halfEdge of innerEdges(partners)) {
    const [a, b] = [triangles[halfEdge]!, triangles[endCorner(halfEdge)]!];
    const excess = lengthOf(positions, a, b) / (SPLIT_FROM * 0.5 * (sizes[a]! + sizes[b]!));
    if (excess > 1) long.push({ halfEdge, a, b, excess });
  }
  long.sort((x, y) => y.excess - x.excess || x.a - y.a || x.b - y.b);
  const isTouched = new Uint8Array(triangles.length / 3);
  let count = 0;
  for (const { halfEdge, a, b } of long) {
    const [first, second] = [triangleOf(halfEdge), triangleOf(partners[halfEdge]!)];
    if (isTouched[first] || isTouched[second]) continue;
    isTouched[first] = isTouched[second] = 1;
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
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const partners = partnersOf(patch);
    const edges = new EdgeNames(patch);
    const isTouched = new Uint8Array(triangles.length / 3);
    let turned = 0;
    for (const halfEdge of innerEdges(partners)) {
      const partner = partners[halfEdge]!;
      const [first, second] = [triangleOf(halfEdge), triangleOf(partner)];
      if (isTouched[first] || isTouched[second]) continue;
      const [a, b] = [triangles[halfEdge]!, triangles[endCorner(halfEdge)]!];
      const [p, q] = [triangles[previousCorner(halfEdge)]!, triangles[previousCorner(partner)]!];
      const length = squaredLengthOf(positions, a, b);
      if (angleAt(positions, p, a, b, length) + angleAt(positions, q, a, b, length) <= Math.PI + 1e-6) continue;
      if (edges.has(p, q) || (p < rimCount && q < rimCount && isTaken(p, q))) continue;
      // `first` runs from a to b, `second` from b to a.
      if (agreement(positions, [p, a, q], [q, b, p]) <= 0) continue;
      isTouched[first] = isTouched[second] = 1;
      turned++;
      edges.add(p, q);
      [triangles[3 * first], triangles[3 * first + 1], triangles[3 * first + 2]] = [p, a, q];
      [triangles[3 * second], triangles[3 * second + 1], triangles[3 * second + 2]] = [q, b, p];
    }
    if (turned === 0) return;
  }
}

/** Which vertices an edge joins: those of the patch as it was, and those added since. */
class EdgeNames {
  /** [vertexCount + 1] where the ends of edges begin whose lesser vertex this is. */
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;
  readonly #added = new Map<number, number[]>();

  constructor({ positions, triangles }: Patch) {
    this.#starts = new Uint32Array(positions.length / 3 + 1);
    this.#ends = new Uint32Array(triangles.length);
    for (let corner = 0; corner < triangles.length; corner++) {
      this.#starts[Math.min(triangles[corner]!, triangles[endCorner(corner)]!)]!++;
    }
    for (let vertex = 1; vertex < this.#starts.length; vertex++) this.#starts[vertex]! += this.#starts[vertex - 1]!;
    // From behind, so that they end as the places where each begins.
    for (let corner = 0; corner < triangles.length; corner++) {
      const [a, b] = [triangles[corner]!, triangles[endCorner(corner)]!];
      this.#ends[--this.#starts[Math.min(a, b)]!] = Math.max(a, b);
    }
  }

  has(a: number, b: number): boolean {
    const [lesser, greater] = [Math.min(a, b), Math.max(a, b)];
    const end = this.#starts[lesser + 1]!;
    for (let at = this.#starts[lesser]!; at < end; at++) if (this.#ends[at] === greater) return true;
    return this.#added.get(lesser)?.includes(greater) ?? false;
  }

  add(a: number, b: number): void {
    const [lesser, greater] = [Math.min(a, b), Math.max(a, b)];
    const known = this.#added.get(lesser);
    if (known) known.push(greater);
    else this.#added.set(lesser, [greater]);
  }
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

function squaredLengthOf(positions: readonly number[], a: number, b: number): number {
  const x = positions[3 * a]! - positions[3 * b]!;
  const y = positions[3 * a + 1]! - positions[3 * b + 1]!;
  const z = positions[3 * a + 2]! - positions[3 * b + 2]!;
  return x * x + y * y + z * z;
}

function lengthOf(positions: readonly number[], a: number, b: number): number {
  return Math.sqrt(squaredLengthOf(positions, a, b));
}

/** The angle at `tip` between the ways to `a` and `b`. @param opposite squared distance of those two */
function angleAt(positions: readonly number[], tip: number, a: number, b: number, opposite: number): number {
  const [one, other] = [squaredLengthOf(positions, tip, a), squaredLengthOf(positions, tip, b)];
  const cosine = (one + other - opposite) / (2 * Math.sqrt(one * other) || 1);
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
