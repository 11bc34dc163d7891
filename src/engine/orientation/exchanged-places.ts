/**
 * Sensors that stand where the file has others (algorithm.md section 2, step 2, "Sensors"): two scans of a small room
 * whose poses are exchanged see nearly all of each other's points, so that sight tells nothing. But the points of a
 * scan lie as its beams part, d/√|cos| apart, and that law holds at its true place only (`find-station.ts`).
 */
import { isPlaced, placeOf, type PointSensors } from '../analysis/point-sensors.ts';
import { task } from '../host/task.ts';
import { scansBySensor, type SensorViewInput } from './check-sensors.ts';
import { spacingLaw } from './find-station.ts';

/** Points of a sensor that are looked at. */
const MOST_POINTS = 2000;
/** More sensors are not asked: each is tried at the place of every other. */
const MOST_SENSORS = 64;
/** What the law leaves of the spread of ln spacing at the place that is taken, of that without any law. */
const MOST_LEFT = 0.75;
/** And of that at the place which the file says. */
const MOST_OF_STATED = 0.7;

/**
 * [sensorCount] whose place each sensor has: its own but where some of them have each other's. All of those whose
 * points lie clearly better as from another's place are to come out with one place each, or nothing is taken for
 * exchanged.
 */
export const placesByDensity = task('placesByDensity', (input: SensorViewInput): Uint16Array<ArrayBuffer> => {
  const { sensors } = input;
  const count = sensors.places.length / 3;
  const own = Uint16Array.from({ length: count }, (_, sensor) => sensor);
  if (count < 2 || count > MOST_SENSORS) return own;
  const scanOf = scansBySensor(input, MOST_POINTS);
  const taken = own.map((sensor) => {
    const scan = scanOf(sensor);
    if (!scan || !isPlaced(sensors, sensor) || sensors.errors?.[sensor]) return sensor;
    const { spreadAt, spreadOfSpacings } = spacingLaw(scan, MOST_POINTS);
    const spreads = Array.from(own, (other) => spreadAt(placeOf(sensors, other)));
    const best = spreads.indexOf(Math.min(...spreads));
    const is = { best: spreads[best]!, stated: spreads[sensor]!, ofSpacings: spreadOfSpacings };
    return isClearlyBetter(is) ? best : sensor;
  });
  return new Set(taken).size === count ? taken : own;
});

/** Whether the spread at the best place says that a scan was made there; `ofSpacings` is that without any law. */
export function isClearlyBetter(spreads: {
  readonly best: number;
  readonly stated: number;
  readonly ofSpacings: number;
}): boolean {
  const { best, stated, ofSpacings } = spreads;
  return best <= MOST_LEFT * ofSpacings && best <= MOST_OF_STATED * stated;
}

/** Each sensor at the place that it has by `placesByDensity`. */
export function atPlaces(sensors: PointSensors, taken: Uint16Array): PointSensors {
  const places = Float64Array.from(
    sensors.places,
    (_, at) => sensors.places[3 * taken[Math.floor(at / 3)]! + (at % 3)]!,
  );
  return { ...sensors, places };
}
