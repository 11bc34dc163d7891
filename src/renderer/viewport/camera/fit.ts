/** The geometry of looking at a box: how far away, how much of the depth range, which way. No three objects kept. */
import { Vector3 } from 'three';
import type { StandardView } from '../viewport-api.ts';
import type { Box } from '../viewport-context.ts';

/** Room around a fitted box, so that nothing touches the edge of the window. */
const MARGIN = 1.12;
/** The same within what is free of bars. */
const FREE_MARGIN = 1.03;
/** Nearest over farthest at most: 24 bits of depth then part distances that differ by 0.06 % at the far end. */
const LEAST_NEAR_SHARE = 1e-4;

/** Radians: azimuth around z, 0 from the front (−y), growing to the right (+x); polar from the top. */
export interface Direction {
  readonly azimuth: number;
  readonly polar: number;
}

const HALF_TURN = Math.PI;
const QUARTER_TURN = Math.PI / 2;

export const STANDARD_VIEWS: Readonly<Record<StandardView, Direction>> = {
  front: { azimuth: 0, polar: QUARTER_TURN },
  right: { azimuth: QUARTER_TURN, polar: QUARTER_TURN },
  back: { azimuth: HALF_TURN, polar: QUARTER_TURN },
  left: { azimuth: -QUARTER_TURN, polar: QUARTER_TURN },
  top: { azimuth: 0, polar: 0 },
  bottom: { azimuth: 0, polar: HALF_TURN },
};

/** The first look at a scene: from the front right, a little above. */
export const FIRST_VIEW: Direction = { azimuth: 0.6, polar: 1.18 };

/** Right, up and backward (towards the eye) of a camera looking from `direction`, with z up. Unit length. */
export function viewAxes(direction: Direction): { right: Vector3; up: Vector3; back: Vector3 } {
  const { azimuth, polar } = direction;
  const right = new Vector3(Math.cos(azimuth), Math.sin(azimuth), 0);
  const back = new Vector3(Math.sin(azimuth) * Math.sin(polar), -Math.cos(azimuth) * Math.sin(polar), Math.cos(polar));
  return { right, up: new Vector3().crossVectors(back, right), back };
}

/** From where the camera looks along `-back`, which need not have unit length; the front where it has none. */
export function directionOf(back: Vector3): Direction {
  const length = back.length();
  if (!(length > 0)) return STANDARD_VIEWS.front;
  return { azimuth: Math.atan2(back.x, -back.y), polar: Math.acos(Math.min(1, Math.max(-1, back.z / length))) };
}

/**
 * How far from the box's centre a camera must be (perspective) and how high the view at the centre must be
 * (orthographic), so that the box is seen whole with a margin. `fov` in radians, vertical; `free` is the share of the
 * height, about the middle, that nothing lies over. A box of no size is seen as one of size 1: a single point has to be
 * looked at from somewhere.
 */
export function fitBox(
  box: Box,
  direction: Direction,
  fov: number,
  aspect: number,
  free = 1,
): { distance: number; height: number } {
  const { right, up, back } = viewAxes(direction);
  const centre = centreOf(box);
  const tanVertical = Math.tan(fov / 2);
  let distance = 0;
  let halfHeight = 0;
  for (const corner of cornersOf(box)) {
    corner.sub(centre);
    const along = Math.abs(corner.dot(up)) * Math.max(MARGIN, FREE_MARGIN / free);
    const half = Math.max((Math.abs(corner.dot(right)) / aspect) * MARGIN, along);
    distance = Math.max(distance, corner.dot(back) + half / tanVertical);
    halfHeight = Math.max(halfHeight, half);
  }
  if (!(halfHeight > 0)) return { distance: 1 / tanVertical, height: 2 };
  return { distance, height: 2 * halfHeight };
}

/**
 * The depth range that holds the box, seen from `eye` along the unit vector `forward`. A perspective range starts in
 * front of the eye; an orthographic one may start behind it, as what is there is seen all the same.
 */
export function depthRange(
  box: Box,
  eye: Vector3,
  forward: Vector3,
  orthographic: boolean,
): { near: number; far: number } {
  let nearest = Infinity;
  let farthest = -Infinity;
  for (const corner of cornersOf(box)) {
    const depth = corner.sub(eye).dot(forward);
    nearest = Math.min(nearest, depth);
    farthest = Math.max(farthest, depth);
  }
  // Points have a size and handles stand out of the box.
  const slack = 0.02 * (farthest - nearest) + 1e-6 * Math.abs(farthest);
  nearest -= slack;
  farthest += slack;
  if (orthographic) return { near: nearest, far: Math.max(farthest, nearest + 1e-6) };
  const far = farthest > 0 ? farthest : 1;
  return { near: Math.max(nearest, LEAST_NEAR_SHARE * far), far };
}

export function centreOf(box: Box): Vector3 {
  return new Vector3(...box.min).add(new Vector3(...box.max)).multiplyScalar(0.5);
}

function cornersOf(box: Box): Vector3[] {
  const ends = [box.min, box.max] as const;
  return ends.flatMap((x) => ends.flatMap((y) => ends.map((z) => new Vector3(x[0], y[1], z[2]))));
}

/** `azimuth`, whole turns added so that the way there from `current` is the shorter one. */
export function nearestTurn(azimuth: number, current: number): number {
  return azimuth + 2 * Math.PI * Math.round((current - azimuth) / (2 * Math.PI));
}
