/** Which triangles of a mesh lie side by side. */
import type { Steps } from '../host/steps.ts';
import { STEP_MASK } from '../host/steps.ts';
import { edgeEnd, sortHalfEdgeSteps } from './half-edges.ts';

/** What lies across a half-edge on a border. */
export const NO_PARTNER = 0xffffffff;

/**
 * [3 × triangleCount] the half-edge that lies on the same edge, `NO_PARTNER` on a border. Where three or more triangles
 * meet, each half-edge has the next of them, in a ring.
 *
 * @param indices [3 × triangleCount], each below vertexCount
 */
export function* partnerSteps(indices: Uint32Array, vertexCount: number): Steps<Uint32Array> {
  const { order } = yield* sortHalfEdgeSteps(indices, vertexCount);
  const partners = new Uint32Array(indices.length).fill(NO_PARTNER);
  let first = 0;
  while (first < order.length) {
    if ((first & STEP_MASK) === 0) yield;
    const end = edgeEnd(indices, order, first);
    if (end > first + 1) {
      for (let i = first; i < end; i++) partners[order[i]!] = order[i + 1 < end ? i + 1 : first]!;
    }
    first = end;
  }
  return partners;
}

export function triangleOf(halfEdge: number): number {
  return Math.floor(halfEdge / 3);
}
