/**
 * A surface cut into charts and laid flat beside one another: xatlas (MIT), as the package watlas brings it in
 * WebAssembly. Ours would have to grow charts, flatten them (least squares conformal maps) and pack them; no package in
 * plain JavaScript does. One round of growing charts and short borders: 50,000 triangles of a statue take 7 s for 30 s
 * with four rounds, and 151 charts for 59, which fill 46 % of the picture for 58. The window's build changes the
 * package (`scripts/vite-watlas.ts`), for as it comes it makes functions of text.
 */
import type { Atlas } from 'watlas';
import { ReconstructError } from '../../errors.ts';
import { task } from '../../host/task.ts';
import { boundsOf } from '../../math/point-bounds.ts';
import type { Unwrapped } from './tangent-frames.ts';

/** Pixels between charts: mipmaps and compressed blocks of four mix what is nearer. */
const PADDING = 4;
/** A chart's border, in extents of the mesh. */
const LONGEST_BORDER = 0.9;
const GROWING_ROUNDS = 1;
const DEAREST_MERGE = 8;

export interface UnwrapInput {
  /** [3 × vertexCount] */
  readonly positions: Float32Array;
  /** [3 × vertexCount] */
  readonly normals: Float32Array;
  /** [3 × triangleCount] */
  readonly indices: Uint32Array;
  readonly pixels: number;
}

export interface UnwrappedMesh extends Unwrapped {
  readonly charts: number;
}

/** @throws ReconstructError `mesh-format` for a mesh that cannot be laid flat */
export const unwrapMesh = task('unwrapMesh', async (input: UnwrapInput): Promise<UnwrappedMesh> => {
  const { positions, normals, indices, pixels } = input;
  const watlas = await import('watlas');
  await watlas.Initialize();
  const atlas = new watlas.Atlas();
  try {
    atlas.addMesh({
      vertexPositionData: scaledToOne(positions),
      vertexCount: positions.length / 3,
      vertexPositionStride: 12,
      vertexNormalData: normals.slice(),
      vertexNormalStride: 12,
      indexData: indices.slice(),
      indexCount: indices.length,
    });
    atlas.generate(
      { maxBoundaryLength: LONGEST_BORDER, maxIterations: GROWING_ROUNDS, maxCost: DEAREST_MERGE },
      { resolution: pixels, padding: PADDING },
    );
    return charted(atlas, indices.length);
  } finally {
    atlas.delete();
  }
});

/**
 * In a box from the origin on whose longest side is 1: xatlas multiplies areas in float32, and knows absolute lengths.
 */
function scaledToOne(positions: Float32Array): Float32Array<ArrayBuffer> {
  const { min, max } = boundsOf(positions);
  const extent = Math.max(...max.map((value, axis) => value - min[axis]!)) || 1;
  return Float32Array.from(positions, (value, i) => (value - min[i % 3]!) / extent);
}

function charted(atlas: Atlas, cornerCount: number): UnwrappedMesh {
  const flat = atlas.getMesh(0);
  const size = Math.max(atlas.width, atlas.height);
  if (flat.indexCount !== cornerCount || atlas.atlasCount !== 1 || !(size > 0)) {
    const message = 'the mesh cannot be laid flat for a texture; --simplify or --relax it first';
    throw new ReconstructError('mesh-format', message, { corners: flat.indexCount, pictures: atlas.atlasCount });
  }
  const indices = new Uint32Array(cornerCount);
  flat.getIndexArray(indices);
  const sources = new Uint32Array(flat.vertexCount);
  const coordinates = new Float32Array(2 * sources.length);
  for (let corner = 0; corner < sources.length; corner++) {
    const { xref, uv } = flat.getVertex(corner);
    sources[corner] = xref;
    // The picture is a square: what is packed narrower leaves a side empty.
    coordinates[2 * corner] = uv[0] / size;
    coordinates[2 * corner + 1] = uv[1] / size;
  }
  return { sources, indices, coordinates, charts: flat.chartCount };
}
