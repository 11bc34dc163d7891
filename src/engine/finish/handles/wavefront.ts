/**
 * Loops through a vertex that part nothing: a wavefront along the edges (Dijkstra 1959) gives every vertex its way and
 * that way's signature, and an edge between two met vertices closes a loop whose signature tells whether the loop goes
 * through a handle (Erickson and Whittlesey, "Greedy optimal homotopy and homology generators", 2005). Costs what it
 * walks over, not the mesh.
 */
import { endCorner, previousCorner } from '../../mesh/half-edges.ts';
import { NO_PARTNER } from '../../mesh/triangle-sides.ts';
import { distanceBetween, NO_HALF_EDGE } from './handle-surface.ts';
import type { WordedSurface } from './signatures.ts';
import { NO_VERTEX, VertexQueue } from './vertex-queue.ts';

/** A closed line of edges that meets no vertex twice. */
export interface Loop {
  /** In order; an edge runs from each to the next, from the last to the first. */
  readonly vertices: readonly number[];
  /** In the unit of the positions. */
  readonly length: number;
  readonly low: number;
  readonly high: number;
}

/** An edge between two ends of ways. */
interface Closing {
  readonly from: number;
  readonly to: number;
  /** Of both ways and the edge. */
  readonly length: number;
  readonly low: number;
  readonly high: number;
}

export class Wavefront {
  readonly #surface: WordedSurface;
  /**
   * [4 × vertexCount] twice the search that met each, one more where it came to its shortest way; the one before it on
   * its way; the word of that way. Side by side, since a search is mostly waiting for memory.
   */
  #met = new Int32Array();
  #distances = new Float64Array();
  readonly #queue = new VertexQueue();
  #search = 0;

  constructor(surface: WordedSurface) {
    this.#surface = surface;
    this.#makeRoom(surface.positions.length / 3);
  }

  /**
   * For each signature the shortest loop of at most `longest` that passes through `seed` or, like a lasso, hangs from
   * it, the way there counted twice. In the order in which they are met.
   *
   * @param visit is told every vertex with its distance, nearest first
   */
  loopsAt(seed: number, longest: number, visit: (vertex: number, distance: number) => void): Loop[] {
    const closings = new Map<string, Closing>();
    this.#walk(seed, longest, visit, (closing) => {
      const { length, low, high } = closing;
      const key = `${low} ${high}`;
      const known = closings.get(key);
      if (!known || length < known.length) closings.set(key, closing);
      return longest;
    });
    return [...closings.values()].map((closing) => this.#loopOf(closing));
  }

  /** The shortest loop of this loop's signature through a vertex, if it is shorter than this loop; else null. */
  shorterLoop(seed: number, loop: Loop): Loop | null {
    let best: Closing | null = null;
    let longest = loop.length;
    const visit = (): void => undefined;
    this.#walk(seed, loop.length, visit, (closing) => {
      const { length, low, high } = closing;
      if (low === loop.low && high === loop.high && length < longest) {
        best = closing;
        longest = length;
      }
      return longest;
    });
    return best && this.#loopOf(best);
  }

  /** Nothing is kept from one search to the next. */
  #makeRoom(vertexCount: number): void {
    this.#met = new Int32Array(4 * vertexCount);
    this.#distances = new Float64Array(vertexCount);
  }

  /** @param close is told every loop of a signature, and gives the longest that is still of use */
  #walk(
    seed: number,
    longest: number,
    visit: (vertex: number, distance: number) => void,
    close: (closing: Closing) => number,
  ): void {
    // Cuts make new vertices.
    const vertexCount = this.#surface.positions.length / 3;
    if (vertexCount > this.#distances.length) this.#makeRoom(Math.ceil(1.25 * vertexCount));
    this.#search += 2;
    const queue = this.#queue;
    queue.clear();
    this.#meet(seed, 0, NO_VERTEX, 0, 0);
    let most = longest;
    for (let vertex = queue.pop(); vertex !== NO_VERTEX; vertex = queue.pop()) {
      if (this.#met[4 * vertex] === this.#search + 1) continue;
      const distance = this.#distances[vertex]!;
      if (2 * distance > most) break;
      this.#met[4 * vertex] = this.#search + 1;
      visit(vertex, distance);
      most = this.#walkEdges(vertex, most, close);
    }
  }

  /** The loop that `forEachEdge` is, written out: a call for every edge would take as long again. */
  #walkEdges(vertex: number, longest: number, close: (closing: Closing) => number): number {
    const { indices, partners, leaving } = this.#surface;
    const first = leaving[vertex]!;
    let most = longest;
    if (first === NO_HALF_EDGE) return most;
    let halfEdge = first;
    do {
      most = this.#step(vertex, indices[endCorner(halfEdge)]!, halfEdge, most, close);
      const arriving = previousCorner(halfEdge);
      halfEdge = partners[arriving]!;
      if (halfEdge === NO_PARTNER) most = this.#step(vertex, indices[arriving]!, arriving, most, close);
    } while (halfEdge !== NO_PARTNER && halfEdge !== first);
    return most;
  }

  /** From a vertex to one beside it: a shorter way there, or a loop. The longest loop that is still of use. */
  #step(from: number, to: number, halfEdge: number, most: number, close: (closing: Closing) => number): number {
    const met = this.#met;
    const surface = this.#surface;
    const low = met[4 * from + 2]! ^ surface.low[halfEdge]!;
    const high = met[4 * from + 3]! ^ surface.high[halfEdge]!;
    const state = met[4 * to]!;
    if (state === this.#search + 1) {
      const loopLow = low ^ met[4 * to + 2]!;
      const loopHigh = high ^ met[4 * to + 3]!;
      if ((loopLow | loopHigh) === 0) return most;
      const length = this.#distances[from]! + distanceBetween(surface, from, to) + this.#distances[to]!;
      return length > most ? most : close({ from, to, length, low: loopLow, high: loopHigh });
    }
    const reached = this.#distances[from]! + distanceBetween(surface, from, to);
    // Else no loop that is still of use goes through there.
    if (2 * reached > most || (state === this.#search && reached >= this.#distances[to]!)) return most;
    this.#meet(to, reached, from, low, high);
    return most;
  }

  #meet(vertex: number, distance: number, parent: number, low: number, high: number): void {
    const met = this.#met;
    met[4 * vertex] = this.#search;
    met[4 * vertex + 1] = parent;
    met[4 * vertex + 2] = low;
    met[4 * vertex + 3] = high;
    this.#distances[vertex] = distance;
    this.#queue.push(vertex, distance);
  }

  /** Both ways from where they part, without what they have in common. */
  #loopOf({ from, to, length, low, high }: Closing): Loop {
    const there = this.#wayTo(from);
    const back = this.#wayTo(to);
    let common = 0;
    while (there[common + 1] !== undefined && there[common + 1] === back[common + 1]) common++;
    const vertices = [...there.slice(common), ...back.slice(common + 1).reverse()];
    return { vertices, length: length - 2 * this.#distances[there[common]!]!, low, high };
  }

  /** From the seed. */
  #wayTo(vertex: number): number[] {
    const way: number[] = [];
    for (let at = vertex; at !== NO_VERTEX; at = this.#met[4 * at + 1]!) way.push(at);
    return way.reverse();
  }
}
