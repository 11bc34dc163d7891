/** Where scanners stood that nothing is said of, told by the densest parts of a cloud, and which of them saw what. */
import { describe, expect, it } from 'vitest';
import { NO_SENSOR } from '../../../src/engine/analysis/point-sensors.ts';
import { distance, type Triple } from '../../../src/engine/math/triple.ts';
import type { ViewedCloud } from '../../../src/engine/orientation/cube-view.ts';
import { isStationOfPart, seenFromStations, stationsWithin } from '../../../src/engine/orientation/stations-within.ts';
import { scanRoom } from '../../shapes/room-scan.ts';

const PLACES: readonly Triple[] = [
  [-0.3, -0.2, -0.05],
  [0.3, 0.25, -0.08],
];

function roomBy(places: readonly Triple[], spacingsOf = (spacings: Float32Array) => spacings): ViewedCloud {
  const { positions, normals, spacings } = scanRoom(places, 1500);
  return { positions, axes: normals, spacings: spacingsOf(spacings), noiseNorm: 0 };
}

describe('stations within a cloud', () => {
  it('are found, two of them, where their own points lie densest', () => {
    const found = stationsWithin(roomBy(PLACES));
    expect(found).toHaveLength(2);
    for (const place of PLACES) {
      const [nearest] = found.toSorted((a, b) => distance(a.place, place) - distance(b.place, place));
      expect(distance(nearest!.place, place)).toBeLessThan(0.02);
      expect(nearest!.error).toBeLessThan(0.04);
      expect(nearest!.hidden).toBeLessThan(0.08);
    }
  });

  it.each<[string, (spacings: Float32Array) => Float32Array]>([
    ['as far apart everywhere', (spacings) => spacings.map(() => 0.02)],
    ['apart by chance', (spacings) => spacings.map((_, i) => 0.02 * 2 ** (((i * 0.618034) % 1) * 2 - 1))],
  ])('are none of points %s', (_name, spacingsOf) => {
    expect(stationsWithin(roomBy(PLACES, spacingsOf))).toHaveLength(0);
  });

  it('leave little of the spread, more on the other side, and hide little', () => {
    const sure = { spread: 0.05, spreadOpposite: 0.2, spreadOfSpacings: 0.3 };
    const isOne = (change: Partial<typeof sure>, hidden = 0.05): boolean =>
      isStationOfPart({ place: [0, 0, 0], placeError: 0, coneCosine: -1, ...sure, ...change }, hidden);
    expect(isOne({})).toBe(true);
    expect([0.099, 0.101].map((spread) => isOne({ spread, spreadOfSpacings: 1 }))).toEqual([true, false]);
    expect([0.079, 0.081].map((spread) => isOne({ spread, spreadOfSpacings: 0.2 }))).toEqual([true, false]);
    expect([0.084, 0.083].map((spreadOpposite) => isOne({ spreadOpposite }))).toEqual([true, false]);
    expect([0.099, 0.101].map((hidden) => isOne({}, hidden))).toEqual([true, false]);
  });
});

describe('what stations see', () => {
  const side = 30;
  const plane = (z: number): Triple[] =>
    Array.from({ length: side * side }, (_, i) => [
      ((i % side) - 14.5) / side,
      (Math.floor(i / side) - 14.5) / side,
      z,
    ]);
  const cloud: ViewedCloud = {
    positions: Float32Array.from([...plane(0.1), ...plane(-0.1)].flat()),
    axes: Float32Array.from({ length: 8 * side * side }, (_, at) => (at % 4 < 2 ? 0 : 1)),
    spacings: new Float32Array(2 * side * side).fill(1 / side),
    noiseNorm: 0,
  };
  const middle = (side * side) / 2 + side / 2;

  it('is what nothing hides from them', () => {
    const { indices } = seenFromStations({ ...cloud, places: Float64Array.of(0, 0, 0.4, 0, 0, -0.4) });
    expect([indices[middle], indices[side * side + middle]]).toEqual([0, 1]);
    const { indices: fromAbove } = seenFromStations({ ...cloud, places: Float64Array.of(0, 0, 0.4) });
    expect([fromAbove[middle], fromAbove[side * side + middle]]).toEqual([0, NO_SENSOR]);
  });

  it('is that of the one whose beams lie closest', () => {
    const { indices } = seenFromStations({ ...cloud, places: Float64Array.of(0, 0, 0.45, 0, 0, 0.3) });
    const { indices: inTurn } = seenFromStations({ ...cloud, places: Float64Array.of(0, 0, 0.3, 0, 0, 0.45) });
    expect([indices[middle], inTurn[middle]]).toEqual([1, 0]);
  });
});
