/**
 * Which vertices of the original lie about triangles of its simplified mesh that went wrong: those of all its triangles
 * whose boxes meet theirs. Locked, they leave the surface there as it was, and the next try goes well around them.
 */
import type { Steps } from '../../host/steps.ts';
import { STEP_MASK } from '../../host/steps.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';

/**
 * Locks what lies about the triangles, in place; returns how many vertices were not locked before.
 *
 * @param triangles of `mesh`, in any order
 * @param isLocked [vertexCount of the original]
 * @param margin widens each box by so many of its extents, to every side
 */
export function* lockBoxSteps(
  original: WorldMesh,
  isLocked: Uint8Array,
  mesh: WorldMesh,
  triangles: Uint32Array,
  margin: number,
): Steps<number> {
  // Boxes by their lower ends along x: those that may meet a triangle are one range of them.
  const boxes = Array.from(triangles, (triangle) => boxOf(mesh, 3 * triangle, margin)).sort((a, b) => a[0]! - b[0]!);
  const widest = boxes.reduce((most, box) => Math.max(most, box[3]! - box[0]!), 0);
  const lows = Float64Array.from(boxes, (box) => box[0]!);
  let count = 0;
  for (let first = 0; first < original.indices.length; first += 3) {
    if ((first & STEP_MASK) < 3) yield;
    const box = boxOf(original, first, 0);
    let meets = false;
    for (let i = firstAtLeast(lows, box[0]! - widest); i < boxes.length && lows[i]! <= box[3]! && !meets; i++) {
      meets = doMeet(box, boxes[i]!);
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

/** Lowest x y z, highest x y z of the triangle whose first corner this is. */
function boxOf({ positions, indices }: WorldMesh, first: number, margin: number): number[] {
  const [a, b, c] = [3 * indices[first]!, 3 * indices[first + 1]!, 3 * indices[first + 2]!];
  const box = [0, 0, 0, 0, 0, 0];
  for (let axis = 0; axis < 3; axis++) {
    const [p, q, r] = [positions[a + axis]!, positions[b + axis]!, positions[c + axis]!];
    const low = Math.min(p, q, r);
    const high = Math.max(p, q, r);
    box[axis] = low - margin * (high - low);
    box[3 + axis] = high + margin * (high - low);
  }
  return box;
}

function doMeet(a: readonly number[], b: readonly number[]): boolean {
  for (let axis = 0; axis < 3; axis++) if (a[axis]! > b[3 + axis]! || b[axis]! > a[3 + axis]!) return false;
  return true;
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
