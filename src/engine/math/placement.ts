/**
 * Where a cloud stands: turned so that up is up, at its true size, maybe with its lowest point on the ground. One
 * matrix from the coordinates of the file, and the way back.
 */
import { cross, dot, type Triple, unit } from './triple.ts';
import type { LengthUnit } from './length-unit.ts';

export type AxisName = '+x' | '-x' | '+y' | '-y' | '+z' | '-z';

export const AXES: Readonly<Record<AxisName, Triple>> = {
  '+x': [1, 0, 0],
  '-x': [-1, 0, 0],
  '+y': [0, 1, 0],
  '-y': [0, -1, 0],
  '+z': [0, 0, 1],
  '-z': [0, 0, -1],
};

/** What of the file points up: an axis, a direction, or away from its largest plane. */
export type Up = AxisName | 'plane' | Triple;

/** How a cloud is to stand. What is left out stays as in the file. */
export interface Placing {
  readonly up?: Up;
  /** Degrees about x, then y, then z, counter-clockwise, after `up`. */
  readonly turn?: Triple;
  /** What lengths are multiplied by; above 0. */
  readonly scale?: number;
  /** What lengths are then; nothing is converted. */
  readonly unit?: LengthUnit;
  /** Whether the lowest point then lies at z = 0. */
  readonly onGround?: boolean;
}

/** How a cloud stands. */
export interface Placement {
  /** [16] row by row: what coordinates of the file (x, y, z, 1) are multiplied by. */
  readonly matrix: readonly number[];
  /** Direction of the file that points up, before `turn`; length 1. */
  readonly up: Triple;
  readonly turn: Triple;
  readonly scale: number;
  /** Null where nobody said. */
  readonly unit: LengthUnit | null;
  readonly onGround: boolean;
}

/** What lengths are of a cloud, or of the mesh that a report is of; null where nobody said. */
export function lengthUnitOf({ placement }: { readonly placement?: Placement }): LengthUnit | null {
  return placement?.unit ?? null;
}

/** [9] row by row. */
export type Turning = readonly number[];

/** The least turn that takes a direction to z; upside down, about x. (Rodrigues' formula.) */
export function turningUp(direction: Triple): Turning {
  const up = unit(direction);
  const cosine = up[2];
  if (cosine < -1 + 1e-12) return [1, 0, 0, 0, -1, 0, 0, 0, -1];
  const [x, y, z] = cross(up, [0, 0, 1]);
  const k = 1 / (1 + cosine);
  return [
    cosine + k * x * x, k * x * y - z, k * x * z + y,
    k * x * y + z, cosine + k * y * y, k * y * z - x,
    k * x * z - y, k * y * z + x, cosine + k * z * z,
  ]; // prettier-ignore
}

/** @param degrees about x, then y, then z, counter-clockwise as seen from the end of each */
export function turningOf(degrees: Triple): Turning {
  const about = (axis: 0 | 1 | 2): Turning => {
    const [cosine, sine] = [cosineOf(degrees[axis]), cosineOf(degrees[axis] - 90)];
    const [i, j] = [(axis + 1) % 3, (axis + 2) % 3] as const;
    const matrix = [1, 0, 0, 0, 1, 0, 0, 0, 1];
    matrix[4 * i] = cosine;
    matrix[4 * j] = cosine;
    matrix[3 * i + j] = -sine;
    matrix[3 * j + i] = sine;
    return matrix;
  };
  return product(about(2), product(about(1), about(0)));
}

/** Sine of the turn about y beyond which those about x and z are one: all of it is told as one about x. */
const LOCKED = 1 - 1e-12;

/** The degrees that `turningOf` makes a turning of: about x and z from −180 to 180, about y from −90 to 90. */
export function degreesOf(turning: Turning): Triple {
  const degrees = (radians: number): number => (radians * 180) / Math.PI + 0;
  const sine = -turning[6]!;
  if (Math.abs(sine) > LOCKED) {
    return [degrees(Math.atan2(Math.sign(sine) * turning[1]!, turning[4]!)), 90 * Math.sign(sine), 0];
  }
  return [
    degrees(Math.atan2(turning[7]!, turning[8]!)),
    degrees(Math.asin(sine)),
    degrees(Math.atan2(turning[3]!, turning[0]!)),
  ];
}

