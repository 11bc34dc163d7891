/**
 * A cloud as a picture for the page, from where thumbnails of meshes are seen: one dot a point, the nearest in front,
 * lit by its normal, or by how near it is where it has none.
 */
import { runSteps, STEP_MASK, type Steps } from '../../engine/hosting.ts';
import { THUMBNAIL } from '../thumbnail/draw-mesh.ts';
import { type Picture, pngOf } from '../thumbnail/picture.ts';
import { AXES, dot, viewSteps } from '../thumbnail/view.ts';

const SIZE = { width: 2 * THUMBNAIL.width, height: 2 * THUMBNAIL.height };
/**
 * Dots are as wide as lets those of half of the points cover the picture: what lies behind a surface should not show.
 */
const COVERED = 2;
const LEAST_DOT = 2;
const MOST_DOT = 6;
/** The light of a point that is seen edge on, or is the farthest. */
const LEAST_LIGHT = 0.45;

export interface DrawnPoints {
  /** [3 × count] */
  readonly positions: Float32Array;
  /** [3 × count] */
  readonly normals?: Float32Array;
  /** [3 × count] sRGB. */
  readonly colors: Uint8Array;
}

/** A PNG with a transparent background. Rejects with the signal's reason when aborted. */
export async function drawPoints(points: DrawnPoints, signal: AbortSignal): Promise<Uint8Array> {
  return pngOf(await runSteps(dotSteps(points), signal));
}

function* dotSteps({ positions, normals, colors }: DrawnPoints): Steps<Picture> {
  const { width, height } = SIZE;
  const { seen } = yield* viewSteps({ positions }, SIZE);
  const pixels = new Uint8Array(4 * width * height);
  const nearest = new Float32Array(width * height);
  const wanted = Math.round(Math.sqrt((COVERED * width * height) / Math.max(1, positions.length / 3)));
  const wide = Math.min(MOST_DOT, Math.max(LEAST_DOT, wanted));
  let [closest, farthest] = [0, Infinity];
  for (let i = 2; i < seen.length; i += 3) {
    closest = Math.max(closest, seen[i]!);
    farthest = Math.min(farthest, seen[i]!);
  }
  for (let i = 0; i < seen.length; i += 3) {
    if ((i & STEP_MASK) < 3) yield;
    const [left, top, near] = [Math.round(seen[i]! - wide / 2), Math.round(seen[i + 1]! - wide / 2), seen[i + 2]!];
    if (!(near > 0)) continue;
    const facing = normals ? facingOf(normals, i) : (near - farthest) / (closest - farthest || 1);
    const light = LEAST_LIGHT + (1 - LEAST_LIGHT) * facing;
    for (let y = Math.max(0, top); y < Math.min(height, top + wide); y++) {
      for (let x = Math.max(0, left); x < Math.min(width, left + wide); x++) {
        const pixel = y * width + x;
        if (near <= nearest[pixel]!) continue;
        nearest[pixel] = near;
        for (let channel = 0; channel < 3; channel++) pixels[4 * pixel + channel] = light * colors[i + channel]!;
        pixels[4 * pixel + 3] = 255;
      }
    }
  }
  return { width, height, pixels };
}

/** 1 towards the eye, on either side. */
function facingOf(normals: Float32Array, at: number): number {
  return Math.min(1, Math.abs(dot(AXES.back, normals[at]!, normals[at + 1]!, normals[at + 2]!)));
}
