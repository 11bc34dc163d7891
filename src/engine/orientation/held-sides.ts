/** Sides that sensors settle for some of the points, held while the winding number finds those of the others. */
import type { SensorSides } from './adopt-sensors.ts';

/** Share of the points without a side from which on the winding number is asked; fewer take what their axes say. */
export const MOST_WAITING = 0.005;

export function isWaiting({ knownCount, isKnown }: SensorSides): boolean {
  return isKnown.length - knownCount > MOST_WAITING * isKnown.length;
}

/**
 * [4 × sources.length]: the settled normals of the representatives, w = 1; zeros where the side is to be found.
 * @param sources the point of each representative, tree order
 */
export function heldDirections({ normals, isKnown }: SensorSides, sources: Uint32Array): Float32Array<ArrayBuffer> {
  const held = new Float32Array(4 * sources.length);
  sources.forEach((point, at) => {
    if (isKnown[point] === 0) return;
    held.set(normals.subarray(4 * point, 4 * point + 3), 4 * at);
    held[4 * at + 3] = 1;
  });
  return held;
}

/** [4 × count]: the settled normals, and those found for the others. */
export function joinSides({ normals, isKnown }: SensorSides, found: Float32Array): Float32Array<ArrayBuffer> {
  const joined = new Float32Array(normals);
  for (let i = 0; i < isKnown.length; i++) {
    if (isKnown[i] === 0) joined.set(found.subarray(4 * i, 4 * i + 4), 4 * i);
  }
  return joined;
}