/** Digits of degrees that are kept: on a kilometre that is less than a millimetre, and they can be typed again. */
const DEGREE_DIGITS = 4;

/** The turn that is first `turn`, then one by so many degrees about an axis of what stands then. */
export function turnAfter(turn: Triple, axis: 0 | 1 | 2, degrees: number): Triple {
  const further: [number, number, number] = [0, 0, 0];
  further[axis] = degrees;
  const [x, y, z] = degreesOf(product(turningOf(further), turningOf(turn)));
  const rounded = (value: number): number => Number(value.toFixed(DEGREE_DIGITS)) + 0;
  return [rounded(x), rounded(y), rounded(z)];
}

/** Quarter turns exactly. */
function cosineOf(degrees: number): number {
  const turned = ((degrees % 360) + 360) % 360;
  const quarter = turned / 90;
  return Number.isInteger(quarter) ? [1, 0, -1, 0][quarter]! : Math.cos((turned * Math.PI) / 180);
}

/** First `second`, then `first`, as matrices are multiplied. */
export function product(first: Turning, second: Turning): Turning {
  const at = (row: number, column: number): number =>
    first[3 * row]! * second[column]! +
    first[3 * row + 1]! * second[3 + column]! +
    first[3 * row + 2]! * second[6 + column]!;
  return Array.from({ length: 9 }, (_, i) => at(Math.floor(i / 3), i % 3) + 0);
}

export function turned(turning: Turning, [x, y, z]: Triple): Triple {
  const along = (row: number): number => turning[row]! * x + turning[row + 1]! * y + turning[row + 2]! * z;
  return [along(0), along(3), along(6)];
}

/** The way back. */
export function turnedBack(turning: Turning, [x, y, z]: Triple): Triple {
  const along = (column: number): number => turning[column]! * x + turning[column + 3]! * y + turning[column + 6]! * z;
  return [along(0), along(1), along(2)];
}

/** [16] row by row, of turn, then scale, then move. */
export function matrixOf(turning: Turning, scale: number, move: Triple): number[] {
  const row = (i: 0 | 1 | 2): number[] => [...turning.slice(3 * i, 3 * i + 3).map((part) => scale * part + 0), move[i]];
  return [...row(0), ...row(1), ...row(2), 0, 0, 0, 1];
}

/** [16] first `second`, then `first`. */
export function joined(first: readonly number[], second: readonly number[]): number[] {
  return first.map((_, i) => {
    const [row, column] = [4 * Math.floor(i / 4), i % 4];
    return [0, 1, 2, 3].reduce((sum, k) => sum + first[row + k]! * second[4 * k + column]!, 0);
  });
}

/** [16] the way back, of a matrix that turns, scales evenly and moves. */
export function inverseOf(matrix: readonly number[]): number[] {
  const origin = placeInFile({ matrix }, [0, 0, 0]);
  const squared = matrix[0]! ** 2 + matrix[4]! ** 2 + matrix[8]! ** 2;
  return matrix.map((value, i) => {
    const [row, column] = [Math.floor(i / 4), i % 4];
    if (row === 3) return value;
    return column === 3 ? origin[row]! : matrix[4 * column + row]! / squared;
  });
}

/** Where a place of the file stands. */
export function placedAt({ matrix }: Pick<Placement, 'matrix'>, place: Triple): Triple {
  const along = (row: number): number =>
    matrix[row]! * place[0] + matrix[row + 1]! * place[1] + matrix[row + 2]! * place[2] + matrix[row + 3]!;
  return [along(0), along(4), along(8)];
}

/** Where in the file a place was; of a matrix that turns, scales evenly and moves. */
export function placeInFile({ matrix }: Pick<Placement, 'matrix'>, place: Triple): Triple {
  const from: Triple = [place[0] - matrix[3]!, place[1] - matrix[7]!, place[2] - matrix[11]!];
  const column = (i: number): Triple => [matrix[i]!, matrix[i + 4]!, matrix[i + 8]!];
  const back = (i: number): number => dot(column(i), from) / dot(column(i), column(i));
  return [back(0), back(1), back(2)];
}

/** The direction that a direction had in the file; length 1. */
export function directionInFile({ matrix }: Pick<Placement, 'matrix'>, direction: Triple): Triple {
  const along = (i: number): number => dot([matrix[i]!, matrix[i + 4]!, matrix[i + 8]!], direction);
  return unit([along(0), along(1), along(2)]);
}
