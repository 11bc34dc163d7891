/**
 * A mesh for measuring: float64 positions in world space and triangles, nothing else. Files may hold coordinates that
 * float32 cannot (UTM), and figures that are compared with other programs' must not depend on our global shift.
 */
import type { TriangleMesh } from './triangle-mesh.ts';

export interface WorldMesh {
  /** [3 × vertexCount] x y z, world units. */
  readonly positions: Float64Array<ArrayBuffer>;
  /** [3 × triangleCount], each below vertexCount. */
  readonly indices: Uint32Array<ArrayBuffer>;
}

/** Adds the shift back in float64; the triangles are shared with `mesh`, not copied. */
export function toWorldMesh(mesh: TriangleMesh): WorldMesh {
  const positions = new Float64Array(mesh.positions.length);
  for (let i = 0; i < positions.length; i++) positions[i] = mesh.positions[i]! + mesh.shift[i % 3]!;
  return { positions, indices: mesh.indices };
}
