/** How large a mesh will be as a file, about: formats say what a vertex and a triangle take. Pure. */
import { FORMATS, type MeshFormat, type TexturedMesh } from '../../engine/vocabulary.ts';

/** As PNG, of a scan's colours and of relief alike, where charts fill half of the picture. */
const BYTES_PER_PIXEL = 1.9;

/** What a texture's pictures add. */
export function pictureBytes(pixels: number, { hasColors, isSimplified }: TexturedMesh): number {
  return BYTES_PER_PIXEL * pixels ** 2 * (Number(hasColors) + Number(isSimplified));
}

/** @returns bytes, at least 1 */
export function expectedBytes(vertexCount: number, triangleCount: number, format: MeshFormat): number {
  const [vertex, triangle] = FORMATS[format].written.bytes;
  return vertex * vertexCount + triangle * triangleCount + 1;
}

/** Bytes of a point in the file: its place, and what else there is. */
export function cloudBytes(
  points: number,
  { hasNormals, hasColors }: { hasNormals: boolean; hasColors: boolean },
): number {
  return points * (12 + (hasNormals ? 12 : 0) + (hasColors ? 3 : 0));
}
