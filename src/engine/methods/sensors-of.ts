/** The sensors of a cloud's scans, led to the points that a run works on and into their space. */
import { NO_SENSOR, type PointSensors } from '../analysis/point-sensors.ts';
import type { PointCloud } from '../cloud/point-cloud.ts';
import type { PreparedCloud } from '../cloud/prepare-cloud.ts';

/**
 * Nothing where no point of the cloud has one. A scan that no sensor is known of leaves its points without; scans of a
 * cloud that does not tell which point is whose have theirs only if there is one scan.
 */
export function sensorsOf(
  { scans = [], attributes, shift }: Pick<PointCloud, 'scans' | 'attributes' | 'shift'>,
  { sourceIndices, frame }: Pick<PreparedCloud, 'sourceIndices' | 'frame'>,
): PointSensors | undefined {
  const known = [...scans.keys()].filter((scan) => scans[scan]!.sensor !== undefined);
  const scanOf = attributes?.scan;
  if (known.length === 0 || (scans.length > 1 && !scanOf)) return undefined;
  const numbers = new Uint16Array(scans.length).fill(NO_SENSOR);
  const places = new Float64Array(3 * known.length);
  known.forEach((scan, number) => {
    numbers[scan] = number;
    scans[scan]!.sensor!.forEach((value, axis) => {
      places[3 * number + axis] = (value - shift[axis]! - frame.centre[axis]!) / frame.worldPerNorm;
    });
  });
  const indices = new Uint16Array(sourceIndices.length);
  for (let i = 0; i < indices.length; i++) {
    indices[i] = numbers[scanOf && scans.length > 1 ? scanOf[sourceIndices[i]!]! : 0] ?? NO_SENSOR;
  }
  return indices.some((sensor) => sensor !== NO_SENSOR)
    ? { places, names: known.map((scan) => scans[scan]!.name), indices }
    : undefined;
}
