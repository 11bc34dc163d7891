/**
 * All pairs of triangles whose boxes overlap or touch, by walking a tree against itself: 7.7 pairs a triangle on meshes
 * of marching cubes, nearly all of them neighbours. The walk is cut into parts that know nothing of one another, one a
 * subtree: the same parts whoever does them, so that what is found does not depend on the count of threads.
 */
import type { TaskHost } from '../host/host.ts';
import { allocateShareable } from '../host/shared-memory.ts';
import { doOverlapAt } from './boxes.ts';
import { growTriangleTree } from './grow-tree.ts';
import type { TriangleTree } from './triangle-tree.ts';

/** In shared memory, where there is some. */
export interface BoxedTree extends TriangleTree {
  /** [6 × triangleCount] boxes of the triangles in leaf order, lowest x y z, highest x y z. */
  readonly boxes: Float64Array;
}

/**
 * The tree of a mesh of at least one triangle; 1M triangles take 1 CPU s, shared by the host's threads, and 150 MB.
 * Rejects with `signal.reason` when aborted.
 *
 * @param positions in shared memory, as `indices`, where there is some
 */
export async function growBoxedTree(
  positions: Float64Array,
  indices: Uint32Array,
  host: TaskHost,
  signal: AbortSignal,
): Promise<BoxedTree> {
  const boxes = new Float64Array(allocateShareable(16 * indices.length));
  return { ...(await growTriangleTree(positions, indices, host, signal, { boxes })), boxes };
}

/**
 * The roots of disjoint subtrees of at most `most` triangles each that hold all of them, in the order of their
 * triangles.
 */
export function subtreesOf({ rightChildren, ranges }: TriangleTree, most: number): Uint32Array {
  const roots: number[] = [];
  const waiting = [0];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const right = rightChildren[node]!;
    if (right === 0 || ranges[2 * node + 1]! - ranges[2 * node]! <= most) roots.push(node);
    else waiting.push(right, node + 1);
  }
  return Uint32Array.from(roots);
}

/**
 * Visits the pairs of subtree `roots[part]` with itself and with all subtrees after it, each pair once.
 *
 * @param visit triangles of a pair, neither order promised; returns whether to go on
 */
export function visitOverlaps(
  tree: BoxedTree,
  roots: Uint32Array,
  part: number,
  visit: (triangle: number, other: number) => boolean,
): void {
  const { bounds, rightChildren } = tree;
  const own = roots[part]!;
  // Pairs of nodes one after the other; a node with itself stands for the pairs inside it.
  const waiting: number[] = [];
  for (let other = roots.length - 1; other >= part; other--) {
    const root = roots[other]!;
    if (root === own || doOverlapAt(bounds, 6 * own, bounds, 6 * root)) waiting.push(own, root);
  }
  while (waiting.length > 0) {
    const b = waiting.pop()!;
    const a = waiting.pop()!;
    const [rightA, rightB] = [rightChildren[a]!, rightChildren[b]!];
    if (rightA === 0 && rightB === 0) {
      if (!visitLeaves(tree, a, b, visit)) return;
    } else if (a === b) {
      waiting.push(a + 1, a + 1, rightA, rightA);
      if (doOverlapAt(bounds, 6 * (a + 1), bounds, 6 * rightA)) waiting.push(a + 1, rightA);
    } else if (rightA === 0 || (rightB !== 0 && sizeOf(tree, b) > sizeOf(tree, a))) {
      if (doOverlapAt(bounds, 6 * a, bounds, 6 * (b + 1))) waiting.push(a, b + 1);
      if (doOverlapAt(bounds, 6 * a, bounds, 6 * rightB)) waiting.push(a, rightB);
    } else {
      if (doOverlapAt(bounds, 6 * (a + 1), bounds, 6 * b)) waiting.push(a + 1, b);
      if (doOverlapAt(bounds, 6 * rightA, bounds, 6 * b)) waiting.push(rightA, b);
    }
  }
}

/** Whether to go on. */
function visitLeaves(
  { ranges, boxes, triangles }: BoxedTree,
  a: number,
  b: number,
  visit: (triangle: number, other: number) => boolean,
): boolean {
  const [endA, endB] = [ranges[2 * a + 1]!, ranges[2 * b + 1]!];
  for (let i = ranges[2 * a]!; i < endA; i++) {
    for (let j = a === b ? i + 1 : ranges[2 * b]!; j < endB; j++) {
      if (doOverlapAt(boxes, 6 * i, boxes, 6 * j) && !visit(triangles[i]!, triangles[j]!)) return false;
    }
  }
  return true;
}

/** The greater of two nodes is parted first: by count, as both lie in the same place. */
function sizeOf({ ranges }: BoxedTree, node: number): number {
  return ranges[2 * node + 1]! - ranges[2 * node]!;
}
