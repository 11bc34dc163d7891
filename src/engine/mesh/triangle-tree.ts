/**
 * Boxes round the triangles of a mesh in float64, as plain arrays that all threads can see: median split along the
 * longest extent of the centroids, four triangles a leaf, nodes in depth-first order so that a left child follows its
 * parent. Who looks for what in it stands elsewhere: the closest triangle to a point (`measure/closest-point.ts`),
 * pairs of triangles whose boxes overlap (`overlapping-pairs.ts`), the first triangle along a ray
 * (`finish/check/ray-search.ts`).
 *
 * The window may use three-mesh-bvh for picking; the engine knows no three.js and needs float64: distances near 1e-7 of
 * the extent are what is measured here, and boxes must not lose what an exact test would find.
 */
import { allocateShareable } from '../host/shared-memory.ts';
import type { Steps } from '../host/steps.ts';
import { STEP_MASK } from '../host/steps.ts';
import { longestAxis, selectByKey } from './select-by-key.ts';

const LEAF_TRIANGLES = 4;
/** Median splits halve: 2^32 triangles are 32 levels, and a search keeps at most one node per level waiting. */
export const STACK_NODES = 64;
/** Work between two yields while building, counted in triangles touched: a few milliseconds. */
const STEP_TRIANGLES = 20_000;

/** In shared memory, where there is some. */
export interface TriangleTree {
  /** [6 × nodeCount] lowest x y z, highest x y z */
  readonly bounds: Float64Array;
  /** [nodeCount] the right child, or 0 for a leaf (0 is the root, nobody's child) */
  readonly rightChildren: Uint32Array;
  /** [2 × nodeCount] begin and end of a node's triangles in `triangles` */
  readonly ranges: Uint32Array;
  /** [triangleCount] triangles in leaf order */
  readonly triangles: Uint32Array;
}

/** A stretch of triangles that are one node with all beneath it. */
export interface Subtree {
  readonly begin: number;
  readonly end: number;
  readonly node: number;
}

/** A tree in the making, in shared memory, where there is some: threads may sort different subtrees of it at a time. */
export interface TreeSort extends Omit<TriangleTree, 'bounds'> {
  /** [3 × triangleCount] of the triangles, in the order that these stand in */
  readonly centroids: Float64Array;
}

/**
 * @param positions [3 × vertexCount]
 * @param indices [3 × triangleCount] at least one triangle; those that name a vertex thrice are points and stay so
 * @param copies written
 */
export function* triangleTreeSteps(
  positions: Float64Array,
  indices: Uint32Array,
  copies: LeafCopies = {},
): Steps<TriangleTree> {
  const triangleCount = indices.length / 3;
  const sort = openTreeSort(triangleCount);
  yield* centroidSteps(positions, indices, sort, 0, triangleCount);
  yield* splitSteps(sort, { begin: 0, end: triangleCount, node: 0 }, 0);
  const bounds = allocateBounds(sort);
  yield* boundSteps(positions, indices, { ...sort, bounds }, 0, sort.rightChildren.length, copies);
  return treeOf(sort, bounds);
}

export function openTreeSort(triangleCount: number): TreeSort {
  const nodeCount = nodeCounter()(triangleCount);
  return {
    centroids: new Float64Array(allocateShareable(8 * 3 * triangleCount)),
    triangles: new Uint32Array(allocateShareable(4 * triangleCount)),
    rightChildren: new Uint32Array(allocateShareable(4 * nodeCount)),
    ranges: new Uint32Array(allocateShareable(8 * nodeCount)),
  };
}

/** Zeros for the boxes of a tree's nodes. */
export function allocateBounds({ rightChildren }: TreeSort): Float64Array {
  return new Float64Array(allocateShareable(8 * 6 * rightChildren.length));
}

export function treeOf({ rightChildren, ranges, triangles }: TreeSort, bounds: Float64Array): TriangleTree {
  return { bounds, rightChildren, ranges, triangles };
}

/**
 * Splits a subtree down to nodes of at most `most` triangles, which are returned, or with 0 down to its leaves. Where
 * each stands follows from the sizes alone, so that it doesn't matter who splits which, and when.
 */
export function* splitSteps(sort: TreeSort, root: Subtree, most: number): Steps<Subtree[]> {
  const { triangles, centroids, rightChildren, ranges } = sort;
  const countNodes = nodeCounter();
  const unsplit: Subtree[] = [];
  const waiting = [root];
  let touched = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { begin, end, node } = next;
    touched += end - begin;
    if (touched > STEP_TRIANGLES) {
      touched = 0;
      yield;
    }
    ranges[2 * node] = begin;
    ranges[2 * node + 1] = end;
    if (end - begin <= Math.max(most, LEAF_TRIANGLES)) {
      if (most > 0) unsplit.push(next);
      continue;
    }
    const middle = (begin + end) >>> 1;
    selectByKey(triangles, centroids, longestAxis(centroids, begin, end), begin, end, middle);
    const right = node + 1 + countNodes(middle - begin);
    rightChildren[node] = right;
    waiting.push({ begin: middle, end, node: right }, { begin, end: middle, node: node + 1 });
  }
  return unsplit;
}

