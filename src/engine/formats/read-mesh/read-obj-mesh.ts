/**
 * Vertices and faces of a Wavefront OBJ file. Texture coordinates, normals, groups and materials are passed over;
 * negative corners count back from the vertices so far.
 */
import type { Steps } from '../../host/steps.ts';
import { STEP_MASK } from '../../host/steps.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import { MeshBuilder } from './mesh-builder.ts';
import { TextScanner } from './text-scanner.ts';

export function* readObjMesh(bytes: Uint8Array, name: string): Steps<WorldMesh> {
  const text = new TextScanner(bytes, name);
  const builder = new MeshBuilder();
  for (let line = 0; !text.isAtEnd; line++) {
    if ((line & STEP_MASK) === 0) yield;
    const key = text.nextWordOfLine();
    if (key === 'v') builder.addVertex(text.nextNumberOfLine(), text.nextNumberOfLine(), text.nextNumberOfLine());
    else if (key === 'f') builder.addPolygon(faceCorners(text, builder.vertexCount));
    text.skipLine();
  }
  return builder.build(name);
}

function faceCorners(text: TextScanner, vertexCount: number): number[] {
  const corners: number[] = [];
  for (let word = text.nextWordOfLine(); word !== undefined; word = text.nextWordOfLine()) {
    if (word.startsWith('#')) break;
    const number = Number.parseInt(word, 10); // "7/1/3" and "7//3" are vertex 7
    corners.push(number < 0 ? vertexCount + number : number - 1);
  }
  return corners;
}
