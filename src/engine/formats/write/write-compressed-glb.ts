/**
 * GLB with EXT_meshopt_compression (Khronos registry), which browsers with three.js or Babylon.js, Blender and glTF
 * Transform unpack: triangles and vertices in an order that repeats itself, in fewer bits, packed by meshoptimizer.
 *
 * What it costs: places are rounded to 65,535 steps along the longest side (KHR_mesh_quantization), at most half a
 * step, 7.6·10⁻⁶ of that side, along each axis; normals to eight bits on an octahedron, at most .95°; colours keep
 * every byte. Vertices and triangles come in another order, those that no triangle uses go, and where two vertices
 * round to one place they stay two. A node scales and moves the whole steps back, in the float64 of JSON.
 *
 * Of a texture, places in the picture are rounded to 65,535 steps along a side, an eighth of a pixel of the largest
 * picture, and tangents as normals are; the pictures stay PNG.
 *
 * The library is WebAssembly, loaded when it is asked for.
 */
import type { MeshoptEncoder } from 'meshoptimizer/encoder';
import { ReconstructError } from '../../errors.ts';
import { runSteps } from '../../host/steps.ts';
import { gatherTriples } from '../../math/gather-triples.ts';
import type { TriangleMesh } from '../../mesh/triangle-mesh.ts';
import {
  ARRAY_BUFFER,
  BYTE,
  ELEMENT_ARRAY_BUFFER,
  MESH_QUANTIZATION,
  MESHOPT_COMPRESSION,
  TRIANGLES,
  UNSIGNED_INT,
  UNSIGNED_SHORT,
} from '../glb-layout.ts';
import type { ChunkedOutput } from './chunked-output.ts';
import { putGlbHead } from './glb-container.ts';
import { type Bounds, boundsSteps, LINEAR_SHORTS, OPAQUE, writeGlb, Z_UP_TO_Y_UP } from './write-glb.ts';
import { materialOf, texturedParts, type TexturedParts, type TexturePicture, texturesJson } from './textured-parts.ts';

/** The greatest number of a place. */
const MOST_STEPS = 65_535;
const NORMAL_BITS = 8;
/** The header counts the file's bytes in 32 bits. */
const MAX_FILE_BYTES = 2 ** 32 - 1;

type Encoder = typeof MeshoptEncoder;

/** A column of the mesh as it is packed. */
interface Column {
  readonly name: string;
  /** Rows of `stride` bytes. */
  readonly bytes: Uint8Array;
  readonly stride: number;
  readonly mode: 'ATTRIBUTES' | 'TRIANGLES';
  /** How `bytes` become the numbers of the accessor once they are unpacked. */
  readonly filter?: 'OCTAHEDRAL';
  readonly accessor: object;
}

/** @throws ReconstructError `output-failed` before the first byte where the file would pass 4 GiB */
export async function writeCompressedGlb(whole: TriangleMesh, out: ChunkedOutput, signal: AbortSignal): Promise<void> {
  // There is nothing to pack, and points are no triangles.
  if (whole.indices.length === 0) return writeGlb(whole, out, signal);
  const { MeshoptEncoder: encoder } = await import('meshoptimizer/encoder');
  await encoder.ready;
  const textured = whole.texture && (await texturedParts(whole, whole.texture, out));
  const ordered = inOrder(textured?.mesh ?? whole, encoder, textured);
  signal.throwIfAborted();
  const bounds = await runSteps(boundsSteps(ordered.positions), signal);
  const columns = columnsOf(ordered, bounds, encoder);
  const packed: Uint8Array[] = [];
  for (const column of columns) {
    const { bytes, stride, mode } = column;
    packed.push(encoder.encodeGltfBuffer(bytes, bytes.length / stride, stride, mode));
    // The event loop turns between columns.
    await out.flush();
  }
  const pictures = textured?.pictures ?? [];
  const parts = [...packed, ...pictures.map(({ bytes }) => bytes)];
  const byteCount = parts.reduce((sum, { length }) => sum + padded(length), 0);
  const json = JSON.stringify(jsonOf(ordered, bounds, columns, { packed, pictures }));
  if (byteCount + json.length > MAX_FILE_BYTES) throw tooLarge(byteCount);
  putGlbHead(json, byteCount, out);
  for (const bytes of parts) {
    await out.writeBytes(bytes);
    await out.writeBytes(new Uint8Array(padded(bytes.length) - bytes.length));
  }
}

