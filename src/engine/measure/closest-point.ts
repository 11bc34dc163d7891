/**
 * The closest triangle of a mesh to a point, exactly, by the tree of boxes round its triangles. Corners are copied into
 * the order of the leaves, so that a leaf reads one stretch of memory.
 */
import { allocateShareable } from '../host/shared-memory.ts';
import type { Steps } from '../host/steps.ts';
import { STACK_NODES, type TriangleTree, triangleTreeSteps } from '../mesh/triangle-tree.ts';
import type { WorldMesh } from '../mesh/world-mesh.ts';
import { distanceSquaredToTriangle } from './point-triangle.ts';

/** All that a search takes, as plain data in shared memory, where there is some. */
export interface SearchTree extends TriangleTree {
  /** [9 × triangleCount] corners in leaf order */
  readonly corners: Float64Array;
}

/** @param mesh at least one triangle; those that name a vertex thrice are points and answer as such */
export function* searchTreeSteps({ positions, indices }: WorldMesh): Steps<SearchTree> {
  const corners = allocateCorners(indices);
  return { ...(yield* triangleTreeSteps(positions, indices, { corners })), corners };
}

/** Zeros for the corners of a search tree. */
export function allocateCorners(indices: Uint32Array): Float64Array {
  return new Float64Array(allocateShareable(24 * indices.length));
}

export class TriangleSearch {
  readonly #bounds: Float64Array;
  readonly #rightChildren: Uint32Array;
  readonly #ranges: Uint32Array;
  readonly #triangles: Uint32Array;
  readonly #corners: Float64Array;
  readonly #waiting = new Uint32Array(STACK_NODES);
  readonly #waitingSquared = new Float64Array(STACK_NODES);

  /** Squared distance of the point last given to `findClosest`. */
  distanceSquared = Infinity;

  constructor(tree: SearchTree) {
    this.#bounds = tree.bounds;
    this.#rightChildren = tree.rightChildren;
    this.#ranges = tree.ranges;
    this.#triangles = tree.triangles;
    this.#corners = tree.corners;
  }

  static *buildSteps(mesh: WorldMesh): Steps<TriangleSearch> {
    return new TriangleSearch(yield* searchTreeSteps(mesh));
  }

  /**
   * The triangle closest to (x, y, z); `distanceSquared` then holds how far. Of triangles exactly as far, the first
   * one met: the same for the same mesh and point.
   *
   * @param enoughSquared no nearer one is looked for once one lies within this squared distance
   */
  findClosest(x: number, y: number, z: number, enoughSquared = 0): number {
    const waiting = this.#waiting;
    const waitingSquared = this.#waitingSquared;
    let bestSquared = Infinity;
    let best = 0;
    let count = 1;
    waiting[0] = 0;
    waitingSquared[0] = this.#boundsSquared(0, x, y, z);
    while (count > 0 && bestSquared > enoughSquared) {
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
