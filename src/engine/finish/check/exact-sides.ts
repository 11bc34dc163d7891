/**
 * On which side of a plane or a line a vertex lies, exactly: Shewchuk's adaptive predicates ("Adaptive Precision
 * Floating-Point Arithmetic and Fast Robust Geometric Predicates", 1997) in the package robust-predicates. Rounded
 * arithmetic gets just those cases wrong that a test for self-intersections is about: touching, coplanar, collinear.
 *
 * They are exact unless a product of three differences overflows or its last bit underflows: `usableMeshSteps` sees to
 * the first, and to the second for every file in float32 (whose digits span 2^276, and the smallest float64 is
 * 2^-1074).
 */
import { orient2d, orient3d } from 'robust-predicates';

/** The sign tells the side of the plane through a, b, c that d lies on; 0 on it. All are vertices of `p`. */
export function sideOfPlane(p: Float64Array, a: number, b: number, c: number, d: number): number {
  return orient3d(
    p[3 * a]!,
    p[3 * a + 1]!,
    p[3 * a + 2]!,
    p[3 * b]!,
    p[3 * b + 1]!,
    p[3 * b + 2]!,
    p[3 * c]!,
    p[3 * c + 1]!,
    p[3 * c + 2]!,
    p[3 * d]!,
    p[3 * d + 1]!,
    p[3 * d + 2]!,
  );
}

/** Seen along `axis`: the sign tells the side of the line from a to b that c lies on; 0 on it. */
export function sideOfLine(p: Float64Array, axis: number, a: number, b: number, c: number): number {
  const u = axis === 2 ? 0 : axis + 1;
  const v = axis === 0 ? 2 : axis - 1;
  return orient2d(p[3 * a + u]!, p[3 * a + v]!, p[3 * b + u]!, p[3 * b + v]!, p[3 * c + u]!, p[3 * c + v]!);
}

/** An axis along which a, b, c are seen as a triangle; −1 where they lie on one line, so that there is none. */
export function openAxis(p: Float64Array, a: number, b: number, c: number): number {
  for (let axis = 0; axis < 3; axis++) if (sideOfLine(p, axis, a, b, c) !== 0) return axis;
  return -1;
}
