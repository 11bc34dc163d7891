/** The area of a mesh or of some of its triangles. @param indices [3 × triangleCount] */
export function surfaceArea(positions: ArrayLike<number>, indices: Uint32Array): number {
  let area = 0;
  for (let corner = 0; corner < indices.length; corner += 3) {
    area += triangleArea(positions, indices[corner]!, indices[corner + 1]!, indices[corner + 2]!);
  }
  return area;
}

/** The area of the triangle between three vertices, in squared units of the positions. */
export function triangleArea(positions: ArrayLike<number>, a: number, b: number, c: number): number {
  const [ux, uy, uz] = [
    positions[3 * b]! - positions[3 * a]!,
    positions[3 * b + 1]! - positions[3 * a + 1]!,
    positions[3 * b + 2]! - positions[3 * a + 2]!,
  ];
  const [vx, vy, vz] = [
    positions[3 * c]! - positions[3 * a]!,
    positions[3 * c + 1]! - positions[3 * a + 1]!,
    positions[3 * c + 2]! - positions[3 * a + 2]!,
  ];
  const [nx, ny, nz] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
  return Math.sqrt(nx * nx + ny * ny + nz * nz) / 2;
}
