/**
 * Pieces of curves, each between two numbered places, as whole curves. Where three and more pieces meet, as in an edge
 * of three triangles, any two of them are one curve; and pieces whose triangles disagree on what is inside are joined
 * all the same, one of them run through backwards.
 */

export interface CutEdges {
  /** [2 × edges] the vertex above and the one below. */
  readonly ends: Uint32Array;
  /** [2 × pieces] the edges that each goes from and to. */
  readonly pieces: Uint32Array;
}

export interface LinkedCurve {
  /** The edges that it goes through; of a closed curve the first is not there again at the end. */
  readonly nodes: readonly number[];
  readonly isClosed: boolean;
}

const NONE = -1;

/** Open curves begin where a piece begins and none ends; what is left are closed ones. */
export function curvesOf({ ends, pieces }: CutEdges): LinkedCurve[] {
  const links = new Links(ends.length / 2, pieces);
  const curves: LinkedCurve[] = [];
  // Beginnings before other loose ends: an open curve then keeps its direction.
  for (const node of links.looseEnds()) if (links.isLoose(node)) curves.push(links.follow(node));
  for (let piece = 0; piece < pieces.length / 2; piece++) {
    if (!links.isUsed(piece)) curves.push(links.follow(pieces[2 * piece]!));
  }
  return curves;
}

class Links {
  readonly #pieces: Uint32Array;
  /** [nodes] the first end of a piece there: twice the piece, and 1 more for its second end. */
  readonly #first: Int32Array;
  /** [2 × pieces] the next end in the same node. */
  readonly #next: Int32Array;
  readonly #used: Uint8Array;

  constructor(nodeCount: number, pieces: Uint32Array) {
    this.#pieces = pieces;
    this.#first = new Int32Array(nodeCount).fill(NONE);
    this.#next = new Int32Array(pieces.length).fill(NONE);
    this.#used = new Uint8Array(pieces.length / 2);
    for (let end = pieces.length - 1; end >= 0; end--) {
      const node = pieces[end]!;
      this.#next[end] = this.#first[node]!;
      this.#first[node] = end;
    }
  }

  isUsed(piece: number): boolean {
    return this.#used[piece] === 1;
  }

  /** An odd number of pieces that are not used ends there. */
  isLoose(node: number): boolean {
    return this.#freeEnds(node).length % 2 === 1;
  }

  /** Those where a piece begins come first. */
  looseEnds(): number[] {
    const loose = [...this.#first.keys()].filter((node) => this.isLoose(node));
    const begins = (node: number): boolean => this.#freeEnds(node).some((end) => end % 2 === 0);
    return [...loose.filter(begins), ...loose.filter((node) => !begins(node))];
  }

  /** From a node as far as there are pieces, or until it is back. */
  follow(start: number): LinkedCurve {
    const nodes = [start];
    for (;;) {
      const ends = this.#freeEnds(nodes.at(-1)!);
      const end = ends.find((each) => each % 2 === 0) ?? ends[0];
      if (end === undefined) return { nodes, isClosed: false };
      this.#used[end >> 1] = 1;
      const node = this.#pieces[end ^ 1]!;
      if (node === start) return { nodes, isClosed: true };
      nodes.push(node);
    }
  }

  #freeEnds(node: number): number[] {
    const ends: number[] = [];
    for (let end = this.#first[node]!; end !== NONE; end = this.#next[end]!) {
      if (!this.#used[end >> 1]) ends.push(end);
    }
    return ends;
  }
}
