/**
 * The two changes of coordinates between a file and the engine, the only place where world and normalised space meet.
 *
 * 1. The global shift, in float64 while reading: world = local + shift. It saves the digits that float32 would lose.
 * 2. The frame, once the cloud is complete: local = centre + worldPerNorm × normalised, one uniform scale for all axes.
 */
import { ReconstructError } from '../errors.ts';
import { boundsOf } from '../math/point-bounds.ts';
import type { Triple } from '../math/triple.ts';

/** From here on float32 resolves less than a millimetre of a metre (its ulp at 10⁴ is 10⁻³). */
const LARGE_COORDINATE = 1e4;
/**
 * Up to here float32 keeps 6·10⁻⁶ of the diagonal (half an ulp), a tenth of the best mesh's distance from the truth.
 */
const LARGE_OFFSET_DIAGONALS = 100;
/** No step below a micro-unit: at a coordinate of 10⁴ float64 itself ends at 10⁻¹². */
const SMALLEST_STEP_EXPONENT = -6;

/** A corner of a box of shifted points in world space. */
export function unshifted(corner: Triple, shift: Triple): Triple {
  return [corner[0] + shift[0], corner[1] + shift[1], corner[2] + shift[2]];
}

/**
 * The shift for a cloud with these bounds (world, float64): zero unless a coordinate reaches 10⁴ or a hundred
 * diagonals. (A rule for large diagonals would add nothing: a diagonal of 10⁶ needs a coordinate of 2.8·10⁵.)
 *
 * All three axes shift, to the box's centre rounded to a multiple of the largest power of ten that the diagonal
 * reaches (1 for a single point). So the numbers stay readable and repeatable, while what is left of a coordinate
 * is at most half a diagonal more than the box.
 */
export function shiftFor(min: Triple, max: Triple): Triple {
  const largest = Math.max(...min.map(Math.abs), ...max.map(Math.abs));
  const diagonal = Math.hypot(max[0] - min[0], max[1] - min[1], max[2] - min[2]);
  const isFar = diagonal > 0 && largest >= LARGE_OFFSET_DIAGONALS * diagonal;
  if (largest < LARGE_COORDINATE && !isFar) return [0, 0, 0];
  const exponent = diagonal > 0 ? Math.max(Math.floor(Math.log10(diagonal)), SMALLEST_STEP_EXPONENT) : 0;
  const rounded = (axis: 0 | 1 | 2): number => {
    const centre = min[axis] + (max[axis] - min[axis]) / 2;
    // Dividing by 10ⁿ rounds to the nearest double of the decimal number, multiplying by 10⁻ⁿ would not.
    const step = 10 ** Math.abs(exponent);
    const value = exponent < 0 ? Math.round(centre * step) / step : Math.round(centre / step) * step;
    return value === 0 ? 0 : value;
  };
  return [rounded(0), rounded(1), rounded(2)];
}

/** The place of normalised space in local world space (world less the cloud's shift). */
export interface Frame {
  /** Centre of the bounding box, local world. */
  readonly centre: Triple;
  /** The box's largest extent, world units, which is 1 in normalised space; of few points more. */
  readonly worldPerNorm: number;
}

/**
 * Spacings of a cube's points, as shares of its edge, from which on the frame leaves room: the cube of the grids
 * reaches .05 beyond the points, and a surface may bulge by a spacing between them. Of a box of 80 points it was cut
 * six times.
 */
const ROOMY_SPACING = 0.07;

/**
 * What is 1 in normalised space, of so many points with this largest extent: from 1,225 points on the extent itself.
 */
export function worldPerNormOf(extent: number, pointCount: number): number {
  // The six faces of a cube have a point to each square of the spacing.
  const spacing = Math.sqrt(6 / Math.max(1, pointCount));
  return extent * (1 + 2 * Math.max(0, spacing - ROOMY_SPACING));
}

/**
 * The frame in which the largest extent of the points is 1 and their box is centred at 0; of fewer than 1,225 points
 * the extent is less, so that there is room about them. Computed in float64, where neither the squares nor the
 * reciprocals of any float32 number overflow.
 * @param positions [3 × pointCount] local world, finite.
 * @throws ReconstructError `cloud-degenerate` where all points coincide.
 */
export function frameOf(positions: Float32Array): Frame {
  const { min, max } = boundsOf(positions);
  const extent = (axis: 0 | 1 | 2) => max[axis] - min[axis];
  const pointCount = positions.length / 3;
  const worldPerNorm = worldPerNormOf(Math.max(extent(0), extent(1), extent(2)), pointCount);
  if (!(worldPerNorm > 0)) {
    const message = `All ${pointCount} points lie in one place, so there is no surface to find. Check that the export kept its coordinates (decimal places, units).`;
    throw new ReconstructError('cloud-degenerate', message, { pointCount });
  }
  const centre = (axis: 0 | 1 | 2) => min[axis] + extent(axis) / 2;
  return { centre: [centre(0), centre(1), centre(2)], worldPerNorm };
}

/** @returns [3 × pointCount] normalised, of [3 × pointCount] local world. */
export function toNormalised(positions: Float32Array, frame: Frame): Float32Array {
  const { centre, worldPerNorm } = frame;
  const normalised = new Float32Array(positions.length);
  for (let i = 0; i < positions.length; i += 3) {
    normalised[i] = (positions[i]! - centre[0]) / worldPerNorm;
    normalised[i + 1] = (positions[i + 1]! - centre[1]) / worldPerNorm;
    normalised[i + 2] = (positions[i + 2]! - centre[2]) / worldPerNorm;
  }
  return normalised;
}

/**
 * @returns [3 × pointCount] local world, of [3 × pointCount] normalised. Add the cloud's shift for the file's world.
 */
export function toWorld(positions: Float32Array, frame: Frame): Float32Array {
  const { centre, worldPerNorm } = frame;
  const local = new Float32Array(positions.length);
  for (let i = 0; i < positions.length; i += 3) {
    local[i] = positions[i]! * worldPerNorm + centre[0];
    local[i + 1] = positions[i + 1]! * worldPerNorm + centre[1];
    local[i + 2] = positions[i + 2]! * worldPerNorm + centre[2];
  }
  return local;
}
