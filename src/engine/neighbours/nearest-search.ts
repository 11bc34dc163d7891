/**
 * Nearest points on the CPU: the walk of `shaders/neighbours/kd_walk.wgsl` in double precision. Nothing is allocated
 * a query; the answer stays in the object's arrays until the next one.
 */
import { POINT_BITS } from './build-subtree.ts';
import type { KdTree } from './kd-tree.ts';

export class NearestSearch {
  /** [capacity] point indices of the last answer, ascending by distance, then by index. */
  readonly indices: Uint32Array;
  /** [capacity] their squared distances, in the tree's space. */
  readonly squared: Float64Array;
  readonly #nodes: Uint32Array;
  readonly #values: Float32Array;
  readonly #nodeCount: number;

  /** @param capacity the largest k asked for. */
  constructor(tree: KdTree, capacity: number) {
    this.indices = new Uint32Array(capacity);
    this.squared = new Float64Array(capacity);
    this.#nodes = tree.nodes;
    this.#values = new Float32Array(tree.nodes.buffer, tree.nodes.byteOffset, tree.nodes.length);
    this.#nodeCount = tree.pointCount;
  }

  /**
   * Finds the k (1 … capacity) nearest points of a position.
   * @returns how many were found: min(k, pointCount).
   */
  find(x: number, y: number, z: number, k: number): number {
    const { indices, squared } = this;
    const nodes = this.#nodes;
    const values = this.#values;
    const nodeCount = this.#nodeCount;
    indices.fill(0xffffffff, 0, k);
    squared.fill(Infinity, 0, k);
    const last = k - 1;
    let previous = 0;
    let place = Math.min(1, nodeCount);
    while (place !== 0) {
      const at = 4 * (place - 1);
      const tail = nodes[at + 3]!;
      const index = tail & POINT_BITS;
      if (previous < place) {
        const dx = values[at]! - x;
        const dy = values[at + 1]! - y;
        const dz = values[at + 2]! - z;
        this.#insert(dx * dx + dy * dy + dz * dz, index, last);
      }
      const axis = tail >>> 30;
      const offset = (axis === 0 ? x : axis === 1 ? y : z) - values[at + axis]!;
      const nearChild = 2 * place + (offset > 0 ? 1 : 0);
      const farChild = nearChild ^ 1;
      let next = place >> 1;
      if (previous < place && nearChild <= nodeCount) {
        next = nearChild;
      } else if (previous !== farChild && farChild <= nodeCount) {
        // Equal to the plane's distance: only points in the plane can compete, see kd_far_competes.
        const plane = offset * offset;
        const worst = squared[last]!;
        if (plane < worst || (plane === worst && (offset > 0 || index < indices[last]!))) next = farChild;
      }
      previous = place;
      place = next;
    }
    return Math.min(k, nodeCount);
  }

  #insert(distance: number, index: number, last: number): void {
    const { indices, squared } = this;
    if (distance > squared[last]! || (distance === squared[last]! && index > indices[last]!)) return;
    let j = last;
    for (; j > 0; j--) {
      const before = squared[j - 1]!;
      if (before < distance || (before === distance && indices[j - 1]! < index)) break;
      squared[j] = before;
      indices[j] = indices[j - 1]!;
    }
    squared[j] = distance;
    indices[j] = index;
  }
}
