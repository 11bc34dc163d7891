/** Sensors that have each other's places in the file: told by how far apart their points lie, and by nothing less. */
import { describe, expect, it } from 'vitest';
import { atPlaces, isClearlyBetter, placesByDensity } from '../../../src/engine/orientation/exchanged-places.ts';
import { exchangedWarning, judgeSensors } from '../../../src/engine/orientation/judge-sensors.ts';
import type { Triple } from '../../../src/engine/math/triple.ts';
import { scanRoom } from '../../shapes/room-scan.ts';

const PLACES: readonly Triple[] = [
  [-0.3, -0.2, 0.05],
  [0.3, 0.25, 0.1],
  [-0.25, 0.05, 0.2],
];

/** Whose place each has, of a room that was scanned from `PLACES` in their order, or from others. */
function taken(
  stated: readonly Triple[],
  spacingsOf = (spacings: Float32Array) => spacings,
  made: readonly Triple[] = PLACES.slice(0, stated.length),
): number[] {
  const { positions, normals, spacings, stations } = scanRoom(made, 700);
  const sensors = { places: Float64Array.from(stated.flat()), names: [], indices: stations };
  const neighbours = Uint32Array.from(stations.keys());
  return [
    ...placesByDensity({ positions, axes: normals, spacings: spacingsOf(spacings), sensors, neighbours, noiseNorm: 0 }),
  ];
}

const [A, B, C] = PLACES as [Triple, Triple, Triple];

describe('sensors', () => {
  it.each<[string, Triple[], number[]]>([
    ['have their own places where those are true', [A, B, C], [0, 1, 2]],
    ['are exchanged, two of three', [B, A, C], [1, 0, 2]],
    ['are exchanged, three in a ring', [B, C, A], [2, 0, 1]],
    ['keep a place that is wrong, but nobody else has', [[0.1, -0.3, -0.1], B], [0, 1]],
    ['keep theirs where two would have the same', [A, A], [0, 1]],
    ['are never exchanged where there is one', [B], [0]],
  ])('%s', (_name, stated, expected) => {
    expect(taken(stated)).toEqual(expected);
  });

  it('keep theirs where two were at the place of a third', () => {
    expect(taken([C, B, A], undefined, [A, A, B])).toEqual([0, 1, 2]);
  });

  it('are not told of by points that were thinned to even distances', () => {
    expect(taken([B, A], (spacings) => spacings.map(() => 0.02))).toEqual([0, 1]);
  });

  it('are not told of by distances of chance', () => {
    // Half to twice as much as on average, whatever the place.
    const even = (spacings: Float32Array) => spacings.map((_, i) => 0.02 * 2 ** (((i * 0.618034) % 1) * 2 - 1));
    expect(taken([B, A], even)).toEqual([0, 1]);
  });

  it('leave three quarters of the spread at a better place, and .7 of what is left at the stated one', () => {
    const among = (best: number) => isClearlyBetter({ best, stated: 1, ofSpacings: 0.4 });
    expect([0.298, 0.302].map(among)).toEqual([true, false]);
    const beside = (best: number) => isClearlyBetter({ best, stated: 0.4, ofSpacings: 1 });
    expect([0.279, 0.281].map(beside)).toEqual([true, false]);
  });

  it('stand at the places that they have', () => {
    const sensors = { places: Float64Array.of(1, 2, 3, 4, 5, 6), names: ['a', 'b'], indices: Uint16Array.of(0, 1) };
    expect([...atPlaces(sensors, Uint16Array.of(1, 0)).places]).toEqual([4, 5, 6, 1, 2, 3]);
  });

  it('tell sides from there, and free no space', () => {
    const evidence = { counts: Uint32Array.of(9, 9, 9), hidden: Float64Array.of(0, 0, 0) };
    expect(judgeSensors({ ...evidence, taken: Uint16Array.of(1, 0, 2) })).toEqual(['sides', 'sides', 'carve']);
  });

  it('are named in a warning, three of them', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    expect(exchangedWarning(names, Uint16Array.of(0, 1, 2, 3, 4))).toBeUndefined();
    expect(exchangedWarning(names, Uint16Array.of(1, 2, 3, 0, 4))).toBe(
      "The places of 4 sensors are exchanged in the file, as their points' spacing shows (a stood where b is said to, b stood " +
        'where c is said to, c stood where d is said to, 1 more): the sides are found from the places as they were. Check ' +
        'the poses of the scans.',
    );
  });
});
