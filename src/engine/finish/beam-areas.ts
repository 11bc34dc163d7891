/**
 * The area of surface that each point stands for, as its sensor sees it: beams of even angles lie d²/|cos| apart. By
 * counts of points, what is far behind looks like sparse clutter (a stereo image of a mug: the wall behind it went, and
 * with it a third of the points).
 */
import { NO_SENSOR, type PointSensors } from '../analysis/point-sensors.ts';

/** |cosine| between axis and beam below which an axis says no more how slanted the surface is. */
const LEAST_COSINE = 0.2;

/**
 * [pointCount] mean 1 over the points of each sensor, and 1 where none is known.
 * @param positions [3 × pointCount] normalised
 * @param planes [4 × pointCount] unit axes
 */
export function beamAreas(
  positions: Float32Array,
  planes: Float32Array,
  { places, indices }: Pick<PointSensors, 'places' | 'indices'>,
): Float32Array<ArrayBuffer> {
  const areas = new Float32Array(indices.length).fill(1);
  const sums = new Float64Array(places.length / 3);
  const counts = new Uint32Array(sums.length);
  for (let i = 0; i < indices.length; i++) {
    const sensor = indices[i]!;
    if (sensor === NO_SENSOR) continue;
    let [along, squared] = [0, 0];
    for (let axis = 0; axis < 3; axis++) {
      const way = places[3 * sensor + axis]! - positions[3 * i + axis]!;
      along += way * planes[4 * i + axis]!;
      squared += way * way;
    }
    const cosine = Math.abs(along) / Math.sqrt(squared);
    areas[i] = squared / Math.max(LEAST_COSINE, cosine || 0);
    sums[sensor]! += areas[i]!;
    counts[sensor]!++;
  }
  for (let i = 0; i < indices.length; i++) {
    const sensor = indices[i]!;
    if (sensor !== NO_SENSOR && sums[sensor]! > 0) areas[i]! *= counts[sensor]! / sums[sensor]!;
  }
  return areas;
}
