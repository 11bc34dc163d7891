/**
 * Wavefront OBJ: `v x y z` with `r g b` in 0…1 behind (not in the specification, but what MeshLab, Blender and
 * CloudCompare read), `vn`, and `f a//a b//b c//c` counted from 1. Text has room for every digit, so the global shift
 * is added back in float64.
 */
import type { TriangleMesh } from '../../mesh/triangle-mesh.ts';
import type { ChunkedOutput } from './chunked-output.ts';
import { float32Text, float64Text, NUMBER_TEXT_BYTES } from './number-text.ts';
import { hasShift } from './has-shift.ts';

const VERTEX_TEXT_BYTES = 3 + 6 * (NUMBER_TEXT_BYTES + 1);
/** Six numbers of ten digits, their separators and the key. */
const FACE_TEXT_BYTES = 72;
/** Four decimals: `round(255 × text)` is the byte again, as the error is below 255 × 0.00005. */
const CHANNEL_TEXTS = Array.from({ length: 256 }, (_, value) => String(Number((value / 255).toFixed(4))));

export async function writeObj(mesh: TriangleMesh, out: ChunkedOutput): Promise<void> {
  const { positions, normals, colors, shift } = mesh;
  const isShifted = hasShift(mesh);
  out.putText('# written by GridPull\n');
  for (let i = 0; i < positions.length; i += 3) {
    if (!out.hasRoom(VERTEX_TEXT_BYTES)) await out.flush();
    out.putText('v');
    for (let axis = 0; axis < 3; axis++) {
      const position = positions[i + axis]!;
      out.putText(` ${isShifted ? float64Text(position + shift[axis]!) : float32Text(position)}`);
    }
    if (colors) for (let channel = 0; channel < 3; channel++) out.putText(` ${CHANNEL_TEXTS[colors[i + channel]!]!}`);
    out.putText('\n');
  }
  if (normals) await writeNormals(normals, out);
  await writeFaces(mesh.indices, normals !== undefined, out);
}

async function writeNormals(normals: Float32Array, out: ChunkedOutput): Promise<void> {
  for (let i = 0; i < normals.length; i += 3) {
    if (!out.hasRoom(VERTEX_TEXT_BYTES)) await out.flush();
    out.putText(`vn ${float32Text(normals[i]!)} ${float32Text(normals[i + 1]!)} ${float32Text(normals[i + 2]!)}\n`);
  }
}

async function writeFaces(indices: Uint32Array, hasNormals: boolean, out: ChunkedOutput): Promise<void> {
  for (let i = 0; i < indices.length; i += 3) {
    if (!out.hasRoom(FACE_TEXT_BYTES)) await out.flush();
    const [a, b, c] = [indices[i]! + 1, indices[i + 1]! + 1, indices[i + 2]! + 1];
    out.putText(hasNormals ? `f ${a}//${a} ${b}//${b} ${c}//${c}\n` : `f ${a} ${b} ${c}\n`);
  }
}
