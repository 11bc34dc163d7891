/**
 * The half-edges of a mesh brought together by the edge they lie on: half-edge `3t + k` runs from corner k of triangle
 * t to the next. A counting sort by the lesser vertex leaves some six with each, which are sorted in their places; no
 * object per edge, and of a fan of a million triangles one long sort.
 */
import type { Steps } from '../host/steps.ts';
import { STEP_MASK } from '../host/steps.ts';

/** Indices of a step: those of 4096 triangles. */
const INDICES_A_STEP = 3 * (STEP_MASK + 1);
/** Half-edges with one lesser vertex; more are the hub of a fan, and insertion would take their square. */
const MOST_INSERTED = 64;

export interface SortedHalfEdges {
  /** [3 × triangleCount without the degenerate] half-edges, those of one edge next to each other. */
  readonly order: Uint32Array;
  /** Triangles that name a vertex twice; their half-edges are left out. */
  readonly degenerateTriangles: number;
}

/** The corner, counted like half-edges, at which half-edge `halfEdge` ends. */
export function endCorner(halfEdge: number): number {
  return halfEdge % 3 === 2 ? halfEdge - 2 : halfEdge + 1;
}

/** The corner before a corner in its triangle, or the half-edge that ends where a half-edge starts. */
export function previousCorner(corner: number): number {
  return corner % 3 === 0 ? corner + 2 : corner - 1;
}

/**
 * Where the half-edges end that lie on one edge, in either direction.
 *
 * @param order `SortedHalfEdges.order`
 * @param first where they begin in it
 */
export function edgeEnd(indices: Uint32Array, order: Uint32Array, first: number): number {
  const a = indices[order[first]!]!;
  const b = indices[endCorner(order[first]!)]!;
  let end = first + 1;
  while (end < order.length && liesOn(indices, order[end]!, a, b)) end++;
  return end;
}

function liesOn(indices: Uint32Array, halfEdge: number, a: number, b: number): boolean {
  const from = indices[halfEdge]!;
  const to = indices[endCorner(halfEdge)]!;
  return (from === a && to === b) || (from === b && to === a);
}

/** @param indices [3 × triangleCount], each below vertexCount */
export function* sortHalfEdgeSteps(indices: Uint32Array, vertexCount: number): Steps<SortedHalfEdges> {
  // [vertexCount + 1] where the half-edges begin in the order whose lesser vertex this is.
  const starts = new Uint32Array(vertexCount + 1);
  let degenerateTriangles = 0;
  for (let first = 0; first < indices.length; first += INDICES_A_STEP) {
    yield;
    degenerateTriangles += countLesser(indices, starts, first);
  }
  for (let vertex = 0; vertex < vertexCount; vertex++) starts[vertex + 1]! += starts[vertex]!;
  const count = indices.length - 3 * degenerateTriangles;
  const order = new Uint32Array(count);
  const greater = new Uint32Array(count);
  const ends = starts.slice(0, vertexCount);
  for (let first = 0; first < indices.length; first += INDICES_A_STEP) {
    yield;
    placeByLesser(indices, { order, greater, ends }, first);
  }
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    if ((vertex & STEP_MASK) === 0) yield;
    sortByGreater(order, greater, starts[vertex]!, ends[vertex]!);
  }
  return { order, degenerateTriangles };
}

/**
 * Adds the half-edges of a step to the counts, one place higher than their lesser vertices; how many triangles are
 * degenerate.
 */
function countLesser(indices: Uint32Array, counts: Uint32Array, first: number): number {
  const end = Math.min(indices.length, first + INDICES_A_STEP);
  let degenerate = 0;
  for (let i = first; i < end; i += 3) {
    const [a, b, c] = [indices[i]!, indices[i + 1]!, indices[i + 2]!];
    if (a === b || b === c || c === a) {
      degenerate++;
      continue;
    }
    counts[Math.min(a, b) + 1]!++;
    counts[Math.min(b, c) + 1]!++;
    counts[Math.min(c, a) + 1]!++;
  }
  return degenerate;
}

interface HalfEdgePlaces {
  /** Half-edges by their lesser vertices, and the greater ones of each. */
  readonly order: Uint32Array;
  readonly greater: Uint32Array;
  /** [vertexCount] where the half-edges placed so far end whose lesser vertex this is. */
  readonly ends: Uint32Array;
}

function placeByLesser(indices: Uint32Array, { order, greater, ends }: HalfEdgePlaces, first: number): void {
  const end = Math.min(indices.length, first + INDICES_A_STEP);
  for (let i = first; i < end; i += 3) {
    const [a, b, c] = [indices[i]!, indices[i + 1]!, indices[i + 2]!];
    if (a === b || b === c || c === a) continue;
    let place = ends[Math.min(a, b)]!++;
    order[place] = i;
    greater[place] = Math.max(a, b);
    place = ends[Math.min(b, c)]!++;
    order[place] = i + 1;
    greater[place] = Math.max(b, c);
    place = ends[Math.min(c, a)]!++;
    order[place] = i + 2;
    greater[place] = Math.max(c, a);
  }
}

/** Sorts what lies between `start` and `end` by the greater vertices; those of one edge stay in their order. */
function sortByGreater(order: Uint32Array, greater: Uint32Array, start: number, end: number): void {
  if (end - start > MOST_INSERTED) {
    sortManyByGreater(order, greater, start, end);
    return;
  }
  for (let i = start + 1; i < end; i++) {
    const [halfEdge, key] = [order[i]!, greater[i]!];
    let place = i;
    for (; place > start && greater[place - 1]! > key; place--) {
      order[place] = order[place - 1]!;
      greater[place] = greater[place - 1]!;
    }
    order[place] = halfEdge;
    greater[place] = key;
  }
}

function sortManyByGreater(order: Uint32Array, greater: Uint32Array, start: number, end: number): void {
  const [halfEdges, keys] = [order.slice(start, end), greater.slice(start, end)];
  const ranks = Uint32Array.from(keys, (_, i) => i).sort((i, j) => keys[i]! - keys[j]! || i - j);
  for (let i = 0; i < ranks.length; i++) order[start + i] = halfEdges[ranks[i]!]!;
}
