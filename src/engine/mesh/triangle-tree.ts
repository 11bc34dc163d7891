/**
 * Boxes round the triangles of a mesh in float64, as plain arrays that all threads can see: median split along the
 * longest extent of the centroids, four triangles a leaf, nodes in depth-first order so that a left child follows its
 * parent. Who looks for what in it stands elsewhere: the closest triangle to a point (`measure/closest-point.ts`), pairs
 * of triangles whose boxes overlap (`overlapping-pairs.ts`), the first triangle along a ray
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

/**
 * @param positions [3 × vertexCount]
 * @param indices [3 × triangleCount] at least one triangle; those that name a vertex thrice are points and stay so
 */
export function* triangleTreeSteps(positions: Float64Array, indices: Uint32Array): Steps<TriangleTree> {
  const triangleCount = indices.length / 3;
  const centroids = yield* centroidSteps(positions, indices);
  const triangles = new Uint32Array(allocateShareable(4 * triangleCount));
  for (let t = 0; t < triangleCount; t++) triangles[t] = t;
  const nodeCount = countNodes(triangleCount);
  const rightChildren = new Uint32Array(allocateShareable(4 * nodeCount));
  const ranges = new Uint32Array(allocateShareable(8 * nodeCount));
  const pending = [{ begin: 0, end: triangleCount, rightOf: -1 }];
  let node = 0;
  let touched = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { begin, end, rightOf } = next;
    touched += end - begin;
    if (touched > STEP_TRIANGLES) {
      touched = 0;
      yield;
    }
    if (rightOf >= 0) rightChildren[rightOf] = node;
    ranges[2 * node] = begin;
    ranges[2 * node + 1] = end;
    if (end - begin > LEAF_TRIANGLES) {
      const middle = (begin + end) >>> 1;
      if (end - begin > STEP_TRIANGLES) yield;
      selectByKey(triangles, centroids, longestAxis(centroids, begin, end), begin, end, middle);
      pending.push({ begin: middle, end, rightOf: node }, { begin, end: middle, rightOf: -1 });
    }
    node++;
  }
  const bounds = yield* boundSteps(positions, indices, { rightChildren, ranges, triangles });
  return { bounds, rightChildren, ranges, triangles };
}

/** As `triangleTreeSteps` cuts them. */
function countNodes(triangleCount: number): number {
  if (triangleCount <= LEAF_TRIANGLES) return 1;
  const half = triangleCount >>> 1;
  return 1 + countNodes(half) + countNodes(triangleCount - half);
}

/** [3 × triangleCount] */
function* centroidSteps(positions: Float64Array, indices: Uint32Array): Steps<Float64Array> {
  const centroids = new Float64Array(indices.length);
  for (let first = 0; first < indices.length; first += 3) {
    if ((first & STEP_MASK) < 3) yield;
    const [a, b, c] = [3 * indices[first]!, 3 * indices[first + 1]!, 3 * indices[first + 2]!];
    for (let axis = 0; axis < 3; axis++) {
      centroids[first + axis] = (positions[a + axis]! + positions[b + axis]! + positions[c + axis]!) / 3;
    }
  }
  return centroids;
}

/** Boxes of the leaves from their triangles, all others from their children: those follow their parent. */
function* boundSteps(
  positions: Float64Array,
  indices: Uint32Array,
  { rightChildren, ranges, triangles }: Omit<TriangleTree, 'bounds'>,
): Steps<Float64Array> {
  const bounds = new Float64Array(allocateShareable(8 * 6 * rightChildren.length));
  for (let node = rightChildren.length - 1; node >= 0; node--) {
    if ((node & STEP_MASK) === 0) yield;
    const right = rightChildren[node]!;
    for (let axis = 0; axis < 3; axis++) {
      let [low, high] = [Infinity, -Infinity];
      if (right > 0) {
        low = Math.min(bounds[6 * (node + 1) + axis]!, bounds[6 * right + axis]!);
        high = Math.max(bounds[6 * (node + 1) + 3 + axis]!, bounds[6 * right + 3 + axis]!);
      } else {
        const end = ranges[2 * node + 1]!;
        for (let i = ranges[2 * node]!; i < end; i++) {
          const first = 3 * triangles[i]!;
          for (let corner = first; corner < first + 3; corner++) {
            const value = positions[3 * indices[corner]! + axis]!;
            if (value < low) low = value;
            if (value > high) high = value;
          }
        }
      }
      bounds[6 * node + axis] = low;
      bounds[6 * node + 3 + axis] = high;
    }
  }
  return bounds;
}