/** Buffer views begin at multiples of four bytes. */
const padded = (bytes: number): number => 4 * Math.ceil(bytes / 4);

function tooLarge(request: number): ReconstructError {
  const message =
    `The mesh is not written: as compressed GLB it would take ${(request / 2 ** 30).toFixed(1)} GiB, and the format ends at 4; ` +
    'write PLY, or simplify the mesh.';
  return new ReconstructError('output-failed', message, { request, limit: MAX_FILE_BYTES });
}

/** Triangles beside those that share their vertices, vertices as triangles first use them: what packs best. */
function inOrder(
  { positions, indices, normals, colors, shift }: TriangleMesh,
  encoder: Encoder,
  textured: TexturedParts | undefined,
): OrderedMesh {
  const ordered = indices.slice();
  // [vertexCount] the new place of each, beyond the count for those that no triangle uses.
  const [places, count] = encoder.reorderMesh(ordered, true, true);
  const sources = new Uint32Array(count);
  places.forEach((place, vertex) => {
    if (place < count) sources[place] = vertex;
  });
  return {
    positions: gatherTriples(positions, sources, new Float32Array(3 * count)),
    indices: ordered,
    ...(normals && { normals: gatherTriples(normals, sources, new Float32Array(3 * count)) }),
    ...(colors && { colors: gatherTriples(colors, sources, new Uint8Array(3 * count)) }),
    shift,
    ...(textured && {
      coordinates: gatherRows(textured.coordinates, 2, sources),
      tangents: gatherRows(textured.tangents, 4, sources),
    }),
  };
}

interface OrderedMesh extends TriangleMesh {
  /** [2 × vertexCount] and [4 × vertexCount], of a texture. */
  readonly coordinates?: Float32Array;
  readonly tangents?: Float32Array;
}

function gatherRows(values: Float32Array, width: number, sources: Uint32Array): Float32Array {
  const rows = new Float32Array(width * sources.length);
  sources.forEach((source, row) => rows.set(values.subarray(width * source, width * (source + 1)), width * row));
  return rows;
}

/** One for all axes, so that angles stay; 1 where all places are one. */
function stepOf({ min, max }: Bounds): number {
  return Math.max(...max.map((value, axis) => value - min[axis]!)) / MOST_STEPS || 1;
}

