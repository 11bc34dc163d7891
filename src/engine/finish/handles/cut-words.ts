/**
 * Keeps the words of edges true while handles are taken away. Cut along a loop γ and closed by discs, a surface has the
 * loops that do not cross γ, and of those γ itself and what differs by it part something or are the same now. So the
 * word of γ is added to those of the edges of a cycle of triangles D that crosses it once, and none of the loops before
 * (D(γ) = 1, else 0). D is the sum of a few cycles of the first tree: each loop that is cut takes one of those away, its
 * *pivot*, as in Gauss's elimination. An edge of a disc counts as the way along the disc's border between its ends.
 */
import type { Steps } from '../../host/steps.ts';
import { endCorner } from '../../mesh/half-edges.ts';
import { NO_PARTNER } from '../../mesh/triangle-sides.ts';
import type { Beyond, CutSurface } from './cut-surface.ts';
import { type Signatures, wordAlong } from './signatures.ts';
import { TreeCycles } from './tree-cycles.ts';

/** Of the first surface, each by one of its half-edges; an even number of times is not at all. */
type Way = ReadonlySet<number>;

interface CutLoop {
  readonly pivot: number;
  /** A bit for each cycle that crosses it, of the pivots its own alone. */
  readonly crossings: Int32Array;
}

export class CutWords {
  readonly #surface: CutSurface;
  readonly #cycles: TreeCycles;
  readonly #firstCount: number;
  readonly #cut: CutLoop[] = [];
  /** Of half-edges that came with discs. */
  readonly #ways = new Map<number, Way>();
  /** The half-edges of discs with an edge in their ways. */
  readonly #users = new Map<number, number[]>();

  private constructor(surface: CutSurface, cycles: TreeCycles) {
    this.#surface = surface;
    this.#cycles = cycles;
    this.#firstCount = surface.indices.length;
  }

  /** @param surface that is not cut yet */
  static *beginSteps(surface: CutSurface, signatures: Signatures): Steps<CutWords> {
    return new CutWords(surface, yield* TreeCycles.beginSteps(signatures));
  }

  /** @param loop a half-edge of each of its edges */
  parts(loop: readonly number[]): boolean {
    return this.#crossings(loop).every((bits) => bits === 0);
  }

  /** Before the surface is cut along a loop that does not part it: from here on it does. */
  forget(loop: readonly number[]): void {
    const crossings = this.#crossings(loop);
    const word = wordAlong(this.#surface, loop);
    const pivot = firstBit(crossings);
    let sum: Set<number> = new Set();
    const add = (cycle: number): void => {
      sum = differing(
        sum,
        this.#cycles.edgesOf(cycle).map((halfEdge) => this.#idOf(halfEdge)),
      );
    };
    add(pivot);
    for (const other of this.#cut) {
      if (!hasBit(other.crossings, pivot)) continue;
      add(other.pivot);
      addBits(other.crossings, crossings);
    }
    this.#cut.push({ pivot, crossings });
    for (const edge of sum) this.#addWord(edge, word);
  }

  /**
   * After the surface was cut along it.
   *
   * @param beyond what lies beyond the borders of the discs
   * @param first the discs' first half-edge
   */
  extend(beyond: ReadonlyMap<number, Beyond>, first: number): void {
    const { indices, low, high } = this.#surface;
    const ways = this.#waysAlong(beyond);
    const nowhere: Way = new Set();
    for (let halfEdge = first; halfEdge < indices.length; halfEdge++) {
      const from = ways.get(indices[halfEdge]!) ?? nowhere;
      const to = ways.get(indices[endCorner(halfEdge)]!) ?? nowhere;
      const way = differing(from, to);
      const word = wordAlong(this.#surface, way);
      low[halfEdge] = word.low;
      high[halfEdge] = word.high;
      this.#ways.set(halfEdge, way);
      for (const edge of way) {
        const known = this.#users.get(edge);
        if (known) known.push(halfEdge);
        else this.#users.set(edge, [halfEdge]);
      }
    }
  }

  /** To each vertex of the borders, along them. */
  #waysAlong(beyond: ReadonlyMap<number, Beyond>): ReadonlyMap<number, Way> {
    const ways = new Map<number, Way>();
    for (const start of beyond.keys()) {
      let way: Way = new Set();
      for (let vertex = start; !ways.has(vertex);) {
        ways.set(vertex, way);
        const { halfEdge, to } = beyond.get(vertex)!;
        way = differing(way, this.#wayOf(halfEdge));
        vertex = to;
      }
    }
    return ways;
  }

  /** Which cycles cross a loop, without the loops that are cut. */
  #crossings(loop: readonly number[]): Int32Array {
    const crossings = new Int32Array(Math.ceil(this.#cycles.count / 32));
    for (const halfEdge of loop) {
      for (const edge of this.#wayOf(halfEdge)) {
        this.#cycles.turn(edge, this.#surface.firstPartner(edge), crossings);
      }
    }
    for (const cut of this.#cut) if (hasBit(crossings, cut.pivot)) addBits(crossings, cut.crossings);
    return crossings;
  }

  #wayOf(halfEdge: number): Iterable<number> {
    return halfEdge < this.#firstCount ? [this.#idOf(halfEdge)] : this.#ways.get(halfEdge)!;
  }

  /** The lesser of both half-edges of an edge of the first surface. */
  #idOf(halfEdge: number): number {
    return Math.min(halfEdge, this.#surface.firstPartner(halfEdge));
  }

  #addWord(edge: number, word: { readonly low: number; readonly high: number }): void {
    const { low, high } = this.#surface;
    const partner = this.#surface.firstPartner(edge);
    for (const halfEdge of [edge, partner, ...(this.#users.get(edge) ?? [])]) {
      if (halfEdge === NO_PARTNER) continue;
      low[halfEdge]! ^= word.low;
      high[halfEdge]! ^= word.high;
    }
  }
}

/** What is in one of both alone. */
function differing(some: Iterable<number>, others: Iterable<number>): Set<number> {
  const all = new Set(some);
  for (const one of others) if (!all.delete(one)) all.add(one);
  return all;
}

function addBits(bits: Int32Array, others: Int32Array): void {
  for (let i = 0; i < bits.length; i++) bits[i]! ^= others[i]!;
}

function hasBit(bits: Int32Array, bit: number): boolean {
  return ((bits[bit >> 5]! >>> (bit & 31)) & 1) === 1;
}

function firstBit(bits: Int32Array): number {
  const part = bits.findIndex((value) => value !== 0);
  return 32 * part + 31 - Math.clz32(bits[part]! & -bits[part]!);
}
