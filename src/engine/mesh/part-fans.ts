/**
 * Parts vertices at which surfaces only touch: those whose triangles form more than one fan. Trimming leaves them at
 * the rims of open surfaces, two corners that meet in a point. Programs that take manifolds refuse such a mesh, and
 * those that join vertices of equal positions make edges of four triangles of it, so each copy is also drawn a tenth of
 * the way into its own fan: nothing touches any more (a scanned lion: 205 intersecting pairs of triangles before, none
 * after).
 */
import type { Steps } from '../host/steps.ts';
import { STEP_MASK } from '../host/steps.ts';
import { DisjointSets } from './disjoint-sets.ts';
import { edgeEnd, endCorner, sortHalfEdgeSteps } from './half-edges.ts';

/** How far the vertex of a parted fan moves, of the way from its place to the mean of its neighbours. */
const INTO_FAN = 0.1;

export interface PartedMesh {
  /** [3 × vertexCount] the vertices as they were, then the copies. */
  readonly positions: Float64Array<ArrayBuffer>;
  /** [3 × triangleCount] */
  readonly indices: Uint32Array<ArrayBuffer>;
  /** [vertexCount] which vertex each one was before. */
  readonly sources: Uint32Array<ArrayBuffer>;
}

/**
 * Every vertex keeps its number for its first fan; an edge of three triangles or more parts the fans that meet there.
 * Triangles that name a vertex twice stay as they are.
 *
 * @param positions [3 × vertexCount]
 * @param indices [3 × triangleCount], each below vertexCount
 */
export function* partFanSteps(positions: Float32Array | Float64Array, indices: Uint32Array): Steps<PartedMesh> {
  const vertexCount = positions.length / 3;
  const fans = yield* fanSteps(indices, vertexCount);
  const isTaken = new Uint8Array(vertexCount);
  const copied: number[] = [];
  // [cornerCount] by a fan's least corner.
  const vertexOf = new Uint32Array(indices.length);
  const parted = new Uint32Array(indices.length);
  for (let corner = 0; corner < indices.length; corner++) {
    if ((corner & STEP_MASK) === 0) yield;
    const vertex = indices[corner]!;
    const fan = fans.find(corner);
    if (fan === corner) {
      // A triangle that names a vertex twice belongs to no fan.
      const isFan = !isDegenerate(indices, corner);
      vertexOf[fan] = isFan && isTaken[vertex] ? vertexCount + copied.push(vertex) - 1 : vertex;
      if (isFan) isTaken[vertex] = 1;
    }
    parted[corner] = vertexOf[fan]!;
  }
  const sources = new Uint32Array(vertexCount + copied.length);
  for (let vertex = 0; vertex < vertexCount; vertex++) sources[vertex] = vertex;
  sources.set(copied, vertexCount);
  return { positions: yield* drawIntoFans(positions, parted, sources), indices: parted, sources };
}

function isDegenerate(indices: Uint32Array, corner: number): boolean {
  const next = endCorner(corner);
  const [a, b, c] = [indices[corner], indices[next], indices[endCorner(next)]];
  return a === b || b === c || c === a;
}

/** The corners at one vertex that edges of two triangles join: a set for each fan. */
function* fanSteps(indices: Uint32Array, vertexCount: number): Steps<DisjointSets> {
  const { order } = yield* sortHalfEdgeSteps(indices, vertexCount);
  const fans = new DisjointSets(indices.length);
  for (let first = 0, end = 0; first < order.length; first = end) {
    if ((first & STEP_MASK) < 3) yield;
    end = edgeEnd(indices, order, first);
    if (end - first !== 2) continue;
    const [one, other] = [order[first]!, order[first + 1]!];
    const isSameDirection = indices[one] === indices[other];
    fans.unite(one, isSameDirection ? other : endCorner(other));
    fans.unite(endCorner(one), isSameDirection ? endCorner(other) : other);
  }
  return fans;
}

/** Positions of all vertices and copies; those of a vertex that has copies, its own among them, moved. */
function* drawIntoFans(
  positions: Float32Array | Float64Array,
  parted: Uint32Array,
  sources: Uint32Array,
): Steps<Float64Array<ArrayBuffer>> {
  const hasCopies = new Uint8Array(positions.length / 3);
  for (let copy = hasCopies.length; copy < sources.length; copy++) hasCopies[sources[copy]!] = 1;
  const result = new Float64Array(3 * sources.length);
  for (let i = 0; i < result.length; i++) result[i] = positions[3 * sources[Math.floor(i / 3)]! + (i % 3)]!;
  const sums = new Map<number, { x: number; y: number; z: number; count: number }>();
  for (let corner = 0; corner < parted.length; corner++) {
    if ((corner & STEP_MASK) === 0) yield;
    const vertex = parted[corner]!;
    if (!hasCopies[sources[vertex]!]) continue;
    const sum = sums.get(vertex) ?? { x: 0, y: 0, z: 0, count: 0 };
    sums.set(vertex, sum);
    for (const neighbour of [endCorner(corner), endCorner(endCorner(corner))]) {
      const at = 3 * sources[parted[neighbour]!]!;
      sum.x += positions[at]!;
      sum.y += positions[at + 1]!;
      sum.z += positions[at + 2]!;
      sum.count++;
    }
  }
  for (const [vertex, { x, y, z, count }] of sums) {
    [x, y, z].forEach((total, axis) => {
      const place = result[3 * vertex + axis]!;
      result[3 * vertex + axis] = place + INTO_FAN * (total / count - place);
    });
  }
  return result;
}
