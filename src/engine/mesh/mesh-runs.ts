/** A mesh that comes in pieces, for those that write it. */
import type { Triple } from '../math/triple.ts';

/** Some vertices of a mesh, the next ones in their order. */
export interface VertexRun {
  /** [3 × count] world less the shift. */
  readonly positions: Float32Array<ArrayBuffer>;
  readonly normals: Float32Array<ArrayBuffer>;
  readonly colors?: Uint8Array<ArrayBuffer>;
}

/** A mesh that memory does not hold: gone through once for its vertices, and once for its triangles. */
export interface MeshRuns {
  readonly vertexCount: number;
  readonly triangleCount: number;
  readonly hasColors: boolean;
  readonly shift: Triple;
  vertices(): AsyncIterable<VertexRun>;
  /** [3 × count] each, some after the other. */
  triangles(): AsyncIterable<Uint32Array<ArrayBuffer>>;
}
