/** How large a mesh will be as a file, about: formats say what a vertex and a triangle take. Pure. */
import { FORMATS, type MeshFormat } from '../../engine/vocabulary.ts';

/** @returns bytes, at least 1 */
export function expectedBytes(vertexCount: number, triangleCount: number, format: MeshFormat): number {
  const [vertex, triangle] = FORMATS[format].written.bytes;
  return vertex * vertexCount + triangle * triangleCount + 1;
}
