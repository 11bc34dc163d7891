/**
 * Points that memory does not hold, in order: to the bytes of the sort in memory, whatever the chunks and buckets are.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coordinateSteps } from '../../../src/engine/cloud/coordinate-steps.ts';
import type { PointChunk, StoredPoints } from '../../../src/engine/cloud/point-cloud.ts';
import { heldAsStored } from '../../../src/engine/cloud/stored-points.ts';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import { orderDense } from '../../../src/engine/tiles/dense-cloud.ts';
import { heldPoints } from '../../../src/engine/tiles/dense-points.ts';
import { orderStored } from '../../../src/engine/tiles/order-stored.ts';
import { MemoryScratch } from '../../memory-scratch.ts';

const frame = { centre: [10, -4, 3], worldPerNorm: 20 } as const;
/** Few values, so that there are copies and cells with many points; a fifth lies outside of the frame. */
const coordinate = fc.oneof(
  fc.float({ min: Math.fround(-12), max: Math.fround(12), noNaN: true }),
  fc.constantFrom(-3, 0, 0.001, 0.002, 7),
);
const clouds = fc
  .array(fc.tuple(coordinate, coordinate, coordinate), { maxLength: 200 })
  .map((points) => Float32Array.from(points.flatMap(([x, y, z]) => [x + 10, y - 4, z + 3])));

function inChunks(positions: Float32Array, colors: Uint8Array, size: number): StoredPoints {
  const chunks = function* (): Iterable<PointChunk> {
    for (let at = 0; at < positions.length; at += 3 * size) {
      yield { positions: positions.slice(at, at + 3 * size), colors: colors.slice(at, at + 3 * size) };
    }
  };
  return { count: positions.length / 3, scratch: new MemoryScratch(), chunks };
}

describe('the order of points that memory does not hold', () => {
  it('is that of those that it holds, with their counts, blocks, steps and colours', async () => {
    await fc.assert(
      fc.asyncProperty(
        clouds,
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 60 }),
        async (positions, size, bucketPoints) => {
          const colors = Uint8Array.from(positions, (_, i) => (31 * i) % 256);
          const { cloud, counts } = orderDense({ positions, frame, resolution: 512 });
          const held = heldPoints(cloud, colors);
          const all = inChunks(positions, colors, size);
          const stored = finishSteps(orderStored({ all, frame, resolution: 512, hasColors: true, bucketPoints }));
          const { pointCount, duplicateCount, outsideCount } = cloud;
          expect(stored).toMatchObject({ pointCount, duplicateCount, outsideCount });
          expect(stored.counts).toEqual(counts);
          expect(stored.points.blockStarts).toEqual(cloud.blockStarts);
          expect(stored.points.steps).toEqual(coordinateSteps(cloud.positions));
          const every = Uint32Array.from({ length: pointCount }, (_, i) => i);
          expect(await stored.points.positions(every)).toEqual(cloud.positions);
          expect(await stored.points.colors!(every)).toEqual(await held.colors!(every));
          const some = every.filter((i) => i % 3 !== 1);
          expect(await stored.points.positions(some)).toEqual(await held.positions(some));
        },
      ),
      // Each has tables of megabytes.
      { numRuns: 20 },
    );
  });

  it('has no colours where the cloud has none', () => {
    const positions = Float32Array.from({ length: 30 }, (_, i) => 10 + (i % 7));
    const all = { ...heldAsStored({ positions }), scratch: new MemoryScratch() };
    const stored = finishSteps(orderStored({ all, frame, resolution: 512, hasColors: false }));
    expect(stored.points.colors).toBeUndefined();
  });
});
