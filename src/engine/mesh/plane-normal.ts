/**
 * The normal of the plane through a few points, from their covariance, in closed form: the smallest eigenvalue by the
 * trigonometric solution of the cubic (Smith, "Eigenvalues of a symmetric 3 × 3 matrix", 1961), its axis as the longest
 * cross product of two rows. A mesh asks once a vertex: this takes .1 µs where the Jacobi rotations of
 * `analysis/smallest-axis.ts` take 2.3, three times the search for the points. It is less exact only where two
 * eigenvalues meet, and there it gives no normal.
 */

/**
 * Below this share of the largest variance the second one is a line's thickness: the points are less than a tenth as
 * wide as long, and any plane through the line would do.
 */
const LINE_SHARE = 0.01;

/** The gap relative to the mean variance, squared: closer eigenvalues leave the axis to rounding. */
const LEAST_GAP_SQUARED = 1e-20;

/**
 * @param covariance [6] xx, yy, zz, yz, zx, xy, in any unit
 * @param normal [3] gets the axis of the smallest variance, of unit length and either sign
 * @returns false, with `normal` as it was, where no plane stands out: points on a line, at one place, or as wide across
 * the plane as along it
 */
export function planeNormal(covariance: Float64Array, normal: Float64Array): boolean {
  const mean = (covariance[0]! + covariance[1]! + covariance[2]!) / 3;
  if (!(mean > 0)) return false;
  // The matrix over its mean variance, less the unit matrix: whatever the unit, no power of it leaves float64.
  const xx = covariance[0]! / mean - 1;
  const yy = covariance[1]! / mean - 1;
  const zz = covariance[2]! / mean - 1;
  const yz = covariance[3]! / mean;
  const zx = covariance[4]! / mean;
  const xy = covariance[5]! / mean;
  const spread = Math.sqrt((xx * xx + yy * yy + zz * zz + 2 * (yz * yz + zx * zx + xy * xy)) / 6);
  if (spread === 0) return false;
  const determinant = xx * (yy * zz - yz * yz) - xy * (xy * zz - yz * zx) + zx * (xy * yz - yy * zx);
  const cosine = determinant / (2 * spread * spread * spread);
  const angle = Math.acos(Math.min(1, Math.max(-1, cosine))) / 3;
  const largest = 2 * spread * Math.cos(angle);
  const least = 2 * spread * Math.cos(angle + (2 / 3) * Math.PI);
  if (1 - largest - least <= LINE_SHARE * (1 + largest)) return false;

  // Rows of the matrix less its smallest eigenvalue span the plane; their cross products are rows of its adjugate.
  const [a, b, c] = [xx - least, yy - least, zz - least];
  const adjugateXX = b * c - yz * yz;
  const adjugateYY = a * c - zx * zx;
  const adjugateZZ = a * b - xy * xy;
  const adjugateYZ = zx * xy - a * yz;
  const adjugateZX = xy * yz - b * zx;
  const adjugateXY = yz * zx - c * xy;
  // The longest row of a symmetric matrix of rank one is that of the largest diagonal.
  if (adjugateXX >= adjugateYY && adjugateXX >= adjugateZZ) return setUnit(normal, adjugateXX, adjugateXY, adjugateZX);
  if (adjugateYY >= adjugateZZ) return setUnit(normal, adjugateXY, adjugateYY, adjugateYZ);
  return setUnit(normal, adjugateZX, adjugateYZ, adjugateZZ);
}

function setUnit(normal: Float64Array, x: number, y: number, z: number): boolean {
  const squared = x * x + y * y + z * z;
  if (squared <= LEAST_GAP_SQUARED) return false;
  const length = Math.sqrt(squared);
  normal[0] = x / length;
  normal[1] = y / length;
  normal[2] = z / length;
  return true;
}
