/**
 * Boxes round the triangles of a mesh that is being edited: a tree as it was at first (triangle-tree.ts) whose boxes follow
 * what becomes of its triangles. Edges that collapse leave triangles where they were, only larger, so the tree stays a good
 * one; what is gone has an empty box, which nothing overlaps. A change costs the way to the root, an eighth of a search.
 */
import type { Steps } from '../host/steps.ts';
import { STEP_MASK } from '../host/steps.ts';
import { doOverlapAt, writeTriangleBox } from './boxes.ts';
import { STACK_NODES, type TriangleTree, triangleTreeSteps } from './triangle-tree.ts';

const NO_NODE = 0xffffffff;

/** Which of a mesh's triangles a tree holds; a tree counts them by itself. */
export interface HeldTriangles {
  /** [count] the mesh's */
  readonly triangles: Uint32Array;
  /** [triangleCount] written: the tree's number of each of them */
  readonly places: Uint32Array;
}

export class ChangingTree {
  readonly #tree: TriangleTree;
  /** [nodeCount] NO_NODE of the root */
  readonly #parents: Uint32Array;
  /** [triangleCount] the leaf that each is in */
  readonly #leaves: Uint32Array;
  /** [6 × triangleCount] lowest x y z, highest x y z */
  readonly #boxes: Float64Array;
  readonly #held: HeldTriangles | null;
  readonly #stack = new Uint32Array(STACK_NODES);

  private constructor(
    tree: TriangleTree,
    parents: Uint32Array,
    leaves: Uint32Array,
    boxes: Float64Array,
    held: HeldTriangles | null,
  ) {
    this.#tree = tree;
    this.#parents = parents;
    this.#leaves = leaves;
    this.#boxes = boxes;
    this.#held = held;
  }

  /**
   * @param indices [3 × triangleCount] at least one triangle
   * @param held at least one of them; null for all
   */
  static *buildSteps(
    positions: Float64Array,
    indices: Uint32Array,
    held: HeldTriangles | null = null,
  ): Steps<ChangingTree> {
    const own = held ? heldIndices(indices, held) : indices;
    const tree = yield* triangleTreeSteps(positions, own);
    const { rightChildren, ranges, triangles } = tree;
    const parents = new Uint32Array(rightChildren.length).fill(NO_NODE);
    const leaves = new Uint32Array(triangles.length);
    const boxes = new Float64Array(6 * triangles.length);
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
    for (let triangle = 0; triangle < triangles.length; triangle++) {
      if ((triangle & STEP_MASK) === 0) yield;
      writeTriangleBox(positions, own, triangle, boxes, 6 * triangle);
    }
    return new ChangingTree(tree, parents, leaves, boxes, held);
  }

  /** The mesh's triangle of the tree's number. */
  triangleAt(own: number): number {
    return this.#held ? this.#held.triangles[own]! : own;
  }

  #ownOf(triangle: number): number {
    return this.#held ? this.#held.places[triangle]! : triangle;
  }

  /**
   * Writes the tree's numbers of triangles whose boxes overlap or touch a box to `found`; returns how many.
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

  /** Whether the box of a triangle, by the tree's number, overlaps or touches the box at `at` of `others`. */
  overlaps(own: number, others: Float64Array, at: number): boolean {
    return doOverlapAt(this.#boxes, 6 * own, others, at);
  }

  /** A triangle of the mesh has other corners now, or they other places. */
  renew(positions: Float64Array, indices: Uint32Array, triangle: number): void {
    const own = this.#ownOf(triangle);
    writeTriangleBox(positions, indices, triangle, this.#boxes, 6 * own);
    this.#climb(this.#leaves[own]!);
  }

  /** A triangle of the mesh is gone: nothing overlaps it any more. */
  drop(triangle: number): void {
    const own = this.#ownOf(triangle);
    this.#boxes.fill(Infinity, 6 * own, 6 * own + 3);
    this.#boxes.fill(-Infinity, 6 * own + 3, 6 * own + 6);
    this.#climb(this.#leaves[own]!);
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

/** [3 × count] the corners of the held triangles, whose numbers are written. */
function heldIndices(indices: Uint32Array, { triangles, places }: HeldTriangles): Uint32Array {
  const own = new Uint32Array(3 * triangles.length);
  for (const [place, triangle] of triangles.entries()) {
    places[triangle] = place;
    for (let corner = 0; corner < 3; corner++) own[3 * place + corner] = indices[3 * triangle + corner]!;
  }
  return own;
}
