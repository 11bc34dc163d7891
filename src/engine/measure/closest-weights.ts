/**
 * The point of a triangle closest to a point, as weights of the corners: the regions of Ericson, "Real-Time Collision
 * Detection" (2005), section 5.1.5, as in `point-triangle.ts`, which knows the distance alone and is asked a hundred
 * times as often.
 */

/**
 * Writes the three weights, not negative and of sum 1, to `weights`. A triangle without area answers with the closest
 * point of one of its sides.
 *
 * @param positions [3 × vertexCount]
 */
export function writeClosestWeights(
  x: number,
  y: number,
  z: number,
  positions: Float32Array | Float64Array,
  a: number,
  b: number,
  c: number,
  weights: Float64Array,
): void {
  const ax = positions[3 * a]!;
  const ay = positions[3 * a + 1]!;
  const az = positions[3 * a + 2]!;
  const abX = positions[3 * b]! - ax;
  const abY = positions[3 * b + 1]! - ay;
  const abZ = positions[3 * b + 2]! - az;
  const acX = positions[3 * c]! - ax;
  const acY = positions[3 * c + 1]! - ay;
  const acZ = positions[3 * c + 2]! - az;
  const d1 = abX * (x - ax) + abY * (y - ay) + abZ * (z - az);
  const d2 = acX * (x - ax) + acY * (y - ay) + acZ * (z - az);
  if (d1 <= 0 && d2 <= 0) return write(weights, 0, 0);
  const bb = abX * abX + abY * abY + abZ * abZ;
  const bc = abX * acX + abY * acY + abZ * acZ;
  const cc = acX * acX + acY * acY + acZ * acZ;
  const [d3, d4, d5, d6] = [d1 - bb, d2 - bc, d1 - bc, d2 - cc];
  if (d3 >= 0 && d4 <= d3) return write(weights, 1, 0);
  const areaC = d1 * d4 - d3 * d2;
  if (areaC <= 0 && d1 >= 0 && d3 <= 0 && d1 > d3) return write(weights, d1 / (d1 - d3), 0);
  if (d6 >= 0 && d5 <= d6) return write(weights, 0, 1);
  const areaB = d5 * d2 - d1 * d6;
  if (areaB <= 0 && d2 >= 0 && d6 <= 0 && d2 > d6) return write(weights, 0, d2 / (d2 - d6));
  const areaA = d3 * d6 - d5 * d4;
  if (areaA <= 0 && d4 >= d3 && d5 >= d6 && d4 - d3 + (d5 - d6) > 0) {
    const along = (d4 - d3) / (d4 - d3 + (d5 - d6));
    return write(weights, 1 - along, along);
  }
  const sum = areaA + areaB + areaC;
  if (!(sum > 0)) return write(weights, 0, 0);
  write(weights, areaB / sum, areaC / sum);
}

function write(weights: Float64Array, b: number, c: number): void {
  weights[0] = 1 - b - c;
  weights[1] = b;
  weights[2] = c;
}
