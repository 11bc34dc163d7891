/** Pictures on a mesh, and where each triangle lies in them: rows go from the top, as in glTF. */
export interface MeshTexture {
  /** [cornerCount] the vertex of each corner of the pictures: along a seam a vertex has several. */
  readonly sources: Uint32Array<ArrayBuffer>;
  /** [3 × triangleCount] the corners of the mesh's triangles, in their order. */
  readonly indices: Uint32Array<ArrayBuffer>;
  /** [2 × cornerCount] 0…1 from the left and from the top. */
  readonly coordinates: Float32Array<ArrayBuffer>;
  /** [4 × cornerCount] glTF's TANGENT: unit length, to the right in the pictures, and the side on which up lies, ±1. */
  readonly tangents: Float32Array<ArrayBuffer>;
  /** Width and height of the pictures. */
  readonly pixels: number;
  /** [3 × pixels²] red green blue, sRGB. */
  readonly colors?: Uint8Array<ArrayBuffer>;
  /** [3 × pixels²] normals of the finer surface along right, up and outward, 0…255 for −1…1. */
  readonly relief?: Uint8Array<ArrayBuffer>;
}
