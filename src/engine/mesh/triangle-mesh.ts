/** An indexed triangle mesh; triangles run counter-clockwise seen from outside. */
import type { Triple } from '../math/triple.ts';
import type { MeshTexture } from './mesh-texture.ts';
import type { VertexTrust } from './vertex-trust.ts';

export interface TriangleMesh {
  /** [3 × vertexCount] x y z, world units minus `shift`. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** [3 × triangleCount] */
  readonly indices: Uint32Array<ArrayBuffer>;
  /** [3 × vertexCount] unit length, outward. */
  readonly normals?: Float32Array<ArrayBuffer>;
  /** [3 × vertexCount] red green blue, 0…255, sRGB. */
  readonly colors?: Uint8Array<ArrayBuffer>;
  /** Lengths in world units. */
  readonly trust?: VertexTrust;
  readonly texture?: MeshTexture;
  /** [3] world position of the local origin (see `PointCloud.shift`). */
  readonly shift: Triple;
}
