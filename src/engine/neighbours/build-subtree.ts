/**
 * The tasks that build a k-d tree: one split, or a whole subtree. Both work in place on records that no other task
 * touches at the same time (a subtree owns a range of records, and the nodes below its own), so shared memory needs
 * no locks. A subtree of n points fills the first places of a left-balanced tree: I. Wald, "GPU-friendly, Parallel,
 * and (Almost-)In-Place Construction of Left-Balanced k-d Trees" (2022), section 2.
 *
 * The axis is the widest of the points' own box. The box left over by the splits above would save the pass over the
 * points (a third of the build), but on a surface it is mostly empty: searches took 25 % longer on a sphere.
 */
import { task } from '../host/task.ts';
import { selectRecord } from './select-record.ts';

/** Of a node's last number: its point's index, beside two bits of axis (`KdTree.nodes`). */
export const POINT_BITS = 2 ** 30 - 1;

export interface TreeMemory {
  /** [4 × pointCount] x, y, z as float32, point index as uint32; reordered while building. */
  readonly records: ArrayBufferLike;
  /** [4 × pointCount] the tree's nodes, see `KdTree`. */
  readonly nodes: ArrayBufferLike;
}

export interface Subtree {
  /** The subtree's root. */
  readonly node: number;
  /** Its records: `first` … `first + count - 1`. */
  readonly first: number;
  readonly count: number;
}

export interface SubtreeTask {
  readonly memory: TreeMemory;
  readonly subtree: Subtree;
}

/** Writes the root of a subtree and returns its children (none, the left one, or both). */
export const splitSubtree = task('splitSubtree', ({ memory, subtree }: SubtreeTask): Subtree[] => {
  return new SubtreeBuilder(memory).split(subtree);
});

/** Writes all nodes of a subtree. */
export const buildSubtree = task('buildSubtree', ({ memory, subtree }: SubtreeTask): void => {
  const builder = new SubtreeBuilder(memory);
  // The recursion is as deep as the tree, 30 levels at most.
  const build = (part: Subtree): void => builder.split(part).forEach(build);
  build(subtree);
});

class SubtreeBuilder {
  readonly #values: Float32Array;
  readonly #records: Uint32Array;
  readonly #nodes: Uint32Array;

  constructor({ records, nodes }: TreeMemory) {
    this.#values = new Float32Array(records);
    this.#records = new Uint32Array(records);
    this.#nodes = new Uint32Array(nodes);
  }

  split({ node, first, count }: Subtree): Subtree[] {
    const leftCount = leftSize(count);
    const rightCount = count - leftCount - 1;
    const middle = first + leftCount;
    const axis = this.#widestAxis(first, count);
    selectRecord(this.#values, this.#records, axis, first, first + count - 1, middle);
    const nodes = this.#nodes;
    const records = this.#records;
    nodes[4 * node] = records[4 * middle]!;
    nodes[4 * node + 1] = records[4 * middle + 1]!;
    nodes[4 * node + 2] = records[4 * middle + 2]!;
    nodes[4 * node + 3] = records[4 * middle + 3]! | (axis << 30);

    const children: Subtree[] = [];
    if (leftCount > 0) children.push({ node: 2 * node + 1, first, count: leftCount });
    if (rightCount > 0) children.push({ node: 2 * node + 2, first: middle + 1, count: rightCount });
    return children;
  }

  /** The axis along which the records reach furthest; of equal ones the first. */
  #widestAxis(first: number, count: number): number {
    const values = this.#values;
    let lowX = Infinity;
    let lowY = Infinity;
    let lowZ = Infinity;
    let highX = -Infinity;
    let highY = -Infinity;
    let highZ = -Infinity;
    for (let at = 4 * first; at < 4 * (first + count); at += 4) {
      const x = values[at]!;
      const y = values[at + 1]!;
      const z = values[at + 2]!;
      if (x < lowX) lowX = x;
      if (x > highX) highX = x;
      if (y < lowY) lowY = y;
      if (y > highY) highY = y;
      if (z < lowZ) lowZ = z;
      if (z > highZ) highZ = z;
    }
    const x = highX - lowX;
    const y = highY - lowY;
    const z = highZ - lowZ;
    return x >= y && x >= z ? 0 : y >= z ? 1 : 2;
  }
}

/** Nodes in the left subtree of a left-balanced tree of `count` nodes: its lowest row fills from the left. */
function leftSize(count: number): number {
  if (count < 2) return 0;
  const half = 2 ** (30 - Math.clz32(count));
  // `half` nodes of the lowest row fit below the left child; the rows above hold 2 × half - 1.
  return half - 1 + Math.min(half, count - 2 * half + 1);
}
