/**
 * Writes the normal of the triangle between three vertices, twice its area long; returns that length.
 *
 * @param normals gets x y z from `at` on
 */
export function writeNormal(
  positions: Float32Array | Float64Array,
  a: number,
  b: number,
  c: number,
  normals: Float64Array,
  at: number,
): number {
  const ux = positions[3 * b]! - positions[3 * a]!;
  const uy = positions[3 * b + 1]! - positions[3 * a + 1]!;
  const uz = positions[3 * b + 2]! - positions[3 * a + 2]!;
  const vx = positions[3 * c]! - positions[3 * a]!;
  const vy = positions[3 * c + 1]! - positions[3 * a + 1]!;
  const vz = positions[3 * c + 2]! - positions[3 * a + 2]!;
  const x = uy * vz - uz * vy;
  const y = uz * vx - ux * vz;
  const z = ux * vy - uy * vx;
  normals[at] = x;
  normals[at + 1] = y;
  normals[at + 2] = z;
  return Math.sqrt(x * x + y * y + z * z);
}

/** The same of length 1, or 0 for a triangle without area; returns twice the area. */
export function writeUnitNormal(
  positions: Float32Array | Float64Array,
  a: number,
  b: number,
  c: number,
  normals: Float64Array,
  at: number,
): number {
  const length = writeNormal(positions, a, b, c, normals, at);
  const scale = length > 0 ? 1 / length : 0;
  normals[at] = normals[at]! * scale;
  normals[at + 1] = normals[at + 1]! * scale;
  normals[at + 2] = normals[at + 2]! * scale;
  return length;
}
