/**
 * The half-edges of a mesh brought together by the edge they lie on: half-edge `3t + k` runs from corner k of triangle
 * t to the next. Two stable counting sorts, by the greater and then by the lesser vertex, take time linear in the
 * triangles whatever the valences (a fan of a million triangles too), and no object per edge.
 */
import type { Steps } from '../host/steps.ts';
import { STEP_MASK } from '../host/steps.ts';

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
  const all = new Uint32Array(indices.length);
  let count = 0;
  for (let first = 0; first < indices.length; first += 3) {
    if ((first & STEP_MASK) < 3) yield;
    const [a, b, c] = [indices[first]!, indices[first + 1]!, indices[first + 2]!];
    if (a === b || b === c || c === a) continue;
    for (let k = 0; k < 3; k++) all[count++] = first + k;
  }
  const kept = all.subarray(0, count);
  const byGreater = yield* countingSort(kept, vertexCount, (h) => Math.max(indices[h]!, indices[endCorner(h)]!));
  const order = yield* countingSort(byGreater, vertexCount, (h) => Math.min(indices[h]!, indices[endCorner(h)]!));
  return { order, degenerateTriangles: (indices.length - count) / 3 };
}

function* countingSort(items: Uint32Array, keyCount: number, keyOf: (item: number) => number): Steps<Uint32Array> {
  const starts = new Uint32Array(keyCount + 1);
  for (let i = 0; i < items.length; i++) {
    if ((i & STEP_MASK) === 0) yield;
    const key = keyOf(items[i]!);
    starts[key + 1] = starts[key + 1]! + 1;
  }
  for (let key = 0; key < keyCount; key++) starts[key + 1] = starts[key + 1]! + starts[key]!;
  const sorted = new Uint32Array(items.length);
  for (let i = 0; i < items.length; i++) {
    if ((i & STEP_MASK) === 0) yield;
    const item = items[i]!;
    const key = keyOf(item);
    const place = starts[key]!;
    sorted[place] = item;
    starts[key] = place + 1;
  }
  return sorted;
}
