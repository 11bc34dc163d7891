/** Geometry of dragging a ring round an axis, apart from pointers and pixels. */
import type { Triple } from '../../../engine/vocabulary.ts';
import type { Axis } from './clip-drag.ts';

/** Pieces that a ring is drawn in. */
export const RING_PIECES = 96;

/** A ring seen more edge-on than this: a ray meets its plane too far off to say where on it the pointer is. */
const EDGE_ON = 0.2;

/** The place on a ring about an axis, `angle` radians counter-clockwise from the axis that follows it. */
export function ringPlace(centre: Triple, radius: number, axis: Axis, angle: number): Triple {
  const [i, j] = planeOf(axis);
  const place: [number, number, number] = [...centre];
  place[i] += radius * Math.cos(angle);
  place[j] += radius * Math.sin(angle);
  return place;
}

/** The direction along the ring there, of the length of a radian. */
export function ringDirection(radius: number, axis: Axis, angle: number): Triple {
  return ringPlace([0, 0, 0], radius, axis, angle + Math.PI / 2);
}

/**
 * The angle, in radians as in `ringPlace`, at which a ray meets the plane of a ring.
 * Null where the ring is seen nearly edge-on, and where the ray leads away from it.
 * @param direction Of unit length.
 */
export function angleAbout(origin: Triple, direction: Triple, centre: Triple, axis: Axis): number | null {
  if (Math.abs(direction[axis]) < EDGE_ON) return null;
  const along = (centre[axis] - origin[axis]) / direction[axis];
  if (along <= 0) return null;
  const [i, j] = planeOf(axis);
  return Math.atan2(origin[j] + along * direction[j] - centre[j], origin[i] + along * direction[i] - centre[i]);
}

/** The angle that is a whole number of turns from `angle` and nearest to `near`: a drag may go round more than once. */
export function nearestTurn(angle: number, near: number): number {
  const turn = 2 * Math.PI;
  return angle + turn * Math.round((near - angle) / turn);
}

function planeOf(axis: Axis): readonly [Axis, Axis] {
  return [((axis + 1) % 3) as Axis, ((axis + 2) % 3) as Axis];
}
