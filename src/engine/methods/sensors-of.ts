/** The sensors of a cloud's scans, led to the points that a run works on and into their space. */
import { NO_SENSOR, type PointSensors } from '../analysis/point-sensors.ts';
import type { PointCloud } from '../cloud/point-cloud.ts';
import type { PreparedCloud } from '../cloud/prepare-cloud.ts';

/**
 * Nothing where no point of the cloud has one. Of scans that no sensor is known of the points are known where there are
 * several; scans of a cloud that does not tell which point is whose have theirs only if there is one scan.
 */
export function sensorsOf(
  { scans = [], attributes, shift }: Pick<PointCloud, 'scans' | 'attributes' | 'shift'>,
  { sourceIndices, frame }: Pick<PreparedCloud, 'sourceIndices' | 'frame'>,
): PointSensors | undefined {
  const scanOf = attributes?.scan;
  const known = scans.filter(({ sensor }) => sensor !== undefined);
  if (scans.length > 1 ? !scanOf : known.length === 0) return undefined;
  const places = new Float64Array(3 * scans.length).fill(NaN);
  scans.forEach(({ sensor }, scan) => {
    sensor?.forEach((value, axis) => {
      places[3 * scan + axis] = (value - shift[axis]! - frame.centre[axis]!) / frame.worldPerNorm;
    });
  });
  const indices = new Uint16Array(sourceIndices.length);
  for (let i = 0; i < indices.length; i++) {
    const scan = scanOf && scans.length > 1 ? scanOf[sourceIndices[i]!]! : 0;
    indices[i] = scan < scans.length ? scan : NO_SENSOR;
  }
  const first = indices.find((sensor) => sensor !== NO_SENSOR);
  if (first === undefined) return undefined;
  // One scan that nobody knows the place of says nothing.
  const isTold = known.length > 0 || indices.some((sensor) => sensor !== NO_SENSOR && sensor !== first);
  return isTold ? { places, names: scans.map(({ name }) => name), indices } : undefined;
}
