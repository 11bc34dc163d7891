/** Boxes round loops and all that cuts along them can touch. */
import type { Box } from '../../mesh/boxes.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import type { Loop } from './wavefront.ts';

/** Of a loop's length, to every side: a bent disc reaches about a sixth of it. */
const MARGIN = 0.5;

export function boxOf({ positions }: WorldMesh, { vertices, length }: Loop): Box {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (const vertex of vertices) {
    for (let axis = 0; axis < 3; axis++) {
      low[axis] = Math.min(low[axis]!, positions[3 * vertex + axis]!);
      high[axis] = Math.max(high[axis]!, positions[3 * vertex + axis]!);
    }
  }
  const margin = MARGIN * length;
  return [...low.map((value) => value - margin), ...high.map((value) => value + margin)];
}

export function isWithin(box: Box, positions: Float64Array, vertex: number): boolean {
  for (let axis = 0; axis < 3; axis++) {
    const value = positions[3 * vertex + axis]!;
    if (value < box[axis]! || value > box[axis + 3]!) return false;
  }
  return true;
}
