/** The smallest angle of a triangle, and how many of a mesh's triangles have small ones. */
import type { Steps } from '../host/steps.ts';
import { STEP_MASK } from '../host/steps.ts';
import type { WorldMesh } from './world-mesh.ts';

export interface TriangleAngles {
  /** Degrees; 60 for a mesh without triangles. */
  readonly least: number;
  /** Of all triangles, those with an angle under 5°. */
  readonly under5: number;
}

/** The sine of the smallest angle: twice the area over the two longer sides; 0 for a triangle without area. */
export function leastSine(positions: Float64Array, a: number, b: number, c: number): number {
  const ux = positions[3 * b]! - positions[3 * a]!;
  const uy = positions[3 * b + 1]! - positions[3 * a + 1]!;
  const uz = positions[3 * b + 2]! - positions[3 * a + 2]!;
  const vx = positions[3 * c]! - positions[3 * a]!;
  const vy = positions[3 * c + 1]! - positions[3 * a + 1]!;
  const vz = positions[3 * c + 2]! - positions[3 * a + 2]!;
  const x = uy * vz - uz * vy;
  const y = uz * vx - ux * vz;
  const z = ux * vy - uy * vx;
  const uu = ux * ux + uy * uy + uz * uz;
  const vv = vx * vx + vy * vy + vz * vz;
  const ww = (vx - ux) * (vx - ux) + (vy - uy) * (vy - uy) + (vz - uz) * (vz - uz);
  const longest = Math.max(uu, vv, ww);
  const middle = Math.max(Math.min(uu, vv), Math.min(Math.max(uu, vv), ww));
  return longest > 0 && middle > 0 ? Math.sqrt((x * x + y * y + z * z) / (longest * middle)) : 0;
}

export function* triangleAngleSteps({ positions, indices }: WorldMesh): Steps<TriangleAngles> {
  const limit = Math.sin((5 * Math.PI) / 180);
  let least = Math.sqrt(3) / 2;
  let under = 0;
  for (let first = 0; first < indices.length; first += 3) {
    if ((first & STEP_MASK) < 3) yield;
    const sine = leastSine(positions, indices[first]!, indices[first + 1]!, indices[first + 2]!);
    least = Math.min(least, sine);
    if (sine < limit) under++;
  }
  return { least: (Math.asin(Math.min(1, least)) * 180) / Math.PI, under5: under / Math.max(1, indices.length / 3) };
}
