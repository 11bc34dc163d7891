/**
 * Loops through a vertex that part nothing: a wavefront along the edges (Dijkstra 1959) gives every vertex its way and
 * that way's signature, and an edge between two met vertices closes a loop whose signature tells whether the loop goes
 * through a handle (Erickson and Whittlesey, "Greedy optimal homotopy and homology generators", 2005). Costs what it
 * walks over, not the mesh.
 */
import { endCorner, previousCorner } from '../../mesh/half-edges.ts';
import { NO_PARTNER } from '../../mesh/triangle-sides.ts';
import { distanceBetween, type HandleSurface, NO_HALF_EDGE } from './handle-surface.ts';
import type { Signatures } from './signatures.ts';
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
  readonly #surface: HandleSurface;
  readonly #signatures: Signatures;
  /** [vertexCount] the search that met each, and the one that came to its shortest way. */
  readonly #met: Uint32Array;
  readonly #settled: Uint32Array;
  readonly #distances: Float64Array;
  readonly #low: Int32Array;
  readonly #high: Int32Array;
  /** [vertexCount] the one before it on its way. */
  readonly #parents: Int32Array;
  readonly #queue = new VertexQueue();
  #search = 0;

  constructor(surface: HandleSurface, signatures: Signatures) {
    const vertexCount = surface.positions.length / 3;
    this.#surface = surface;
    this.#signatures = signatures;
    this.#met = new Uint32Array(vertexCount);
    this.#settled = new Uint32Array(vertexCount);
    this.#distances = new Float64Array(vertexCount);
    this.#low = new Int32Array(vertexCount);
    this.#high = new Int32Array(vertexCount);
    this.#parents = new Int32Array(vertexCount);
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

  /** @param close is told every loop of a signature, and gives the longest that is still of use */
  #walk(
    seed: number,
    longest: number,
    visit: (vertex: number, distance: number) => void,
    close: (closing: Closing) => number,
  ): void {
    const search = ++this.#search;
    const queue = this.#queue;
    queue.clear();
    this.#meet(seed, 0, NO_VERTEX, 0, 0);
    let most = longest;
    for (let vertex = queue.pop(); vertex !== NO_VERTEX; vertex = queue.pop()) {
      if (this.#settled[vertex] === search) continue;
      const distance = this.#distances[vertex]!;
      if (2 * distance > most) break;
      this.#settled[vertex] = search;
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
    const reached = this.#distances[from]! + distanceBetween(this.#surface, from, to);
    if (this.#settled[to] !== this.#search) {
      if (this.#met[to] === this.#search && reached >= this.#distances[to]!) return most;
      const low = this.#low[from]! ^ this.#signatures.low[halfEdge]!;
      const high = this.#high[from]! ^ this.#signatures.high[halfEdge]!;
      this.#meet(to, reached, from, low, high);
      return most;
    }
    const low = this.#low[from]! ^ this.#signatures.low[halfEdge]! ^ this.#low[to]!;
    const high = this.#high[from]! ^ this.#signatures.high[halfEdge]! ^ this.#high[to]!;
    const length = reached + this.#distances[to]!;
    return (low | high) === 0 || length > most ? most : close({ from, to, length, low, high });
  }

  #meet(vertex: number, distance: number, parent: number, low: number, high: number): void {
    this.#met[vertex] = this.#search;
    this.#distances[vertex] = distance;
    this.#parents[vertex] = parent;
    this.#low[vertex] = low;
    this.#high[vertex] = high;
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
    for (let at = vertex; at !== NO_VERTEX; at = this.#parents[at]!) way.push(at);
    return way.reverse();
  }
}
