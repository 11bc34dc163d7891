/**
 * Whether a cloud is a height field: ground with what stands on it, flown over, or a relief seen from before. Then a
 * point lies over each place of one plane of two axes at most, and all of the surface is seen along the third
 * (algorithm.md section 2, step 2, "Height fields").
 *
 * Its roofs and ground hang together by walls that hardly any beam met, so that each is an open sheet of its own, and
 * the winding number gives them sides by chance. What sees them all gives them one.
 */
import type { PointSensors } from '../analysis/point-sensors.ts';
import { task } from '../host/task.ts';

export interface HeightFieldInput {
  /** [3 × count], normalised, Morton order. */
  readonly positions: Float32Array;
  readonly spacingNorm: number;
}

export interface HeightField {
  /** 0, 1, 2: the one that all is seen along best. */
  readonly axis: number;
  /**
   * Share of the points, of those that have others in their column, in columns with more than one height; 1 where few
   * have.
   */
  readonly overhung: number;
}

/** Of more points every so-and-so-many-th is looked at, and columns are as much wider. */
const MOST_POINTS = 200_000;
/** Width of a column. */
const COLUMN_SPACINGS = 1.5;
/** What lies further apart in a column than it is wide times this is two heights, or a wall: slopes up to 76°. */
const MOST_RISE = 4;
/**
 * Flights over ground, a town, a mountain, a stadium and a desk before a camera .01 to .05, before a Kinect .12, over
 * woods .17; a boat from one side .24, a thin pizza .26, a car body .28, streets and rooms .39 and more, a body .60
 * (beside the lowest of three axes).
 */
const MOST_OVERHUNG = 0.2;
/** Share of the points that have others in their column, .88 and more; of fewer nothing can be told. */
const LEAST_COMPANY = 0.5;
/** Extents from the cloud: as far as what sees it is to be, for all to be seen along the axis. */
const FAR_AWAY = 1000;

export const findHeightField = task('findHeightField', ({ positions, spacingNorm }: HeightFieldInput): HeightField => {
  const stride = Math.max(1, Math.ceil(positions.length / 3 / MOST_POINTS));
  const side = COLUMN_SPACINGS * spacingNorm * Math.sqrt(stride);
  const shares = [0, 1, 2].map((axis) => overhungAlong(positions, axis, stride, side));
  const overhung = Math.min(...shares);
  return { axis: shares.indexOf(overhung), overhung };
});

export function isHeightField({ overhung }: HeightField): boolean {
  return overhung <= MOST_OVERHUNG;
}

/**
 * One sensor for all points, far away along the axis, on the side that most normals face already.
 * @param normals [4 × count]
 */
export function sensorAlong({ axis }: HeightField, normals: Float32Array): PointSensors {
  let facing = 0;
  for (let i = axis; i < normals.length; i += 4) facing += normals[i]!;
  const places = new Float64Array(3);
  places[axis] = facing < 0 ? -FAR_AWAY : FAR_AWAY;
  return { places, names: [''], indices: new Uint16Array(normals.length / 4) };
}

/** Share of the points whose normals [4 × count] point the other way. */
export function turnedShare(normals: Float32Array, others: Float32Array): number {
  let turned = 0;
  for (let i = 0; i < normals.length; i += 4) {
    const cosine = normals[i]! * others[i]! + normals[i + 1]! * others[i + 1]! + normals[i + 2]! * others[i + 2]!;
    if (cosine < 0) turned++;
  }
  return turned / Math.max(1, normals.length / 4);
}

function overhungAlong(positions: Float32Array, axis: number, stride: number, side: number): number {
  const [across, along] = [(axis + 1) % 3, (axis + 2) % 3];
  // Normalised positions lie within 1 of 0: columns are numbered from 0 on each way.
  const perAxis = Math.ceil(2 / side) + 1;
  const numbers = new Map<number, number>();
  const lowest: number[] = [];
  const highest: number[] = [];
  const counts: number[] = [];
  for (let i = 0; i < positions.length; i += 3 * stride) {
    const column =
      Math.floor((positions[i + across]! + 1) / side) + perAxis * Math.floor((positions[i + along]! + 1) / side);
    const height = positions[i + axis]!;
    const number = numbers.get(column);
    if (number === undefined) {
      numbers.set(column, counts.length);
      lowest.push(height);
      highest.push(height);
      counts.push(1);
      continue;
    }
    lowest[number] = Math.min(lowest[number]!, height);
    highest[number] = Math.max(highest[number]!, height);
    counts[number]!++;
  }
  let [single, several] = [0, 0];
  counts.forEach((count, number) => {
    if (count < 2) return;
    if (highest[number]! - lowest[number]! > MOST_RISE * side) several += count;
    else single += count;
  });
  const lookedAt = Math.ceil(positions.length / 3 / stride);
  return single + several < LEAST_COMPANY * lookedAt || lookedAt === 0 ? 1 : several / (single + several);
}
