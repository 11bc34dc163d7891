/** Where the scanners stood that the points of a cloud were seen from, as far as that is known. */
import type { Triple } from '../math/triple.ts';

export interface PointSensors {
  /** [3 × sensorCount] normalised, and far from the cloud where a sensor is; NaN where only its points are known. */
  readonly places: Float64Array;
  /** [sensorCount] how far off each place may be, normalised; 0 where not given. */
  readonly errors?: Float64Array;
  /** [sensorCount] for sentences. */
  readonly names: readonly string[];
  /** [pointCount] the sensor that each point was seen from, or `NO_SENSOR`. */
  readonly indices: Uint16Array;
}

/**
 * What a sensor is good for. `carve`: its points' sides, and the space before them is free. `sides`: those alone.
 * `none`: its place cannot be right.
 */
export type SensorUse = 'carve' | 'sides' | 'none';

/** Beams before whose points space is free. */
export interface Beams extends Pick<PointSensors, 'places' | 'indices'> {
  /** [sensorCount] how far off each place may be, normalised: 0 where the file tells it. */
  readonly errors: Float64Array;
}

/** What a run makes of where its points were seen from. */
export interface SensorFindings {
  /** [sensorCount] what each sensor of the file was used for; empty where none is known. */
  readonly uses: readonly SensorUse[];
  /** How many places decided sides that no file tells: the spacing of the points does. */
  readonly foundCount: number;
  /** Undefined where no space is free. */
  readonly beams?: Beams | undefined;
}

export const NO_SENSORS: SensorFindings = Object.freeze({ uses: [], foundCount: 0 });

/** Of a point whose sensor is not known. */
export const NO_SENSOR = 0xffff;

/** [sensorCount] points of each. */
export function countBySensor({ places, indices }: Pick<PointSensors, 'places' | 'indices'>): Uint32Array {
  const counts = new Uint32Array(places.length / 3);
  for (const sensor of indices) if (sensor !== NO_SENSOR) counts[sensor]!++;
  return counts;
}

/** Whether it is known where a sensor stood. */
export function isPlaced({ places }: Pick<PointSensors, 'places'>, sensor: number): boolean {
  return Number.isFinite(places[3 * sensor]);
}

/** Where a sensor stood; NaN where that is not known. */
export function placeOf({ places }: Pick<PointSensors, 'places'>, sensor: number): Triple {
  return [places[3 * sensor]!, places[3 * sensor + 1]!, places[3 * sensor + 2]!];
}

/**
 * Whether one sensor saw all points: what looks like scans that lie apart is something else then, such as steps of its
 * depth.
 */
export function isOneScan({ indices }: Pick<PointSensors, 'indices'>): boolean {
  return indices.length > 0 && indices[0] !== NO_SENSOR && indices.every((sensor) => sensor === indices[0]);
}
