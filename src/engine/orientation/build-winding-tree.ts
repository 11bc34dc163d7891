/**
 * An octree over dipoles for Barnes–Hut sums (Barnes and Hut 1986), laid out for a walk without a stack.
 *
 * A node is a ball: the mean of its points and the largest distance to one. Seen from beyond two radii it stands for
 * all of them (algorithm.md section 2, step 2). Nodes and points are entries of one list, depth first, every leaf
 * followed by its points; each entry knows the entry after its subtree. Entering an entry is going to the next,
 * leaving it out is jumping there, so a sum on the device is one loop with one kind of step
 * (`shaders/orientation/quad.wgsl`).
 */
import { task } from '../host/task.ts';
import { boundsOf } from '../math/point-bounds.ts';

export interface WindingTree {
  readonly pointCount: number;
  readonly entryCount: number;
  /** [pointCount]: the input point at each place of the tree's own order, in which a node's points are consecutive. */
  readonly order: Uint32Array<ArrayBuffer>;
  /**
   * [4 × entryCount]: centre, normalised, and the squared distance beyond which the entry stands for its points,
   * (2 radius)²; -1 for points, which do at any distance.
   */
  readonly spheres: Float32Array<ArrayBuffer>;
  /** [entryCount]: the entry after the subtree. */
  readonly skips: Uint32Array<ArrayBuffer>;
  /** [pointCount]: entry of each point, tree order. */
  readonly pointEntries: Uint32Array<ArrayBuffer>;
  /** [nodeCount]: entries of the nodes by height, the leaves first: the order in which sums can be made. */
  readonly generations: Uint32Array<ArrayBuffer>;
  /** [heights + 1]: where each generation begins in `generations`. */
  readonly generationOffsets: readonly number[];
}

/** Points of a leaf (measured) and depth of the octree. */
const LEAF_POINTS = 8;
const MAX_DEPTH = 20;
/** Accept beyond so many radii: the error of a sum is of second order in the inverse, see the tests for its size. */
const ACCEPT_RADII = 2;
/** Rounds a radius up by more than float32 rounds a centre and its distances. */
const ROUND_UP = 1 + 2 ** -20;

/** `positions` [3 × pointCount], normalised, at least one point and at most 2^22. */
export const buildWindingTree = task(
  'buildWindingTree',
  ({ positions }: { readonly positions: Float32Array }): WindingTree => {
    return new TreeBuilder(positions).build();
  },
);

class TreeBuilder {
  readonly #positions: Float32Array;
  readonly #order: Uint32Array<ArrayBuffer>;
  readonly #scratch: Uint32Array;
  readonly #octants: Uint8Array;
  readonly #spheres: Float32Array<ArrayBuffer>;
  readonly #skips: Uint32Array<ArrayBuffer>;
  readonly #heights: Int8Array;
  readonly #pointEntries: Uint32Array<ArrayBuffer>;
  #entryCount = 0;

  constructor(positions: Float32Array) {
    const pointCount = positions.length / 3;
    // Every inner node has two children or more, so there are fewer nodes than points twice over.
    const most = 3 * pointCount;
    this.#positions = positions;
    this.#order = new Uint32Array(pointCount).map((_, i) => i);
    this.#scratch = new Uint32Array(pointCount);
    this.#octants = new Uint8Array(pointCount);
    this.#spheres = new Float32Array(4 * most);
    this.#skips = new Uint32Array(most);
    this.#heights = new Int8Array(most);
    this.#pointEntries = new Uint32Array(pointCount);
  }

