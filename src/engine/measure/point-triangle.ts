/**
 * The squared distance from a point to a triangle, exact up to rounding: the regions of Ericson, "Real-Time Collision
 * Detection" (2005), section 5.1.5. Sides without a length are passed over (his divisions by their squares would give
 * NaN), so a triangle that is a segment or a point answers as such.
 */

/** @param corners [… 9 …] the triangle's corners, x y z each, from `at` on */
// oxlint-disable-next-line max-lines-per-function -- one formula in its published order, without allocations or calls
export function distanceSquaredToTriangle(
  px: number,
  py: number,
  pz: number,
  corners: Float64Array,
  at: number,
): number {
  // The point becomes the origin of all differences: ap, bp, cp run from the corners to it.
  const ax = corners[at]!;
  const ay = corners[at + 1]!;
  const az = corners[at + 2]!;
  const abX = corners[at + 3]! - ax;
  const abY = corners[at + 4]! - ay;
  const abZ = corners[at + 5]! - az;
  const acX = corners[at + 6]! - ax;
  const acY = corners[at + 7]! - ay;
  const acZ = corners[at + 8]! - az;

  const apX = px - ax;
  const apY = py - ay;
  const apZ = pz - az;
  const d1 = abX * apX + abY * apY + abZ * apZ;
  const d2 = acX * apX + acY * apY + acZ * apZ;
  if (d1 <= 0 && d2 <= 0) return apX * apX + apY * apY + apZ * apZ;

  const bpX = px - corners[at + 3]!;
  const bpY = py - corners[at + 4]!;
  const bpZ = pz - corners[at + 5]!;
  const d3 = abX * bpX + abY * bpY + abZ * bpZ;
  const d4 = acX * bpX + acY * bpY + acZ * bpZ;
  if (d3 >= 0 && d4 <= d3) return bpX * bpX + bpY * bpY + bpZ * bpZ;

  const areaC = d1 * d4 - d3 * d2;
  if (areaC <= 0 && d1 >= 0 && d3 <= 0 && d1 > d3) {
    const v = d1 / (d1 - d3);
    return squared(px - (ax + v * abX), py - (ay + v * abY), pz - (az + v * abZ));
  }

  const cpX = px - corners[at + 6]!;
  const cpY = py - corners[at + 7]!;
  const cpZ = pz - corners[at + 8]!;
  const d5 = abX * cpX + abY * cpY + abZ * cpZ;
  const d6 = acX * cpX + acY * cpY + acZ * cpZ;
  if (d6 >= 0 && d5 <= d6) return cpX * cpX + cpY * cpY + cpZ * cpZ;

  const areaB = d5 * d2 - d1 * d6;
  if (areaB <= 0 && d2 >= 0 && d6 <= 0 && d2 > d6) {
    const w = d2 / (d2 - d6);
    return squared(px - (ax + w * acX), py - (ay + w * acY), pz - (az + w * acZ));
  }

  const areaA = d3 * d6 - d5 * d4;
  if (areaA <= 0 && d4 >= d3 && d5 >= d6 && d4 - d3 + (d5 - d6) > 0) {
    const w = (d4 - d3) / (d4 - d3 + (d5 - d6));
    return squared(
      px - (corners[at + 3]! + w * (corners[at + 6]! - corners[at + 3]!)),
      py - (corners[at + 4]! + w * (corners[at + 7]! - corners[at + 4]!)),
      pz - (corners[at + 5]! + w * (corners[at + 8]! - corners[at + 5]!)),
    );
  }

  const sum = areaA + areaB + areaC;
  if (!(sum > 0)) {
    return Math.min(squared(apX, apY, apZ), squared(bpX, bpY, bpZ), squared(cpX, cpY, cpZ));
  }
  const v = areaB / sum;
  const w = areaC / sum;
  return squared(px - (ax + abX * v + acX * w), py - (ay + abY * v + acY * w), pz - (az + abZ * v + acZ * w));
}

function squared(x: number, y: number, z: number): number {
  return x * x + y * y + z * z;
}
