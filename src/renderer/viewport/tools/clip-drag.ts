/** Geometry of dragging a face of the clipping box, apart from pointers and pixels. */
import type { Triple } from '../../../engine/vocabulary.ts';
import type { Box } from '../viewport-context.ts';

export type Axis = 0 | 1 | 2;

export interface Face {
  readonly axis: Axis;
  readonly side: 'min' | 'max';
}

export const FACES: readonly Face[] = ([0, 1, 2] as const).flatMap((axis) => [
  { axis, side: 'min' as const },
  { axis, side: 'max' as const },
]);

/** Pairs of corners; bit `axis` of a corner is set where it is at the box's maximum. */
export const EDGES: readonly (readonly [number, number])[] = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((corner) =>
  [1, 2, 4].filter((bit) => (corner & bit) === 0).map((bit) => [corner, corner | bit] as const),
);

/** Rays closer than this to the axis (sine squared of the angle) say nothing about the place along it. */
const LEAST_SINE_SQUARED = 1e-3;

export function cornerOf(box: Box, corner: number): Triple {
  const at = (axis: Axis): number => ((corner >> axis) & 1 ? box.max : box.min)[axis];
  return [at(0), at(1), at(2)];
}

export function faceCentre(box: Box, face: Face): Triple {
  const at = (axis: Axis): number =>
    axis === face.axis ? box[face.side][axis] : 0.5 * (box.min[axis] + box.max[axis]);
  return [at(0), at(1), at(2)];
}

/**
 * The coordinate along `axis` of the place on the line through `through` that is nearest to a ray: where a handle goes
 * that follows the pointer. Null where the ray runs along the line.
 * @param direction Of unit length.
 */
export function alongAxis(origin: Triple, direction: Triple, through: Triple, axis: Axis): number | null {
  const cosine = direction[axis];
  const sineSquared = 1 - cosine * cosine;
  if (sineSquared < LEAST_SINE_SQUARED) return null;
  const [x, y, z] = [through[0] - origin[0], through[1] - origin[1], through[2] - origin[2]];
  const alongRay = x * direction[0] + y * direction[1] + z * direction[2];
  const alongLine = [x, y, z][axis]!;
  return through[axis] + (alongRay * cosine - alongLine) / sineSquared;
}

/** The box with one face at `coordinate`, at least `least` from the opposite face. */
export function moveFace(box: Box, face: Face, coordinate: number, least: number): Box {
  const opposite = box[face.side === 'min' ? 'max' : 'min'][face.axis];
  const place = face.side === 'min' ? Math.min(coordinate, opposite - least) : Math.max(coordinate, opposite + least);
  const corner = [...box[face.side]] as [number, number, number];
  corner[face.axis] = place;
  return { ...box, [face.side]: corner };
}

/** The CSS cursor for dragging along a direction on the screen, y downwards. */
export function cursorAlong(x: number, y: number): string {
  const eighth = Math.round((Math.atan2(y, x) / Math.PI) * 4);
  return ['ew-resize', 'nwse-resize', 'ns-resize', 'nesw-resize'][((eighth % 4) + 4) % 4]!;
}
