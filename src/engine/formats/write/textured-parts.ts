/** A textured mesh as files have it: a vertex for each corner of its pictures, and the pictures as PNG. */
import { gatherTriples } from '../../math/gather-triples.ts';
import type { MeshTexture } from '../../mesh/mesh-texture.ts';
import type { TriangleMesh } from '../../mesh/triangle-mesh.ts';
import type { ChunkedOutput } from './chunked-output.ts';

export interface TexturePicture {
  readonly image: 'colors' | 'relief';
  /** For people. */
  readonly name: string;
  /** PNG. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface TexturedParts {
  /** Along seams a vertex comes several times, in one place. Where a picture has colours the vertices have none. */
  readonly mesh: TriangleMesh;
  /** [2 × vertexCount] 0…1 from the left and from the top. */
  readonly coordinates: Float32Array<ArrayBuffer>;
  /** [4 × vertexCount] glTF's TANGENT. */
  readonly tangents: Float32Array<ArrayBuffer>;
  readonly pictures: readonly TexturePicture[];
}

/** A texture's pictures as PNG. `out` is flushed between them, so that the event loop turns. */
export async function pngPictures(
  { pixels, colors, relief }: MeshTexture,
  out: ChunkedOutput,
): Promise<readonly TexturePicture[]> {
  const { pngOfColors } = await import('./png-picture.ts');
  const pictures: TexturePicture[] = [];
  for (const [image, name, rgb] of [['colors', 'colours', colors] as const, ['relief', 'relief', relief] as const]) {
    if (!rgb) continue;
    pictures.push({ image, name, bytes: pngOfColors(pixels, pixels, rgb) });
    await out.flush();
  }
  return pictures;
}

export async function texturedParts(
  { positions, normals, colors, shift }: TriangleMesh,
  texture: MeshTexture,
  out: ChunkedOutput,
): Promise<TexturedParts> {
  const { sources, indices, coordinates, tangents, colors: picture } = texture;
  const count = sources.length;
  const pictures = await pngPictures(texture, out);
  const mesh = {
    positions: gatherTriples(positions, sources, new Float32Array(3 * count)),
    indices,
    ...(normals && { normals: gatherTriples(normals, sources, new Float32Array(3 * count)) }),
    ...(colors && !picture && { colors: gatherTriples(colors, sources, new Uint8Array(3 * count)) }),
    shift,
  };
  return { mesh, coordinates, tangents, pictures };
}

/** Mixed between pixels and between levels, and not repeated beyond the border. */
const SAMPLER = { magFilter: 9729, minFilter: 9987, wrapS: 33_071, wrapT: 33_071 };

/** Of a glTF file, whose images are its pictures in their order. */
export function texturesJson(pictures: readonly TexturePicture[], bufferViews: readonly number[]): object {
  if (pictures.length === 0) return {};
  return {
    images: pictures.map(({ name }, i) => ({ name, bufferView: bufferViews[i]!, mimeType: 'image/png' })),
    samplers: [SAMPLER],
    textures: pictures.map((_, source) => ({ sampler: 0, source })),
  };
}

/** The default is metal, black where nothing is mirrored; and an open scan is seen from both sides. */
const MATTE = { pbrMetallicRoughness: { metallicFactor: 0, roughnessFactor: 1 }, doubleSided: true } as const;

/** glTF's material with these pictures. */
export function materialOf(pictures: readonly TexturePicture[]): object {
  const [colors, relief] = [
    pictures.findIndex(({ image }) => image === 'colors'),
    pictures.findIndex(({ image }) => image === 'relief'),
  ];
  return {
    ...MATTE,
    pbrMetallicRoughness: {
      ...MATTE.pbrMetallicRoughness,
      ...(colors >= 0 && { baseColorTexture: { index: colors } }),
    },
    ...(relief >= 0 && { normalTexture: { index: relief } }),
  };
}
