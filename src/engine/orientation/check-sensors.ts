/**
 * Which sensors stand where they are said to: from its true place a sensor sees all of its points, since a beam ends at
 * what it meets first (algorithm.md section 2, step 2, "Sensors").
 */
import { countBySensor, isPlaced, type PointSensors } from '../analysis/point-sensors.ts';
import { task } from '../host/task.ts';
import type { Triple } from '../math/triple.ts';
import { CubeView, GRAZING, type ViewedCloud } from './cube-view.ts';

export interface SensorViewInput {
  /** [3 × count], normalised. */
  readonly positions: Float32Array;
  /** [4 × count]: unit axes of the local planes, of any sign. */
  readonly axes: Float32Array;
  /** [count] how far apart the points lie about each, normalised. */
  readonly spacings: Float32Array;
  readonly sensors: PointSensors;
  /** [k × count]: neighbour j of point i at j × count + i; 0xffffffff is none. */
  readonly neighbours: Uint32Array;
  readonly noiseNorm: number;
}

/** Fewer points say nothing of where their sensor stood. */
const LEAST_POINTS = 200;
/** Of more points of a sensor every so-and-so-many-th is looked at. */
const MOST_POINTS = 20_000;
/** Pixels along the edge of a face. */
const EDGE = 256;

/**
 * [sensorCount] share of each sensor's points that others of them hide from it; NaN where there are too few to tell, or
 * no place.
 */
export const hiddenShares = task('hiddenShares', (input: SensorViewInput): Float64Array<ArrayBuffer> => {
  const { places } = input.sensors;
  const scanOf = scansBySensor(input, MOST_POINTS);
  return Float64Array.from({ length: places.length / 3 }, (_, sensor) => {
    const scan = scanOf(sensor);
    const [x, y, z] = places.subarray(3 * sensor, 3 * sensor + 3);
    return scan && isPlaced(input.sensors, sensor) ? hiddenFrom([x!, y!, z!], scan) : NaN;
  });
});

/** Share of a cloud's points, but for those at grazing angles, that it hides from a place. */
export function hiddenFrom(place: Triple, cloud: ViewedCloud): number {
  const view = new CubeView(cloud, EDGE);
  view.look(place);
  let [looked, hidden] = [0, 0];
  for (let i = 0; i < cloud.spacings.length; i++) {
    if (Math.abs(view.cosine(i)) < GRAZING) continue;
    looked++;
    if (!view.isSeen(i)) hidden++;
  }
  return hidden / Math.max(1, looked);
}

function membersBySensor(sensors: PointSensors): Uint32Array[] {
  const counts = countBySensor(sensors);
  const members = Array.from(counts, (count) => new Uint32Array(count));
  const filled = new Uint32Array(counts.length);
  sensors.indices.forEach((sensor, i) => {
    if (sensor < counts.length) members[sensor]![filled[sensor]!++] = i;
  });
  return members;
}

/** At most so many points of each sensor, when it is asked for; nothing where it has too few to tell anything. */
export function scansBySensor(input: SensorViewInput, most: number): (sensor: number) => ViewedCloud | undefined {
  const members = membersBySensor(input.sensors);
  return (sensor) => {
    const own = members[sensor]!;
    return own.length < LEAST_POINTS ? undefined : cloudOf(input, own, most);
  };
}

/** At most so many of the points, with the spacing that they have among themselves. */
function cloudOf(
  { positions, axes, spacings, sensors: { indices }, neighbours, noiseNorm }: SensorViewInput,
  members: Uint32Array,
  most: number,
): ViewedCloud {
  const stride = Math.ceil(members.length / most);
  const chosen = members.filter((_, at) => at % stride === 0);
  const count = indices.length;
  const spacingOf = (i: number): number => {
    let [listed, own] = [0, 0];
    for (let at = i; at < neighbours.length && neighbours[at] !== 0xffffffff; at += count) {
      listed++;
      if (indices[neighbours[at]!] === indices[i]) own++;
    }
    return spacings[i]! * Math.sqrt((stride * Math.max(1, listed)) / Math.max(1, own));
  };
  const gathered = new Float32Array(3 * chosen.length);
  const gatheredAxes = new Float32Array(4 * chosen.length);
  chosen.forEach((i, at) => {
    gathered.set(positions.subarray(3 * i, 3 * i + 3), 3 * at);
    gatheredAxes.set(axes.subarray(4 * i, 4 * i + 4), 4 * at);
  });
  return { positions: gathered, axes: gatheredAxes, spacings: Float32Array.from(chosen, spacingOf), noiseNorm };
}
