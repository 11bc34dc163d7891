/** Boxes along the axes, for a first look at what can touch what. */

/** Lowest x y z, highest x y z. */
export type Box = readonly number[];

/** Whether two boxes have a place in common. */
export function doOverlap(a: Box, b: Box): boolean {
  for (let axis = 0; axis < 3; axis++) if (a[axis]! > b[3 + axis]! || b[axis]! > a[3 + axis]!) return false;
  return true;
}

/** Of a mesh that may be in the making. */
export interface TriangleCorners {
  /** [3 × vertexCount] */
  readonly positions: Float64Array;
  /** [3 × triangleCount] */
  readonly indices: Uint32Array;
}

export function triangleBox({ positions, indices }: TriangleCorners, triangle: number): Box {
  const box = [0, 0, 0, 0, 0, 0];
  writeTriangleBox(positions, indices, triangle, box);
  return box;
}

/** The same into a box that is there, from `at` on. */
export function writeTriangleBox(
  positions: Float64Array,
  indices: Uint32Array,
  triangle: number,
  boxes: number[] | Float64Array,
  at = 0,
): void {
  const [a, b, c] = [3 * indices[3 * triangle]!, 3 * indices[3 * triangle + 1]!, 3 * indices[3 * triangle + 2]!];
  for (let axis = 0; axis < 3; axis++) {
    const [x, y, z] = [positions[a + axis]!, positions[b + axis]!, positions[c + axis]!];
    boxes[at + axis] = Math.min(x, y, z);
    boxes[at + axis + 3] = Math.max(x, y, z);
  }
}

/** `doOverlap` of boxes in arrays of them, from `a` and from `b` on. */
export function doOverlapAt(some: Float64Array, a: number, others: Float64Array, b: number): boolean {
  return (
    some[a]! <= others[b + 3]! &&
    others[b]! <= some[a + 3]! &&
    some[a + 1]! <= others[b + 4]! &&
    others[b + 1]! <= some[a + 4]! &&
    some[a + 2]! <= others[b + 5]! &&
    others[b + 2]! <= some[a + 5]!
  );
}
