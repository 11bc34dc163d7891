/**
 * The closest triangle of a mesh to a point, exactly, by a bounding volume hierarchy in typed arrays: median split
 * along the longest extent of the centroids, four triangles a leaf, nodes in depth-first order so that a left child
 * follows its parent. The window may use three-mesh-bvh for picking; the engine knows no three.js, needs float64
 * (distances near 1e-7 of the extent are what it measures) and no more than this one query.
 */
import { distanceSquaredToTriangle } from './point-triangle.ts';
import type { Steps } from '../host/steps.ts';
import type { WorldMesh } from '../mesh/world-mesh.ts';

const LEAF_TRIANGLES = 4;
/** Median splits halve: 2^32 triangles are 32 levels, and a search keeps at most one node per level waiting. */
const STACK_NODES = 64;
/** Work between two yields while building, counted in triangles touched: a few milliseconds. */
const STEP_TRIANGLES = 20_000;

export class TriangleTree {
  /** [6 × nodeCount] lowest x y z, highest x y z */
  readonly #bounds: Float64Array;
  /** [nodeCount] the right child, or 0 for a leaf (0 is the root, nobody's child) */
  readonly #rightChildren: Uint32Array;
  /** [2 × nodeCount] begin and end of a leaf in `#triangles`; unused for inner nodes */
  readonly #ranges: Uint32Array;
  /** [triangleCount] triangles in leaf order */
  readonly #triangles: Uint32Array;
  /** [9 × triangleCount] corners in leaf order: a leaf reads one stretch of memory */
  readonly #corners: Float64Array;
  readonly #waiting = new Uint32Array(STACK_NODES);
  readonly #waitingSquared = new Float64Array(STACK_NODES);

  /** Squared distance of the point last given to `findClosest`. */
  distanceSquared = Infinity;

  private constructor(nodes: TreeNodes, corners: Float64Array) {
    this.#bounds = nodes.bounds;
    this.#rightChildren = nodes.rightChildren;
    this.#ranges = nodes.ranges;
    this.#triangles = nodes.triangles;
    this.#corners = corners;
  }

  /** @param mesh at least one triangle; those that name a vertex thrice are points and answer as such */
  static *buildSteps({ positions, indices }: WorldMesh): Steps<TriangleTree> {
    const nodes = yield* nodeSteps(positions, indices);
    const corners = new Float64Array(9 * nodes.triangles.length);
    for (let i = 0; i < nodes.triangles.length; i++) {
      if (i % STEP_TRIANGLES === 0) yield;
      for (let corner = 0; corner < 3; corner++) {
        const vertex = indices[3 * nodes.triangles[i]! + corner]!;
        for (let axis = 0; axis < 3; axis++) corners[9 * i + 3 * corner + axis] = positions[3 * vertex + axis]!;
      }
    }
    return new TriangleTree(nodes, corners);
  }

  /**
   * The triangle closest to (x, y, z); `distanceSquared` then holds how far. Of triangles exactly as far, the first
   * one met: the same for the same mesh and point.
   */
  findClosest(x: number, y: number, z: number): number {
    const waiting = this.#waiting;
    const waitingSquared = this.#waitingSquared;
    let bestSquared = Infinity;
    let best = 0;
    let count = 1;
    waiting[0] = 0;
    waitingSquared[0] = this.#boundsSquared(0, x, y, z);
    while (count > 0) {
      count--;
      if (waitingSquared[count]! >= bestSquared) continue;
      const node = waiting[count]!;
      const right = this.#rightChildren[node]!;
      if (right === 0) {
        const end = this.#ranges[2 * node + 1]!;
        for (let i = this.#ranges[2 * node]!; i < end; i++) {
          const squared = distanceSquaredToTriangle(x, y, z, this.#corners, 9 * i);
          if (squared < bestSquared) {
            bestSquared = squared;
            best = i;
          }
        }
        continue;
      }
      const left = node + 1;
      const leftSquared = this.#boundsSquared(left, x, y, z);
      const rightSquared = this.#boundsSquared(right, x, y, z);
      const isLeftNearer = leftSquared < rightSquared;
      // The nearer child goes on top, so that it shrinks the bound for the other.
      waiting[count] = isLeftNearer ? right : left;
      waitingSquared[count++] = isLeftNearer ? rightSquared : leftSquared;
      waiting[count] = isLeftNearer ? left : right;
      waitingSquared[count++] = isLeftNearer ? leftSquared : rightSquared;
    }
    this.distanceSquared = bestSquared;
    return this.#triangles[best]!;
  }

  #boundsSquared(node: number, x: number, y: number, z: number): number {
    const bounds = this.#bounds;
    const at = 6 * node;
    const dx = Math.max(bounds[at]! - x, 0, x - bounds[at + 3]!);
    const dy = Math.max(bounds[at + 1]! - y, 0, y - bounds[at + 4]!);
    const dz = Math.max(bounds[at + 2]! - z, 0, z - bounds[at + 5]!);
    return dx * dx + dy * dy + dz * dz;
  }
}

