/** A mesh as PLY, binary little-endian or ASCII: its vertices (`ply-vertices.ts`), then triangles. */
import type { TriangleMesh } from '../../mesh/triangle-mesh.ts';
import type { ChunkedOutput } from './chunked-output.ts';
import { float32Text, float64Text, NUMBER_TEXT_BYTES } from './number-text.ts';
import { hasShift } from './has-shift.ts';
import { plyVertexHeader, type PlyVertices, writePlyVertices } from './ply-vertices.ts';

/** Three coordinates, three normals, three colours, two numbers of trust and their separators. */
const VERTEX_TEXT_BYTES = 11 * (NUMBER_TEXT_BYTES + 1);
const FACE_TEXT_BYTES = 36;
const FACE_BYTES = 13;

export type PlyEncoding = 'binary' | 'ascii';

export async function writePly(mesh: TriangleMesh, encoding: PlyEncoding, out: ChunkedOutput): Promise<void> {
  const { positions, indices } = mesh;
  writePlyHeader(mesh, encoding, { vertices: positions.length / 3, triangles: indices.length / 3 }, out);
  await writePlyVertexRun(mesh, encoding, out);
  await writePlyTriangleRun(indices, encoding, out);
}

interface PlyCounts {
  readonly vertices: number;
  readonly triangles: number;
}

/** @param vertices some of them, which have what all have */
export function writePlyHeader(
  vertices: PlyVertices,
  encoding: PlyEncoding,
  counts: PlyCounts,
  out: ChunkedOutput,
): void {
  const header = [
    ...plyVertexHeader(vertices, encoding, counts.vertices),
    `element face ${counts.triangles}`,
    'property list uchar uint vertex_indices',
    'end_header',
    '',
  ];
  out.putText(header.join('\n'));
}

/** The next vertices of a file. */
export function writePlyVertexRun(vertices: PlyVertices, encoding: PlyEncoding, out: ChunkedOutput): Promise<void> {
  return encoding === 'binary' ? writePlyVertices(vertices, out) : writeAsciiVertices(vertices, out);
}

/** The next triangles of a file. @param indices [3 × count] */
export function writePlyTriangleRun(indices: Uint32Array, encoding: PlyEncoding, out: ChunkedOutput): Promise<void> {
  return encoding === 'binary' ? writeBinaryTriangles(indices, out) : writeAsciiTriangles(indices, out);
}

async function writeBinaryTriangles(indices: Uint32Array, out: ChunkedOutput): Promise<void> {
  for (let i = 0; i < indices.length; i += 3) {
    if (!out.hasRoom(FACE_BYTES)) await out.flush();
    out.putUint8(3);
    for (let corner = 0; corner < 3; corner++) out.putUint32(indices[i + corner]!);
  }
}

async function writeAsciiVertices(vertices: PlyVertices, out: ChunkedOutput): Promise<void> {
  const { positions, normals, colors, trust, shift } = vertices;
  const isShifted = hasShift(vertices);
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
}

async function writeAsciiTriangles(indices: Uint32Array, out: ChunkedOutput): Promise<void> {
  for (let i = 0; i < indices.length; i += 3) {
    if (!out.hasRoom(FACE_TEXT_BYTES)) await out.flush();
    out.putText(`3 ${indices[i]!} ${indices[i + 1]!} ${indices[i + 2]!}\n`);
  }
}
