/**
 * Whether points fill the space they are in, instead of lying on surfaces: samples of a volume, a lattice, a cloud
 * whose noise is as thick as the object. Nothing fails on those, and what comes out is the shape of nothing.
 *
 * Within a surface the number of points grows with the square of the radius, within a volume with its cube. Noise fills
 * space below its own thickness, and a foam does above the size of its cells; so it counts only where there is no scale
 * at which the number grows as that of a surface does.
 */
import { task } from '../host/task.ts';
import { type CloudScale } from './measure-scale.ts';
import { upperMedian } from './median.ts';

/** Points looked at: a share shows the same dimension, and all scales of it are within reach. */
const SHARE_POINTS = 8192;
const SAMPLES = 150;
const FIRST_K = 8;
/** A scale reaches from k neighbours to so many times as many: lattices have shells, and fewer would show those. */
const SCALE_GROWTH = 8;
/** Balls with more of the points than this see the cloud's outside. */
const MOST_OF_CLOUD = 1 / 8;
/**
 * Dimension at every scale from which space is filled. Measured least of all scales: volumes, slabs, lattices 2.58 to
 * 2.88; koala with a noise of 5 % of its extent 2.61; of clouds with surfaces, foams sampled sparsely and noise of 2
 * and 3 % among them, 2.46 at most.
 */
const LEAST_DIMENSION = 2.5;
/** Noise in spacings below which planes are plain to see, and nobody asks. */
const LEAST_NOISE_SPACINGS = 0.5;

/** Whether it is worth asking. */
export function mayFillSpace({ noiseNorm, spacingNorm }: CloudScale): boolean {
  return noiseNorm >= LEAST_NOISE_SPACINGS * spacingNorm;
}

/** @param positions [3 × pointCount] in any order that does not depend on the place, or along a curve through space */
export const fillsSpace = task('fillsSpace', ({ positions }: { readonly positions: Float32Array }): boolean => {
  const dimensions = dimensionsOf(shareOf(positions));
  return dimensions.length > 0 && dimensions.every((dimension) => dimension >= LEAST_DIMENSION);
});

/**
 * Dimension at every scale up to which points lie along curves: the outlines of a drawing, the path of a probe.
 * Measured most of all scales: a line, a circle, a line with noise of a third of its spacing .97 to 1.11; a wire with
 * five points round it 1.32, helices and fences 1.7, scan lines about 2 from some scale on.
 */
const MOST_CURVE_DIMENSION = 1.25;
/** A square of the spacing for each point, of the extent's square: curves have less, and few surfaces are asked. */
const MOST_CURVE_AREA = 0.5;

/** Whether it is worth asking. */
export function mayBeCurves({ spacingNorm }: CloudScale, pointCount: number): boolean {
  return pointCount * spacingNorm ** 2 < MOST_CURVE_AREA;
}

/**
 * Whether points lie along curves, with nothing of a surface at any scale. Of many those are looked at that are in the
 * middle: of an even share the distance from one another would be longer than a wire is thick.
 *
 * @param positions [3 × pointCount] in Morton order
 */
export const liesOnCurves = task('liesOnCurves', ({ positions }: { readonly positions: Float32Array }): boolean => {
  const dimensions = dimensionsOf(middleOf(positions));
  return dimensions.length > 0 && dimensions.every((dimension) => dimension <= MOST_CURVE_DIMENSION);
});

/** The median dimension at each scale, from a few neighbours to an eighth of the points; none of too few points. */
function dimensionsOf(share: Float32Array): number[] {
  const count = share.length / 3;
  const scales: number[] = [];
  for (let k = FIRST_K; SCALE_GROWTH * k <= MOST_OF_CLOUD * count; k *= 2) scales.push(k);
  const dimensions = scales.map(() => new Float64Array(SAMPLES));
  const squared = new Float32Array(count);
  for (let sample = 0; sample < SAMPLES && scales.length > 0; sample++) {
    distancesFrom(share, Math.floor(((sample + 0.5) * count) / SAMPLES), squared);
    for (const [scale, k] of scales.entries()) {
      // Points at one distance from one another (a lattice's) have no scale of their own.
      const growth = Math.log(squared[SCALE_GROWTH * k]! / squared[k]!);
      dimensions[scale]![sample] = growth > 0 ? (2 * Math.log(SCALE_GROWTH)) / growth : Infinity;
    }
  }
  return dimensions.map((values) => upperMedian(values));
}

function middleOf(positions: Float32Array): Float32Array {
  const first = Math.max(0, Math.floor((positions.length / 3 - SHARE_POINTS) / 2));
  return positions.subarray(3 * first, 3 * (first + SHARE_POINTS));
}

function shareOf(positions: Float32Array): Float32Array {
  const pointCount = positions.length / 3;
  const count = Math.min(pointCount, SHARE_POINTS);
  const share = new Float32Array(3 * count);
  for (let i = 0; i < count; i++) {
    const at = 3 * Math.floor((i * pointCount) / count);
    share.set(positions.subarray(at, at + 3), 3 * i);
  }
  return share;
}

/** Squared distances from a point, ascending. */
function distancesFrom(positions: Float32Array, point: number, squared: Float32Array): void {
  const [x, y, z] = positions.subarray(3 * point, 3 * point + 3) as unknown as [number, number, number];
  for (let i = 0; i < squared.length; i++) {
    const dx = positions[3 * i]! - x;
    const dy = positions[3 * i + 1]! - y;
    const dz = positions[3 * i + 2]! - z;
    squared[i] = dx * dx + dy * dy + dz * dz;
  }
  squared.sort();
}
