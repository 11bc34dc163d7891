/**
 * The nearest points of a k-d tree, for positions near the points and far from them alike.
 *
 * `NearestSearch` and the kernels prune by one plane at a time: from a distance d that visits nearly all points whose
 * planes lie within d. This walk keeps the distance to each cell along every axis (Arya and Mount, "Algorithms for fast
 * vector quantization", 1993), from the box of all points down, and is bounded from the start by the points found last.
 * With 200,000 points a position half the extent away takes 16 µs for one neighbour where the other takes 2400, one
 * beside them .53 where it takes .85. Nothing is allocated a query; the answer stays in the object's arrays until the
 * next one.
 */
import { boundsOf } from '../math/point-bounds.ts';
import type { KdTree } from './kd-tree.ts';

/** Levels of a tree of 2³⁰ points, and one waiting cell on each. */
const STACK_CELLS = 32;

/** [6] lowest x y z, highest x y z. */
export type Box = readonly number[];

export class DistanceSearch {
  /**
   * [min(k, pointCount)] nodes of the last answer, nearest first. Of points just as far, the same ones in any order.
   */
  readonly nodes: Uint32Array;
  /** [min(k, pointCount)] their squared distances: to the bit what comparing with every point gives. */
  readonly squared: Float64Array;
  readonly #treeNodes: Uint32Array;
  readonly #values: Float32Array;
  readonly #nodeCount: number;
  readonly #box: Box;
  readonly #waiting = new Uint32Array(STACK_CELLS);
  /** [4 × STACK_CELLS] squared distances to the waiting cell: along x, y, z, and their sum. */
  readonly #reach = new Float64Array(4 * STACK_CELLS);

  /**
   * @param tree at least one point
   * @param box bounds of its points
   * @param k how many points an answer has, where the tree has as many; at least 1
   */
  constructor(tree: KdTree, box: Box, k: number) {
    const count = Math.min(k, tree.pointCount);
    this.nodes = Uint32Array.from({ length: count }, (_, node) => node);
    this.squared = new Float64Array(count);
    this.#treeNodes = tree.nodes;
    this.#values = new Float32Array(tree.nodes.buffer, tree.nodes.byteOffset, tree.nodes.length);
    this.#nodeCount = tree.pointCount;
    this.#box = box;
  }

  /** Finds the points nearest to (x, y, z). */
  find(x: number, y: number, z: number): void {
    const foundNodes = this.nodes;
    const foundSquared = this.squared;
    const last = foundNodes.length - 1;
    const nodes = this.#treeNodes;
    const values = this.#values;
    const waiting = this.#waiting;
    const reach = this.#reach;
    const nodeCount = this.#nodeCount;
    let worst = this.#boundByLast(x, y, z);
    this.#startAtBox(x, y, z);
    let count = 1;
    while (count > 0) {
      count--;
      const from = 4 * count;
      if (reach[from + 3]! >= worst) continue;
      const alongX = reach[from]!;
      const alongY = reach[from + 1]!;
      const alongZ = reach[from + 2]!;
      // Down to a leaf on the near sides; nothing below is further than the cell, so only far sides wait.
      for (let node = waiting[count]!; node < nodeCount;) {
        const at = 4 * node;
        const dx = values[at]! - x;
        const dy = values[at + 1]! - y;
        const dz = values[at + 2]! - z;
        const squared = dx * dx + dy * dy + dz * dz;
        if (squared < worst) {
          let place = last;
          for (; place > 0 && foundSquared[place - 1]! > squared; place--) {
            foundSquared[place] = foundSquared[place - 1]!;
            foundNodes[place] = foundNodes[place - 1]!;
          }
          foundSquared[place] = squared;
          foundNodes[place] = node;
          worst = foundSquared[last]!;
        }
        const axis = nodes[at + 3]! >>> 30;
        const plane = axis === 0 ? dx : axis === 1 ? dy : dz;
        const near = 2 * node + (plane < 0 ? 2 : 1);
        const far = 4 * node + 3 - near;
        if (far < nodeCount) {
          const beyond = plane * plane;
          const to = 4 * count;
          // Sums in the order of the distances' own: rounding cannot lift a cell above a point in it.
          const farX = axis === 0 ? beyond : alongX;
          const farY = axis === 1 ? beyond : alongY;
          const farZ = axis === 2 ? beyond : alongZ;
          const sum = farX + farY + farZ;
          if (sum < worst) {
            waiting[count++] = far;
            reach[to] = farX;
            reach[to + 1] = farY;
            reach[to + 2] = farZ;
            reach[to + 3] = sum;
          }
        }
        node = near;
      }
    }
  }

  /**
   * Fills the answer with a bound just above the furthest of the points found last. As it is above, those points
   * themselves get in and nothing of the last answer stays; as no point at the final distance is beyond it, which of
   * them are met first does not depend on it.
   */
  #boundByLast(x: number, y: number, z: number): number {
    const { nodes, squared } = this;
    const values = this.#values;
    let furthest = 0;
    for (let i = 0; i < nodes.length; i++) {
      const at = 4 * nodes[i]!;
      const dx = values[at]! - x;
      const dy = values[at + 1]! - y;
      const dz = values[at + 2]! - z;
      furthest = Math.max(furthest, dx * dx + dy * dy + dz * dz);
    }
    const bound = furthest * (1 + 2 * Number.EPSILON) + Number.MIN_VALUE;
    for (let i = 0; i < squared.length; i++) squared[i] = bound;
    return bound;
  }

  #startAtBox(x: number, y: number, z: number): void {
    const box = this.#box;
    const reach = this.#reach;
    const dx = Math.max(box[0]! - x, 0, x - box[3]!);
    const dy = Math.max(box[1]! - y, 0, y - box[4]!);
    const dz = Math.max(box[2]! - z, 0, z - box[5]!);
    reach[0] = dx * dx;
    reach[1] = dy * dy;
    reach[2] = dz * dz;
    reach[3] = reach[0] + reach[1] + reach[2];
    this.#waiting[0] = 0;
  }
}

/** @param positions [3 × pointCount], at least one point */
export function boxOf(positions: Float32Array): Box {
  const { min, max } = boundsOf(positions);
  return [...min, ...max];
}
