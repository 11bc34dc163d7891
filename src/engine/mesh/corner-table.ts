/**
 * Who lies opposite whom in an oriented manifold with rims: corner `3t + k` of triangle t faces the edge between its
 * other two, and across that edge lies one corner, or a rim. J. Rossignac, "Edgebreaker" (1999); two arrays are all
 * that collapses, flips and walks around a vertex need.
 */
import { ReconstructError } from '../errors.ts';
import { allocateShareable } from '../host/shared-memory.ts';
import type { Steps } from '../host/steps.ts';
import { STEP_MASK } from '../host/steps.ts';
import { edgeEnd, endCorner, previousCorner, sortHalfEdgeSteps } from './half-edges.ts';
import type { WorldMesh } from './world-mesh.ts';

/** The opposite of a corner whose edge is a rim. */
export const NO_CORNER = -1;

/** In shared memory, where there is some. */
export interface CornerTable {
  /** [3 × triangleCount] the corner across the edge that this corner faces, or NO_CORNER. */
  readonly opposites: Int32Array;
  /** [vertexCount] a corner at each vertex, or NO_CORNER where no triangle uses it. */
  readonly cornerOf: Int32Array;
}

/**
 * Takes .4 s for a million triangles.
 *
 * @throws ReconstructError `mesh-format` for what is no oriented manifold: vertices out of range or not finite,
 *   triangles that name a vertex twice, edges of three triangles, edges that both triangles run through in the same
 *   direction, vertices where two fans meet
 */
export function* cornerTableSteps({ positions, indices }: WorldMesh): Steps<CornerTable> {
  const vertexCount = positions.length / 3;
  yield* refuseBadNumberSteps(positions, indices);
  const { order, degenerateTriangles } = yield* sortHalfEdgeSteps(indices, vertexCount);
  if (degenerateTriangles > 0) {
    throw refusal(`has ${degenerateTriangles} triangles that name a vertex twice`, { degenerateTriangles });
  }
  const opposites = yield* pairSteps(indices, order);
  const cornerOf = yield* fanSteps(indices, opposites, vertexCount);
  return { opposites, cornerOf };
}

/** @throws ReconstructError `mesh-format` for vertices that are not finite, or out of range */
export function* refuseBadNumberSteps(positions: Float32Array | Float64Array, indices: Uint32Array): Steps<void> {
  for (let i = 0; i < positions.length; i++) {
    if ((i & STEP_MASK) === 0) yield;
    if (!Number.isFinite(positions[i]!)) {
      throw refusal(`has a vertex that is not finite: vertex ${Math.floor(i / 3)}`, { vertex: Math.floor(i / 3) });
    }
  }
  for (let i = 0; i < indices.length; i++) {
    if ((i & STEP_MASK) === 0) yield;
    if (indices[i]! >= positions.length / 3) {
      throw refusal(`names a vertex that it does not have: ${indices[i]!}`, { vertex: indices[i]! });
    }
  }
}

/** The order holds half-edges, each named by the corner it starts at; the corner that faces it is the one before. */
function* pairSteps(indices: Uint32Array, order: Uint32Array): Steps<Int32Array> {
  const opposites = new Int32Array(allocateShareable(4 * indices.length)).fill(NO_CORNER);
  let [branchingEdges, turnedEdges, first] = [0, 0, 0];
  while (first < order.length) {
    if ((first & STEP_MASK) < 3) yield;
    const halfEdge = order[first]!;
    const end = edgeEnd(indices, order, first);
    if (end - first > 2) branchingEdges++;
    else if (end - first === 2) {
      const partner = order[first + 1]!;
      if (indices[partner] === indices[halfEdge]) turnedEdges++;
      opposites[previousCorner(halfEdge)] = previousCorner(partner);
      opposites[previousCorner(partner)] = previousCorner(halfEdge);
    }
    first = end;
  }
  if (branchingEdges > 0) throw refusal(`has ${branchingEdges} edges of three triangles or more`, { branchingEdges });
  if (turnedEdges > 0) throw refusal(`has ${turnedEdges} edges whose triangles face different sides`, { turnedEdges });
  return opposites;
}

/** Walks each vertex's fan once; corners that no walk meets belong to second fans. */
function* fanSteps(indices: Uint32Array, opposites: Int32Array, vertexCount: number): Steps<Int32Array> {
  const cornerOf = new Int32Array(allocateShareable(4 * vertexCount)).fill(NO_CORNER);
  let met = 0;
  for (let start = 0; start < indices.length; start++) {
    if ((start & STEP_MASK) === 0) yield;
    const vertex = indices[start]!;
    if (cornerOf[vertex] !== NO_CORNER) continue;
    cornerOf[vertex] = start;
    let corner = start;
    do {
      met++;
      const across = opposites[endCorner(corner)]!;
      corner = across === NO_CORNER ? NO_CORNER : endCorner(across);
    } while (corner !== NO_CORNER && corner !== start);
    if (corner === start) continue;
    for (let across = opposites[previousCorner(start)]!; across !== NO_CORNER;) {
      met++;
      across = opposites[previousCorner(previousCorner(across))]!;
    }
  }
  if (met < indices.length) {
    throw refusal('has vertices where two fans of triangles meet; part them first', { corners: indices.length - met });
  }
  return cornerOf;
}

function refusal(what: string, details: Readonly<Record<string, number>>): ReconstructError {
  return new ReconstructError('mesh-format', `The mesh ${what}, so it is no oriented surface.`, details);
}
