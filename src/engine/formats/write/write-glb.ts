/**
 * GLB: glTF 2.0 in one binary file (Khronos, "glTF 2.0 Specification", section 4.4), which browsers, Blender and game
 * engines open. One node with one primitive: POSITION, NORMAL and COLOR_0 where the mesh has them, uint32 indices.
 *
 * Nothing is lost. Scans are z-up and glTF is y-up, so the node turns (x, y, z) to (x, z, −y); the numbers stay as they
 * are. A global shift becomes the node's translation, in the float64 of JSON, beside local coordinates in float32.
 * glTF's colours are linear: our sRGB bytes go through the curve of IEC 61966-2-1 to 16 bits, where its flattest steps
 * are still 20 apart, so every byte comes back. glTF means metres: `fileFrame` converts lengths where it is known what
 * they are.
 */
import { ReconstructError } from '../../errors.ts';
import type { Steps } from '../../host/steps.ts';
import { runSteps, STEP_MASK } from '../../host/steps.ts';
import { SRGB_LIGHT } from '../../math/srgb.ts';
import type { TriangleMesh } from '../../mesh/triangle-mesh.ts';
import {
  CHUNK_HEADER_BYTES,
  ARRAY_BUFFER,
  ELEMENT_ARRAY_BUFFER,
  FLOAT,
  HEADER_BYTES,
  POINTS,
  TRIANGLES,
  UNSIGNED_INT,
  UNSIGNED_SHORT,
} from '../glb-layout.ts';
import type { ChunkedOutput } from './chunked-output.ts';
import { putGlbHead } from './glb-container.ts';
import { hasShift } from './has-shift.ts';
import { materialOf, texturedParts, type TexturedParts, type TexturePicture, texturesJson } from './textured-parts.ts';

/** The header counts the file's bytes in 32 bits. */
const MAX_FILE_BYTES = 2 ** 32 - 1;
/** More than the JSON ever takes: some 1400 characters. */
const JSON_BYTES = 4096;

/** A quarter turn about x that takes z to y. */
export const Z_UP_TO_Y_UP = [-Math.SQRT1_2, 0, 0, Math.SQRT1_2];
export const OPAQUE = 65_535;
/** Linear light of each sRGB byte, 0 … 65535. */
export const LINEAR_SHORTS = Uint16Array.from(SRGB_LIGHT, (light) => Math.round(OPAQUE * light));

/**
 * @throws ReconstructError `output-failed` before the first byte where the file would pass 4 GiB
 */
export async function writeGlb(whole: TriangleMesh, out: ChunkedOutput, signal: AbortSignal): Promise<void> {
  const textured = whole.texture && (await texturedParts(whole, whole.texture, out));
  const mesh = textured?.mesh ?? whole;
  const extras = textured ? extrasOf(textured) : [];
  const parts = planGlb(mesh.positions.length / 3, mesh.indices.length / 3, {
    normals: mesh.normals !== undefined,
    colors: mesh.colors !== undefined,
    extras,
  });
  const bounds = await runSteps(boundsSteps(mesh.positions), signal);
  putGlbHead(glbJson(mesh, parts, bounds), binaryBytes(parts), out);
  await writeFloats(mesh.positions, out);
  if (mesh.normals) await writeFloats(mesh.normals, out);
  if (mesh.colors) await writeColors(mesh.colors, out);
  for (let i = 0; i < mesh.indices.length; i++) {
    if (!out.hasRoom(4)) await out.flush();
    out.putUint32(mesh.indices[i]!);
  }
  for (const { bytes } of extras) await out.writeBytes(bytes);
}

/** Bytes of each part of the binary chunk, in the order of the file; all multiples of 4, 0 where there is none. */
export interface GlbParts {
  readonly positions: number;
  readonly normals: number;
  readonly colors: number;
  readonly indices: number;
  /** Behind them what a texture has, each padded to a multiple of 4. */
  readonly extras: readonly GlbExtra[];
}

/** @throws ReconstructError `output-failed` where the file would pass 4 GiB */
export function planGlb(
  vertexCount: number,
  triangleCount: number,
  has: { readonly normals: boolean; readonly colors: boolean; readonly extras?: readonly GlbExtra[] },
): GlbParts {
  const parts = {
    positions: 12 * vertexCount,
    normals: has.normals ? 12 * vertexCount : 0,
    colors: has.colors ? 8 * vertexCount : 0,
    indices: 12 * triangleCount,
    extras: has.extras ?? [],
  };
  const bytes = HEADER_BYTES + 2 * CHUNK_HEADER_BYTES + JSON_BYTES + binaryBytes(parts);
  if (bytes > MAX_FILE_BYTES) {
    throw new ReconstructError(
      'output-failed',
      `The mesh is not written: as GLB it would take ${(bytes / 2 ** 30).toFixed(1)} GiB, and the format ends at 4; ` +
        'write PLY, or reconstruct with a lower resolution.',
      { request: bytes, limit: MAX_FILE_BYTES },
    );
  }
  return parts;
}

function binaryBytes({ positions, normals, colors, indices, extras }: GlbParts): number {
  return positions + normals + colors + indices + extras.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

export interface Bounds {
  readonly min: readonly number[];
  readonly max: readonly number[];
}

export function* boundsSteps(positions: Float32Array): Steps<Bounds> {
  const min = [Infinity, Infinity, Infinity];
  const max = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < positions.length; i += 3) {
    if ((i & STEP_MASK) < 3) yield;
    for (let axis = 0; axis < 3; axis++) {
      const value = positions[i + axis]!;
      if (value < min[axis]!) min[axis] = value;
      if (value > max[axis]!) max[axis] = value;
    }
  }
  return { min, max };
}

