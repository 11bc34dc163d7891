/**
 * The sides of an open surface that nobody is known to have seen, where it shows that all of it was seen at once: from
 * one station (`find-station.ts`), or along one axis (`height-field.ts`). Its parts hang together by what nobody saw,
 * so each has a side by chance where the winding number alone decides. What looks closed may be the image of a room,
 * which comes out of it inside out.
 */
import { type PlaneFit, spacingsOf } from '../analysis/fit-planes.ts';
import { NO_SENSOR, type PointSensors } from '../analysis/point-sensors.ts';
import { upperMedian } from '../analysis/median.ts';
import { abortable } from '../gpu/gpu.ts';
import type { StageContext } from '../host/stage-context.ts';
import type { ViewedCloud } from './cube-view.ts';
import { adoptSensors } from './adopt-sensors.ts';
import { hiddenShares } from './check-sensors.ts';
import { findStation, isCameraOfClosed, isStation, LEAST_SPREAD_CLOSED, seesAll } from './find-station.ts';
import { countFound, type FoundSensors, freeingBeams } from './found-stations.ts';
import { findHeightField, isHeightField, sensorAlong, turnedShare } from './height-field.ts';
import { isContradicting } from './judge-sensors.ts';
import type { SeenCloud } from './sides-of-sensors.ts';
import { shareOf } from './judge-room.ts';
import { MOST_POINTS, seenFromStations, stationsWithin } from './stations-within.ts';
import { doubtfulPlaces, placedAt, stationsOfScans } from './stations-of-scans.ts';

/** Of a cloud that the points are a share of. */
export interface PointCounting {
  /** [count] how many of all its points lie within `radii` [count] of `places` [3 × count], all normalised. */
  readonly countAbout: (places: Float32Array, radii: Float32Array) => Promise<Uint32Array>;
}

export interface UnseenCloud {
  /** [3 × count], normalised. */
  readonly positions: Float32Array;
  /** [4 × count]: with the sides that the winding number gave. */
  readonly normals: Float32Array;
  /** [k × count]: neighbour j of point i at j × count + i. */
  readonly neighbours: Uint32Array<ArrayBuffer>;
  readonly planes: PlaneFit;
  readonly spacingNorm: number;
  readonly noiseNorm: number;
  readonly isClosed: boolean;
  /** It has two sides close together: only of several scans it may have been seen from all round. */
  readonly isTwoSided: boolean;
  /** Whose points are whose, where the cloud is of several scans. */
  readonly scans?: PointSensors | undefined;
  /** Where the points are a random share, whose distances tell no station. */
  readonly counting?: PointCounting | undefined;
}

interface SpacedCloud extends UnseenCloud {
  /** [count] how far the points lie apart about each. */
  readonly spacings: Float32Array;
}

/** Share of the sides below which the winding number was as good as right, of a height field and of several scans. */
const LEAST_TURNED = 0.005;
/** Share of the points that stations saw, from which those decide. */
const LEAST_OF_SCANS = 0.5;

/**
 * Nothing where it was not seen at once. Along an axis the side remains a convention. Rejects with the signal's reason
 * when cancelled.
 */
export async function sidesSeenAtOnce(stage: StageContext, cloud: UnseenCloud): Promise<SeenCloud | undefined> {
  const { isClosed, isTwoSided } = cloud;
  const spacings = await spacingsOf(stage, cloud.planes, cloud.positions.length / 3);
  const spaced = { ...cloud, spacings };
  const station = isTwoSided ? undefined : await stationOf(stage, spaced);
  const stations = station ?? (await stationsOf(stage, spaced)) ?? (await stationsInParts(stage, spaced));
  const found = stations ?? (isClosed || isTwoSided ? undefined : await sensorOfHeights(stage, cloud));
  if (!found) return undefined;
  const { sensors } = found;
  const { host, context } = stage;
  const { positions, normals: axes, neighbours, noiseNorm } = cloud;
  const adopting = host.runTask(adoptSensors, { positions, axes, sensors, neighbours, noiseNorm });
  const seen = await abortable(adopting, context.signal);
  if (isContradicting(seen.disagreement)) return undefined;
  if (!station && turnedShare(axes, seen.normals) < LEAST_TURNED) return undefined;
  const beams = freeingBeams(found);
  const foundCount = countFound(found.stations);
  return {
    seen,
    sensors,
    lists: neighbours,
    evidence: stations ? 'density' : 'open',
    foundCount,
    ...(beams && { beams }),
  };
}

