/**
 * Which triangle each sample of the picture sees: a z-buffer of the nearest one. Where triangles share an edge both
 * take its samples, and the order in which they come does not matter, so that no crack shows.
 */
import { STEP_MASK, type Steps } from '../../engine/hosting.ts';
import type { View } from './view.ts';

/** The background in `Seen.triangles`. */
export const NOTHING = 0xffffffff;

/** A triangle is taken to be wider by this share of itself: rounding must not leave a gap along an edge. */
const EDGE_SLACK = 1e-5;
/**
 * Backs count as farther by this share: at the silhouette of a closed mesh they are as near as the fronts, which would
 * let specks of the inside through.
 */
const BACK_BEHIND = 1e-4;

export interface Seen {
  /** [width × height] rows from the top; `NOTHING` where there is none. */
  readonly triangles: Uint32Array<ArrayBuffer>;
}

/** @param indices [3 × triangleCount]; triangles with a corner that has no place are left out. */
export function* rasterSteps(indices: Uint32Array, { width, height, seen }: View): Steps<Seen> {
  const triangles = new Uint32Array(width * height).fill(NOTHING);
  const nearest = new Float32Array(width * height);
  for (let first = 0; first < indices.length; first += 3) {
    if ((first & STEP_MASK) < 3) yield;
    const [a, b, c] = [3 * indices[first]!, 3 * indices[first + 1]!, 3 * indices[first + 2]!];
    const ax = seen[a]!;
    const ay = seen[a + 1]!;
    const bx = seen[b]!;
    const by = seen[b + 1]!;
    const cx = seen[c]!;
    const cy = seen[c + 1]!;
    // Samples lie in the middle of their squares; most triangles of a fine mesh end here.
    const left = Math.max(0, Math.ceil(Math.min(ax, bx, cx) - 0.5));
    const right = Math.min(width - 1, Math.floor(Math.max(ax, bx, cx) - 0.5));
    if (!(left <= right)) continue;
    const top = Math.max(0, Math.ceil(Math.min(ay, by, cy) - 0.5));
    const bottom = Math.min(height - 1, Math.floor(Math.max(ay, by, cy) - 0.5));
    if (!(top <= bottom)) continue;
    // Twice the area; negative for a front, since rows go down.
    const area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
    if (!(area !== 0)) continue;
    const behind = area < 0 ? 1 : 1 - BACK_BEHIND;
    const [nearA, nearB, nearC] = [behind * seen[a + 2]!, behind * seen[b + 2]!, behind * seen[c + 2]!];
    for (let row = top; row <= bottom; row++) {
      const y = row + 0.5;
      for (let column = left; column <= right; column++) {
        const x = column + 0.5;
        const shareB = ((x - ax) * (cy - ay) - (y - ay) * (cx - ax)) / area;
        const shareC = ((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / area;
        const shareA = 1 - shareB - shareC;
        if (shareA < -EDGE_SLACK || shareB < -EDGE_SLACK || shareC < -EDGE_SLACK) continue;
        const near = shareA * nearA + shareB * nearB + shareC * nearC;
        const sample = row * width + column;
        if (!(near > nearest[sample]!)) continue;
        nearest[sample] = near;
        triangles[sample] = first / 3;
      }
    }
  }
  return { triangles };
}
