/** All points of a large cloud in order, and the points of a tile: against filters over all of them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mortonCell } from '../../../src/engine/cloud/morton-order.ts';
import { orderDense, pointsOfTile } from '../../../src/engine/tiles/dense-cloud.ts';
import { countUnits } from '../../../src/engine/tiles/plan-tiles.ts';

const FRAME = { centre: [10, -4, 3], worldPerNorm: 20 } as const;
const coordinate = fc.float({ min: Math.fround(-12), max: Math.fround(12), noNaN: true });
const clouds = fc
  .array(fc.tuple(coordinate, coordinate, coordinate), { maxLength: 150 })
  .map((points) => Float32Array.from(points.flatMap(([x, y, z]) => [x + 10, y - 4, z + 3])));

const normalised = (positions: Float32Array, i: number): number[] =>
  [0, 1, 2].map((axis) => Math.fround((positions[3 * i + axis]! - FRAME.centre[axis]!) / FRAME.worldPerNorm));

describe('orderDense', () => {
  it('keeps every point within the frame, once a position, where it came from', () => {
    fc.assert(
      fc.property(clouds, (positions) => {
        const twice = new Float32Array([...positions, ...positions]);
        const { cloud, counts } = orderDense({ positions: twice, frame: FRAME, resolution: 512 });
        expect(counts).toEqual(countUnits({ positions: cloud.positions, resolution: 512 }));
        const count = positions.length / 3;
        const inside = Array.from({ length: count }, (_, i) => normalised(twice, i)).filter(
          (at) => Math.max(...at.map(Math.abs)) <= 0.53,
        );
        expect(cloud.outsideCount).toBe(2 * (count - inside.length));
        expect(cloud.sourceIndices.length).toBe(new Set(inside.map((at) => at.join())).size);
        expect(cloud.duplicateCount).toBe(2 * inside.length - cloud.sourceIndices.length);
        cloud.sourceIndices.forEach((source, i) => {
          expect([...cloud.positions.subarray(3 * i, 3 * i + 3)]).toEqual(normalised(twice, source));
        });
      }),
    );
  });
});

describe('pointsOfTile', () => {
  const boxes = fc
    .tuple(fc.integer({ min: 0, max: 31 }), fc.integer({ min: 0, max: 31 }), fc.integer({ min: 0, max: 31 }))
    .chain(([x, y, z]) =>
      fc.tuple(
        fc.constant([x, y, z] as const),
        fc.tuple(
          fc.integer({ min: x + 1, max: 32 }),
          fc.integer({ min: y + 1, max: 32 }),
          fc.integer({ min: z + 1, max: 32 }),
        ),
      ),
    )
    .map(([low, high]) => ({ low, high }));

  it('are those of its units and of the blocks round them, in order', () => {
    fc.assert(
      fc.property(clouds, boxes, fc.integer({ min: 0, max: 9 }), (positions, box, halo) => {
        const { cloud } = orderDense({ positions, frame: FRAME, resolution: 512 });
        const within = (point: number, blocks: number): boolean =>
          [0, 1, 2].every((axis) => {
            const block = mortonCell(cloud.positions[3 * point + axis]!) >> 5;
            return block >= 2 * box.low[axis]! - blocks && block < 2 * box.high[axis]! + blocks;
          });
        const all = Array.from(cloud.sourceIndices.keys());
        const { indices, isOwn } = pointsOfTile(cloud, box, halo);
        expect([...indices]).toEqual(all.filter((point) => within(point, halo)));
        expect([...isOwn]).toEqual([...indices].map((point) => (within(point, 0) ? 1 : 0)));
      }),
    );
  });
});
