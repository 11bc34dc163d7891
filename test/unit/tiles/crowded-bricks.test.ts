/** Bricks whose points are closer than a level's voxels. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mortonCell, mortonOrder } from '../../../src/engine/cloud/morton-order.ts';
import { gatherTriples } from '../../../src/engine/math/gather-triples.ts';
import { RESOLUTIONS } from '../../../src/engine/resolutions.ts';
import { countCrowded } from '../../../src/engine/tiles/crowded-bricks.ts';

const ordered = (positions: Float32Array): Float32Array =>
  gatherTriples(positions, mortonOrder(positions), new Float32Array(positions.length));

it('counts them as a map of bricks does', () => {
  // Heaps of points, so that some bricks of every level are crowded and some are not.
  const heap = fc.record({
    at: fc.tuple(...([0, 1, 2] as const).map(() => fc.double({ min: -0.5, max: 0.5, noNaN: true }))),
    width: fc.constantFrom(0, 0.002, 0.02, 0.2),
    count: fc.integer({ min: 1, max: 200 }),
  });
  fc.assert(
    fc.property(fc.array(heap, { maxLength: 8 }), fc.constantFrom(1, 3.5), (heaps, pointsPerPosition) => {
      const places = heaps.flatMap(({ at, width, count }) =>
        Array.from({ length: count }, (_, i) => at.map((middle, axis) => middle + width * Math.sin(i * (axis + 1.7)))),
      );
      const positions = ordered(Float32Array.from(places.flat()));
      const counts = RESOLUTIONS.map((resolution) => {
        const bricks = new Map<string, number>();
        for (let i = 0; i < positions.length; i += 3) {
          const brick = [0, 1, 2].map((axis) => Math.floor((mortonCell(positions[i + axis]!) * resolution) / 2048 / 8));
          bricks.set(brick.join(), (bricks.get(brick.join()) ?? 0) + pointsPerPosition);
        }
        return [...bricks.values()];
      });
      const found = countCrowded({ positions, pointsPerPosition });
      expect([...found.crowded]).toEqual(counts.map((bricks) => bricks.filter((count) => count > 64).length));
      expect([...found.occupied]).toEqual(counts.map((bricks) => bricks.length));
    }),
  );
});

it('takes more than 64 points for a crowd', () => {
  const counts = [64, 65].map((count) =>
    countCrowded({ positions: new Float32Array(3 * count), pointsPerPosition: 1 }),
  );
  expect(counts.map(({ crowded }) => crowded[2])).toEqual([0, 1]);
});

it('counts the points of the cloud where it is given a share of them', () => {
  const counts = [2.13, 2.14].map((pointsPerPosition) =>
    countCrowded({ positions: new Float32Array(90), pointsPerPosition }),
  );
  expect(counts.map(({ crowded }) => crowded[2])).toEqual([0, 1]);
});