/** How many nodes a subtree of so many triangles has, itself included. */
export function nodeCounter(): (triangleCount: number) => number {
  // Halves of halves have two sizes on each level.
  const known = new Map<number, number>();
  const count = (triangleCount: number): number => {
    if (triangleCount <= LEAF_TRIANGLES) return 1;
    let nodes = known.get(triangleCount);
    if (nodes === undefined) {
      const half = triangleCount >>> 1;
      nodes = 1 + count(half) + count(triangleCount - half);
      known.set(triangleCount, nodes);
    }
    return nodes;
  };
  return count;
}

/** Puts the triangles from `first` to before `end` in their own order, with their centroids. */
export function* centroidSteps(
  positions: Float64Array,
  indices: Uint32Array,
  { triangles, centroids }: TreeSort,
  first: number,
  end: number,
): Steps<void> {
  for (let triangle = first; triangle < end; triangle++) {
    if ((triangle & STEP_MASK) === 0) yield;
    triangles[triangle] = triangle;
    const at = 3 * triangle;
    const a = 3 * indices[at]!;
    const b = 3 * indices[at + 1]!;
    const c = 3 * indices[at + 2]!;
    centroids[at] = (positions[a]! + positions[b]! + positions[c]!) / 3;
    centroids[at + 1] = (positions[a + 1]! + positions[b + 1]! + positions[c + 1]!) / 3;
    centroids[at + 2] = (positions[a + 2]! + positions[b + 2]! + positions[c + 2]!) / 3;
  }
}

/** What is copied into the order of the leaves, as what looks for something there reads it in one run. */
export interface LeafCopies {
  /** [9 × triangleCount] corners */
  readonly corners?: Float64Array;
  /** [6 × triangleCount] lowest x y z, highest x y z */
  readonly boxes?: Float64Array;
}

/**
 * Writes the boxes of the nodes from `first` to before `end`, those of leaves from their triangles, which are copied,
 * all others from their children, which follow their parent.
 */
export function* boundSteps(
  positions: Float64Array,
  indices: Uint32Array,
  { bounds, rightChildren, ranges, triangles }: TriangleTree,
  first: number,
  end: number,
  copies: LeafCopies = {},
): Steps<void> {
  const corners = new Float64Array(9);
  const box = new Float64Array(6);
  for (let node = end - 1; node >= first; node--) {
    if ((node & STEP_MASK) === 0) yield;
    const right = rightChildren[node]!;
    if (right > 0) {
      joinBounds(bounds, 6 * node, 6 * (node + 1), 6 * right);
      continue;
    }
    const at = 6 * node;
    bounds[at] = bounds[at + 1] = bounds[at + 2] = Infinity;
    bounds[at + 3] = bounds[at + 4] = bounds[at + 5] = -Infinity;
    for (let i = ranges[2 * node]!; i < ranges[2 * node + 1]!; i++) {
      gatherCorners(positions, indices, triangles[i]!, corners);
      boxOf(corners, box);
      for (let axis = 0; axis < 3; axis++) {
        if (box[axis]! < bounds[at + axis]!) bounds[at + axis] = box[axis]!;
        if (box[axis + 3]! > bounds[at + axis + 3]!) bounds[at + axis + 3] = box[axis + 3]!;
      }
      if (copies.corners) for (let k = 0; k < 9; k++) copies.corners[9 * i + k] = corners[k]!;
      if (copies.boxes) for (let k = 0; k < 6; k++) copies.boxes[6 * i + k] = box[k]!;
    }
  }
}

function gatherCorners(positions: Float64Array, indices: Uint32Array, triangle: number, corners: Float64Array): void {
  for (let corner = 0; corner < 3; corner++) {
    const vertex = 3 * indices[3 * triangle + corner]!;
    corners[3 * corner] = positions[vertex]!;
    corners[3 * corner + 1] = positions[vertex + 1]!;
    corners[3 * corner + 2] = positions[vertex + 2]!;
  }
}

function boxOf(corners: Float64Array, box: Float64Array): void {
  for (let axis = 0; axis < 3; axis++) {
    const x = corners[axis]!;
    const y = corners[axis + 3]!;
    const z = corners[axis + 6]!;
    box[axis] = Math.min(x, y, z);
    box[axis + 3] = Math.max(x, y, z);
  }
}

/** The box at `at` round those at `some` and `other`. */
export function joinBounds(bounds: Float64Array, at: number, some: number, other: number): void {
  for (let axis = 0; axis < 3; axis++) {
    bounds[at + axis] = Math.min(bounds[some + axis]!, bounds[other + axis]!);
    bounds[at + 3 + axis] = Math.max(bounds[some + 3 + axis]!, bounds[other + 3 + axis]!);
  }
}
