/**
 * Triangles of an STL file, binary or text. Every corner is a vertex of its own, as in the file; measuring welds those
 * at equal positions (weld.ts).
 */
import { ReconstructError } from '../../errors.ts';
import type { Steps } from '../../host/steps.ts';
import { STEP_MASK } from '../../host/steps.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import { MeshBuilder } from './mesh-builder.ts';
import { TextScanner } from './text-scanner.ts';

const HEADER_BYTES = 84;
const TRIANGLE_BYTES = 50;
const NORMAL_BYTES = 12;

/**
 * Whether the length fits the count of a binary file exactly. The word "solid" proves nothing: some programs begin
 * binary files with it.
 * @param bytes the file or its beginning
 * @param size of the whole file; undefined where nobody knows
 */
export function isBinaryStl(bytes: Uint8Array, size: number | undefined = bytes.length): boolean {
  return bytes.length >= HEADER_BYTES && size === HEADER_BYTES + TRIANGLE_BYTES * triangleCount(bytes);
}

export function readStlMesh(bytes: Uint8Array, name: string): Steps<WorldMesh> {
  const beginsAsText = new TextScanner(bytes.subarray(0, 80), name).nextWord() === 'solid';
  return isBinaryStl(bytes) || !beginsAsText ? readBinary(bytes, name) : readText(bytes, name);
}

function triangleCount(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(80, true);
}

function* readBinary(bytes: Uint8Array, name: string): Steps<WorldMesh> {
  const count = bytes.length < HEADER_BYTES ? 0 : triangleCount(bytes);
  const neededBytes = HEADER_BYTES + TRIANGLE_BYTES * count;
  if (bytes.length < neededBytes) {
    throw new ReconstructError(
      'mesh-format',
      `"${name}" is cut off: ${count} STL triangles need ${neededBytes} bytes, it has ${bytes.length}.`,
      { name, neededBytes, bytes: bytes.length },
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const builder = new MeshBuilder({ vertices: 3 * count, triangles: count });
  for (let t = 0; t < count; t++) {
    if ((t & STEP_MASK) === 0) yield;
    for (let corner = 0; corner < 3; corner++) {
      const at = HEADER_BYTES + TRIANGLE_BYTES * t + NORMAL_BYTES + 12 * corner;
      builder.addVertex(view.getFloat32(at, true), view.getFloat32(at + 4, true), view.getFloat32(at + 8, true));
    }
    builder.addPolygon([3 * t, 3 * t + 1, 3 * t + 2]);
  }
  return builder.build(name);
}

function* readText(bytes: Uint8Array, name: string): Steps<WorldMesh> {
  const text = new TextScanner(bytes, name);
  const builder = new MeshBuilder();
  let corners: number[] = [];
  for (let line = 0; !text.isAtEnd; line++) {
    if ((line & STEP_MASK) === 0) yield;
    const key = text.nextWordOfLine()?.toLowerCase();
    if (key === 'vertex') {
      corners.push(builder.vertexCount);
      builder.addVertex(text.nextNumberOfLine(), text.nextNumberOfLine(), text.nextNumberOfLine());
    } else if (key === 'endloop') {
      builder.addPolygon(corners);
      corners = [];
    }
    text.skipLine();
  }
  return builder.build(name);
}
