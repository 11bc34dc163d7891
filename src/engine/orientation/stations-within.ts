/**
 * Where the scanners of a cloud stood that says nothing of them nor of which points are whose (algorithm.md section 2,
 * step 2, "Stations within"): all points together lie as those of no station do, but where a cloud is densest one
 * station has nearly all of them, and those lie as its beams part.
 */
import { isPlaced, NO_SENSOR, placeOf, type PointSensors } from '../analysis/point-sensors.ts';
import { task } from '../host/task.ts';
import { distance, type Triple } from '../math/triple.ts';
import { hiddenFrom } from './check-sensors.ts';
import { CubeView, GRAZING, type ViewedCloud } from './cube-view.ts';
import type { FoundStation } from './found-stations.ts';
import { findStation, type Station } from './find-station.ts';
import { shareOf } from './judge-room.ts';

/** Points that are looked at. */
export const MOST_POINTS = 30_000;
/** Of the densest points, so large a share is looked at for where it is densest. */
const DENSEST = 0.3;
/** Stations lie so far apart, and their parts of the cloud reach so far from where it is densest. */
const APART = 0.15;
const REACHES = [0.2, 0.3];
/** More parts are not looked at; where so many one after the other show none, no more are. */
const MOST_PARTS = 8;
const MOST_IN_VAIN = 3;
/** Fewer points say nothing. */
const LEAST_POINTS = 400;
/** Places of a station near its part. */
const DISTANCES = [0.03, 0.06, 0.1, 0.15, 0.22, 0.32, 0.5];

/**
 * Parts of rooms, streets and yards by two to four stations: .03 to .08, .14 to .31 from behind, of .2 to .7; parts of
 * bodies from eight sides .1 and more, hardly less from behind. Random points spread by .14 to .2.
 */
const LEAST_SPREAD = 0.2;
const MOST_SPREAD = 0.1;
const MOST_LEFT = 0.4;
const MOST_BESIDE_OPPOSITE = 0.6;
const MOST_HIDDEN = 0.1;

/** Empty where none is sure. */
export const stationsWithin = task('stationsWithin', (all: ViewedCloud): FoundStation[] => {
  const cloud = shareOf(all, MOST_POINTS);
  const found: FoundStation[] = [];
  const tried: Triple[] = [];
  let inVain = 0;
  for (const densest of fromTheDensest(cloud.spacings)) {
    const middle = pointOf(cloud, densest);
    if (tried.some((other) => distance(other, middle) < APART)) continue;
    if (tried.length === MOST_PARTS || inVain === MOST_IN_VAIN) break;
    tried.push(middle);
    const station = stationAbout(cloud, middle);
    inVain = station ? 0 : inVain + 1;
    const isNew = station && found.every(({ place }) => distance(place, station.place) >= APART / 2);
    if (isNew) found.push(station);
  }
  return found;
});

/** Whether the points of a part are those of one station, on one side of them. */
export function isStationOfPart({ spread, spreadOpposite, spreadOfSpacings }: Station, hidden: number): boolean {
  return (
    spread <= MOST_SPREAD &&
    spread <= MOST_LEFT * spreadOfSpacings &&
    spread <= MOST_BESIDE_OPPOSITE * spreadOpposite &&
    hidden <= MOST_HIDDEN
  );
}

function* fromTheDensest(spacings: Float32Array): Generator<number> {
  const order = Uint32Array.from(spacings.keys()).sort((a, b) => spacings[a]! - spacings[b]!);
  yield* order.subarray(0, Math.ceil(DENSEST * order.length));
}

/** About a part of the cloud; of its reaches the first that tells counts. */
function stationAbout(cloud: ViewedCloud, middle: Triple): FoundStation | undefined {
  for (const reach of REACHES) {
    const part = partAbout(cloud, middle, reach);
    if (part.spacings.length < LEAST_POINTS) continue;
    const station = findStation({ ...part, leastSpread: LEAST_SPREAD, distances: DISTANCES });
    if (!station) continue;
    const hidden = hiddenFrom(station.place, part);
    if (!isStationOfPart(station, hidden)) continue;
    const [x, y, z] = station.place;
    return { place: [x + middle[0], y + middle[1], z + middle[2]], error: station.placeError, hidden };
  }
  return undefined;
}

/** The points within reach, as seen from the middle. */
function partAbout({ positions, axes, spacings, noiseNorm }: ViewedCloud, middle: Triple, reach: number): ViewedCloud {
  const members: number[] = [];
  for (let i = 0; i < spacings.length; i++) {
    const squared =
      (positions[3 * i]! - middle[0]) ** 2 +
      (positions[3 * i + 1]! - middle[1]) ** 2 +
      (positions[3 * i + 2]! - middle[2]) ** 2;
    if (squared < reach * reach) members.push(i);
  }
  return {
    positions: Float32Array.from({ length: 3 * members.length }, (_, at) => {
      return positions[3 * members[Math.floor(at / 3)]! + (at % 3)]! - middle[at % 3]!;
    }),
    axes: Float32Array.from({ length: 4 * members.length }, (_, at) => axes[4 * members[at >> 2]! + (at & 3)]!),
    spacings: Float32Array.from(members, (i) => spacings[i]!),
    noiseNorm,
  };
}

export interface SeenFromInput extends ViewedCloud {
  /** [3 × stations] normalised. */
  readonly places: Float64Array;
}

/** Pixels along the edge of a face. */
const EDGE = 256;

/**
 * The station of those that see a point by whose beams points would lie closest there; none of what no station sees.
 */
export const seenFromStations = task('seenFromStations', ({ places, ...cloud }: SeenFromInput): PointSensors => {
  const count = cloud.spacings.length;
  const indices = new Uint16Array(count).fill(NO_SENSOR);
  const least = new Float64Array(count).fill(Infinity);
  const view = new CubeView(cloud, EDGE);
  for (let station = 0; isPlaced({ places }, station); station++) {
    view.look(placeOf({ places }, station));
    for (let i = 0; i < count; i++) {
      const cosine = Math.abs(view.cosine(i));
      const spacing = view.distance(i) ** 2 / Math.max(cosine, GRAZING);
      if (spacing >= least[i]! || !view.isSeen(i)) continue;
      least[i] = spacing;
      indices[i] = station;
    }
  }
  return { places, names: [], indices };
});

function pointOf({ positions }: ViewedCloud, i: number): Triple {
  return [positions[3 * i]!, positions[3 * i + 1]!, positions[3 * i + 2]!];
}
