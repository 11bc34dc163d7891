/**
 * Where scans stood, told by how far apart their own points lie: those that a file says nothing of, or something else.
 */
import { describe, expect, it } from 'vitest';
import { NO_SENSOR, placeOf } from '../../../src/engine/analysis/point-sensors.ts';
import type { Triple } from '../../../src/engine/math/triple.ts';
import { sharedPlaceWarning } from '../../../src/engine/orientation/judge-sensors.ts';
import {
  doubtfulPlaces,
  placedAt,
  type ScanOfPlace,
  stationOfScan,
  stationsOfScans,
} from '../../../src/engine/orientation/stations-of-scans.ts';
import { scanRoom } from '../../shapes/room-scan.ts';

const [A, B]: readonly [Triple, Triple] = [
  [-0.3, -0.2, 0.05],
  [0.3, 0.25, 0.1],
];

function scanAt(place: Triple, stated?: Triple): ScanOfPlace {
  const { positions, normals, spacings } = scanRoom([place], 1500);
  return { scan: { positions, axes: normals, spacings, noiseNorm: 0 }, ...(stated && { stated }) };
}

function distance(a: Triple, b: Triple): number {
  return Math.hypot(...a.map((value, axis) => value - b[axis]!));
}

/** A floor of 2 × 2 below a tripod: as far apart as the beams that meet it, d/√cos each. */
function floorBelow(height: number): ScanOfPlace {
  const side = 40;
  const positions = new Float32Array(3 * side * side);
  const axes = new Float32Array(4 * side * side);
  const spacings = new Float32Array(side * side).map((_, i) => {
    const [x, y] = [(2 * (i % side)) / side - 1, (2 * Math.floor(i / side)) / side - 1];
    positions.set([x / 2, y / 2, 0], 3 * i);
    axes.set([0, 0, 1, 1], 4 * i);
    const away = Math.hypot(x / 2, y / 2, height);
    return (0.01 * away) / Math.sqrt(height / away);
  });
  return { scan: { positions, axes, spacings, noiseNorm: 0 } };
}

describe('a scan', () => {
  it.each<[string, Triple]>([
    ['in one corner', A],
    ['in another', B],
  ])('of a room is found %s', (_name, place) => {
    const { station, isElsewhere } = stationOfScan(scanAt(place));
    expect(distance(station!.place, place)).toBeLessThan(0.01);
    expect(station!.error).toBeLessThan(0.02);
    expect(station!.hidden).toBeLessThan(0.08);
    expect(isElsewhere).toBe(false);
  });

  it('that was said to stand elsewhere is told of, and where it stood', () => {
    const { station, isElsewhere } = stationOfScan(scanAt(A, B));
    expect(distance(station!.place, A)).toBeLessThan(0.01);
    expect(isElsewhere).toBe(true);
  });

  it('keeps the place that it has', () => {
    expect(stationOfScan(scanAt(A, A))).toEqual({ isElsewhere: false });
  });

  it('of even points says nothing', () => {
    const { scan } = scanAt(A);
    expect(stationOfScan({ scan: { ...scan, spacings: scan.spacings.map(() => 0.02) } })).toEqual({
      isElsewhere: false,
    });
  });

  it('of a bare floor may have stood above or below, but not where its density says otherwise', () => {
    expect(stationOfScan(floorBelow(0.1))).toEqual({ isElsewhere: false });
    const { station, isElsewhere } = stationOfScan({ ...floorBelow(0.1), stated: [0.3, 0.3, 0.1] });
    expect(station).toBeUndefined();
    expect(isElsewhere).toBe(true);
  });
});

it('of more than 64 none is asked', async () => {
  let asked = 0;
  const runTask = (): Promise<number> => Promise.resolve(++asked);
  const stage = { host: { runTask }, context: { signal: undefined } };
  const count = 65;
  const cloud = {
    positions: new Float32Array(3 * 200 * count),
    axes: new Float32Array(4 * 200 * count),
    spacings: new Float32Array(200 * count).fill(0.01),
    neighbours: new Uint32Array(),
    noiseNorm: 0,
    sensors: {
      places: new Float64Array(3 * count).fill(NaN),
      names: [],
      indices: Uint16Array.from({ length: 200 * count }, (_, i) => i % count),
    },
  };
  const all = Array.from({ length: count }, (_, sensor) => sensor);
  await stationsOfScans(stage as never, cloud, all);
  expect(asked).toBe(0);
  await stationsOfScans(stage as never, cloud, all.slice(1));
  expect(asked).toBe(64);
});

describe('places', () => {
  const sensors = {
    places: Float64Array.of(1, 2, 3, NaN, NaN, NaN, 1, 2, 3, 4, 5, 6, 4, 5, 6),
    names: ['a', 'b', 'c', 'd', 'e'],
    indices: Uint16Array.of(0, 1, 2, 3, NO_SENSOR),
  };

  it('are in doubt where none is known, or two with points share one', () => {
    expect(doubtfulPlaces(sensors)).toEqual([0, 1, 2]);
  });

  it('leave the points without a sensor that have none', () => {
    const placed = placedAt(sensors, (sensor) =>
      sensor === 1 ? [7, 8, 9] : sensor === 0 ? placeOf(sensors, 0) : undefined,
    );
    expect(placed.indices).toEqual(Uint16Array.of(0, 1, NO_SENSOR, NO_SENSOR, NO_SENSOR));
    expect(placed.places.subarray(0, 9)).toEqual(Float64Array.of(1, 2, 3, 7, 8, 9, NaN, NaN, NaN));
  });

  it('that are shared are named in a warning, three of them', () => {
    expect(sharedPlaceWarning(sensors.names, [])).toBeUndefined();
    expect(sharedPlaceWarning(sensors.names, [0, 1, 2, 4])).toBe(
      "Several scans are said to have stood at one place, and the points' spacing shows that these did not (a, b, c, 1 more): " +
        'their places are ignored. Check the poses of the scans.',
    );
  });
});
