/**
 * The tasks behind `measureFit`: distances of a stretch of positions, to the points' surface and to triangles, and
 * ranks.
 */
import type { Triple } from '../math/triple.ts';
import { task } from '../host/task.ts';
import type { KdTree } from '../neighbours/kd-tree.ts';
import type { Box } from '../neighbours/distance-search.ts';
import { LocalSurface } from './local-surface.ts';
import { type HeapInput, type TriangleHeap, TriangleHeapSearch } from './triangle-heap.ts';

interface Stretch {
  /** [3 × positionCount] in shared memory, where there is some. */
  readonly positions: Float32Array;
  /** What takes these positions into the space that is searched. */
  readonly offset: Triple;
  /** The stretch is positions `first` … `first + count − 1`. */
  readonly first: number;
  readonly count: number;
}

export interface PointDistanceTask extends Stretch {
  /** A tree of at least one point. */
  readonly tree: KdTree;
  /** Bounds of its points. */
  readonly box: Box;
}

export interface TriangleDistanceTask extends Stretch {
  readonly mesh: HeapInput;
  readonly heap: TriangleHeap;
}

/** [count] distances to the surface that the points of a tree describe, in its unit. */
export const measureToPoints = task(
  'measureToPoints',
  ({ tree, box, ...stretch }: PointDistanceTask): Float64Array<ArrayBuffer> => {
    const surface = new LocalSurface(tree, box);
    return measure(stretch, (x, y, z) => surface.distance(x, y, z));
  },
);

/** [count] distances to a mesh, in its unit. */
export const measureToTriangles = task(
  'measureToTriangles',
  ({ mesh, heap, ...stretch }: TriangleDistanceTask): Float64Array<ArrayBuffer> => {
    const search = new TriangleHeapSearch(mesh, heap);
    return measure(stretch, (x, y, z) => Math.sqrt(search.distanceSquared(x, y, z)));
  },
);

/** The offset is added in float64: the positions keep their digits, whatever global shift separates the two spaces. */
function measure(
  { positions, offset, first, count }: Stretch,
  distanceAt: (x: number, y: number, z: number) => number,
): Float64Array<ArrayBuffer> {
  const distances = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const at = 3 * (first + i);
    distances[i] = distanceAt(
      positions[at]! + offset[0],
      positions[at + 1]! + offset[1],
      positions[at + 2]! + offset[2],
    );
  }
  return distances;
}

/** A sorted copy. */
export const sortDistances = task(
  'sortDistances',
  ({ distances }: { readonly distances: Float32Array | Float64Array }): Float32Array | Float64Array =>
    distances.toSorted(),
);
