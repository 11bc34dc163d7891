/**
 * A GLB file whose parts are packed by EXT_meshopt_compression, as one whose parts are not: the readers need not know.
 * Sizes are looked at before anything is unpacked, since a file of some bytes may claim gigabytes.
 */
import type { MeshoptDecoder } from 'meshoptimizer/decoder';
import { ReconstructError } from '../../errors.ts';
import {
  BINARY_CHUNK,
  CHUNK_HEADER_BYTES,
  HEADER_BYTES,
  JSON_CHUNK,
  MAGIC,
  MESHOPT_COMPRESSION,
} from '../glb-layout.ts';
import { viewOf } from '../view-of.ts';

/** Meshoptimizer's best on our meshes is a tenth; a view that claims more than this of its bytes is no mesh. */
const MOST_GROWTH = 4096;
const MODES = ['ATTRIBUTES', 'TRIANGLES', 'INDICES'];
const FILTERS = ['NONE', 'OCTAHEDRAL', 'QUATERNION', 'EXPONENTIAL', 'COLOR'];

interface PackedView {
  readonly byteOffset?: number;
  readonly byteLength: number;
  readonly byteStride: number;
  readonly count: number;
  readonly mode: string;
  readonly filter?: string;
  readonly buffer: number;
}

interface Glb {
  readonly extensionsUsed?: readonly string[];
  readonly extensionsRequired?: readonly string[];
  readonly bufferViews?: readonly BufferView[];
}

interface BufferView {
  readonly buffer: number;
  readonly byteOffset?: number;
  readonly byteLength: number;
  readonly extensions?: { readonly [MESHOPT_COMPRESSION]?: PackedView };
}

/**
 * The file itself where nothing in it is packed, or where it is no GLB: then its reader says so.
 *
 * @throws ReconstructError `mesh-format` for parts that cannot be unpacked
 */
export async function unpackedGlb(bytes: Uint8Array, name: string): Promise<Uint8Array> {
  const parts = partsOf(bytes);
  if (!parts?.json.extensionsUsed?.includes(MESHOPT_COMPRESSION)) return bytes;
  const { MeshoptDecoder: decoder } = await import('meshoptimizer/decoder');
  await decoder.ready;
  const { json, binary } = parts;
  const unpacked: Uint8Array[] = [];
  let offset = 0;
  const bufferViews = (json.bufferViews ?? []).map((view) => {
    const packed = view.extensions?.[MESHOPT_COMPRESSION];
    const part = packed ? unpack(packed, binary, name, decoder) : plainPart(view, binary, name);
    const { extensions: _extensions, ...rest } = view;
    const moved = { ...rest, buffer: 0, byteOffset: offset, byteLength: part.length };
    unpacked.push(part);
    offset += 4 * Math.ceil(part.length / 4);
    return moved;
  });
  const without = (list: readonly string[] = []): string[] => list.filter((each) => each !== MESHOPT_COMPRESSION);
  return containerOf(
    {
      ...json,
      extensionsUsed: without(json.extensionsUsed),
      extensionsRequired: without(json.extensionsRequired),
      bufferViews,
      buffers: [{ byteLength: offset }],
    },
    unpacked,
    offset,
  );
}

type Decoder = typeof MeshoptDecoder;

function unpack(packed: PackedView, binary: Uint8Array, name: string, decoder: Decoder): Uint8Array {
  const { buffer, byteOffset = 0, byteLength, byteStride, count, mode, filter = 'NONE' } = packed;
  const isSound =
    buffer === 0 &&
    [byteOffset, byteLength, byteStride, count].every((value) => Number.isSafeInteger(value) && value >= 0) &&
    byteOffset + byteLength <= binary.length &&
    byteStride > 0 &&
    byteStride <= 256 &&
    MODES.includes(mode) &&
    FILTERS.includes(filter) &&
    count * byteStride <= MOST_GROWTH * (byteLength + 1);
  if (!isSound) throw damaged(name);
  const source = binary.subarray(byteOffset, byteOffset + byteLength);
  const target = new Uint8Array(count * byteStride);
  try {
    decoder.decodeGltfBuffer(target, count, byteStride, source, mode, filter);
  } catch (error) {
    throw damaged(name, error);
  }
  return target;
}

function plainPart({ buffer, byteOffset = 0, byteLength }: BufferView, binary: Uint8Array, name: string): Uint8Array {
  if (buffer !== 0 || !(byteOffset >= 0) || !(byteOffset + byteLength <= binary.length)) throw damaged(name);
  return binary.subarray(byteOffset, byteOffset + byteLength);
}

function damaged(name: string, cause?: unknown): ReconstructError {
  const message = `"${name}" cannot be read: its compressed parts are damaged. Export it again, or without compression.`;
  return new ReconstructError('mesh-format', message, { name }, { cause });
}

/** Null for what is no GLB, is cut off, or has no binary chunk. */
function partsOf(bytes: Uint8Array): { readonly json: Glb; readonly binary: Uint8Array } | null {
  const data = viewOf(bytes);
  if (bytes.length < HEADER_BYTES + CHUNK_HEADER_BYTES || data.getUint32(0, true) !== MAGIC) return null;
  const jsonLength = data.getUint32(HEADER_BYTES, true);
  const jsonStart = HEADER_BYTES + CHUNK_HEADER_BYTES;
  const binaryHead = jsonStart + jsonLength;
  if (binaryHead + CHUNK_HEADER_BYTES > bytes.length || data.getUint32(binaryHead + 4, true) !== BINARY_CHUNK)
    return null;
  const start = binaryHead + CHUNK_HEADER_BYTES;
  try {
    const text = new TextDecoder().decode(bytes.subarray(jsonStart, binaryHead));
    const json = JSON.parse(text) as Glb | null;
    if (!Array.isArray(json?.extensionsUsed) || !Array.isArray(json.bufferViews)) return null;
    return { json, binary: bytes.subarray(start, start + data.getUint32(binaryHead, true)) };
  } catch {
    return null;
  }
}

function containerOf(json: object, parts: readonly Uint8Array[], binaryBytes: number): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(json));
  const textBytes = 4 * Math.ceil(text.length / 4);
  const start = HEADER_BYTES + 2 * CHUNK_HEADER_BYTES + textBytes;
  const bytes = new Uint8Array(start + binaryBytes);
  const data = viewOf(bytes);
  [MAGIC, 2, bytes.length, textBytes, JSON_CHUNK].forEach((value, i) => data.setUint32(4 * i, value, true));
  bytes.fill(0x20, HEADER_BYTES + CHUNK_HEADER_BYTES, start - CHUNK_HEADER_BYTES);
  bytes.set(text, HEADER_BYTES + CHUNK_HEADER_BYTES);
  data.setUint32(start - CHUNK_HEADER_BYTES, binaryBytes, true);
  data.setUint32(start - 4, BINARY_CHUNK, true);
  let at = start;
  for (const part of parts) {
    bytes.set(part, at);
    at += 4 * Math.ceil(part.length / 4);
  }
  return bytes;
}
