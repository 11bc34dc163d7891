/**
 * Stations that no file tells but the spacing of the points, and the beams that free space from them and from the
 * sensors of the file (algorithm.md section 2, step 8, "Free space").
 */
import { type Beams, NO_SENSOR, type PointSensors } from '../analysis/point-sensors.ts';
import type { Triple } from '../math/triple.ts';
import { freesSpace } from './judge-sensors.ts';

export interface FoundStation {
  /** Normalised, as everything here. */
  readonly place: Triple;
  /** How far off the place may be. */
  readonly error: number;
  /** Share of the points that tell of it which others of them hide from it; NaN where there are too few to tell. */
  readonly hidden: number;
}

/** Sensors, some or all of which the points alone tell of. */
export interface FoundSensors {
  readonly sensors: PointSensors;
  /** [sensorCount] */
  readonly stations: readonly (FoundStation | undefined)[];
}

export function countFound(stations: FoundSensors['stations']): number {
  return stations.reduce((sum, station) => sum + (station ? 1 : 0), 0);
}

/**
 * The beams of the stations that see nearly all of their points, and of those other sensors that free space, whose
 * places the file tells; nothing where no point has one.
 */
export function freeingBeams(
  { sensors: { places, indices, errors: told }, stations }: FoundSensors,
  isFreeing: (sensor: number) => boolean = () => false,
): Beams | undefined {
  const errors = Float64Array.from({ length: places.length / 3 }, (_, sensor) => {
    const station = stations[sensor];
    if (station) return freesSpace(station.hidden) ? station.error : NaN;
    return isFreeing(sensor) ? (told?.[sensor] ?? 0) : NaN;
  });
  const kept = indices.map((sensor) => (sensor < errors.length && errors[sensor]! >= 0 ? sensor : NO_SENSOR));
  return kept.every((sensor) => sensor === NO_SENSOR) ? undefined : { places, indices: kept, errors };
}
