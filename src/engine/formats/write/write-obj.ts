/**
 * Wavefront OBJ: `v x y z` with `r g b` in 0…1 behind (not in the specification, but what MeshLab, Blender and
 * CloudCompare read), `vn`, and `f a//a b//b c//c` counted from 1. Text has room for every digit, so the global shift
 * is added back in float64.
 *
 * A texture is `vt u v`, from the left and from the bottom, each triangle naming its corners, `f a/s/a b/t/b c/u/c`, so
 * that the vertices stay those of the mesh; its pictures lie beside the file, and a material in an MTL file names them:
 * `map_Kd` the colours, `norm` the relief (the key that Blender and three.js take for normals in the frame of the
 * surface).
 */
import type { MeshTexture } from '../../mesh/mesh-texture.ts';
import type { TriangleMesh } from '../../mesh/triangle-mesh.ts';
import { besideName } from '../formats.ts';
import type { BesideSink } from './byte-sink.ts';
import type { ChunkedOutput } from './chunked-output.ts';
import { float32Text, float64Text, NUMBER_TEXT_BYTES } from './number-text.ts';
import { hasShift } from './has-shift.ts';
import { pngPictures } from './textured-parts.ts';

const VERTEX_TEXT_BYTES = 3 + 6 * (NUMBER_TEXT_BYTES + 1);
/** Nine numbers of ten digits, their separators and the key. */
const FACE_TEXT_BYTES = 104;
/** Four decimals: `round(255 × text)` is the byte again, as the error is below 255 × 0.00005. */
const CHANNEL_TEXTS = Array.from({ length: 256 }, (_, value) => String(Number((value / 255).toFixed(4))));
const FIRST_LINE = '# written by GridPull\n';
const MATERIAL = 'surface';

/** @param beside without it the texture is left out */
export async function writeObj(mesh: TriangleMesh, out: ChunkedOutput, beside?: BesideSink): Promise<void> {
  const { positions, normals, colors, texture, shift } = mesh;
  const pictured = beside && texture;
  const isShifted = hasShift(mesh);
  // Programs mix the picture's colours with those of the vertices.
  const ownColors = pictured?.colors ? undefined : colors;
  out.putText(FIRST_LINE);
  if (pictured) await writeMaterial(pictured, out, beside);
  for (let i = 0; i < positions.length; i += 3) {
    if (!out.hasRoom(VERTEX_TEXT_BYTES)) await out.flush();
    out.putText('v');
    for (let axis = 0; axis < 3; axis++) {
      const position = positions[i + axis]!;
      out.putText(` ${isShifted ? float64Text(position + shift[axis]!) : float32Text(position)}`);
    }
    if (ownColors) {
      for (let channel = 0; channel < 3; channel++) out.putText(` ${CHANNEL_TEXTS[ownColors[i + channel]!]!}`);
    }
    out.putText('\n');
  }
  if (pictured) await writeCoordinates(pictured.coordinates, out);
  if (normals) await writeNormals(normals, out);
  if (pictured && !out.hasRoom(FACE_TEXT_BYTES)) await out.flush();
  if (pictured) out.putText(`usemtl ${MATERIAL}\n`);
  await writeFaces(mesh.indices, pictured?.indices, normals !== undefined, out);
}

/** The pictures and what names them, all beside the mesh, which names that. */
async function writeMaterial(texture: MeshTexture, out: ChunkedOutput, beside: BesideSink): Promise<void> {
  const pictures = await pngPictures(texture, out);
  const lines = [`${FIRST_LINE}newmtl ${MATERIAL}`, 'Ka 1 1 1', 'Kd 1 1 1', 'Ks 0 0 0', 'illum 1'];
  for (const { image, bytes } of pictures) {
    const name = besideName(beside.name, image);
    await beside.write(name, bytes);
    lines.push(`${image === 'colors' ? 'map_Kd' : 'norm'} ${name}`);
  }
  const material = besideName(beside.name, 'material');
  await beside.write(material, new TextEncoder().encode(`${lines.join('\n')}\n`));
  await out.writeBytes(new TextEncoder().encode(`mtllib ${material}\n`));
}

async function writeCoordinates(coordinates: Float32Array, out: ChunkedOutput): Promise<void> {
  for (let i = 0; i < coordinates.length; i += 2) {
    if (!out.hasRoom(VERTEX_TEXT_BYTES)) await out.flush();
    out.putText(`vt ${float32Text(coordinates[i]!)} ${float32Text(Math.fround(1 - coordinates[i + 1]!))}\n`);
  }
}

async function writeNormals(normals: Float32Array, out: ChunkedOutput): Promise<void> {
  for (let i = 0; i < normals.length; i += 3) {
    if (!out.hasRoom(VERTEX_TEXT_BYTES)) await out.flush();
    out.putText(`vn ${float32Text(normals[i]!)} ${float32Text(normals[i + 1]!)} ${float32Text(normals[i + 2]!)}\n`);
  }
}

/** @param corners [3 × triangleCount] those of a texture, in the order of `indices` */
async function writeFaces(
  indices: Uint32Array,
  corners: Uint32Array | undefined,
  hasNormals: boolean,
  out: ChunkedOutput,
): Promise<void> {
  for (let i = 0; i < indices.length; i += 3) {
    if (!out.hasRoom(FACE_TEXT_BYTES)) await out.flush();
    out.putText('f');
    for (let k = i; k < i + 3; k++) {
      const vertex = indices[k]! + 1;
      const corner = corners ? corners[k]! + 1 : '';
      const behind = hasNormals ? `/${corner}/${vertex}` : corners ? `/${corner}` : '';
      out.putText(` ${vertex}${behind}`);
    }
    out.putText('\n');
  }
}
