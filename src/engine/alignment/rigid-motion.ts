/** Rotation and shift of a scan as a whole. */
import type { Triple } from '../math/triple.ts';

export interface RigidMotion {
  /** [9] row by row. */
  readonly rotation: Float64Array;
  readonly shift: Triple;
}

const NO_SHIFT: Triple = [0, 0, 0];

export const NO_MOTION: RigidMotion = { rotation: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), shift: [0, 0, 0] };

export function rotated({ rotation: r }: RigidMotion, [x, y, z]: Triple): Triple {
  return [r[0]! * x + r[1]! * y + r[2]! * z, r[3]! * x + r[4]! * y + r[5]! * z, r[6]! * x + r[7]! * y + r[8]! * z];
}

export function moved(motion: RigidMotion, point: Triple): Triple {
  const [x, y, z] = rotated(motion, point);
  return [x + motion.shift[0], y + motion.shift[1], z + motion.shift[2]];
}

/** As `rotated`, of the three values from `at` on: of ten million no array is made. */
export function turnInPlace({ rotation: r }: RigidMotion, values: Float32Array, at: number, shift = NO_SHIFT): void {
  const [x, y, z] = [values[at]!, values[at + 1]!, values[at + 2]!];
  values[at] = r[0]! * x + r[1]! * y + r[2]! * z + shift[0];
  values[at + 1] = r[3]! * x + r[4]! * y + r[5]! * z + shift[1];
  values[at + 2] = r[6]! * x + r[7]! * y + r[8]! * z + shift[2];
}

/** As `moved`. */
export function moveInPlace(motion: RigidMotion, values: Float32Array, at: number): void {
  turnInPlace(motion, values, at, motion.shift);
}

/** Where `moved` came from. */
export function movedBack({ rotation: r, shift }: RigidMotion, point: Triple): Triple {
  const [x, y, z] = [point[0] - shift[0], point[1] - shift[1], point[2] - shift[2]];
  return [r[0]! * x + r[3]! * y + r[6]! * z, r[1]! * x + r[4]! * y + r[7]! * z, r[2]! * x + r[5]! * y + r[8]! * z];
}

/** Radians. */
export function angleOf({ rotation: r }: RigidMotion): number {
  // By the axis' length, which is exact for small angles, where the trace is not (Shepperd 1978).
  const sine = Math.hypot(r[7]! - r[5]!, r[2]! - r[6]!, r[3]! - r[1]!) / 2;
  return Math.atan2(sine, (r[0]! + r[4]! + r[8]! - 1) / 2);
}

/**
 * The motion, then a turn by the vector `turn` (radians about its direction, Rodrigues' formula) about `centre`, and
 * `step`.
 */
export function thenTurned(motion: RigidMotion, turn: Triple, centre: Triple, step: Triple): RigidMotion {
  const angle = Math.hypot(...turn);
  const [x, y, z] = angle > 0 ? ([turn[0] / angle, turn[1] / angle, turn[2] / angle] as const) : ([0, 0, 1] as const);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const k = 1 - c;
  const rotation = Float64Array.of(
    c + k * x * x,
    k * x * y - s * z,
    k * x * z + s * y,
    k * x * y + s * z,
    c + k * y * y,
    k * y * z - s * x,
    k * x * z - s * y,
    k * y * z + s * x,
    c + k * z * z,
  );
  const about = { rotation, shift: [0, 0, 0] as Triple };
  const columns = [0, 1, 2].map((column) =>
    rotated(about, [motion.rotation[column]!, motion.rotation[3 + column]!, motion.rotation[6 + column]!]),
  );
  const joined = Float64Array.from({ length: 9 }, (_, at) => columns[at % 3]![Math.floor(at / 3)]!);
  const from = rotated(about, [motion.shift[0] - centre[0], motion.shift[1] - centre[1], motion.shift[2] - centre[2]]);
  const shift = [0, 1, 2].map((axis) => from[axis]! + centre[axis]! + step[axis]!) as unknown as Triple;
  return { rotation: joined, shift };
}
