/** What is said of a fan's triangles without looking at each pair of them. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { doTrianglesMeet } from '../../../../src/engine/finish/check/do-triangles-meet.ts';
import { openAxis } from '../../../../src/engine/finish/check/exact-sides.ts';
import { fanTableSteps, FlatFans } from '../../../../src/engine/finish/check/flat-fans.ts';
import { finishSteps } from '../../../../src/engine/host/steps.ts';
import type { WorldMesh } from '../../../../src/engine/mesh/world-mesh.ts';
import { torus, tubeWall, worldMesh } from '../../../shapes/meshes.ts';

type Pair = readonly [triangle: number, other: number];

/** All pairs of which it is proved that they are apart. */
function apart({ positions, indices }: WorldMesh): Pair[] {
  const fans = new FlatFans(positions, indices, finishSteps(fanTableSteps(positions.length / 3, indices)));
  return pairsOf(indices).filter(([triangle, other]) => fans.areApart(triangle, other));
}

function pairsOf(indices: Uint32Array): Pair[] {
  const count = indices.length / 3;
  return Array.from({ length: count }, (_, i) => i).flatMap((i) => Array.from({ length: i }, (_, j): Pair => [i, j]));
}

/**
 * Triangles from the first place to each of the others and the next, which goes on with the first of them where it
 * closes.
 */
function fan(places: readonly (readonly number[])[], closes = true): WorldMesh {
  const count = places.length - 1;
  const triangles = Array.from({ length: closes ? count : count - 1 }, (_, i) => [0, 1 + i, 1 + ((i + 1) % count)]);
  return worldMesh(places.flat(), triangles.flat());
}

const around = (count: number, turns: number): number[][] =>
  Array.from({ length: count }, (_, i) => {
    const angle = (2 * Math.PI * turns * i) / count;
    return [Math.cos(angle) / 2, Math.sin(angle) / 2, i / 100];
  });

it('all pairs of a fan that goes round once are apart', () => {
  expect(apart(fan([[0, 0, 0.1], ...around(6, 1)]))).toHaveLength(15);
});

it.each([
  ['goes round twice', fan([[0, 0, 0.1], ...around(9, 2)])],
  [
    'is folded',
    fan([
      [0, 0, 0],
      [0.5, 0, 0],
      [0.4, 0.4, 0],
      [0.45, 0.2, 0],
      [-0.3, 0.4, 0],
      [-0.3, -0.4, 0],
    ]),
  ],
  ['ends at a rim', fan([[0, 0, 0.1], ...around(9, 1.9)], false)],
  [
    'has two rings',
    worldMesh(
      [0, 0, 0, ...around(4, 1).flat(), ...around(4, 1).flat()],
      [0, 1, 2, 0, 2, 3, 0, 3, 4, 0, 4, 1, 0, 5, 6, 0, 6, 7, 0, 7, 8, 0, 8, 5],
    ),
  ],
  [
    'has a leaf along one of its edges',
    worldMesh([0, 0, 0, ...around(4, 1).flat(), 0, 0, 0.5], [0, 1, 2, 0, 2, 3, 0, 3, 4, 0, 4, 1, 0, 2, 5]),
  ],
])('of a fan that %s nothing is said', (_, mesh) => {
  expect(apart(mesh)).toEqual([]);
});

it('of a surface all inner pairs that share a vertex are apart, and none elsewhere', () => {
  const shares = ({ indices }: WorldMesh, [triangle, other]: Pair): boolean =>
    [0, 1, 2].some((i) => indices.subarray(3 * other, 3 * other + 3).includes(indices[3 * triangle + i]!));
  const closed = torus(12, 8);
  expect(apart(closed)).toEqual(pairsOf(closed.indices).filter((pair) => shares(closed, pair)));
  const open = tubeWall(8, 3);
  // In each of the eight fans of six triangles between the rims, whose neighbours have one pair in common.
  expect(apart(open).every((pair) => shares(open, pair))).toBe(true);
  expect(apart(open)).toHaveLength(8 * 15 - 8);
});

it('never of triangles that meet, however they lie', () => {
  const coordinate = fc.integer({ min: -2, max: 2 }).map((value) => value / 2);
  const place = fc.tuple(coordinate, coordinate, coordinate);
  let proved = 0;
  fc.assert(
    fc.property(fc.uniqueArray(place, { minLength: 4, maxLength: 9, selector: (at) => at.join() }), (places) => {
      const mesh = fan(places);
      const { positions, indices } = mesh;
      fc.pre(
        pairsOf(indices).every(
          ([i]) => openAxis(positions, indices[3 * i]!, indices[3 * i + 1]!, indices[3 * i + 2]!) >= 0,
        ),
      );
      const pairs = apart(mesh);
      proved += pairs.length;
      expect(pairs.filter(([i, j]) => doTrianglesMeet(positions, indices, i, j))).toEqual([]);
    }),
    { numRuns: 1000 },
  );
  expect(proved).toBeGreaterThan(50);
});
