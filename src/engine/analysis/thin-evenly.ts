/**
 * An even share of a cloud of scan lines: points about a third as far apart along the lines as the lines are from each
 * other, so that neighbourhoods of a few points are pieces of surface again (algorithm.md section 2, "scan lines").
 */
import { task } from '../host/task.ts';
import { randomBits } from '../math/random.ts';
import { POINT_BITS } from '../neighbours/build-subtree.ts';
import type { KdTree } from '../neighbours/kd-tree.ts';

export interface ThinEvenlyArguments {
  /** [3 × pointCount] in the order that the tree indexes. */
  readonly positions: Float32Array;
  readonly tree: KdTree;
  /** [pointCount] in the space of the positions. */
  readonly gaps: Float32Array;
}

/**
 * Of a gap: points that a kept one has within so much are left out. Rows of three points a gap need no help, and the
 * nearer the points, the thinner the parts round which their neighbourhoods do not reach. Genus with .7, .5 and .35:
 * scorpion, rows 10:1 and 20:1, 4, 2, 1 and 15, 1, 0. P2S in 10⁻⁴: koala 10:1 1.71, 1.70, 1.70, gear 5:1 2.42, –, 2.31;
 * bear in coarse rows loses, 9.29, 9.37, 9.73.
 */
const KEPT_APART_GAPS = 0.35;
const STREAM = 0x6c696e65;
/** A float64 keeps 24 random bits and 29 of a point's index. */
const INDEX_RANGE = 2 ** 29;
/** The walk waits for one subtree a row of the tree at most, and there are 30 rows. */
const DEEPEST = 32;

/**
 * Greedy, in an order drawn at random: a point is kept unless one kept before has it within .35 of its own gap. Returns
 * the indices of the kept points, ascending: what was in Morton order still is.
 */
export const thinEvenly = task('thinEvenly', ({ positions, tree, gaps }: ThinEvenlyArguments): Uint32Array => {
  const count = tree.pointCount;
  const ball = new BallMarks(tree);
  const kept = new Uint8Array(count);
  let keptCount = 0;
  for (const point of randomOrder(count)) {
    if (ball.marks[point] === 1) continue;
    kept[point] = 1;
    keptCount++;
    const at = 3 * point;
    ball.mark(positions[at]!, positions[at + 1]!, positions[at + 2]!, KEPT_APART_GAPS * gaps[point]!);
  }
  const indices = new Uint32Array(keptCount);
  for (let point = 0, filled = 0; filled < keptCount; point++) if (kept[point] === 1) indices[filled++] = point;
  return indices;
});

function randomOrder(count: number): Float64Array {
  const order = Float64Array.from({ length: count }, (_, i) => (randomBits(0, STREAM, i) >>> 8) * INDEX_RANGE + i);
  order.sort();
  for (let i = 0; i < count; i++) order[i] = order[i]! % INDEX_RANGE;
  return order;
}

/** Marks the points of balls. */
class BallMarks {
  /** [pointCount] 1 where a ball held the point. */
  readonly marks: Uint8Array;
  readonly #nodes: Uint32Array;
  readonly #values: Float32Array;
  readonly #waiting = new Uint32Array(DEEPEST);

  constructor({ nodes, pointCount }: KdTree) {
    this.marks = new Uint8Array(pointCount);
    this.#nodes = nodes;
    this.#values = new Float32Array(nodes.buffer, nodes.byteOffset, nodes.length);
  }

  mark(x: number, y: number, z: number, radius: number): void {
    const count = this.marks.length;
    const values = this.#values;
    const waiting = this.#waiting;
    let top = 0;
    // Places count from 1, as in `shaders/neighbours/kd_walk.wgsl`.
    waiting[top++] = 1;
    while (top > 0) {
      const place = waiting[--top]!;
      const at = 4 * (place - 1);
      const [dx, dy, dz] = [x - values[at]!, y - values[at + 1]!, z - values[at + 2]!];
      const tail = this.#nodes[at + 3]!;
      if (dx * dx + dy * dy + dz * dz <= radius * radius) this.marks[tail & POINT_BITS] = 1;
      const axis = tail >>> 30;
      const offset = axis === 0 ? dx : axis === 1 ? dy : dz;
      const left = 2 * place;
      if (left <= count && offset <= radius) waiting[top++] = left;
      if (left < count && offset >= -radius) waiting[top++] = left + 1;
    }
  }
}
