/**
 * PLY (Turk, "The PLY Polygon File Format", 1994), binary little-endian or ASCII: x y z, nx ny nz and red green blue
 * where the mesh has them, then triangles. Where the mesh carries a global shift, coordinates are `double` and the
 * shift is added back, so that nothing is lost; else they stay the float32 they are.
 */
import type { TriangleMesh } from '../../mesh/triangle-mesh.ts';
import type { ChunkedOutput } from './chunked-output.ts';
import { float32Text, float64Text, NUMBER_TEXT_BYTES } from './number-text.ts';
import { hasShift } from './has-shift.ts';

/** Three coordinates, three normals, three colours and their separators. */
const VERTEX_TEXT_BYTES = 9 * (NUMBER_TEXT_BYTES + 1);
const FACE_TEXT_BYTES = 36;
/** Three doubles, three floats, three bytes. */
const VERTEX_BYTES = 39;
const FACE_BYTES = 13;

export async function writePly(mesh: TriangleMesh, encoding: 'binary' | 'ascii', out: ChunkedOutput): Promise<void> {
  out.putText(plyHeader(mesh, encoding));
  await (encoding === 'binary' ? writeBinaryBody(mesh, out) : writeAsciiBody(mesh, out));
}

function plyHeader(mesh: TriangleMesh, encoding: 'binary' | 'ascii'): string {
  const coordinate = hasShift(mesh) ? 'double' : 'float';
  const properties = (type: string, names: readonly string[]): string[] =>
    names.map((name) => `property ${type} ${name}`);
  return [
    'ply',
    `format ${encoding === 'binary' ? 'binary_little_endian' : 'ascii'} 1.0`,
    'comment written by GridPull',
    `element vertex ${mesh.positions.length / 3}`,
    ...properties(coordinate, ['x', 'y', 'z']),
    ...(mesh.normals ? properties('float', ['nx', 'ny', 'nz']) : []),
    ...(mesh.colors ? properties('uchar', ['red', 'green', 'blue']) : []),
    `element face ${mesh.indices.length / 3}`,
    'property list uchar uint vertex_indices',
    'end_header',
    '',
  ].join('\n');
}

async function writeBinaryBody(mesh: TriangleMesh, out: ChunkedOutput): Promise<void> {
  const { positions, indices, normals, colors, shift } = mesh;
  const isShifted = hasShift(mesh);
  for (let i = 0; i < positions.length; i += 3) {
    if (!out.hasRoom(VERTEX_BYTES)) await out.flush();
    for (let axis = 0; axis < 3; axis++) {
      if (isShifted) out.putFloat64(positions[i + axis]! + shift[axis]!);
      else out.putFloat32(positions[i + axis]!);
    }
    if (normals) for (let axis = 0; axis < 3; axis++) out.putFloat32(normals[i + axis]!);
    if (colors) for (let channel = 0; channel < 3; channel++) out.putUint8(colors[i + channel]!);
  }
  for (let i = 0; i < indices.length; i += 3) {
    if (!out.hasRoom(FACE_BYTES)) await out.flush();
    out.putUint8(3);
    for (let corner = 0; corner < 3; corner++) out.putUint32(indices[i + corner]!);
  }
}

async function writeAsciiBody(mesh: TriangleMesh, out: ChunkedOutput): Promise<void> {
  const { positions, indices, normals, colors, shift } = mesh;
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
    out.putText('\n');
  }
  for (let i = 0; i < indices.length; i += 3) {
    if (!out.hasRoom(FACE_TEXT_BYTES)) await out.flush();
    out.putText(`3 ${indices[i]!} ${indices[i + 1]!} ${indices[i + 2]!}\n`);
  }
}