/** The file's JSON. glTF knows no empty lists: without vertices there is a node without a mesh, and no buffer. */
function glbJson(mesh: TriangleMesh, parts: GlbParts, bounds: Bounds): string {
  const { shift } = mesh;
  const isEmpty = parts.positions === 0;
  const node = {
    name: 'GridPull mesh',
    ...(!isEmpty && { mesh: 0 }),
    rotation: Z_UP_TO_Y_UP,
    ...(hasShift(mesh) && { translation: [shift[0], shift[2], -shift[1]] }),
  };
  return JSON.stringify({
    asset: { version: '2.0', generator: 'GridPull' },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [node],
    ...(!isEmpty && meshJson(parts, bounds)),
  });
}

function meshJson(parts: GlbParts, bounds: Bounds): object {
  const count = parts.positions / 12;
  const columns = [
    { name: 'POSITION', bytes: parts.positions, componentType: FLOAT, type: 'VEC3', count, ...bounds },
    { name: 'NORMAL', bytes: parts.normals, componentType: FLOAT, type: 'VEC3', count },
    { name: 'COLOR_0', bytes: parts.colors, componentType: UNSIGNED_SHORT, type: 'VEC4', count, normalized: true },
    { name: 'indices', bytes: parts.indices, componentType: UNSIGNED_INT, type: 'SCALAR', count: parts.indices / 4 },
  ].filter(({ bytes }) => bytes > 0);
  const attributes: [string, number][] = columns.flatMap(({ name }, accessor) =>
    name === 'indices' ? [] : [[name, accessor]],
  );
  const isFaceless = parts.indices === 0;
  let byteOffset = 0;
  const bufferViews = columns.map(({ name, bytes }) => {
    const target = name === 'indices' ? ELEMENT_ARRAY_BUFFER : ARRAY_BUFFER;
    const view = { buffer: 0, byteOffset, byteLength: bytes, target };
    byteOffset += bytes;
    return view;
  });
  const accessors: object[] = columns.map(({ name: _name, bytes: _bytes, ...accessor }, bufferView) => ({
    bufferView,
    ...accessor,
  }));
  const views: object[] = [...bufferViews];
  const pictures: { readonly picture: TexturePicture; readonly view: number }[] = [];
  parts.extras.forEach(({ name, bytes, picture, accessor }) => {
    const bufferView =
      views.push({ buffer: 0, byteOffset, byteLength: bytes.length, ...(accessor && { target: ARRAY_BUFFER }) }) - 1;
    byteOffset += bytes.length;
    if (accessor) attributes.push([name, accessors.push({ bufferView, ...accessor }) - 1]);
    if (picture) pictures.push({ picture, view: bufferView });
  });
  return {
    ...texturesJson(
      pictures.map(({ picture }) => picture),
      pictures.map(({ view }) => view),
    ),
    meshes: [
      {
        primitives: [
          {
            attributes: Object.fromEntries(attributes) as Record<string, number>,
            // Without indices, TRIANGLES would join the vertices three by three.
            ...(isFaceless ? { mode: POINTS } : { mode: TRIANGLES, indices: columns.length - 1 }),
            material: 0,
          },
        ],
      },
    ],
    materials: [materialOf(pictures.map(({ picture }) => picture))],
    accessors,
    bufferViews: views,
    buffers: [{ byteLength: byteOffset }],
  };
}

/** Part of a texture as it lies in the file. */
export interface GlbExtra {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly picture?: TexturePicture;
  /** For numbers of the vertices. */
  readonly accessor?: object;
}

function extrasOf({ coordinates, tangents, pictures, mesh }: TexturedParts): readonly GlbExtra[] {
  const count = mesh.positions.length / 3;
  return [
    { name: 'TEXCOORD_0', bytes: bytesOf(coordinates), accessor: { componentType: FLOAT, type: 'VEC2', count } },
    { name: 'TANGENT', bytes: bytesOf(tangents), accessor: { componentType: FLOAT, type: 'VEC4', count } },
    ...pictures.map((picture) => ({ name: picture.name, picture, bytes: padded(picture.bytes) })),
  ];
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** With zeros to a multiple of four bytes, which readers of PNG pass over behind its end. */
function padded(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(4 * Math.ceil(bytes.length / 4));
  whole.set(bytes);
  return whole;
}

async function writeFloats(values: Float32Array, out: ChunkedOutput): Promise<void> {
  for (let i = 0; i < values.length; i++) {
    if (!out.hasRoom(4)) await out.flush();
    out.putFloat32(values[i]!);
  }
}

/** Red, green, blue and full opacity: with three values a row the next one would not begin at a multiple of 4. */
async function writeColors(colors: Uint8Array, out: ChunkedOutput): Promise<void> {
  for (let i = 0; i < colors.length; i += 3) {
    if (!out.hasRoom(8)) await out.flush();
    for (let channel = 0; channel < 3; channel++) out.putUint16(LINEAR_SHORTS[colors[i + channel]!]!);
    out.putUint16(OPAQUE);
  }
}
