/**
 * The tasks behind `measureFit`: distances of a stretch of positions, to the points' surface and to triangles, and
 * ranks.
 */
import type { Triple } from '../math/triple.ts';
import { finishSteps } from '../host/steps.ts';
import { task } from '../host/task.ts';
import { POINT_BITS } from '../neighbours/build-subtree.ts';
import type { KdTree } from '../neighbours/kd-tree.ts';
import { type Box, DistanceSearch } from '../neighbours/distance-search.ts';
import { LocalSurface } from './local-surface.ts';
import { type SideTable, sideTableSteps, SurfaceSides } from './surface-sides.ts';
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
  /** Of the mesh; without it no distance has a sign. */
  readonly sides?: SideTable;
}

export interface SurfaceDistances {
  /** [count] */
  readonly distances: Float64Array<ArrayBuffer>;
  /** [count] 1 where a position lies beside the points; see `LocalSurface.isBeside`. */
  readonly beside: Uint8Array<ArrayBuffer>;
}

/** Distances to the surface that the points of a tree describe, in its unit. */
export const measureToPoints = task(
  'measureToPoints',
  ({ tree, box, ...stretch }: PointDistanceTask): SurfaceDistances => {
    const surface = new LocalSurface(tree, box);
    const beside = new Uint8Array(stretch.count);
    const distances = measure(stretch, (x, y, z, i) => {
      const distance = surface.distance(x, y, z);
      beside[i] = surface.isBeside ? 1 : 0;
      return distance;
    });
    return { distances, beside };
  },
);

/** [count] distances to a mesh, in its unit; with its sides negative for what lies inside of it. */
export const measureToTriangles = task(
  'measureToTriangles',
  ({ mesh, heap, sides: table, ...stretch }: TriangleDistanceTask): Float64Array<ArrayBuffer> => {
    const search = new TriangleHeapSearch(mesh, heap);
    if (!table) return measure(stretch, (x, y, z) => Math.sqrt(search.distanceSquared(x, y, z)));
    const sides = new SurfaceSides(mesh, table);
    return measure(stretch, (x, y, z) => {
      const distance = Math.sqrt(search.distanceSquared(x, y, z));
      return sides.isInside(x, y, z, search.closest) ? -distance : distance;
    });
  },
);

/** Of a mesh whose triangles share their vertices. */
export const buildSideTable = task('buildSideTable', (mesh: HeapInput): SideTable => finishSteps(sideTableSteps(mesh)));

/** What is known at the points of a tree, asked for at positions near them. */
export interface SpreadTask extends PointDistanceTask {
  /** [tree.pointCount] */
  readonly values: Float64Array;
}

/** The last of them is how far the others count. */
const SPREAD_POINTS = 9;

/**
 * [count] the mean of the values at the points nearest to each position, where a point at distance d weighs 1 − d²/r²,
 * r being how far the last is: as the position moves, nothing jumps.
 */
export const spreadValues = task(
  'spreadValues',
  ({ tree, box, values, ...stretch }: SpreadTask): Float64Array<ArrayBuffer> => {
    const search = new DistanceSearch(tree, box, SPREAD_POINTS);
    return measure(stretch, (x, y, z) => {
      search.find(x, y, z);
      const { nodes, squared } = search;
      const reach = squared[squared.length - 1]!;
      // Of points that are all as far, one or more, each counts the same.
      const isAlike = !(squared[0]! < reach);
      let [sum, total] = [0, 0];
      for (let i = 0; i < nodes.length; i++) {
        const weight = isAlike ? 1 : 1 - squared[i]! / reach;
        sum += weight * values[tree.nodes[4 * nodes[i]! + 3]! & POINT_BITS]!;
        total += weight;
      }
      return sum / total;
    });
  },
);

/** The offset is added in float64: the positions keep their digits, whatever global shift separates the two spaces. */
function measure(
  { positions, offset, first, count }: Stretch,
  distanceAt: (x: number, y: number, z: number, i: number) => number,
): Float64Array<ArrayBuffer> {
  const distances = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const at = 3 * (first + i);
    distances[i] = distanceAt(
      positions[at]! + offset[0],
      positions[at + 1]! + offset[1],
      positions[at + 2]! + offset[2],
      i,
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