  build(): WindingTree {
    const pointCount = this.#order.length;
    const { centre, half } = boundingCube(this.#positions);
    this.#addNode(0, pointCount, centre, half, 0);
    const entryCount = this.#entryCount;
    return {
      pointCount,
      entryCount,
      order: this.#order,
      spheres: this.#spheres.slice(0, 4 * entryCount),
      skips: this.#skips.slice(0, entryCount),
      pointEntries: this.#pointEntries,
      ...generationsOf(this.#heights.subarray(0, entryCount)),
    };
  }

  /** Adds the subtree over places `begin` … `end` - 1; `centre` and `half` are its cube's. Gives its height. */
  #addNode(begin: number, end: number, centre: readonly number[], half: number, depth: number): number {
    const entry = this.#entryCount++;
    this.#setBall(entry, begin, end);
    const starts = end - begin > LEAF_POINTS ? this.#split(begin, end, centre, half, depth) : undefined;
    let height = 0;
    if (starts) {
      const quarter = starts.half / 2;
      for (let octant = 0; octant < 8; octant++) {
        const from = starts.offsets[octant]!;
        const to = starts.offsets[octant + 1]!;
        if (from === to) continue;
        const childCentre = starts.centre.map((c, axis) => c + ((octant >> axis) & 1 ? quarter : -quarter));
        height = Math.max(height, 1 + this.#addNode(from, to, childCentre, quarter, starts.depth + 1));
      }
    } else {
      for (let place = begin; place < end; place++) this.#addPoint(place);
    }
    this.#skips[entry] = this.#entryCount;
    this.#heights[entry] = height;
    return height;
  }

  #addPoint(place: number): void {
    const entry = this.#entryCount++;
    const point = this.#order[place]!;
    this.#spheres.set(this.#positions.subarray(3 * point, 3 * point + 3), 4 * entry);
    this.#spheres[4 * entry + 3] = -1;
    this.#skips[entry] = entry + 1;
    this.#heights[entry] = -1;
    this.#pointEntries[place] = entry;
  }

  #setBall(entry: number, begin: number, end: number): void {
    const positions = this.#positions;
    const spheres = this.#spheres;
    for (let axis = 0; axis < 3; axis++) {
      let sum = 0;
      for (let place = begin; place < end; place++) sum += positions[3 * this.#order[place]! + axis]!;
      spheres[4 * entry + axis] = sum / (end - begin);
    }
    const x = spheres[4 * entry]!;
    const y = spheres[4 * entry + 1]!;
    const z = spheres[4 * entry + 2]!;
    let squared = 0;
    for (let place = begin; place < end; place++) {
      const p = 3 * this.#order[place]!;
      squared = Math.max(
        squared,
        (positions[p]! - x) ** 2 + (positions[p + 1]! - y) ** 2 + (positions[p + 2]! - z) ** 2,
      );
    }
    spheres[4 * entry + 3] = ACCEPT_RADII ** 2 * squared * ROUND_UP;
  }

  /**
   * Sorts a range by octants of its cube, keeping the order within each. While all points fall into one octant the
   * cube shrinks to that octant, so no node has an only child. Nothing where the depth ends first (equal points).
   */
  #split(begin: number, end: number, centre: readonly number[], half: number, depth: number) {
    for (; depth <= MAX_DEPTH; depth++) {
      const offsets = this.#sortByOctant(begin, end, centre);
      const only = offsets.findIndex((from, octant) => from === begin && offsets[octant + 1] === end);
      if (only < 0) return { offsets, centre, half, depth };
      half /= 2;
      const shift = half;
      centre = centre.map((c, axis) => c + ((only >> axis) & 1 ? shift : -shift));
    }
    return undefined;
  }

  /** @returns [9] where each octant begins, and `end`. */
  #sortByOctant(begin: number, end: number, centre: readonly number[]): Uint32Array {
    const positions = this.#positions;
    const [x, y, z] = centre as [number, number, number];
    const offsets = new Uint32Array(9);
    for (let place = begin; place < end; place++) {
      const p = 3 * this.#order[place]!;
      const octant = (positions[p]! > x ? 1 : 0) | (positions[p + 1]! > y ? 2 : 0) | (positions[p + 2]! > z ? 4 : 0);
      this.#octants[place] = octant;
      offsets[octant + 1]!++;
    }
    offsets[0] = begin;
    for (let octant = 0; octant < 8; octant++) offsets[octant + 1]! += offsets[octant]!;
    const next = offsets.slice();
    for (let place = begin; place < end; place++) this.#scratch[next[this.#octants[place]!]!++] = this.#order[place]!;
    this.#order.set(this.#scratch.subarray(begin, end), begin);
    return offsets;
  }
}

function boundingCube(positions: Float32Array): { centre: number[]; half: number } {
  const { min, max } = boundsOf(positions);
  const extents = max.map((high, axis) => high - min[axis]!);
  return { centre: min.map((value, axis) => value + extents[axis]! / 2), half: Math.max(...extents) / 2 };
}

/** Counting sort of the nodes by height; points (height -1) are none. */
function generationsOf(heights: Int8Array): Pick<WindingTree, 'generations' | 'generationOffsets'> {
  // The root comes first and is the highest.
  const offsets = new Array<number>(heights[0]! + 2).fill(0);
  for (const height of heights) if (height >= 0) offsets[height + 1]!++;
  for (let height = 1; height < offsets.length; height++) offsets[height]! += offsets[height - 1]!;
  const next = offsets.slice();
  const generations = new Uint32Array(offsets[offsets.length - 1]!);
  heights.forEach((height, entry) => {
    if (height >= 0) generations[next[height]!++] = entry;
  });
  return { generations, generationOffsets: offsets };
}
