/**
 * The cells of a tileset: cubes, halved along all axes where more triangles are in them than one tile shall have. A
 * triangle is in the cell of its middle, whole. A vertex is inner to a cell where all of its triangles are in it; the
 * others are what the cell shares with its neighbours, and stay where they are at every level, so that no two tiles
 * part along their borders, of one level or of two.
 */
import { STEP_MASK, type Steps } from '../host/steps.ts';

/** Halvings along each axis: three bits each in a number of 32. */
const MOST_DEPTH = 10;

export interface CellTree {
  /** [triangles] in the order of their cells. */
  readonly order: Uint32Array;
  /** [vertices] how many halvings all triangles of a vertex go along with. */
  readonly sharedDepths: Uint8Array;
  readonly root: Cell;
}

export interface Cell {
  readonly depth: number;
  /** Of `order`. */
  readonly first: number;
  readonly end: number;
  /** None of a leaf. */
  readonly children: readonly Cell[];
  /** The octants from the root down, as digits. */
  readonly name: string;
}

/** @param mostTriangles of a leaf, but at the greatest depth */
export function* cellTreeSteps(positions: Float32Array, indices: Uint32Array, mostTriangles: number): Steps<CellTree> {
  const codes = yield* codesOf(positions, indices);
  const sharedDepths = yield* sharedDepthsOf(positions.length / 3, indices, codes);
  const order = yield* byCode(codes);
  const sorted = order.map((triangle) => codes[triangle]!);
  return {
    order,
    sharedDepths,
    root: cellOf(sorted, mostTriangles, { depth: 0, first: 0, end: order.length, name: '' }),
  };
}

/** [triangles] three bits a halving, the first one highest. */
function* codesOf(positions: Float32Array, indices: Uint32Array): Steps<Uint32Array> {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  const middle = (at: number, axis: number): number =>
    (positions[3 * indices[at]! + axis]! +
      positions[3 * indices[at + 1]! + axis]! +
      positions[3 * indices[at + 2]! + axis]!) /
    3;
  for (let at = 0; at < indices.length; at += 3) {
    if ((at & STEP_MASK) < 3) yield;
    for (let axis = 0; axis < 3; axis++) {
      const place = middle(at, axis);
      low[axis] = Math.min(low[axis]!, place);
      high[axis] = Math.max(high[axis]!, place);
    }
  }
  const side = Math.max(...low.map((from, axis) => high[axis]! - from));
  const cells = 2 ** MOST_DEPTH;
  const codes = new Uint32Array(indices.length / 3);
  for (let triangle = 0; triangle < codes.length; triangle++) {
    if ((triangle & STEP_MASK) === 0) yield;
    const [x, y, z] = [0, 1, 2].map((axis) => {
      // A surface that is thin along an axis is not cut in two there.
      const centre = (low[axis]! + high[axis]!) / 2;
      const share = side > 0 ? (middle(3 * triangle, axis) - centre) / side + 0.5 : 0;
      return Math.min(Math.max(Math.floor(share * cells), 0), cells - 1);
    }) as [number, number, number];
    let code = 0;
    for (let bit = MOST_DEPTH - 1; bit >= 0; bit--) {
      code = code * 8 + ((x >> bit) & 1) + 2 * ((y >> bit) & 1) + 4 * ((z >> bit) & 1);
    }
    codes[triangle] = code;
  }
  return codes;
}

function* sharedDepthsOf(vertexCount: number, indices: Uint32Array, codes: Uint32Array): Steps<Uint8Array> {
  const firsts = new Int32Array(vertexCount).fill(-1);
  const depths = new Uint8Array(vertexCount).fill(MOST_DEPTH);
  for (let corner = 0; corner < indices.length; corner++) {
    if ((corner & STEP_MASK) === 0) yield;
    const vertex = indices[corner]!;
    const triangle = Math.floor(corner / 3);
    if (firsts[vertex] === -1) firsts[vertex] = triangle;
    const differing = codes[firsts[vertex]!]! ^ codes[triangle]!;
    if (differing === 0) continue;
    const shared = MOST_DEPTH - 1 - Math.floor((31 - Math.clz32(differing)) / 3);
    if (shared < depths[vertex]!) depths[vertex] = shared;
  }
  return depths;
}

/** Bits of a code that are sorted by at once. */
const DIGIT_BITS = 10;

/**
 * Of equal codes the lower triangle first: digit by digit, the lowest first, which no number of triangles is too large
 * for.
 */
function* byCode(codes: Uint32Array): Steps<Uint32Array> {
  const digits = 1 << DIGIT_BITS;
  let order = Uint32Array.from(codes.keys());
  for (let shift = 0; shift < 3 * MOST_DEPTH; shift += DIGIT_BITS) {
    const digitOf = (triangle: number): number => (codes[triangle]! >>> shift) & (digits - 1);
    const starts = new Uint32Array(digits + 1);
    for (let slot = 0; slot < order.length; slot++) {
      if ((slot & STEP_MASK) === 0) yield;
      const after = digitOf(order[slot]!) + 1;
      starts[after] = starts[after]! + 1;
    }
    for (let digit = 0; digit < digits; digit++) starts[digit + 1] = starts[digit + 1]! + starts[digit]!;
    const sorted = new Uint32Array(order.length);
    for (let slot = 0; slot < order.length; slot++) {
      if ((slot & STEP_MASK) === 0) yield;
      const triangle = order[slot]!;
      const digit = digitOf(triangle);
      sorted[starts[digit]!] = triangle;
      starts[digit] = starts[digit]! + 1;
    }
    order = sorted;
  }
  return order;
}

function cellOf(sorted: Uint32Array, most: number, cell: Omit<Cell, 'children'>): Cell {
  const { depth, first, end, name } = cell;
  if (end - first <= most || depth === MOST_DEPTH) return { ...cell, children: [] };
  const shift = 3 * (MOST_DEPTH - 1 - depth);
  const children: Cell[] = [];
  for (let from = first; from < end;) {
    const octant = (sorted[from]! >>> shift) & 7;
    let to = from;
    while (to < end && ((sorted[to]! >>> shift) & 7) === octant) to++;
    children.push(cellOf(sorted, most, { depth: depth + 1, first: from, end: to, name: `${name}${octant}` }));
    from = to;
  }
  return { ...cell, children };
}
