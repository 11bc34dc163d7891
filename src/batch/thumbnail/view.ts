/**
 * The eye: where it is, and where it sees each vertex. The direction and the angle of view are those with which the
 * app's viewport opens a scene (`FIRST_VIEW` in `renderer/viewport/camera/fit.ts`), z up. The viewport makes room for
 * the box; here what is seen fills the picture, since thumbnails are small.
 */
import { STEP_MASK, type Steps } from '../../engine/hosting.ts';
import type { Triple } from '../../engine/vocabulary.ts';

/** Radians: from the front (−y) towards the right (+x), and from the top. */
const AZIMUTH = 0.6;
const POLAR = 1.18;
/** Vertical, over the sphere around the mesh. */
const VIEW_ANGLE = (35 * Math.PI) / 180;
/** Share of the picture that stays free on each side, at least. */
const MARGIN = 0.03;

/** Unit vectors of the eye in the mesh's space: to its right, above it, and from the mesh towards it. */
export const AXES: { readonly right: Triple; readonly up: Triple; readonly back: Triple } = axes();

function axes() {
  const [sinA, cosA, sinP, cosP] = [Math.sin(AZIMUTH), Math.cos(AZIMUTH), Math.sin(POLAR), Math.cos(POLAR)];
  const right = [cosA, sinA, 0] as const;
  const back = [sinA * sinP, -cosA * sinP, cosP] as const;
  const up = [-sinA * cosP, cosA * cosP, sinP] as const;
  return { right, up, back };
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface View extends Size {
  /**
   * [3 × vertexCount] place in the picture in samples, from its upper left corner, and nearness: 1 / distance along the
   * view, in a unit where the mesh has radius 1. Nearness is linear over the picture, distance is not. NaN where a
   * vertex has no place.
   */
  readonly seen: Float32Array<ArrayBuffer>;
  /** The eye in the mesh's space. */
  readonly eye: Triple;
}

/** Fits the mesh into a picture of this size. A mesh without extent has no place in it: all is NaN. */
export function* viewSteps({ positions }: { readonly positions: Float32Array }, size: Size): Steps<View> {
  const { centre, radius } = yield* sphereSteps(positions);
  const distance = 1 / Math.sin(VIEW_ANGLE / 2);
  const eye = AXES.back.map((part, axis) => centre[axis]! + part * distance * radius) as unknown as Triple;
  const seen = new Float32Array(positions.length);
  const low = [Infinity, Infinity];
  const high = [-Infinity, -Infinity];
  for (let i = 0; i < positions.length; i += 3) {
    if ((i & STEP_MASK) < 3) yield;
    // Everything is float64 up to here: large coordinates lose nothing.
    const x = (positions[i]! - centre[0]) / radius;
    const y = (positions[i + 1]! - centre[1]) / radius;
    const z = (positions[i + 2]! - centre[2]) / radius;
    const nearness = 1 / (distance - dot(AXES.back, x, y, z));
    const across = dot(AXES.right, x, y, z) * nearness;
    const down = -dot(AXES.up, x, y, z) * nearness;
    seen[i] = across;
    seen[i + 1] = down;
    seen[i + 2] = nearness;
    if (across < low[0]!) low[0] = across;
    if (across > high[0]!) high[0] = across;
    if (down < low[1]!) low[1] = down;
    if (down > high[1]!) high[1] = down;
  }
  const room = 1 - 2 * MARGIN;
  const scale = Math.min((size.width * room) / (high[0]! - low[0]!), (size.height * room) / (high[1]! - low[1]!));
  const [left, top] = [
    size.width / 2 - (scale * (low[0]! + high[0]!)) / 2,
    size.height / 2 - (scale * (low[1]! + high[1]!)) / 2,
  ];
  for (let i = 0; i < seen.length; i += 3) {
    if ((i & STEP_MASK) < 3) yield;
    seen[i] = left + scale * seen[i]!;
    seen[i + 1] = top + scale * seen[i + 1]!;
  }
  return { ...size, seen, eye };
}

/** A sphere that holds all vertices with finite coordinates. */
function* sphereSteps(positions: Float32Array): Steps<{ readonly centre: Triple; readonly radius: number }> {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < positions.length; i += 3) {
    if ((i & STEP_MASK) < 3) yield;
    for (let axis = 0; axis < 3; axis++) {
      const value = positions[i + axis]!;
      if (!Number.isFinite(value)) continue;
      if (value < low[axis]!) low[axis] = value;
      if (value > high[axis]!) high[axis] = value;
    }
  }
  const centre = low.map((value, axis) => value + (high[axis]! - value) / 2) as unknown as Triple;
  const radius = Math.hypot(...high.map((value, axis) => value - low[axis]!)) / 2;
  return { centre, radius };
}

export function dot([a, b, c]: Triple, x: number, y: number, z: number): number {
  return a * x + b * y + c * z;
}
