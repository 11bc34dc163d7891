/** Leaves triangles out of a mesh, and the vertices that no triangle uses any more. */
import { gatherTriples } from '../math/gather-triples.ts';

export interface CompactMesh {
  /** [3 × vertexCount] */
  readonly positions: Float32Array<ArrayBuffer>;
  /** [3 × triangleCount] */
  readonly indices: Uint32Array<ArrayBuffer>;
  /** [vertexCount] which vertex each one was before; ascending. */
  readonly sources: Uint32Array<ArrayBuffer>;
}

/** Which vertices are left, and the triangles in their numbers. */
export type CompactIndices = Pick<CompactMesh, 'indices' | 'sources'>;

/**
 * Vertices and triangles keep their order.
 *
 * @param positions [3 × vertexCount]
 * @param indices [3 × triangleCount]
 * @param isKept [triangleCount] 1 for triangles that stay
 */
export function compactMesh(positions: Float32Array, indices: Uint32Array, isKept: Uint8Array): CompactMesh {
  const compact = compactIndices(positions.length / 3, indices, isKept);
  const kept = new Float32Array(3 * compact.sources.length);
  gatherTriples(positions, compact.sources, kept);
  return { positions: kept, ...compact };
}

/** `compactMesh` for positions of any kind, which `gatherTriples` makes with the sources. */
export function compactIndices(vertexCount: number, indices: Uint32Array, isKept: Uint8Array): CompactIndices {
  const isUsed = new Uint8Array(vertexCount);
  let triangles = 0;
  for (let triangle = 0; triangle < isKept.length; triangle++) {
    if (!isKept[triangle]) continue;
    triangles++;
    for (let corner = 3 * triangle; corner < 3 * triangle + 3; corner++) isUsed[indices[corner]!] = 1;
  }
  const places = new Uint32Array(vertexCount);
  const sources = new Uint32Array(isUsed.reduce((sum, used) => sum + used, 0));
  let place = 0;
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    if (!isUsed[vertex]) continue;
    places[vertex] = place;
    sources[place++] = vertex;
  }
  const keptIndices = new Uint32Array(3 * triangles);
  let next = 0;
  for (let triangle = 0; triangle < isKept.length; triangle++) {
    if (!isKept[triangle]) continue;
    for (let corner = 3 * triangle; corner < 3 * triangle + 3; corner++)
      keptIndices[next++] = places[indices[corner]!]!;
  }
  return { indices: keptIndices, sources };
}