/** One sensor for all points, at the place that their density tells and all of them can be seen from. */
async function stationOf(stage: StageContext, cloud: SpacedCloud): Promise<FoundSensors | undefined> {
  const { host, context } = stage;
  const { positions, normals: axes, spacings, neighbours, noiseNorm, isClosed } = cloud;
  const viewed = { positions, axes, spacings, noiseNorm };
  const leastSpread = isClosed ? LEAST_SPREAD_CLOSED : 0;
  const station = await abortable(host.runTask(findStation, { ...viewed, leastSpread }), context.signal);
  if (!station || !isStation(station)) return undefined;
  const { place, placeError: error } = station;
  const sensors = { places: Float64Array.from(place), names: [''], indices: new Uint16Array(spacings.length) };
  const looking = host.runTask(hiddenShares, { ...viewed, neighbours, sensors });
  const hidden = (await abortable(looking, context.signal))[0]!;
  const isOne = isClosed ? isCameraOfClosed(station, hidden) : seesAll(station, hidden);
  return isOne ? { sensors, stations: [{ place, error, hidden }] } : undefined;
}

/** One sensor for each scan that shows where it stood, where those have most of the points. */
async function stationsOf(stage: StageContext, cloud: SpacedCloud): Promise<FoundSensors | undefined> {
  const { positions, normals: axes, spacings, neighbours, noiseNorm, scans: sensors } = cloud;
  if (!sensors?.places.every(Number.isNaN)) return undefined;
  const viewed = { positions, axes, spacings, sensors, neighbours, noiseNorm };
  const asked = doubtfulPlaces(sensors);
  const told = await stationsOfScans(stage, viewed, asked);
  const stations = Array.from(sensors.names, (_, sensor) => told[asked.indexOf(sensor)]?.station);
  const found = placedAt(sensors, (sensor) => stations[sensor]?.place);
  return isSeenByMost(found) ? { sensors: found, stations } : undefined;
}

/** Those that show where the cloud is densest, where they see most of it. */
async function stationsInParts({ host, context }: StageContext, cloud: SpacedCloud): Promise<FoundSensors | undefined> {
  const { positions, normals: axes, spacings, noiseNorm } = cloud;
  const viewed = { positions, axes, spacings, noiseNorm };
  const looked = cloud.counting ? await asAllLie(viewed, cloud.counting) : viewed;
  const stations = await abortable(host.runTask(stationsWithin, looked), context.signal);
  if (stations.length === 0) return undefined;
  const places = Float64Array.from(stations.flatMap(({ place }) => place));
  const sensors = await abortable(host.runTask(seenFromStations, { ...viewed, places }), context.signal);
  return isSeenByMost(sensors) ? { sensors, stations } : undefined;
}

/** Spacings about which points are counted: some twenty of the share. */
const COUNTED_WITHIN = 2.5;

/** A share of the points, as far apart, relative to one another, as all points of the cloud lie about each. */
async function asAllLie(viewed: ViewedCloud, { countAbout }: PointCounting): Promise<ViewedCloud> {
  const share = shareOf(viewed, MOST_POINTS);
  const { positions, spacings } = share;
  const shrinkage = Math.sqrt(spacings.length / viewed.spacings.length);
  const radii = spacings.map((spacing) => COUNTED_WITHIN * shrinkage * spacing);
  const counts = await countAbout(positions, radii);
  const lengths = radii.map((radius, i) => radius / Math.sqrt(Math.max(1, counts[i]!)));
  const scale = upperMedian(spacings.slice()) / upperMedian(lengths.slice());
  return { ...share, spacings: lengths.map((length) => scale * length) };
}

function isSeenByMost({ indices }: PointSensors): boolean {
  const unseen = indices.reduce((sum, sensor) => sum + (sensor === NO_SENSOR ? 1 : 0), 0);
  return indices.length - unseen >= LEAST_OF_SCANS * indices.length;
}

/** One sensor for all points, far away along the axis of a height field. */
async function sensorOfHeights(
  { host, context }: StageContext,
  { positions, normals, spacingNorm }: UnseenCloud,
): Promise<FoundSensors | undefined> {
  const heights = await abortable(host.runTask(findHeightField, { positions, spacingNorm }), context.signal);
  return isHeightField(heights) ? { sensors: sensorAlong(heights, normals), stations: [] } : undefined;
}
