/**
 * The rims of an open surface: closed walks along the edges of one triangle, each with the surface on its left. Where
 * two rims touch in a vertex the walks depend on the order of the triangles; `part-fans.ts` takes such places apart.
 */
import type { Steps } from '../host/steps.ts';
import { STEP_MASK } from '../host/steps.ts';
import { edgeEnd, endCorner, sortHalfEdgeSteps } from './half-edges.ts';

/** A walk round a hole or along an outer border. */
export interface Rim {
  /** Its vertices in order; an edge runs from each to the next, from the last to the first. */
  readonly vertices: Uint32Array<ArrayBuffer>;
  /** The triangle on each of these edges. */
  readonly triangles: Uint32Array<ArrayBuffer>;
}

/**
 * By their least vertices, each rim beginning with its own. Walks that do not come back, as at edges of three
 * triangles, are left out.
 *
 * @param indices [3 × triangleCount], each below vertexCount
 */
export function* rimSteps(indices: Uint32Array, vertexCount: number): Steps<Rim[]> {
  const { order } = yield* sortHalfEdgeSteps(indices, vertexCount);
  const leaving = new Map<number, number>();
  for (let first = 0, end = 0; first < order.length; first = end) {
    if ((first & STEP_MASK) < 3) yield;
    end = edgeEnd(indices, order, first);
    if (end - first === 1) leaving.set(indices[order[first]!]!, order[first]!);
  }
  const rims: Rim[] = [];
  for (const start of Uint32Array.from(leaving.keys()).toSorted()) {
    const walk: number[] = [];
    let halfEdge = leaving.get(start);
    while (halfEdge !== undefined) {
      walk.push(halfEdge);
      leaving.delete(indices[halfEdge]!);
      const to = indices[endCorner(halfEdge)]!;
      if (to === start) {
        rims.push({
          vertices: Uint32Array.from(walk, (edge) => indices[edge]!),
          triangles: Uint32Array.from(walk, (edge) => Math.floor(edge / 3)),
        });
        break;
      }
      halfEdge = leaving.get(to);
    }
  }
  return rims;
}
