/** Boxes along the axes, for a first look at what can touch what. */
import type { WorldMesh } from './world-mesh.ts';

/** Lowest x y z, highest x y z. */
export type Box = readonly number[];

/** Whether two boxes have a place in common. */
export function doOverlap(a: Box, b: Box): boolean {
  for (let axis = 0; axis < 3; axis++) if (a[axis]! > b[3 + axis]! || b[axis]! > a[3 + axis]!) return false;
  return true;
}

export function triangleBox(mesh: WorldMesh, triangle: number): Box {
  const box = [0, 0, 0, 0, 0, 0];
  writeTriangleBox(mesh, triangle, box);
  return box;
}

/** The same into a box that is there. */
export function writeTriangleBox({ positions, indices }: WorldMesh, triangle: number, box: number[]): void {
  const [a, b, c] = [3 * indices[3 * triangle]!, 3 * indices[3 * triangle + 1]!, 3 * indices[3 * triangle + 2]!];
  for (let axis = 0; axis < 3; axis++) {
    const [x, y, z] = [positions[a + axis]!, positions[b + axis]!, positions[c + axis]!];
    box[axis] = Math.min(x, y, z);
    box[axis + 3] = Math.max(x, y, z);
  }
}
