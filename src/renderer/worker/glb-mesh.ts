/**
 * The mesh of a GLB file that GridPull wrote (`write-glb.ts`): the numbers as they stand in the buffers are the cloud's
 * local space, so node and axes need no looking at. No reader for other programs' GLB, whose scenes may be anything.
 */
import { ReconstructError } from '../../engine/vocabulary.ts';

export interface GlbMesh {
  /** [3 × vertexCount] the cloud's local space. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** [3 × triangleCount] */
  readonly indices: Uint32Array<ArrayBuffer>;
}

const MAGIC = 0x46546c67; // "glTF"
const HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;

interface GlbJson {
  readonly asset: { readonly generator?: string };
  readonly meshes: readonly {
    readonly primitives: readonly { readonly attributes: { readonly POSITION: number }; readonly indices: number }[];
  }[];
  readonly accessors: readonly { readonly bufferView: number }[];
  readonly bufferViews: readonly { readonly byteOffset: number; readonly byteLength: number }[];
}

export function isGlb(bytes: Uint8Array): boolean {
  return bytes.length >= HEADER_BYTES + CHUNK_HEADER_BYTES && viewOf(bytes).getUint32(0, true) === MAGIC;
}

/** @throws ReconstructError `mesh-format` for a file that is cut off, or that another program wrote */
export function readOwnGlb(bytes: Uint8Array, name: string): GlbMesh {
  try {
    const jsonBytes = viewOf(bytes).getUint32(HEADER_BYTES, true);
    const jsonStart = HEADER_BYTES + CHUNK_HEADER_BYTES;
    const text = new TextDecoder().decode(bytes.subarray(jsonStart, jsonStart + jsonBytes));
    const { asset, meshes, accessors, bufferViews } = JSON.parse(text) as GlbJson;
    if (asset.generator !== 'GridPull') throw new Error('another program wrote it');
    const { attributes, indices } = meshes[0]!.primitives[0]!;
    const partOf = (accessor: number): ArrayBuffer => {
      const { byteOffset, byteLength } = bufferViews[accessors[accessor]!.bufferView]!;
      const start = jsonStart + jsonBytes + CHUNK_HEADER_BYTES + byteOffset;
      if (start + byteLength > bytes.length) throw new Error('it is cut off');
      return bytes.slice(start, start + byteLength).buffer;
    };
    return { positions: new Float32Array(partOf(attributes.POSITION)), indices: new Uint32Array(partOf(indices)) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `"${name}" is not read: ${reason}. Only GLB files as GridPull wrote them can be opened; run the batch again.`;
    throw new ReconstructError('mesh-format', message, { name }, { cause: error });
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
