/**
 * Collects vertices and polygons as a reader meets them. Polygons become fans around their first corner, as in every
 * common viewer; corners are checked at the end, because OBJ faces may stand before their vertices.
 */
import { ReconstructError } from '../../errors.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import { Float64List, Uint32List } from './growing-list.ts';

/** Indices live in 32 bits; anything a file names beyond is stored as this and refused at the end. */
const NO_VERTEX = 0xffffffff;

export class MeshBuilder {
  readonly #positions: Float64List;
  readonly #indices: Uint32List;

  /** @param expected counts that the file names, once it is known to be long enough for them */
  constructor(expected?: { readonly vertices: number; readonly triangles: number }) {
    this.#positions = new Float64List(expected && 3 * expected.vertices);
    this.#indices = new Uint32List(expected && 3 * expected.triangles);
  }

  get vertexCount(): number {
    return this.#positions.length / 3;
  }

  addVertex(x: number, y: number, z: number): void {
    this.#positions.push(x);
    this.#positions.push(y);
    this.#positions.push(z);
  }

  /** @param corners vertex numbers from 0; fewer than three make no triangle, as in point and line elements */
  addPolygon(corners: ArrayLike<number>): void {
    for (let k = 2; k < corners.length; k++) {
      this.#addCorner(corners[0]!);
      this.#addCorner(corners[k - 1]!);
      this.#addCorner(corners[k]!);
    }
  }

  #addCorner(vertex: number): void {
    this.#indices.push(Number.isInteger(vertex) && vertex >= 0 && vertex < NO_VERTEX ? vertex : NO_VERTEX);
  }

  /** @throws ReconstructError `mesh-format` without triangles, or where one names a vertex that is not there */
  build(name: string): WorldMesh {
    const { vertexCount } = this;
    const indices = this.#indices.toArray();
    if (indices.length === 0) {
      throw new ReconstructError(
        'mesh-format',
        `"${name}" holds no triangles (${vertexCount} vertices); a mesh is needed here, not a cloud.`,
        { name, vertices: vertexCount },
      );
    }
    const wrong = indices.findIndex((vertex) => vertex >= vertexCount);
    if (wrong >= 0) {
      const triangle = Math.floor(wrong / 3);
      throw new ReconstructError(
        'mesh-format',
        `Triangle ${triangle} of "${name}" names a vertex that is not among its ${vertexCount}; the file is damaged.`,
        { name, triangle, vertices: vertexCount },
      );
    }
    return { positions: this.#positions.toArray(), indices };
  }
}
