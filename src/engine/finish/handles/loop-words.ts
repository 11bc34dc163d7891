/**
 * Signatures of loops with as many bits as it takes to tell which of them are independent: those of edges have 64
 * (signatures.ts), and of more loops than that the rest would be taken for ones that part the surface. The words of the
 * few edges that loops run along are found by one way through the trees, whatever the number of bits.
 */
import type { Steps } from '../../host/steps.ts';
import { STEP_MASK } from '../../host/steps.ts';
import { NO_PARTNER, triangleOf } from '../../mesh/triangle-sides.ts';
import { forEachEdge, type HandleSurface } from './handle-surface.ts';
import { type Signatures, wordOf } from './signatures.ts';
import type { Loop } from './wavefront.ts';

/** Beyond as many bits as there are loops: that one is taken for what it is not has a probability of 2⁻⁶⁴. */
const SPARE_BITS = 64;
const NO_NODE = -1;

/** Of each loop, with `partCount` numbers of 32 bits each. */
export function* loopWordSteps(
  surface: HandleSurface,
  signatures: Signatures,
  loops: readonly Loop[],
): Steps<Int32Array[]> {
  const partCount = Math.ceil((loops.length + SPARE_BITS) / 32);
  const edges = loops.map(({ vertices }) =>
    vertices.map((vertex, i) => halfEdgeBetween(surface, vertex, vertices[(i + 1) % vertices.length]!)),
  );
  const nodes = nodesOf(surface, signatures, edges.flat());
  const below = yield* wordBelowSteps(signatures, [...nodes.values()], partCount);
  const leftNumbers = new Map(signatures.leftEdges.map((halfEdge, number) => [halfEdge, number]));
  return edges.map((along) => {
    const word = new Int32Array(partCount);
    for (const halfEdge of along) {
      const partner = surface.partners[halfEdge]!;
      const number = leftNumbers.get(halfEdge) ?? leftNumbers.get(partner);
      const node = nodes.get(halfEdge);
      if (number !== undefined) for (let part = 0; part < partCount; part++) word[part]! ^= wordOf(number, part);
      else if (node !== undefined) {
        const own = below.get(node)!;
        for (let part = 0; part < partCount; part++) word[part]! ^= own[part]!;
      }
    }
    return word;
  });
}

/** A half-edge on the edge between two vertices, in either direction. */
function halfEdgeBetween(surface: HandleSurface, from: number, to: number): number {
  let found = NO_PARTNER;
  forEachEdge(surface, from, (other, halfEdge) => {
    if (other === to) found = halfEdge;
  });
  return found;
}

/** The faces that were met across these edges, by those. */
function nodesOf(
  { partners }: HandleSurface,
  { tree }: Signatures,
  halfEdges: readonly number[],
): ReadonlyMap<number, number> {
  const nodes = new Map<number, number>();
  for (const halfEdge of halfEdges) {
    if (tree.isCrossed[halfEdge] === 0) continue;
    for (const face of [triangleOf(halfEdge), tree.across(halfEdge)]) {
      if (tree.entries[face] === halfEdge || tree.entries[face] === partners[halfEdge]) nodes.set(halfEdge, face);
    }
  }
  return nodes;
}

/**
 * Of each of some faces: the exclusive or of the words of all edges whose cycles enter what hangs below it in the tree.
 */
function* wordBelowSteps(
  { tree, leftEdges }: Signatures,
  faces: readonly number[],
  partCount: number,
): Steps<ReadonlyMap<number, Int32Array>> {
  const below = new Map(faces.map((face) => [face, new Int32Array(partCount)]));
  const { order, parents } = tree;
  // Of each face the nearest of them that it hangs below, itself among them.
  const nearest = new Int32Array(order.length).fill(NO_NODE);
  const inOrder: number[] = [];
  for (let i = 0; i < order.length; i++) {
    if ((i & STEP_MASK) === 0) yield;
    const face = order[i]!;
    if (below.has(face)) {
      nearest[face] = face;
      inOrder.push(face);
    } else nearest[face] = nearest[parents[face]!] ?? NO_NODE;
  }
  for (const [number, halfEdge] of leftEdges.entries()) {
    if ((number & STEP_MASK) === 0) yield;
    for (const face of [triangleOf(halfEdge), tree.across(halfEdge)]) {
      const word = below.get(nearest[face]!);
      if (word) for (let part = 0; part < partCount; part++) word[part]! ^= wordOf(number, part);
    }
  }
  for (const face of inOrder.reverse()) {
    const above = below.get(nearest[parents[face]!]!);
    if (above) below.get(face)!.forEach((bits, part) => (above[part]! ^= bits));
  }
  return below;
}
