/**
 * Which vertices of the original lie about places where its simplified mesh went wrong: those of all its triangles
 * whose boxes meet a box there. Locked, they leave the surface as it was, and the next try goes well around them.
 */
import type { Steps } from '../../host/steps.ts';
import { STEP_MASK } from '../../host/steps.ts';
import { type Box, doOverlap, triangleBox, type TriangleCorners } from '../../mesh/boxes.ts';

export function triangleBoxes(mesh: TriangleCorners, triangles: Uint32Array): Box[] {
  return Array.from(triangles, (triangle) => triangleBox(mesh, triangle));
}

/**
 * What the boxes of two triangles that meet have in common: the place where they do.
 *
 * @param pairs two triangles after each other for every pair
 * @param margin widens each box, to every side, by so many of the lesser extents of the two
 */
export function sharedBoxes(mesh: TriangleCorners, pairs: Uint32Array, margin: number): Box[] {
  return Array.from({ length: pairs.length / 2 }, (_, pair) => {
    const [some, other] = [triangleBox(mesh, pairs[2 * pair]!), triangleBox(mesh, pairs[2 * pair + 1]!)];
    const box = [0, 0, 0, 0, 0, 0];
    for (let axis = 0; axis < 3; axis++) {
      const extent = Math.min(some[axis + 3]! - some[axis]!, other[axis + 3]! - other[axis]!);
      box[axis] = Math.max(some[axis]!, other[axis]!) - margin * extent;
      box[axis + 3] = Math.min(some[axis + 3]!, other[axis + 3]!) + margin * extent;
    }
    return box;
  });
}

/**
 * Locks what lies about the boxes, in place; returns how many vertices were not locked before.
 *
 * @param isLocked [vertexCount of the original]
 */
export function* lockBoxSteps(
  original: TriangleCorners,
  isLocked: Uint8Array,
  unsorted: readonly Box[],
): Steps<number> {
  // Boxes by their lower ends along x: those that may meet a triangle are one range of them.
  const boxes = unsorted.toSorted((a, b) => a[0]! - b[0]!);
  const widest = boxes.reduce((most, box) => Math.max(most, box[3]! - box[0]!), 0);
  const lows = Float64Array.from(boxes, (box) => box[0]!);
  let count = 0;
  for (let first = 0; first < original.indices.length; first += 3) {
    if ((first & STEP_MASK) < 3) yield;
    const box = triangleBox(original, first / 3);
    let meets = false;
    for (let i = firstAtLeast(lows, box[0]! - widest); i < boxes.length && lows[i]! <= box[3]! && !meets; i++) {
      meets = doOverlap(box, boxes[i]!);
    }
    if (!meets) continue;
    for (let corner = first; corner < first + 3; corner++) {
      const vertex = original.indices[corner]!;
      count += 1 - isLocked[vertex]!;
      isLocked[vertex] = 1;
    }
  }
  return count;
}

function firstAtLeast(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