interface TreeNodes {
  readonly bounds: Float64Array;
  readonly rightChildren: Uint32Array;
  readonly ranges: Uint32Array;
  readonly triangles: Uint32Array;
}

function* nodeSteps(positions: Float64Array, indices: Uint32Array): Steps<TreeNodes> {
  const triangleCount = indices.length / 3;
  const triangles = new Uint32Array(triangleCount);
  const centroids = new Float64Array(3 * triangleCount);
  for (let t = 0; t < triangleCount; t++) {
    if (t % STEP_TRIANGLES === 0) yield;
    triangles[t] = t;
    for (let axis = 0; axis < 3; axis++) {
      let sum = 0;
      for (let corner = 0; corner < 3; corner++) sum += positions[3 * indices[3 * t + corner]! + axis]!;
      centroids[3 * t + axis] = sum / 3;
    }
  }
  // A split leaf holds at least two triangles, so there are at most as many nodes as triangles (one for a lone one).
  const bounds = new Float64Array(6 * triangleCount);
  const rightChildren = new Uint32Array(triangleCount);
  const ranges = new Uint32Array(2 * triangleCount);
  const pending = [{ begin: 0, end: triangleCount, rightOf: -1 }];
  let nodeCount = 0;
  let touched = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { begin, end, rightOf } = next;
    const node = nodeCount++;
    touched += end - begin;
    if (touched > STEP_TRIANGLES) {
      touched = 0;
      yield;
    }
    if (rightOf >= 0) rightChildren[rightOf] = node;
    fillBounds(bounds, node, positions, indices, triangles.subarray(begin, end));
    if (end - begin <= LEAF_TRIANGLES) {
      ranges[2 * node] = begin;
      ranges[2 * node + 1] = end;
      continue;
    }
    const middle = (begin + end) >>> 1;
    if (end - begin > STEP_TRIANGLES) yield;
    selectByKey(triangles, centroids, longestAxis(centroids, triangles, begin, end), begin, end, middle);
    pending.push({ begin: middle, end, rightOf: node }, { begin, end: middle, rightOf: -1 });
  }
  return { bounds, rightChildren, ranges, triangles };
}

function fillBounds(
  bounds: Float64Array,
  node: number,
  positions: Float64Array,
  indices: Uint32Array,
  triangles: Uint32Array,
): void {
  for (let axis = 0; axis < 3; axis++) {
    let [low, high] = [Infinity, -Infinity];
    for (let i = 0; i < triangles.length; i++) {
      const first = 3 * triangles[i]!;
      for (let corner = 0; corner < 3; corner++) {
        const value = positions[3 * indices[first + corner]! + axis]!;
        if (value < low) low = value;
        if (value > high) high = value;
      }
    }
    bounds[6 * node + axis] = low;
    bounds[6 * node + 3 + axis] = high;
  }
}

function longestAxis(centroids: Float64Array, triangles: Uint32Array, begin: number, end: number): number {
  let [longest, longestExtent] = [0, -Infinity];
  for (let axis = 0; axis < 3; axis++) {
    let [low, high] = [Infinity, -Infinity];
    for (let i = begin; i < end; i++) {
      const value = centroids[3 * triangles[i]! + axis]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (high - low > longestExtent) [longest, longestExtent] = [axis, high - low];
  }
  return longest;
}

/**
 * Hoare's selection: afterwards nothing before `middle` has a greater centroid along `axis`, nothing after it a lesser.
 * Equal keys are swapped too, which keeps the halves even on flat and regular meshes.
 */
function selectByKey(
  items: Uint32Array,
  centroids: Float64Array,
  axis: number,
  begin: number,
  end: number,
  middle: number,
): void {
  let low = begin;
  let high = end - 1;
  while (low < high) {
    const pivot = centroids[3 * items[(low + high) >>> 1]! + axis]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (centroids[3 * items[i]! + axis]! < pivot) i++;
      while (centroids[3 * items[j]! + axis]! > pivot) j--;
      if (i > j) break;
      const item = items[i]!;
      items[i++] = items[j]!;
      items[j--] = item;
    }
    if (middle <= j) high = j;
    else if (middle >= i) low = i;
    else return;
  }
}
