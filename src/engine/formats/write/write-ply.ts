/** A mesh as PLY, binary little-endian or ASCII: its vertices (`ply-vertices.ts`), then triangles. */
import type { TriangleMesh } from '../../mesh/triangle-mesh.ts';
import type { ChunkedOutput } from './chunked-output.ts';
import { float32Text, float64Text, NUMBER_TEXT_BYTES } from './number-text.ts';
import { hasShift } from './has-shift.ts';
import { plyVertexHeader, writePlyVertices } from './ply-vertices.ts';

/** Three coordinates, three normals, three colours, two numbers of trust and their separators. */
const VERTEX_TEXT_BYTES = 11 * (NUMBER_TEXT_BYTES + 1);
const FACE_TEXT_BYTES = 36;
const FACE_BYTES = 13;

export async function writePly(mesh: TriangleMesh, encoding: 'binary' | 'ascii', out: ChunkedOutput): Promise<void> {
  const header = [
    ...plyVertexHeader(mesh, encoding),
    `element face ${mesh.indices.length / 3}`,
    'property list uchar uint vertex_indices',
    'end_header',
    '',
  ];
  out.putText(header.join('\n'));
  await (encoding === 'binary' ? writeBinaryBody(mesh, out) : writeAsciiBody(mesh, out));
}

async function writeBinaryBody(mesh: TriangleMesh, out: ChunkedOutput): Promise<void> {
  const { indices } = mesh;
  await writePlyVertices(mesh, out);
  for (let i = 0; i < indices.length; i += 3) {
    if (!out.hasRoom(FACE_BYTES)) await out.flush();
    out.putUint8(3);
    for (let corner = 0; corner < 3; corner++) out.putUint32(indices[i + corner]!);
  }
}

async function writeAsciiBody(mesh: TriangleMesh, out: ChunkedOutput): Promise<void> {
  const { positions, indices, normals, colors, trust, shift } = mesh;
  const isShifted = hasShift(mesh);
  for (let i = 0; i < positions.length; i += 3) {
    if (!out.hasRoom(VERTEX_TEXT_BYTES)) await out.flush();
    for (let axis = 0; axis < 3; axis++) {
      const position = positions[i + axis]!;
      if (axis > 0) out.putText(' ');
      out.putText(isShifted ? float64Text(position + shift[axis]!) : float32Text(position));
    }
    if (normals) for (let axis = 0; axis < 3; axis++) out.putText(` ${float32Text(normals[i + axis]!)}`);
    if (colors) out.putText(` ${colors[i]!} ${colors[i + 1]!} ${colors[i + 2]!}`);
    if (trust) out.putText(` ${float32Text(trust.uncertainties[i / 3]!)} ${trust.guessed[i / 3]!}`);
    out.putText('\n');
  }
  for (let i = 0; i < indices.length; i += 3) {
    if (!out.hasRoom(FACE_TEXT_BYTES)) await out.flush();
    out.putText(`3 ${indices[i]!} ${indices[i + 1]!} ${indices[i + 2]!}\n`);
  }
}
