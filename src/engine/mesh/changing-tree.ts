/**
 * Boxes round the triangles of a mesh that is being edited: a tree as it was at first (triangle-tree.ts) whose boxes
 * follow what becomes of its triangles. Edges that collapse leave triangles where they were, only larger, so the tree
 * stays a good one; what is gone has an empty box, which nothing overlaps. A change costs the way to the root, an
 * eighth of a search.
 */
import type { Steps } from '../host/steps.ts';
import { STEP_MASK } from '../host/steps.ts';
import { gatherTriples } from '../math/gather-triples.ts';
import { doOverlapAt, writeTriangleBox } from './boxes.ts';
import { STACK_NODES, type TriangleTree, triangleTreeSteps } from './triangle-tree.ts';

const NO_NODE = 0xffffffff;

export class ChangingTree {
  readonly #tree: TriangleTree;
  /** [nodeCount] NO_NODE of the root */
  readonly #parents: Uint32Array;
  /** [triangleCount] the leaf that each is in */
  readonly #leaves: Uint32Array;
  /** [6 × triangleCount] lowest x y z, highest x y z */
  readonly #boxes: Float64Array;
  readonly #stack = new Uint32Array(STACK_NODES);

  private constructor(tree: TriangleTree, parents: Uint32Array, leaves: Uint32Array, boxes: Float64Array) {
    this.#tree = tree;
    this.#parents = parents;
    this.#leaves = leaves;
    this.#boxes = boxes;
  }

  /**
   * @param indices [3 × triangleCount]
   * @param only at least one of the triangles: those that it is of; left out: all
   */
  static *buildSteps(positions: Float64Array, indices: Uint32Array, only?: Uint32Array): Steps<ChangingTree> {
    const listed = only ? gatherTriples(indices, only, new Uint32Array(3 * only.length)) : indices;
    const tree = yield* triangleTreeSteps(positions, listed);
    const { rightChildren, ranges, triangles } = tree;
    if (only) for (let i = 0; i < triangles.length; i++) triangles[i] = only[triangles[i]!]!;
    const parents = new Uint32Array(rightChildren.length).fill(NO_NODE);
    const leaves = new Uint32Array(indices.length / 3);
    const boxes = new Float64Array(2 * indices.length);
    for (let node = 0; node < rightChildren.length; node++) {
      if ((node & STEP_MASK) === 0) yield;
      const right = rightChildren[node]!;
      if (right > 0) {
        parents[node + 1] = node;
        parents[right] = node;
        continue;
      }
      for (let i = ranges[2 * node]!; i < ranges[2 * node + 1]!; i++) leaves[triangles[i]!] = node;
    }
    for (let i = 0; i < triangles.length; i++) {
      if ((i & STEP_MASK) === 0) yield;
      writeTriangleBox(positions, indices, triangles[i]!, boxes, 6 * triangles[i]!);
    }
    return new ChangingTree(tree, parents, leaves, boxes);
  }

  /**
   * Writes the triangles whose boxes overlap or touch a box to `found`; returns how many.
   *
   * @param box lowest x y z, highest x y z
   */
  overlapping(box: Float64Array, found: number[]): number {
    const { bounds, rightChildren, ranges, triangles } = this.#tree;
    const boxes = this.#boxes;
    const stack = this.#stack;
    let waiting = 0;
    let count = 0;
    stack[waiting++] = 0;
    while (waiting > 0) {
      const node = stack[--waiting]!;
      if (!doOverlapAt(bounds, 6 * node, box, 0)) continue;
      const right = rightChildren[node]!;
      if (right > 0) {
        stack[waiting++] = right;
        stack[waiting++] = node + 1;
        continue;
      }
      const end = ranges[2 * node + 1]!;
      for (let i = ranges[2 * node]!; i < end; i++) {
        const triangle = triangles[i]!;
        if (doOverlapAt(boxes, 6 * triangle, box, 0)) found[count++] = triangle;
      }
    }
    return count;
  }

  /** Whether a triangle's box overlaps or touches the box at `at` of `others`. */
  overlaps(triangle: number, others: Float64Array, at: number): boolean {
    return doOverlapAt(this.#boxes, 6 * triangle, others, at);
  }

  /** A triangle has other corners now, or they other places. */
  renew(positions: Float64Array, indices: Uint32Array, triangle: number): void {
    writeTriangleBox(positions, indices, triangle, this.#boxes, 6 * triangle);
    this.#climb(this.#leaves[triangle]!);
  }

  /** A triangle is gone: nothing overlaps it any more. */
  drop(triangle: number): void {
    this.#boxes.fill(Infinity, 6 * triangle, 6 * triangle + 3);
    this.#boxes.fill(-Infinity, 6 * triangle + 3, 6 * triangle + 6);
    this.#climb(this.#leaves[triangle]!);
  }

  /** Boxes anew from a leaf upward, as far as they change. */
  #climb(leaf: number): void {
    const { bounds, rightChildren, ranges, triangles } = this.#tree;
    for (let node = leaf; node !== NO_NODE; node = this.#parents[node]!) {
      const right = rightChildren[node]!;
      let changes = false;
      for (let axis = 0; axis < 3; axis++) {
        let low = Infinity;
        let high = -Infinity;
        if (right > 0) {
          low = Math.min(bounds[6 * node + 6 + axis]!, bounds[6 * right + axis]!);
          high = Math.max(bounds[6 * node + 9 + axis]!, bounds[6 * right + 3 + axis]!);
        } else {
          for (let i = ranges[2 * node]!; i < ranges[2 * node + 1]!; i++) {
            low = Math.min(low, this.#boxes[6 * triangles[i]! + axis]!);
            high = Math.max(high, this.#boxes[6 * triangles[i]! + 3 + axis]!);
          }
        }
        changes ||= low !== bounds[6 * node + axis] || high !== bounds[6 * node + 3 + axis];
        bounds[6 * node + axis] = low;
        bounds[6 * node + 3 + axis] = high;
      }
      if (!changes) return;
    }
  }
}
