/** The sides that a cloud's sensors tell, once those are left out whose places cannot be right. */
import { countBySensor, NO_SENSOR, type PointSensors, type SensorUse } from '../analysis/point-sensors.ts';
import { type PlaneFit, spacingsOf } from '../analysis/fit-planes.ts';
import { abortable } from '../gpu/gpu.ts';
import type { StageContext } from '../host/stage-context.ts';
import type { Neighbours } from '../neighbours/find-nearest.ts';
import { adoptSensors, type SensorSides } from './adopt-sensors.ts';
import { hiddenShares } from './check-sensors.ts';
import { atPlaces, placesByDensity } from './exchanged-places.ts';
import {
  contradictionWarning,
  exchangedWarning,
  hiddenWarning,
  isContradicting,
  judgeSensors,
} from './judge-sensors.ts';

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

export interface SeenCloud {
  readonly seen: SensorSides;
  /** Those that tell the sides. */
  readonly sensors: PointSensors;
  /** [k × pointCount] the neighbours, on the CPU. */
  readonly lists: Uint32Array<ArrayBuffer>;
}

export interface JudgedSensors {
  /** [sensorCount] */
  readonly uses: readonly SensorUse[];
  /** Nothing where none is of use. */
  readonly found?: SeenCloud;
}

/** Nothing where no sensor is known. Wrong ones are told of. Rejects with the signal's reason when cancelled. */
export async function sidesOfSensors(
  stage: StageContext,
  { positions, neighbours, planes, sensors: stated }: SensorCloud,
  { axes: axesBuffer, scale: { noiseNorm } }: AxesInNoise,
): Promise<JudgedSensors | undefined> {
  if (!stated) return undefined;
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
  const uses = judgeSensors({ counts: countBySensor(sensors), hidden, taken });
  for (const warning of [exchangedWarning(names, taken), hiddenWarning(names, hidden, uses)]) {
    if (warning !== undefined) warn(warning);
  }
  const usable = withoutWrong(sensors, uses);
  if (usable.indices.every((sensor) => sensor === NO_SENSOR)) return { uses };
  const seen = await abortable(host.runTask(adoptSensors, { ...common, sensors: usable }), signal);
  if (!isContradicting(seen.disagreement)) return { uses, found: { seen, sensors: usable, lists } };
  warn(contradictionWarning(seen.disagreement));
  return { uses: uses.map(() => 'none') };
}

function withoutWrong(sensors: PointSensors, uses: readonly SensorUse[]): PointSensors {
  const indices = sensors.indices.map((sensor) => (uses[sensor] === 'none' ? NO_SENSOR : sensor));
  return { ...sensors, indices };
}
