/**
 * The picture of a mesh for lists and reports: drawn on the processor, so that it needs no device (which may be lost or
 * busy) and is the same on every machine. It looks at the mesh as the app's viewport first does.
 *
 * Samples are drawn twice as fine as the picture and averaged. Light is computed once for every sample that is seen,
 * not for every triangle: of millions of triangles most cover none.
 */
import { runSteps, type Steps } from '../../engine/hosting.ts';
import { vertexNormalSteps } from '../../engine/index.ts';
import type { TriangleMesh } from '../../engine/vocabulary.ts';
import { averageSteps } from './average.ts';
import { type Picture, pngOf } from './picture.ts';
import { rasterSteps } from './raster.ts';
import { shadeSteps } from './shade.ts';
import { viewSteps } from './view.ts';

export const THUMBNAIL = Object.freeze({ width: 256, height: 192 });

/** Samples of a pixel, along each axis. */
const SAMPLES = 2;

/**
 * A PNG with a transparent background; of a mesh without a triangle that could be seen, an empty one. Lets the event
 * loop turn on the way. Rejects with the signal's reason when aborted.
 */
export async function drawThumbnail(mesh: TriangleMesh, signal: AbortSignal): Promise<Uint8Array> {
  return pngOf(await runSteps(pictureSteps(mesh), signal));
}

/** The picture itself. */
export function* pictureSteps(mesh: TriangleMesh, { width, height } = THUMBNAIL): Steps<Picture> {
  const fine = { width: SAMPLES * width, height: SAMPLES * height };
  const view = yield* viewSteps(mesh, fine);
  const seen = yield* rasterSteps(mesh.indices, view);
  const normals = mesh.normals ?? (yield* vertexNormalSteps(mesh.positions, mesh.indices));
  const light = yield* shadeSteps({ ...mesh, normals }, view, seen);
  return yield* averageSteps(light, fine, SAMPLES);
}
