/** The sensors of a cloud's scans, led to the points that a run works on and into their space. */
import { NO_SENSOR, type PointSensors } from '../analysis/point-sensors.ts';
import { isScanPlaced, type PointCloud, type Scan } from '../cloud/point-cloud.ts';
import type { PreparedCloud } from '../cloud/prepare-cloud.ts';
import { distance, type Triple } from '../math/triple.ts';

/** How many places of sensors a scan has, known or not: one, or those of its path. */
export function placeCount({ path }: Pick<Scan, 'path'>): number {
  return path?.places.length ?? 1;
}

/**
 * Nothing where no point of the cloud has one. Of scans that no sensor is known of the points are known where there are
 * several; scans of a cloud that does not tell which point is whose have theirs only if there is one scan. Of a path
 * each place is a sensor, which saw what has its time.
 */
export function sensorsOf(
  { scans = [], attributes, shift }: Pick<PointCloud, 'scans' | 'attributes' | 'shift'>,
  { sourceIndices, frame }: Pick<PreparedCloud, 'sourceIndices' | 'frame'>,
): PointSensors | undefined {
  const scanOf = attributes?.scan;
  const timeOf = attributes?.time;
  const known = scans.filter(isScanPlaced);
  if (scans.length > 1 ? !scanOf : known.length === 0) return undefined;
  const normalised = (place: Triple): Triple =>
    place.map((value, axis) => (value - shift[axis]! - frame.centre[axis]!) / frame.worldPerNorm) as unknown as Triple;
  const sensors = scans.flatMap((scan) => sensorsOfScan(scan, normalised));
  // More cannot be numbered.
  if (sensors.length > NO_SENSOR) return undefined;
  let first = 0;
  const firsts = scans.map((scan) => (first += placeCount(scan)) - placeCount(scan));
  const indices = new Uint16Array(sourceIndices.length);
  for (let i = 0; i < indices.length; i++) {
    const source = sourceIndices[i]!;
    const scan = scanOf && scans.length > 1 ? scanOf[source]! : 0;
    indices[i] = scan < scans.length ? firsts[scan]! + partAt(scans[scan]!, timeOf?.[source]) : NO_SENSOR;
  }
  const one = indices.find((sensor) => sensor !== NO_SENSOR);
  if (one === undefined) return undefined;
  // One scan that nobody knows the place of says nothing.
  const isTold = known.length > 0 || indices.some((sensor) => sensor !== NO_SENSOR && sensor !== one);
  if (!isTold) return undefined;
  const isMoving = scans.some(({ path }) => path !== undefined);
  return {
    places: Float64Array.from(sensors.flatMap(({ place }) => place)),
    ...(isMoving && { errors: Float64Array.from(sensors, ({ error }) => error) }),
    names: sensors.map(({ name }) => name),
    indices,
  };
}

interface Sensor {
  readonly name: string;
  readonly place: Triple;
  /** Normalised; of a path half of the way to the place before or after, whichever is further. */
  readonly error: number;
}

function sensorsOfScan({ name, sensor, path }: Scan, normalised: (place: Triple) => Triple): Sensor[] {
  if (!path) return [{ name, place: sensor ? normalised(sensor) : [NaN, NaN, NaN], error: 0 }];
  const places = path.places.map(normalised);
  return places.map((place, at) => {
    const beside = [places[at - 1], places[at + 1]].filter((other) => other !== undefined);
    const error = Math.max(0, ...beside.map((other) => distance(place, other) / 2));
    return { name: `${name}, part ${at + 1}`, place, error };
  });
}

/** Which place of its path a scan was at; the first before all of them, and of points without a time. */
function partAt({ path }: Pick<Scan, 'path'>, time: number | undefined): number {
  if (!path || time === undefined) return 0;
  let [low, high] = [0, path.times.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (path.times[middle]! <= time) low = middle;
    else high = middle;
  }
  return low;
}
