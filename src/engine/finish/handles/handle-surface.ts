/**
 * A mesh as the search for handles walks over it: who lies beside whom, and one half-edge to begin with at every
 * vertex. Half-edge `3t + k` runs from corner k of triangle t to the next.
 */
import type { Steps } from '../../host/steps.ts';
import { STEP_MASK } from '../../host/steps.ts';
import { endCorner, previousCorner } from '../../mesh/half-edges.ts';
import { squaredBetween } from '../../mesh/squared-between.ts';
import { NO_PARTNER } from '../../mesh/triangle-sides.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';

/** Of a vertex that no triangle uses. */
export const NO_HALF_EDGE = 0xffffffff;

export interface HandleSurface extends WorldMesh {
  /** [3 × triangleCount] the half-edge on the same edge, NO_PARTNER on a rim. */
  readonly partners: Uint32Array;
  /** [vertexCount] a half-edge that starts there, on a rim the one along it; NO_HALF_EDGE where there is none. */
  readonly leaving: Uint32Array;
}

/**
 * Null for what is no oriented manifold but for vertices in which parts touch: those are parted before. Half-edges are
 * brought together by the vertices they start at, of which each has a few: a third of the time of sorting them by
 * edges.
 */
export function* handleSurfaceSteps({ positions, indices }: WorldMesh): Steps<HandleSurface | null> {
  const vertexCount = positions.length / 3;
  const { starts, order } = yield* fansSteps(indices, vertexCount);
  const partners = new Uint32Array(indices.length).fill(NO_PARTNER);
  const leaving = new Uint32Array(vertexCount).fill(NO_HALF_EDGE);
  for (let halfEdge = 0; halfEdge < indices.length; halfEdge++) {
    if ((halfEdge & STEP_MASK) === 0) yield;
    const [from, to] = [indices[halfEdge]!, indices[endCorner(halfEdge)]!];
    if (from === to) return null;
    for (let at = starts[to]!; at < starts[to + 1]!; at++) {
      const other = order[at]!;
      if (indices[endCorner(other)] !== from) continue;
      if (partners[halfEdge] !== NO_PARTNER) return null;
      partners[halfEdge] = other;
    }
    if (leaving[from] === NO_HALF_EDGE) leaving[from] = halfEdge;
    else if (partners[halfEdge] === NO_PARTNER) {
      // Two half-edges without partners leave a vertex where triangles face different sides, too.
      if (partners[leaving[from]!] === NO_PARTNER) return null;
      leaving[from] = halfEdge;
    }
  }
  return { positions, indices, partners, leaving };
}

interface Fans {
  /** [vertexCount + 1] where the half-edges that start at a vertex begin in the order. */
  readonly starts: Uint32Array;
  /** [3 × triangleCount] */
  readonly order: Uint32Array;
}

function* fansSteps(indices: Uint32Array, vertexCount: number): Steps<Fans> {
  const starts = new Uint32Array(vertexCount + 1);
  for (let corner = 0; corner < indices.length; corner++) {
    if ((corner & STEP_MASK) === 0) yield;
    starts[indices[corner]! + 1]!++;
  }
  for (let vertex = 0; vertex < vertexCount; vertex++) starts[vertex + 1]! += starts[vertex]!;
  const next = starts.slice(0, vertexCount);
  const order = new Uint32Array(indices.length);
  for (let corner = 0; corner < indices.length; corner++) {
    if ((corner & STEP_MASK) === 0) yield;
    order[next[indices[corner]!]!++] = corner;
  }
  return { starts, order };
}

/** Each edge at a vertex once, with the vertex at its other end and a half-edge on it. */
export function forEachEdge(
  { indices, partners, leaving }: HandleSurface,
  vertex: number,
  visit: (other: number, halfEdge: number) => void,
): void {
  const first = leaving[vertex]!;
  if (first === NO_HALF_EDGE) return;
  let halfEdge = first;
  do {
    visit(indices[endCorner(halfEdge)]!, halfEdge);
    const arriving = previousCorner(halfEdge);
    halfEdge = partners[arriving]!;
    if (halfEdge === NO_PARTNER) visit(indices[arriving]!, arriving);
  } while (halfEdge !== NO_PARTNER && halfEdge !== first);
}

/** A half-edge on the edge between two vertices, in either direction; NO_PARTNER where there is none. */
export function halfEdgeBetween(surface: HandleSurface, from: number, to: number): number {
  let found = NO_PARTNER;
  forEachEdge(surface, from, (other, halfEdge) => {
    if (other === to) found = halfEdge;
  });
  return found;
}

/** The half-edges that start at a vertex. */
export function halfEdgesAt({ partners, leaving }: HandleSurface, vertex: number): number[] {
  const found: number[] = [];
  const first = leaving[vertex]!;
  for (let halfEdge = first; halfEdge !== NO_PARTNER && halfEdge !== NO_HALF_EDGE;) {
    found.push(halfEdge);
    halfEdge = partners[previousCorner(halfEdge)]!;
    if (halfEdge === first) break;
  }
  return found;
}

export function distanceBetween({ positions }: WorldMesh, a: number, b: number): number {
  return Math.sqrt(squaredBetween(positions, a, b));
}

export function isOnRim({ partners, leaving }: HandleSurface, vertex: number): boolean {
  return leaving[vertex] !== NO_HALF_EDGE && partners[leaving[vertex]!] === NO_PARTNER;
}

/** The half-edges along each rim, in the order of their first ones; the vertices are those of one fan each. */
export function rimHalfEdges({ indices, partners, leaving }: HandleSurface): number[][] {
  const isMet = new Set<number>();
  const rims: number[][] = [];
  for (let first = 0; first < partners.length; first++) {
    if (partners[first] !== NO_PARTNER || isMet.has(first)) continue;
    const rim: number[] = [];
    for (let halfEdge = first; !isMet.has(halfEdge); halfEdge = leaving[indices[endCorner(halfEdge)]!]!) {
      isMet.add(halfEdge);
      rim.push(halfEdge);
    }
    rims.push(rim);
  }
  return rims;
}