function columnsOf(mesh: OrderedMesh, bounds: Bounds, encoder: Encoder): Column[] {
  const { positions, indices, normals, colors, coordinates, tangents } = mesh;
  const count = positions.length / 3;
  const { steps, most } = roundedPlaces(positions, bounds);
  const places = { componentType: UNSIGNED_SHORT, type: 'VEC3', count, min: [0, 0, 0], max: most };
  const columns: Column[] = [
    { name: 'POSITION', bytes: bytesOf(steps), stride: 8, mode: 'ATTRIBUTES', accessor: places },
  ];
  if (normals) {
    const bytes = encoder.encodeFilterOct(fourWide(normals), count, 4, NORMAL_BITS);
    const accessor = { componentType: BYTE, type: 'VEC3', count, normalized: true };
    columns.push({ name: 'NORMAL', bytes, stride: 4, mode: 'ATTRIBUTES', filter: 'OCTAHEDRAL', accessor });
  }
  if (colors) {
    const accessor = { componentType: UNSIGNED_SHORT, type: 'VEC4', count, normalized: true };
    columns.push({ name: 'COLOR_0', bytes: bytesOf(linear(colors)), stride: 8, mode: 'ATTRIBUTES', accessor });
  }
  if (coordinates) {
    const bytes = bytesOf(Uint16Array.from(coordinates, (value) => Math.round(MOST_STEPS * value)));
    const accessor = { componentType: UNSIGNED_SHORT, type: 'VEC2', count, normalized: true };
    columns.push({ name: 'TEXCOORD_0', bytes, stride: 4, mode: 'ATTRIBUTES', accessor });
  }
  if (tangents) {
    const bytes = encoder.encodeFilterOct(tangents, count, 4, NORMAL_BITS);
    const accessor = { componentType: BYTE, type: 'VEC4', count, normalized: true };
    columns.push({ name: 'TANGENT', bytes, stride: 4, mode: 'ATTRIBUTES', filter: 'OCTAHEDRAL', accessor });
  }
  const corners = { componentType: UNSIGNED_INT, type: 'SCALAR', count: indices.length };
  columns.push({ name: 'indices', bytes: bytesOf(indices), stride: 4, mode: 'TRIANGLES', accessor: corners });
  return columns;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint16Array | Uint32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** [4 × vertexCount] whole steps from the least corner of the box, and a 0 that makes rows of eight bytes. */
function roundedPlaces(positions: Float32Array, bounds: Bounds): { steps: Uint16Array; most: number[] } {
  const step = stepOf(bounds);
  const steps = new Uint16Array((4 * positions.length) / 3);
  const most = [0, 0, 0];
  for (let from = 0, to = 0; from < positions.length; from += 3, to += 4) {
    for (let axis = 0; axis < 3; axis++) {
      const place = Math.round((positions[from + axis]! - bounds.min[axis]!) / step);
      steps[to + axis] = place;
      most[axis] = Math.max(most[axis]!, place);
    }
  }
  return { steps, most };
}

/** [4 × vertexCount] with a 0 behind each three. */
function fourWide(triples: Float32Array): Float32Array {
  const wide = new Float32Array((4 * triples.length) / 3);
  for (let from = 0, to = 0; from < triples.length; from += 3, to += 4) {
    for (let k = 0; k < 3; k++) wide[to + k] = triples[from + k]!;
  }
  return wide;
}

/** [4 × vertexCount] linear light and full opacity. */
function linear(colors: Uint8Array): Uint16Array {
  const light = new Uint16Array((4 * colors.length) / 3);
  for (let from = 0, to = 0; from < colors.length; from += 3, to += 4) {
    for (let channel = 0; channel < 3; channel++) light[to + channel] = LINEAR_SHORTS[colors[from + channel]!]!;
    light[to + 3] = OPAQUE;
  }
  return light;
}

interface FileParts {
  readonly packed: readonly Uint8Array[];
  readonly pictures: readonly TexturePicture[];
}

function jsonOf({ shift }: TriangleMesh, bounds: Bounds, columns: readonly Column[], parts: FileParts) {
  const [x, y, z] = bounds.min.map((least, axis) => least + shift[axis]!) as [number, number, number];
  const step = stepOf(bounds);
  const node = {
    name: 'GridPull mesh',
    mesh: 0,
    rotation: Z_UP_TO_Y_UP,
    scale: [step, step, step],
    translation: [x, z, 0 - y],
  };
  const attributes = Object.fromEntries(columns.slice(0, -1).map(({ name }, accessor) => [name, accessor]));
  const extensions = [MESHOPT_COMPRESSION, MESH_QUANTIZATION];
  return {
    asset: { version: '2.0', generator: 'GridPull' },
    extensionsUsed: extensions,
    extensionsRequired: extensions,
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [node],
    meshes: [{ primitives: [{ attributes, mode: TRIANGLES, indices: columns.length - 1, material: 0 }] }],
    materials: [materialOf(parts.pictures)],
    accessors: columns.map(({ accessor }, bufferView) => ({ bufferView, ...accessor })),
    ...texturesJson(
      parts.pictures,
      parts.pictures.map((_, i) => columns.length + i),
    ),
    ...viewsOf(columns, parts),
  };
}

/**
 * Each view stands in a buffer that is nowhere, the fallback that the extension asks for, and says where it is packed.
 */
function viewsOf(columns: readonly Column[], { packed, pictures }: FileParts) {
  let [offset, unpackedOffset] = [0, 0];
  const bufferViews = columns.map(({ bytes, stride, mode, filter }, i) => {
    const { length } = packed[i]!;
    const isCorners = mode === 'TRIANGLES';
    const view = {
      buffer: 1,
      byteOffset: unpackedOffset,
      byteLength: bytes.length,
      ...(!isCorners && { byteStride: stride }),
      target: isCorners ? ELEMENT_ARRAY_BUFFER : ARRAY_BUFFER,
      extensions: {
        [MESHOPT_COMPRESSION]: {
          buffer: 0,
          byteOffset: offset,
          byteLength: length,
          byteStride: stride,
          count: bytes.length / stride,
          mode,
          ...(filter && { filter }),
        },
      },
    };
    offset += padded(length);
    unpackedOffset += padded(bytes.length);
    return view;
  });
  const pictureViews = pictures.map(({ bytes }) => {
    const view = { buffer: 0, byteOffset: offset, byteLength: bytes.length };
    offset += padded(bytes.length);
    return view;
  });
  const fallback = { byteLength: unpackedOffset, extensions: { [MESHOPT_COMPRESSION]: { fallback: true } } };
  return { bufferViews: [...bufferViews, ...pictureViews], buffers: [{ byteLength: offset }, fallback] };
}
