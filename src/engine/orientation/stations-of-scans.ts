/**
 * Where each scan of a cloud stood that says nothing of it, or that cannot have stood where it is said to (algorithm.md
 * section 2, step 2, "Stations of scans"): a scan has its beams at even angles, so its own points show its place as
 * those of a depth image do (`find-station.ts`), where those of several scans together show none.
 */
import { isPlaced, NO_SENSOR, placeOf, type PointSensors } from '../analysis/point-sensors.ts';
import { abortable } from '../gpu/gpu.ts';
import type { StageContext } from '../host/stage-context.ts';
import { task } from '../host/task.ts';
import type { Triple } from '../math/triple.ts';
import { hiddenFrom, scansBySensor, type SensorViewInput } from './check-sensors.ts';
import type { ViewedCloud } from './cube-view.ts';
import { isClearlyBetter } from './exchanged-places.ts';
import type { FoundStation } from './found-stations.ts';
import { findStation, isStation, LEAST_SPREAD_CLOSED, seesAll, spacingLaw } from './find-station.ts';

/** Points of a scan that are looked at. */
const MOST_POINTS = 6000;
/** Of more scans none is asked: half a second each. */
const MOST_SCANS = 64;

export interface ScanOfPlace {
  /** The points of the scan, as far apart as they lie among themselves. */
  readonly scan: ViewedCloud;
  /** Where it is said to have stood; nothing where that is not known. */
  readonly stated?: Triple;
}

export interface FoundPlace {
  /** Where the scan stood; nothing where its points do not tell, as a plane has one density from either side. */
  readonly station?: FoundStation;
  /** They tell that it did not stand where it is said to. */
  readonly isElsewhere: boolean;
}

const NOTHING_FOUND: FoundPlace = Object.freeze({ isElsewhere: false });

/**
 * What the points of a scan tell of where it stood: nothing where they lie too evenly, or hardly better as from
 * anywhere else.
 */
export const stationOfScan = task('stationOfScan', ({ scan, stated }: ScanOfPlace): FoundPlace => {
  const station = findStation({ ...scan, leastSpread: LEAST_SPREAD_CLOSED });
  if (!station) return NOTHING_FOUND;
  const { place, placeError: error, spread, spreadOfSpacings } = station;
  if (stated) {
    const atStated = spacingLaw(scan, MOST_POINTS).spreadAt(stated);
    if (!isClearlyBetter({ best: spread, stated: atStated, ofSpacings: spreadOfSpacings })) return NOTHING_FOUND;
  }
  const hidden = hiddenFrom(place, scan);
  const isTold = isStation(station) && seesAll(station, hidden);
  return { ...(isTold && { station: { place, error, hidden } }), isElsewhere: stated !== undefined };
});

/**
 * [asked.length] what the points of those sensors tell; nothing of more than can be asked. Rejects with the signal's
 * reason when cancelled.
 */
export async function stationsOfScans(
  { host, context }: StageContext,
  cloud: SensorViewInput,
  asked: readonly number[],
): Promise<FoundPlace[]> {
  if (asked.length > MOST_SCANS) return asked.map(() => NOTHING_FOUND);
  const { sensors } = cloud;
  const scanOf = scansBySensor(cloud, MOST_POINTS);
  const looking = asked.map(async (sensor) => {
    const scan = scanOf(sensor);
    const stated = isPlaced(sensors, sensor) && { stated: placeOf(sensors, sensor) };
    return scan ? host.runTask(stationOfScan, { scan, ...stated }) : NOTHING_FOUND;
  });
  return abortable(Promise.all(looking), context.signal);
}

/** With these places, and no points of sensors that have none then. */
export function placedAt(sensors: PointSensors, found: (sensor: number) => Triple | undefined): PointSensors {
  const places = new Float64Array(sensors.places.length);
  for (let sensor = 0; 3 * sensor < places.length; sensor++) {
    places.set(found(sensor) ?? [NaN, NaN, NaN], 3 * sensor);
  }
  const isKept = (sensor: number): boolean => sensor !== NO_SENSOR && isPlaced({ places }, sensor);
  return { ...sensors, places, indices: sensors.indices.map((sensor) => (isKept(sensor) ? sensor : NO_SENSOR)) };
}

/**
 * Sensors that have points and no place, or the very place of another that has points: a file that was given one pose
 * for all.
 */
export function doubtfulPlaces({ places, indices }: PointSensors): number[] {
  const present = [...new Set(indices)].filter((sensor) => sensor !== NO_SENSOR).sort((a, b) => a - b);
  const keyOf = (sensor: number): string => places.subarray(3 * sensor, 3 * sensor + 3).join();
  const counts = new Map<string, number>();
  for (const sensor of present) counts.set(keyOf(sensor), (counts.get(keyOf(sensor)) ?? 0) + 1);
  return present.filter((sensor) => !isPlaced({ places }, sensor) || counts.get(keyOf(sensor))! > 1);
}
