/** A surface as programs get it: typed arrays of their own, and the same as a file's bytes. */
import {
  asWritten,
  FORMATS,
  lossMessages,
  type MeshTexture,
  type PreviewMesh,
  ReconstructError,
  type RunContext,
  type TriangleMesh,
  type Triple,
  writeMesh,
} from '../engine/index.ts';
import type { MeshFormat } from './options.ts';

export interface SurfaceArrays {
  /** [3 × vertexCount] x y z, in the unit of the points, less `origin`. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** [3 × triangleCount] indices of vertices, counter-clockwise as seen from outside. */
  readonly triangles: Uint32Array<ArrayBuffer>;
  /** [3 × vertexCount] unit length, outward. */
  readonly normals?: Float32Array<ArrayBuffer>;
  /** [3 × vertexCount] red green blue, 0…255, sRGB; of points that have colours. */
  readonly colors?: Uint8Array<ArrayBuffer>;
  /** [vertexCount] standard deviation of the distance to the true surface, in the unit of the points. */
  readonly uncertainties?: Float32Array<ArrayBuffer>;
  /** [vertexCount] 1 where no point says that there is a surface. */
  readonly guessed?: Uint8Array<ArrayBuffer>;
  /** Pictures on it and where each triangle lies in them, where the option `texture` asked for them; GLB keeps them. */
  readonly texture?: MeshTexture;
  /** What is to be added to `positions`: 0 0 0 but for coordinates too large for 32 bits. */
  readonly origin: Triple;
}

export function surfaceOf({ positions, indices, normals, colors, trust, texture, shift }: TriangleMesh): SurfaceArrays {
  return {
    positions: own(positions),
    triangles: own(indices),
    ...(normals && { normals: own(normals) }),
    ...(colors && { colors: own(colors) }),
    ...(trust && { uncertainties: own(trust.uncertainties), guessed: own(trust.guessed) }),
    ...(texture && { texture }),
    origin: [...shift],
  };
}

export function previewOf({ positions, indices, normals }: PreviewMesh, origin: Triple): SurfaceArrays {
  return surfaceOf({ positions, indices, normals, shift: origin });
}

export function meshOf(surface: SurfaceArrays): TriangleMesh {
  const { positions, triangles, normals, colors, uncertainties, guessed, texture, origin } = surface;
  return {
    positions,
    indices: triangles,
    ...(normals && { normals }),
    ...(colors && { colors }),
    ...(uncertainties && guessed && { trust: { uncertainties, guessed } }),
    ...(texture && { texture }),
    shift: origin,
  };
}

/** Memory that threads share can neither be transferred nor be uploaded by WebGL. */
function own<A extends Float32Array | Uint32Array | Uint8Array>(values: A): A {
  return values.buffer instanceof ArrayBuffer ? values : (values.slice() as A);
}

/** Formats that have a file of their own. */
export const MESH_FORMATS: readonly MeshFormat[] = Object.freeze(
  (Object.keys(FORMATS) as (keyof typeof FORMATS)[]).filter((id): id is MeshFormat => 'written' in FORMATS[id]),
);

export interface BytesOptions {
  readonly signal?: AbortSignal;
  /** PLY keeps how sure each vertex is, as the option `trust` of the command line has it. */
  readonly trust?: boolean;
  /**
   * Told a sentence for each thing that the surface has and the format does not keep: a texture, say, for which OBJ
   * takes other files.
   */
  readonly onWarning?: (message: string) => void;
}

/**
 * The surface as a file, `await surfaceBytes(surface, 'glb')`: the bytes that the command line writes.
 * @throws ReconstructError `option-invalid` for a format that there is not, `mesh-format` for arrays that do not fit
 *   together
 */
export async function surfaceBytes(
  surface: SurfaceArrays,
  format: MeshFormat,
  { signal = new AbortController().signal, trust = false, onWarning }: BytesOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  if (!MESH_FORMATS.includes(format)) {
    const message = `the format is ${String(format)}; allowed: ${MESH_FORMATS.join(', ')}`;
    throw new ReconstructError('option-invalid', message, { option: 'format' });
  }
  const chunks: Uint8Array[] = [];
  const context: RunContext = { signal, onEvent: () => undefined };
  // A writer uses its memory again.
  const sink = { write: (bytes: Uint8Array) => Promise.resolve(void chunks.push(bytes.slice())) };
  const summary = await writeMesh(asWritten(meshOf(surface), { trust }), format, sink, context);
  const { bytes } = summary;
  if (onWarning) for (const message of lossMessages(summary)) onWarning(message);
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
