/**
 * The cycles that the tree of a surface's triangles closes with each edge that neither tree has (signatures.ts): which
 * of them an edge is part of, and which edges one has. Faces are numbered so that all that hangs below one follows it.
 */
import { STEP_MASK, type Steps } from '../../host/steps.ts';
import { triangleOf } from '../../mesh/triangle-sides.ts';
import { ROOT, type Signatures } from './signatures.ts';

export class TreeCycles {
  readonly #signatures: Signatures;
  /** [faceCount] of each face, and the first number that does not hang below it. */
  readonly #numbers: Uint32Array;
  readonly #ends: Uint32Array;
  /** The cycles by the half-edges on the edges that close them. */
  readonly #closedBy: ReadonlyMap<number, number>;
  /** [2 × count] the numbers of the faces beside those edges, ascending, and the cycle of each. */
  readonly #places: Uint32Array;
  readonly #cycles: Uint32Array;

  private constructor(signatures: Signatures, numbers: Uint32Array, ends: Uint32Array) {
    const { leftEdges, tree } = signatures;
    this.#signatures = signatures;
    this.#numbers = numbers;
    this.#ends = ends;
    this.#closedBy = new Map(leftEdges.map((halfEdge, cycle) => [halfEdge, cycle]));
    const sides = leftEdges.flatMap((halfEdge, cycle) =>
      [triangleOf(halfEdge), tree.across(halfEdge)].map((face) => ({ place: numbers[face]!, cycle })),
    );
    sides.sort((a, b) => a.place - b.place);
    this.#places = Uint32Array.from(sides, ({ place }) => place);
    this.#cycles = Uint32Array.from(sides, ({ cycle }) => cycle);
  }

  static *beginSteps(signatures: Signatures): Steps<TreeCycles> {
    const { order, parents } = signatures.tree;
    const sizes = new Uint32Array(order.length).fill(1);
    for (let i = order.length - 1; i >= 0; i--) {
      if ((i & STEP_MASK) === 0) yield;
      const face = order[i]!;
      if (parents[face] !== ROOT) sizes[parents[face]!]! += sizes[face]!;
    }
    const numbers = new Uint32Array(order.length);
    const next = new Uint32Array(order.length);
    let roots = 0;
    for (let i = 0; i < order.length; i++) {
      if ((i & STEP_MASK) === 0) yield;
      const face = order[i]!;
      const parent = parents[face]!;
      const number = parent === ROOT ? roots : next[parent]!;
      if (parent === ROOT) roots += sizes[face]!;
      else next[parent]! += sizes[face]!;
      numbers[face] = number;
      next[face] = number + 1;
    }
    // By now the numbers of all faces below each have been given away.
    return new TreeCycles(signatures, numbers, next);
  }

  get count(): number {
    return this.#signatures.leftEdges.length;
  }

  /** Turns the bits of the cycles that an edge is part of. */
  turn(halfEdge: number, partner: number, bits: Int32Array): void {
    const { tree } = this.#signatures;
    const closed = this.#closedBy.get(halfEdge) ?? this.#closedBy.get(partner);
    if (closed !== undefined) {
      turnBit(bits, closed);
      return;
    }
    if (tree.isCrossed[halfEdge] === 0) return;
    // The face that was met across the edge: a cycle with one end below it goes through.
    const face = this.#metAcross(halfEdge, partner);
    const end = this.#ends[face]!;
    for (let at = firstFrom(this.#places, this.#numbers[face]!); this.#places[at]! < end; at++) {
      turnBit(bits, this.#cycles[at]!);
    }
  }

  /** A half-edge of each of a cycle's edges. */
  edgesOf(cycle: number): number[] {
    const { leftEdges, tree } = this.#signatures;
    const closing = leftEdges[cycle]!;
    const edges = [closing];
    let face = triangleOf(closing);
    const other = tree.across(closing);
    for (; !this.#hangsBelow(other, face); face = tree.parents[face]!) edges.push(tree.entries[face]!);
    for (let at = other; at !== face; at = tree.parents[at]!) edges.push(tree.entries[at]!);
    return edges;
  }

  #metAcross(halfEdge: number, partner: number): number {
    const { tree } = this.#signatures;
    const own = triangleOf(halfEdge);
    const entry = tree.entries[own]!;
    return entry === halfEdge || entry === partner ? own : tree.across(halfEdge);
  }

  #hangsBelow(face: number, above: number): boolean {
    const number = this.#numbers[face]!;
    return number >= this.#numbers[above]! && number < this.#ends[above]!;
  }
}

/** Where the first one of at least a value is in ascending values. */
function firstFrom(ascending: Uint32Array, value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function turnBit(bits: Int32Array, bit: number): void {
  bits[bit >> 5]! ^= 1 << (bit & 31);
}
