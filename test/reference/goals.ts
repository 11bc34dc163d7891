/**
 * The goal of a noisy point in float64, from algorithm.md section 2, step 5: ½ σ² κ, κ by second differences of the
 * field round the point's foot. A field is any function of a place that is NaN where a node is missing.
 */

export type Place = readonly number[];
/** Normalised lengths, NaN outside the band. */
export type ReadField = (place: Place) => number;

/** Trilinear between the nodes of a level, x + side (y + side z). */
export function trilinear(
  resolution: number,
  field: ArrayLike<number>,
  isActive: (x: number, y: number, z: number) => boolean,
): ReadField {
  const side = resolution + 1;
  return (place) => {
    const voxel = place.map((v) => ((v + 0.55) * resolution) / 1.1);
    const low = voxel.map(Math.floor);
    let sum = 0;
    for (let k = 0; k < 8; k++) {
      const step = [k & 1, (k >> 1) & 1, k >> 2];
      const [x, y, z] = low.map((v, axis) => v + step[axis]!) as [number, number, number];
      if (Math.min(x, y, z) < 0 || Math.max(x, y, z) > resolution || !isActive(x, y, z)) return NaN;
      const share = step.reduce((product, s, axis) => {
        const at = voxel[axis]! - low[axis]!;
        return product * (s === 1 ? at : 1 - at);
      }, 1);
      sum += share * field[x + side * (y + side * z)]!;
    }
    return sum;
  };
}

const along = (place: Place, direction: Place, length: number): number[] =>
  place.map((v, axis) => v + length * direction[axis]!);
const dot = (a: Place, b: Place): number => a.reduce((sum, v, axis) => sum + v * b[axis]!, 0);
const AXES = [[1, 0, 0], [0, 1, 0], [0, 0, 1]] as const; // prettier-ignore

function slopeAt(field: ReadField, place: Place, reach: number): number[] {
  return AXES.map((axis) => (field(along(place, axis, reach)) - field(along(place, axis, -reach))) / (2 * reach));
}

/** -1 where the field does not tell. */
export function residualAt(field: ReadField, place: Place, reach: number): number {
  const slope = Math.hypot(...slopeAt(field, place, reach));
  const residual = Math.abs(field(place)) / slope;
  return slope >= 0.2 && !Number.isNaN(residual) ? residual : -1;
}

export interface GoalNumbers {
  /** Of the differences, normalised. */
  readonly reach: number;
  readonly noise: number;
  readonly share: number;
}

export function goalAt(field: ReadField, place: Place, normal: Place, { reach, noise, share }: GoalNumbers): number {
  const slope = slopeAt(field, place, reach);
  const steepness = Math.hypot(...slope);
  const value = field(place);
  if (!(steepness >= 0.2) || Number.isNaN(value)) return 0;
  const away = Math.min(3 * noise, Math.max(-3 * noise, value / steepness));
  const foot = along(place, slope, -away / steepness);
  const there = slopeAt(field, foot, reach);
  const rise = Math.hypot(...there);
  if (!(rise >= 0.2) || dot(there, normal) < 0) return 0;
  const up = there.map((v) => v / rise);
  const axis = Math.abs(up[0]!) < 0.7 ? AXES[0] : AXES[1];
  const flat = along(axis, up, -dot(axis, up));
  const u = flat.map((v) => v / Math.hypot(...flat));
  const v = [0, 1, 2].map((i) => up[(i + 1) % 3]! * u[(i + 2) % 3]! - up[(i + 2) % 3]! * u[(i + 1) % 3]!);
  const round = [u, v].flatMap((axis) => [field(along(foot, axis, reach)), field(along(foot, axis, -reach))]);
  const bend = (round.reduce((sum, at) => sum + at, 0) - 4 * field(foot)) / (reach * reach * rise);
  if (Number.isNaN(bend)) return 0;
  return share * Math.min(noise, Math.max(-noise, 0.5 * noise * noise * bend));
}
