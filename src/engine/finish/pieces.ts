/** The connected pieces of a mesh, largest first, and the mesh without the smaller ones. */
import type { Steps } from '../host/steps.ts';
import { STEP_MASK } from '../host/steps.ts';
import { gatherTriples } from '../math/gather-triples.ts';
import { compactIndices } from '../mesh/compact.ts';
import { DisjointSets } from '../mesh/disjoint-sets.ts';
import { edgeEnd, sortHalfEdgeSteps } from '../mesh/half-edges.ts';
import { triangleArea } from '../mesh/triangle-area.ts';
import type { WorldMesh } from '../mesh/world-mesh.ts';

export interface Piece {
  readonly triangles: number;
  /** Squared units of the mesh. */
  readonly area: number;
  readonly min: readonly [number, number, number];
  readonly max: readonly [number, number, number];
  /** Edges of one triangle. */
  readonly openEdges: number;
}

export interface Pieces {
  /** By area, the largest first; of equal ones that with the first triangle. */
  readonly pieces: readonly Piece[];
  /** [triangleCount] the piece of each triangle. */
  readonly labels: Uint32Array<ArrayBuffer>;
}

/** Triangles that share a vertex are of one piece. */
export function* pieceSteps({ positions, indices }: WorldMesh): Steps<Pieces> {
  const vertexCount = positions.length / 3;
  const sets = new DisjointSets(vertexCount);
  for (let first = 0; first < indices.length; first += 3) {
    if ((first & STEP_MASK) < 3) yield;
    sets.unite(indices[first]!, indices[first + 1]!);
    sets.unite(indices[first]!, indices[first + 2]!);
  }
  const found: Growing[] = [];
  const numberOf = new Map<number, number>();
  const labels = new Uint32Array(indices.length / 3);
  for (let triangle = 0; triangle < labels.length; triangle++) {
    if ((triangle & STEP_MASK) === 0) yield;
    const root = sets.find(indices[3 * triangle]!);
    let number = numberOf.get(root);
    if (number === undefined) {
      number = found.push(newPiece()) - 1;
      numberOf.set(root, number);
    }
    labels[triangle] = number;
    addTriangle(found[number]!, positions, indices.subarray(3 * triangle, 3 * triangle + 3));
  }
  yield* countOpenEdges(indices, vertexCount, (halfEdge) => found[labels[Math.floor(halfEdge / 3)]!]!.openEdges++);
  const order = found.map((_, number) => number).toSorted((a, b) => found[b]!.area - found[a]!.area || a - b);
  const places = new Uint32Array(found.length);
  order.forEach((number, place) => (places[number] = place));
  return { pieces: order.map((number) => found[number]!), labels: labels.map((number) => places[number]!) };
}

interface Growing {
  triangles: number;
  area: number;
  openEdges: number;
  readonly min: [number, number, number];
  readonly max: [number, number, number];
}

function newPiece(): Growing {
  const [min, max] = [Infinity, -Infinity].map((value): [number, number, number] => [value, value, value]) as [
    [number, number, number],
    [number, number, number],
  ];
  return { triangles: 0, area: 0, openEdges: 0, min, max };
}

function addTriangle(piece: Growing, positions: Float64Array, corners: Uint32Array): void {
  const [a, b, c] = [3 * corners[0]!, 3 * corners[1]!, 3 * corners[2]!];
  for (let axis = 0; axis < 3; axis++) {
    const [p, q, r] = [positions[a + axis]!, positions[b + axis]!, positions[c + axis]!];
    piece.min[axis] = Math.min(piece.min[axis]!, p, q, r);
    piece.max[axis] = Math.max(piece.max[axis]!, p, q, r);
  }
  piece.triangles++;
  piece.area += triangleArea(positions, corners[0]!, corners[1]!, corners[2]!);
}

function* countOpenEdges(indices: Uint32Array, vertexCount: number, count: (halfEdge: number) => void): Steps<void> {
  const { order } = yield* sortHalfEdgeSteps(indices, vertexCount);
  for (let first = 0, end = 0; first < order.length; first = end) {
    if ((first & STEP_MASK) < 3) yield;
    end = edgeEnd(indices, order, first);
    if (end - first === 1) count(order[first]!);
  }
}

export interface KeptPieces extends WorldMesh {
  /** What was left out, largest first. */
  readonly dropped: readonly Piece[];
}

/**
 * @param most how many of the largest pieces stay
 * @param leastArea what a piece must have to stay, squared units of the mesh
 */
export function* keepPieceSteps(mesh: WorldMesh, most: number, leastArea: number): Steps<KeptPieces> {
  const { pieces, labels } = yield* pieceSteps(mesh);
  // The largest come first, so that those with enough area do as well.
  const count = Math.min(most, pieces.filter(({ area }) => area >= leastArea).length);
  if (pieces.length <= count) return { ...mesh, dropped: [] };
  const { positions, indices } = mesh;
  const isKept = Uint8Array.from(labels, (label) => (label < count ? 1 : 0));
  const kept = compactIndices(positions.length / 3, indices, isKept);
  return {
    positions: gatherTriples(positions, kept.sources, new Float64Array(3 * kept.sources.length)),
    indices: kept.indices,
    dropped: pieces.slice(count),
  };
}
