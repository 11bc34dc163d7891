/**
 * Vertices about triangles that went wrong: marking them and those about them, and putting them back where they were.
 */
import type { Steps } from '../../host/steps.ts';
import { STEP_MASK } from '../../host/steps.ts';

/** @param isMarked [vertexCount] is 1 at the corners of the triangles afterwards */
export function markCorners(indices: Uint32Array, triangles: Iterable<number>, isMarked: Uint8Array): void {
  for (const triangle of triangles) {
    for (let corner = 3 * triangle; corner < 3 * triangle + 3; corner++) isMarked[indices[corner]!] = 1;
  }
}

/** The neighbours of what is marked are marked as well. */
export function* spreadSteps(indices: Uint32Array, isMarked: Uint8Array): Steps<void> {
  const before = isMarked.slice();
  for (let first = 0; first < indices.length; first += 3) {
    if ((first & STEP_MASK) < 3) yield;
    const [a, b, c] = [indices[first]!, indices[first + 1]!, indices[first + 2]!];
    if ((before[a]! | before[b]! | before[c]!) === 1) isMarked[a] = isMarked[b] = isMarked[c] = 1;
  }
}

/** [3 × vertexCount] `moved`, but `before` where a vertex is marked */
export function putBack(moved: Float64Array, before: Float64Array, isMarked: Uint8Array): Float64Array<ArrayBuffer> {
  return Float64Array.from(moved, (value, i) => (isMarked[Math.floor(i / 3)] === 1 ? before[i]! : value));
}
