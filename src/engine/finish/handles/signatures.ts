/**
 * Tells loops that go through a handle from loops that part the surface, each by a glance at its edges.
 *
 * A spanning tree of the triangles and one of the vertices that crosses none of its edges leave 2 g edges of a closed
 * surface of genus g (Eppstein, "Dynamic generators of topologically embedded graphs", 2003); rims count as triangles
 * with many sides. Each edge that is left closes a cycle with the triangles' tree, and a loop parts the surface just if
 * it crosses each of those 2 g cycles an even number of times. Instead of 2 g bits an edge has the exclusive or of one
 * random word of 64 bits for every cycle through it, and so has a loop: 0 for every loop that parts the surface, for
 * another one with probability 2⁻⁶⁴. Time and memory do not depend on the genus.
 */
import type { Steps } from '../../host/steps.ts';
import { STEP_MASK } from '../../host/steps.ts';
import { randomBits } from '../../math/random.ts';
import { DisjointSets } from '../../mesh/disjoint-sets.ts';
import { endCorner } from '../../mesh/half-edges.ts';
import { NO_PARTNER, triangleOf } from '../../mesh/triangle-sides.ts';
import { type HandleSurface, rimHalfEdges } from './handle-surface.ts';

/** Of the words. What comes out does not depend on it, but with a probability of 2⁻⁶⁴. */
const SEED = 1;

export interface Signatures {
  /** [3 × triangleCount] of the edge of each half-edge, its first 32 bits and the others. */
  readonly low: Int32Array;
  readonly high: Int32Array;
  /** Of all pieces together. */
  readonly handles: number;
  readonly tree: TriangleForest;
  /** [2 × handles] a half-edge of each edge that neither tree has. */
  readonly leftEdges: readonly number[];
}

/** What the search for loops walks over: a surface, and the words of its edges. */
export type WordedSurface = HandleSurface & Pick<Signatures, 'low' | 'high'>;

/** Of some edges, each by a half-edge; of a loop 0 where it parts the surface. */
export function wordAlong({ low, high }: WordedSurface, halfEdges: Iterable<number>): { low: number; high: number } {
  const word = { low: 0, high: 0 };
  for (const halfEdge of halfEdges) {
    word.low ^= low[halfEdge]!;
    word.high ^= high[halfEdge]!;
  }
  return word;
}

export function* signatureSteps(surface: HandleSurface): Steps<Signatures> {
  const { indices, partners, positions } = surface;
  const tree = yield* triangleTreeSteps(surface);
  const sets = new DisjointSets(positions.length / 3);
  const faceLow = new Int32Array(tree.order.length);
  const faceHigh = new Int32Array(tree.order.length);
  const low = new Int32Array(indices.length);
  const high = new Int32Array(indices.length);
  const leftEdges: number[] = [];
  for (let halfEdge = 0; halfEdge < indices.length; halfEdge++) {
    if ((halfEdge & STEP_MASK) === 0) yield;
    const partner = partners[halfEdge]!;
    if (tree.isCrossed[halfEdge] || (partner !== NO_PARTNER && partner < halfEdge)) continue;
    if (sets.unite(indices[halfEdge]!, indices[endCorner(halfEdge)]!)) continue;
    const [wordLow, wordHigh] = [randomBits(SEED, 0, leftEdges.length), randomBits(SEED, 1, leftEdges.length)];
    leftEdges.push(halfEdge);
    for (const face of [triangleOf(halfEdge), tree.across(halfEdge)]) {
      faceLow[face]! ^= wordLow;
      faceHigh[face]! ^= wordHigh;
    }
    mark(low, high, partners, halfEdge, wordLow, wordHigh);
  }
  // From the leaves of the tree to its roots: what hangs below an edge crosses it.
  for (let i = tree.order.length - 1; i >= 0; i--) {
    if ((i & STEP_MASK) === 0) yield;
    const face = tree.order[i]!;
    const halfEdge = tree.entries[face]!;
    if (halfEdge === ROOT) continue;
    const parent = tree.parents[face]!;
    faceLow[parent]! ^= faceLow[face]!;
    faceHigh[parent]! ^= faceHigh[face]!;
    mark(low, high, partners, halfEdge, faceLow[face]!, faceHigh[face]!);
  }
  return { low, high, handles: leftEdges.length / 2, tree, leftEdges };
}

function mark(
  low: Int32Array,
  high: Int32Array,
  partners: Uint32Array,
  halfEdge: number,
  wordLow: number,
  wordHigh: number,
): void {
  low[halfEdge] = wordLow;
  high[halfEdge] = wordHigh;
  const partner = partners[halfEdge]!;
  if (partner === NO_PARTNER) return;
  low[partner] = wordLow;
  high[partner] = wordHigh;
}

/** In place of a half-edge, and of a parent. */
export const ROOT = 0xffffffff;

export interface TriangleForest {
  /** [faceCount] triangles, then rims, each after its parent. */
  readonly order: Uint32Array;
  /** [faceCount] the half-edge of a triangle by which each was met; ROOT for the first of a piece. */
  readonly entries: Uint32Array;
  readonly parents: Uint32Array;
  /** [3 × triangleCount] 1 for half-edges, of both sides, that the tree crosses. */
  readonly isCrossed: Uint8Array;
  /** The face beyond a half-edge. */
  across(halfEdge: number): number;
}

/** Breadth first, so that its ways are short. */
function* triangleTreeSteps(surface: HandleSurface): Steps<TriangleForest> {
  const { indices, partners } = surface;
  const triangleCount = indices.length / 3;
  const rims = rimHalfEdges(surface);
  const rimOf = new Map<number, number>();
  rims.forEach((rim, i) => rim.forEach((halfEdge) => rimOf.set(halfEdge, triangleCount + i)));
  const across = (halfEdge: number): number =>
    partners[halfEdge] === NO_PARTNER ? rimOf.get(halfEdge)! : triangleOf(partners[halfEdge]!);
  const faceCount = triangleCount + rims.length;
  const order = new Uint32Array(faceCount);
  const entries = new Uint32Array(faceCount).fill(ROOT);
  const parents = new Uint32Array(faceCount).fill(ROOT);
  const isMet = new Uint8Array(faceCount);
  const isCrossed = new Uint8Array(indices.length);
  let [count, next] = [0, 0];
  const enter = (face: number, parent: number, halfEdge: number): void => {
    if (isMet[face]) return;
    isMet[face] = 1;
    entries[face] = halfEdge;
    parents[face] = parent;
    order[count++] = face;
    isCrossed[halfEdge] = 1;
    if (partners[halfEdge] !== NO_PARTNER) isCrossed[partners[halfEdge]!] = 1;
  };
  for (let root = 0; root < triangleCount; root++) {
    if (isMet[root]) continue;
    isMet[root] = 1;
    order[count++] = root;
    for (; next < count; next++) {
      if ((next & STEP_MASK) === 0) yield;
      const face = order[next]!;
      if (face < triangleCount) {
        for (let halfEdge = 3 * face; halfEdge < 3 * face + 3; halfEdge++) enter(across(halfEdge), face, halfEdge);
      } else {
        for (const halfEdge of rims[face - triangleCount]!) enter(triangleOf(halfEdge), face, halfEdge);
      }
    }
  }
  return { order, entries, parents, isCrossed, across };
}
