/**
 * Triangles across the ring between the rim of a hole and that of an island in it: each has an edge of one and a vertex
 * of the other, so that no two of its edges join the same two vertices. Of all ways round from the shortest bridge the
 * one with the least area, by dynamic programming over both rims (Fuchs, Kedem and Uselton, "Optimal surface
 * reconstruction from planar contours", 1977), and among those with as much the one with short bridges.
 */
import { triangleArea } from '../../mesh/triangle-area.ts';

/** Of the square of a bridge's length, beside the area: in a plane the area alone leaves much open. */
const LENGTH_WEIGHT = 0.05;
/** Of the table: 9 bytes each. */
const MOST_CELLS = 16e6;

/**
 * @param positions [3 × (outerCount + innerCount)] the hole's rim, then the island's, both with the ring on their right
 * @returns [3 × (outerCount + innerCount)] numbers of these vertices, turning with the surface; null for rims that are
 *   too long
 */
export function triangulateRing(
  positions: ArrayLike<number>,
  outerCount: number,
  innerCount: number,
): Uint32Array<ArrayBuffer> | null {
  const width = innerCount + 1;
  if ((outerCount + 1) * width > MOST_CELLS) return null;
  const [outerStart, innerStart] = shortestBridge(positions, outerCount, innerCount);
  const outer = (step: number): number => (outerStart + step) % outerCount;
  // The island's rim goes round the other way.
  const inner = (step: number): number => outerCount + ((innerStart + innerCount - (step % innerCount)) % innerCount);
  const costs = new Float64Array((outerCount + 1) * width);
  const isInnerStep = new Uint8Array(costs.length);
  for (let a = 0; a <= outerCount; a++) {
    for (let b = 0; b <= innerCount; b++) {
      if (a === 0 && b === 0) continue;
      const cell = a * width + b;
      const bridge = LENGTH_WEIGHT * squared(positions, outer(a), inner(b));
      const byOuter =
        a === 0 ? Infinity : costs[cell - width]! + triangleArea(positions, outer(a), outer(a - 1), inner(b));
      const byInner = b === 0 ? Infinity : costs[cell - 1]! + triangleArea(positions, inner(b - 1), inner(b), outer(a));
      isInnerStep[cell] = byInner < byOuter ? 1 : 0;
      costs[cell] = bridge + Math.min(byOuter, byInner);
    }
  }
  const triangles = new Uint32Array(3 * (outerCount + innerCount));
  for (let a = outerCount, b = innerCount, at = triangles.length - 3; at >= 0; at -= 3) {
    if (isInnerStep[a * width + b] === 1) {
      triangles.set([inner(b - 1), inner(b), outer(a)], at);
      b--;
    } else {
      triangles.set([outer(a), outer(a - 1), inner(b)], at);
      a--;
    }
  }
  return triangles;
}

function shortestBridge(positions: ArrayLike<number>, outerCount: number, innerCount: number): [number, number] {
  let [least, best] = [Infinity, [0, 0] as [number, number]];
  for (let a = 0; a < outerCount; a++) {
    for (let b = 0; b < innerCount; b++) {
      const length = squared(positions, a, outerCount + b);
      if (length < least) [least, best] = [length, [a, b]];
    }
  }
  return best;
}

function squared(positions: ArrayLike<number>, a: number, b: number): number {
  let sum = 0;
  for (let axis = 0; axis < 3; axis++) sum += (positions[3 * a + axis]! - positions[3 * b + axis]!) ** 2;
  return sum;
}
