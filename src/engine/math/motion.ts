/**
 * How a place of the world moves where its cloud comes to stand otherwise: turned, scaled evenly and moved, by one
 * matrix. All in float64; what is kept in float32 is less an origin on both sides.
 */
import { inverseOf, joined, type Placement } from './placement.ts';
import type { Triple } from './triple.ts';

export interface Motion {
  /** [16] row by row: what world coordinates (x, y, z, 1) are multiplied by. */
  readonly matrix: readonly number[];
  /** What lengths are multiplied by. */
  readonly scale: number;
}

const AS_IN_FILE = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

/** From how one cloud stands to how it stands then; undefined is as in its file. */
export function motionBetween(before: Placement | undefined, after: Placement | undefined): Motion {
  const back = before ? inverseOf(before.matrix) : AS_IN_FILE;
  return {
    matrix: joined(after?.matrix ?? AS_IN_FILE, back),
    scale: (after?.scale ?? 1) / (before?.scale ?? 1),
  };
}

/**
 * @param places [3 × n] world less `from`
 * @returns [3 × n] world less `to`, of the same kind of array
 */
export function movedPlaces<A extends Float32Array | Float64Array>(
  places: A,
  from: Triple,
  to: Triple,
  motion: Motion,
): A {
  const moved = places.slice() as A;
  const { matrix } = motion;
  // Without an array for each: there are millions.
  for (let at = 0; at < places.length; at += 3) {
    const x = places[at]! + from[0];
    const y = places[at + 1]! + from[1];
    const z = places[at + 2]! + from[2];
    for (let axis = 0; axis < 3; axis++) {
      const row = 4 * axis;
      const along = matrix[row]! * x + matrix[row + 1]! * y + matrix[row + 2]! * z + matrix[row + 3]!;
      moved[at + axis] = along - to[axis]!;
    }
  }
  return moved;
}

/** @param directions [3 × n] as long afterwards as they were */
export function turnedDirections<A extends Float32Array>(directions: A, matrix: readonly number[]): A {
  const scale = Math.hypot(matrix[0]!, matrix[4]!, matrix[8]!);
  const turning = [0, 1, 2, 4, 5, 6, 8, 9, 10].map((i) => matrix[i]! / scale);
  const result = directions.slice() as A;
  for (let at = 0; at < directions.length; at += 3) {
    const x = directions[at]!;
    const y = directions[at + 1]!;
    const z = directions[at + 2]!;
    for (let axis = 0; axis < 3; axis++) {
      const row = 3 * axis;
      result[at + axis] = turning[row]! * x + turning[row + 1]! * y + turning[row + 2]! * z;
    }
  }
  return result;
}
