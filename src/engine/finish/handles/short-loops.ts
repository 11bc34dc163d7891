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
import type { HandleSurface } from './handle-surface.ts';
import type { Signatures } from './signatures.ts';
import { type Loop, Wavefront } from './wavefront.ts';

/** Of the longest loop: how far a loop may pass from a seed. Then it is found by a lasso of 1.5 times that length. */
const SEED_REACH = 0.25;
/** A loop and the vertices it was found from improve one another. */
const MOST_TIGHTENINGS = 8;

/**
 * The shortest loop found of each signature, by their lengths.
 *
 * @param bounds [vertexCount] loops up to this length, in the mesh's unit, by the mean at their vertices
 * @param places where to look; null for everywhere
 */
export function* shortLoopSteps(
  surface: HandleSurface,
  signatures: Signatures,
  bounds: Float32Array,
  places: readonly Box[] | null = null,
): Steps<Loop[]> {
  const wavefront = new Wavefront(surface, signatures);
  const seeds = yield* seedSteps(surface, signatures, places);
  const isCovered = new Uint8Array(bounds.length);
  const shortest = new Map<string, Loop>();
  for (const seed of seeds) {
    if (isCovered[seed]) continue;
    yield;
    const bound = bounds[seed]!;
    const found = wavefront.loopsAt(seed, (1 + 2 * SEED_REACH) * bound, (vertex, distance) => {
      if (distance <= SEED_REACH * bound) isCovered[vertex] = 1;
    });
    for (const loop of found) keepShorter(shortest, loop);
  }
  const loops = new Map<string, Loop>();
  for (const first of shortest.values()) {
    const loop = yield* tightenSteps(wavefront, first);
    if (loop.length > meanBound(loop, bounds)) continue;
    keepShorter(loops, loop);
  }
  return [...loops.values()].sort((a, b) => a.length - b.length || a.vertices[0]! - b.vertices[0]!);
}

function keepShorter(loops: Map<string, Loop>, loop: Loop): void {
  const key = `${loop.low} ${loop.high}`;
  const known = loops.get(key);
  if (!known || loop.length < known.length) loops.set(key, loop);
}

/** The ends of edges with a signature, ascending. */
function* seedSteps(
  { indices, positions }: HandleSurface,
  { low, high }: Signatures,
  places: readonly Box[] | null,
): Steps<Uint32Array> {
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
  return places ? seeds.filter((vertex) => places.some((box) => isWithin(box, positions, vertex))) : seeds;
}

/** The shortest one through any of the loop's vertices, and so on. */
function* tightenSteps(wavefront: Wavefront, first: Loop): Steps<Loop> {
  let loop = first;
  for (let tightening = 0; tightening < MOST_TIGHTENINGS; tightening++) {
    let best = loop;
    for (const vertex of loop.vertices) {
      yield;
      best = wavefront.shorterLoop(vertex, best) ?? best;
    }
    if (best === loop) return loop;
    loop = best;
  }
  return loop;
}

function meanBound({ vertices }: Loop, bounds: Float32Array): number {
  return vertices.reduce((sum, vertex) => sum + bounds[vertex]!, 0) / vertices.length;
}
