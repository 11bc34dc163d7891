/**
 * Whether two triangles of a mesh meet in more than what they share, exactly. They may share a vertex or an edge by
 * name and have nothing else in common; a vertex of one in the other, edges that cross or lie on each other, a shared
 * edge with both triangles on the same side of one plane, a triangle named twice: all of that is meeting. The same as
 * CGAL's `self_intersections`, whose counts the tests of this file hold.
 *
 * No triangle may be degenerate: one whose corners lie on one line has no plane.
 */
import { openAxis, sideOfLine, sideOfPlane } from './exact-sides.ts';

/**
 * @param p [3 × vertexCount] within ±1 (as `usableMeshSteps` scales them)
 * @param indices [3 × triangleCount]
 */
export function doTrianglesMeet(p: Float64Array, indices: Uint32Array, triangle: number, other: number): boolean {
  const [a, b, c] = [indices[3 * triangle]!, indices[3 * triangle + 1]!, indices[3 * triangle + 2]!];
  const [d, e, f] = [indices[3 * other]!, indices[3 * other + 1]!, indices[3 * other + 2]!];
  const hasA = a === d || a === e || a === f;
  const hasB = b === d || b === e || b === f;
  const hasC = c === d || c === e || c === f;
  if (!hasA && !hasB && !hasC) return doApartMeet(p, a, b, c, d, e, f);
  if (hasA && hasB && hasC) return true;
  const isOwnD = d === a || d === b || d === c;
  const isOwnE = e === a || e === b || e === c;
  const free = isOwnD ? (isOwnE ? f : e) : d;
  if (hasA && hasB) return isFolded(p, a, b, c, free);
  if (hasB && hasC) return isFolded(p, b, c, a, free);
  if (hasC && hasA) return isFolded(p, c, a, b, free);
  const [g, h] = isOwnD ? [e, f] : isOwnE ? [f, d] : [d, e];
  if (hasA) return doCornersMeet(p, a, b, c, g, h);
  if (hasB) return doCornersMeet(p, b, c, a, g, h);
  return doCornersMeet(p, c, a, b, g, h);
}

/** Triangles u v q and u v r that share the edge u v: only folded flat onto each other do they meet in more. */
function isFolded(p: Float64Array, u: number, v: number, q: number, r: number): boolean {
  if (sideOfPlane(p, u, v, q, r) !== 0) return false;
  const axis = openAxis(p, u, v, q);
  return sideOfLine(p, axis, u, v, q) > 0 === sideOfLine(p, axis, u, v, r) > 0;
}

/**
 * Triangles s a b and s d e that share the corner s. What they have in common beside it is a stretch of a line, or an
 * area, that begins at s and ends where it leaves one of them, at the side opposite s: so that side meets the other
 * one.
 */
function doCornersMeet(p: Float64Array, s: number, a: number, b: number, d: number, e: number): boolean {
  const sideD = sideOfPlane(p, s, a, b, d);
  const sideE = sideOfPlane(p, s, a, b, e);
  if (areApart(sideD, sideE)) return false;
  const sideA = sideOfPlane(p, s, d, e, a);
  const sideB = sideOfPlane(p, s, d, e, b);
  if (areApart(sideA, sideB)) return false;
  return doesSegmentMeet(p, d, e, sideD, sideE, s, a, b) || doesSegmentMeet(p, a, b, sideA, sideB, s, d, e);
}

/** Triangles a b c and d e f that share no vertex. */
function doApartMeet(p: Float64Array, a: number, b: number, c: number, d: number, e: number, f: number): boolean {
  const sideD = sideOfPlane(p, a, b, c, d);
  const sideE = sideOfPlane(p, a, b, c, e);
  const sideF = sideOfPlane(p, a, b, c, f);
  if (areApart(sideD, sideE) && areApart(sideE, sideF)) return false;
  const sideA = sideOfPlane(p, d, e, f, a);
  const sideB = sideOfPlane(p, d, e, f, b);
  const sideC = sideOfPlane(p, d, e, f, c);
  if (areApart(sideA, sideB) && areApart(sideB, sideC)) return false;
  return (
    doesSegmentMeet(p, d, e, sideD, sideE, a, b, c) ||
    doesSegmentMeet(p, e, f, sideE, sideF, a, b, c) ||
    doesSegmentMeet(p, f, d, sideF, sideD, a, b, c) ||
    doesSegmentMeet(p, a, b, sideA, sideB, d, e, f) ||
    doesSegmentMeet(p, b, c, sideB, sideC, d, e, f) ||
    doesSegmentMeet(p, c, a, sideC, sideA, d, e, f)
  );
}

/** Whether a plane has both ends of a segment strictly on the same side: nothing between them reaches it. */
function areApart(sideOfOne: number, sideOfOther: number): boolean {
  return (sideOfOne > 0 && sideOfOther > 0) || (sideOfOne < 0 && sideOfOther < 0);
}

/** The closed segment d e and the closed triangle a b c; `sideD` and `sideE`: sides of the triangle's plane. */
function doesSegmentMeet(
  p: Float64Array,
  d: number,
  e: number,
  sideD: number,
  sideE: number,
  a: number,
  b: number,
  c: number,
): boolean {
  if (areApart(sideD, sideE)) return false;
  if (sideD === 0 && sideE === 0) return doesFlatSegmentMeet(p, d, e, a, b, c);
  // The line crosses the plane in one point, inside where it passes all three sides in the same sense.
  const x = sideOfPlane(p, d, e, a, b);
  const y = sideOfPlane(p, d, e, b, c);
  const z = sideOfPlane(p, d, e, c, a);
  return (x >= 0 && y >= 0 && z >= 0) || (x <= 0 && y <= 0 && z <= 0);
}

/** The same in one plane, seen along an axis that keeps it open. */
function doesFlatSegmentMeet(p: Float64Array, d: number, e: number, a: number, b: number, c: number): boolean {
  const axis = openAxis(p, a, b, c);
  return (
    isInFlatTriangle(p, axis, a, b, c, d) ||
    doFlatSegmentsMeet(p, axis, d, e, a, b) ||
    doFlatSegmentsMeet(p, axis, d, e, b, c) ||
    doFlatSegmentsMeet(p, axis, d, e, c, a)
  );
}

function isInFlatTriangle(p: Float64Array, axis: number, a: number, b: number, c: number, q: number): boolean {
  const x = sideOfLine(p, axis, a, b, q);
  const y = sideOfLine(p, axis, b, c, q);
  const z = sideOfLine(p, axis, c, a, q);
  return (x >= 0 && y >= 0 && z >= 0) || (x <= 0 && y <= 0 && z <= 0);
}

/**
 * Closed segments a b and c d of one plane; false where all lies on one line. A segment that meets a triangle along one
 * of its sides begins in it, or runs over an end of that side, which is an end of another side, too.
 */
function doFlatSegmentsMeet(p: Float64Array, axis: number, a: number, b: number, c: number, d: number): boolean {
  const sideC = sideOfLine(p, axis, a, b, c);
  const sideD = sideOfLine(p, axis, a, b, d);
  const sideA = sideOfLine(p, axis, c, d, a);
  const sideB = sideOfLine(p, axis, c, d, b);
  if (sideC === 0 && sideD === 0) return false;
  return !areApart(sideC, sideD) && !areApart(sideA, sideB);
}
