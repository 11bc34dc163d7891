/** The sides that a cloud's sensors tell, once those are left out whose places cannot be right. */
import {
  type Beams,
  countBySensor,
  isPlaced,
  NO_SENSOR,
  placeOf,
  type PointSensors,
  type SensorUse,
} from '../analysis/point-sensors.ts';
import { type PlaneFit, spacingsOf } from '../analysis/fit-planes.ts';
import { abortable } from '../gpu/gpu.ts';
import type { StageContext } from '../host/stage-context.ts';
import type { SideEvidence } from '../report.ts';
import type { Neighbours } from '../neighbours/find-nearest.ts';
import { adoptSensors, type SensorSides } from './adopt-sensors.ts';
import { hiddenShares, type SensorViewInput } from './check-sensors.ts';
import { atPlaces, placesByDensity } from './exchanged-places.ts';
import {
  contradictionWarning,
  exchangedWarning,
  hiddenWarning,
  isContradicting,
  judgeSensors,
  sharedPlaceWarning,
} from './judge-sensors.ts';
import { countFound, type FoundStation, freeingBeams } from './found-stations.ts';
import { doubtfulPlaces, placedAt, stationsOfScans } from './stations-of-scans.ts';

export interface SensorCloud {
  /** [3 × pointCount], normalised. */
  readonly positions: Float32Array;
  readonly neighbours: Neighbours;
  readonly planes: PlaneFit;
  readonly sensors?: PointSensors;
}

/** The axes that are to get sides, and the noise about them. */
export interface AxesInNoise {
  /** vec4f [pointCount]. */
  readonly axes: GPUBuffer;
  readonly scale: { readonly noiseNorm: number };
}

/** Sides as they are seen from somewhere. */
export interface SeenCloud {
  /** By what it is known where from. */
  readonly evidence: SideEvidence & ('sensors' | 'density' | 'open');
  readonly seen: SensorSides;
  /** Those that tell the sides. */
  readonly sensors: PointSensors;
  /** [k × pointCount] the neighbours, on the CPU. */
  readonly lists: Uint32Array<ArrayBuffer>;
  /** As in `SensorFindings`. */
  readonly foundCount: number;
  readonly beams?: Beams;
}

export interface JudgedSensors {
  /** [sensorCount] */
  readonly uses: readonly SensorUse[];
  /** Nothing where none is of use. */
  readonly found?: SeenCloud;
}

/**
 * Nothing where of no sensor it is known where it stood. Wrong places are told of; those of them that their own points
 * show take those. Rejects with the signal's reason when cancelled.
 */
export async function sidesOfSensors(
  stage: StageContext,
  { positions, neighbours, planes, sensors: stated }: SensorCloud,
  { axes: axesBuffer, scale: { noiseNorm } }: AxesInNoise,
): Promise<JudgedSensors | undefined> {
  if (!stated || stated.places.every(Number.isNaN)) return undefined;
  const { gpu, host, context } = stage;
  const { signal } = context;
  const { names } = stated;
  const warn = (message: string) => context.onEvent({ type: 'warning', message });
  const axes = await gpu.readFloats(axesBuffer, 4 * neighbours.count, signal);
  const lists = await gpu.readUints(neighbours.indices, neighbours.k * neighbours.count, signal);
  const spacings = await spacingsOf(stage, planes, neighbours.count);
  const common = { positions, axes, neighbours: lists, noiseNorm };
  const taken = await abortable(host.runTask(placesByDensity, { ...common, spacings, sensors: stated }), signal);
  const sensors = atPlaces(stated, taken);
  const hidden = await abortable(host.runTask(hiddenShares, { ...common, spacings, sensors }), signal);
  const told = { hidden, taken, ...(stated.errors && { errors: stated.errors }) };
  const judged = judgeSensors({ counts: countBySensor(sensors), ...told }).map((use, sensor) =>
    isPlaced(sensors, sensor) ? use : 'none',
  );
  const { usable, stations, uses, shared } = await withStations(stage, { ...common, spacings, sensors }, judged);
  const warnings = [
    exchangedWarning(names, taken),
    hiddenWarning(names, told, judged),
    sharedPlaceWarning(names, shared),
  ];
  for (const warning of warnings) if (warning !== undefined) warn(warning);
  if (usable.indices.every((sensor) => sensor === NO_SENSOR)) return { uses };
  const seen = await abortable(host.runTask(adoptSensors, { ...common, sensors: usable }), signal);
  const evidence = uses.some((use) => use !== 'none') ? 'sensors' : 'density';
  const isFreeing = (sensor: number): boolean => uses[sensor] === 'carve';
  const beams = freeingBeams({ sensors: usable, stations }, isFreeing);
  const foundCount = countFound(stations);
  if (!isContradicting(seen.disagreement)) {
    return { uses, found: { evidence, seen, sensors: usable, lists, foundCount, ...(beams && { beams }) } };
  }
  warn(contradictionWarning(seen.disagreement));
  return { uses: uses.map(() => 'none') };
}

interface UsableSensors {
  /** Points of the others have none. */
  readonly usable: PointSensors;
  /** [sensorCount] those of them that their own points show. */
  readonly stations: readonly (FoundStation | undefined)[];
  readonly uses: readonly SensorUse[];
  /** Those that are said to have stood where another one did, and did not. */
  readonly shared: readonly number[];
}

/**
 * The sensors at the places that they have, or that their own points show of those whose places are wrong, unknown or
 * shared.
 */
async function withStations(
  stage: StageContext,
  cloud: SensorViewInput,
  judged: readonly SensorUse[],
): Promise<UsableSensors> {
  const { sensors } = cloud;
  const isWrong = (sensor: number): boolean => judged[sensor] === 'none';
  const doubtful = doubtfulPlaces(sensors);
  const asked = [...judged.keys()].filter((sensor) => isWrong(sensor) || doubtful.includes(sensor));
  // Nothing needs to be better than a place that is wrong anyway.
  const stated = placedAt(sensors, (sensor) => (isWrong(sensor) ? undefined : placeOf(sensors, sensor)));
  const found = await stationsOfScans(stage, { ...cloud, sensors: { ...sensors, places: stated.places } }, asked);
  const foundOf = new Map(asked.map((sensor, at) => [sensor, found[at]!]));
  const stations = Array.from(judged, (_, sensor) => foundOf.get(sensor)?.station);
  const isElsewhere = (sensor: number): boolean => foundOf.get(sensor)?.isElsewhere ?? false;
  return {
    usable: placedAt(sensors, (sensor) => {
      const isLeft = isWrong(sensor) || isElsewhere(sensor);
      return stations[sensor]?.place ?? (isLeft ? undefined : placeOf(sensors, sensor));
    }),
    stations,
    uses: judged.map((use, sensor) => (isElsewhere(sensor) ? 'none' : use)),
    shared: asked.filter(isElsewhere),
  };
}
