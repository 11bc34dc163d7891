/**
 * The shortest loops through the handles of a surface. A loop that parts nothing crosses an edge that has a signature,
 * so wavefronts from the vertices of those find all: thinned out to a quarter of the longest loop, so that few are
 * needed, and then once more from the vertices of what they found, for the shortest one.
 */
import type { Steps } from '../../host/steps.ts';
import { STEP_MASK } from '../../host/steps.ts';
import type { Box } from '../../mesh/boxes.ts';
import { endCorner } from '../../mesh/half-edges.ts';
import { isWithin } from './box.ts';
import type { WordedSurface } from './signatures.ts';
import { type Loop, Wavefront } from './wavefront.ts';

/** Of the longest loop: how far a loop may pass from a seed. Then it is found by a lasso of 1.5 times that length. */
const SEED_REACH = 0.25;
/** A loop and the vertices it was found from improve one another. */
const MOST_TIGHTENINGS = 8;
/** Of a long loop so many are tried first: what is shorter through one is mostly so through its neighbours. */
const FEW_VERTICES = 6;

export class LoopSearch {
  readonly #wavefront: Wavefront;
  readonly #boundAt: (vertex: number) => number;
  readonly #isRough: boolean;

  /**
   * @param boundAt loops up to this length, in the mesh's unit, by the mean at their vertices
   * @param isRough a loop may stay a little longer than it could be
   */
  constructor(surface: WordedSurface, boundAt: (vertex: number) => number, isRough = false) {
    this.#wavefront = new Wavefront(surface);
    this.#boundAt = boundAt;
    this.#isRough = isRough;
  }

  /** The shortest loop found of each signature. */
  *loopSteps(seeds: Iterable<number>): Steps<Loop[]> {
    const isCovered = new Set<number>();
    const shortest = new Map<string, Loop>();
    for (const seed of seeds) {
      if (isCovered.has(seed)) continue;
      yield;
      const bound = this.#boundAt(seed);
      const found = this.#wavefront.loopsAt(seed, (1 + 2 * SEED_REACH) * bound, (vertex, distance) => {
        if (distance <= SEED_REACH * bound) isCovered.add(vertex);
      });
      for (const loop of found) keepShorter(shortest, loop);
    }
    const loops = new Map<string, Loop>();
    for (const first of shortest.values()) {
      const loop = yield* tightenSteps(this.#wavefront, first, this.#isRough);
      if (loop.length <= this.#meanBound(loop)) keepShorter(loops, loop);
    }
    return [...loops.values()];
  }

  #meanBound({ vertices }: Loop): number {
    return vertices.reduce((sum, vertex) => sum + this.#boundAt(vertex), 0) / vertices.length;
  }
}

function keepShorter(loops: Map<string, Loop>, loop: Loop): void {
  const key = `${loop.low} ${loop.high}`;
  const known = loops.get(key);
  if (!known || loop.length < known.length) loops.set(key, loop);
}

/**
 * Up to which length loops can be looked for by wavefronts that walk over so many vertices. The seeds lie along a few
 * lines, each wavefront covers them as far as half of `SEED_REACH` to both sides, on average, and walks over a disc of
 * 1 + 2 · `SEED_REACH` times the length; an edge's square has about one vertex.
 */
export function affordedLength(visits: number, seedCount: number, edge: number): number {
  const discs = (seedCount * edge) / SEED_REACH;
  const disc = (Math.PI / 4) * (1 + 2 * SEED_REACH) ** 2;
  return (visits * edge * edge) / (discs * disc);
}

/** The ends of edges with a signature, ascending. */
export function* seedSteps({ indices, positions, low, high }: WordedSurface): Steps<Uint32Array> {
  const isSeed = new Uint8Array(positions.length / 3);
  let count = 0;
  for (let halfEdge = 0; halfEdge < indices.length; halfEdge++) {
    if ((halfEdge & STEP_MASK) === 0) yield;
    if ((low[halfEdge]! | high[halfEdge]!) === 0) continue;
    for (const vertex of [indices[halfEdge]!, indices[endCorner(halfEdge)]!]) {
      count += 1 - isSeed[vertex]!;
      isSeed[vertex] = 1;
    }
  }
  const seeds = new Uint32Array(count);
  let next = 0;
  for (let vertex = 0; vertex < isSeed.length; vertex++) if (isSeed[vertex]) seeds[next++] = vertex;
  return seeds;
}

/** Those of a triangle that lie within a box. */
export function addSeedsWithin(
  { indices, positions, low, high }: WordedSurface,
  triangle: number,
  box: Box,
  seeds: Set<number>,
): void {
  for (let halfEdge = 3 * triangle; halfEdge < 3 * triangle + 3; halfEdge++) {
    if ((low[halfEdge]! | high[halfEdge]!) === 0) continue;
    for (const vertex of [indices[halfEdge]!, indices[endCorner(halfEdge)]!]) {
      if (isWithin(box, positions, vertex)) seeds.add(vertex);
    }
  }
}

/** The shortest one through any of the loop's vertices, and so on. */
function* tightenSteps(wavefront: Wavefront, first: Loop, isRough: boolean): Steps<Loop> {
  let loop = first;
  const isTried = new Set<number>();
  // What is shorter than a shorter one was not found there before.
  const untried = ({ vertices }: Loop, share: number): number[] =>
    vertices.filter((vertex, i) => i % share === 0 && !isTried.has(vertex));
  for (let tightening = 0; tightening < MOST_TIGHTENINGS; tightening++) {
    let best = loop;
    const share = Math.ceil(loop.vertices.length / FEW_VERTICES);
    for (const vertices of [untried(loop, share), isRough ? [] : untried(loop, 1)]) {
      if (best !== loop) break;
      for (const vertex of vertices) {
        yield;
        isTried.add(vertex);
        best = wavefront.shorterLoop(vertex, best) ?? best;
      }
    }
    if (best === loop) return loop;
    loop = best;
  }
  return loop;
}
