import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inlineHost } from '../../../src/engine/inline-host.ts';
import { boxOf, DistanceSearch } from '../../../src/engine/neighbours/distance-search.ts';
import { buildKdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import { quietContext } from '../mesh/shapes.ts';
import { anyCloud, randomCloud } from './clouds.ts';

const host = inlineHost({} as GPUDevice, 'none');
const searchOf = async (positions: Float32Array): Promise<DistanceSearch> =>
  new DistanceSearch(await buildKdTree(positions, host, quietContext), boxOf(positions));

function slowSquared(positions: Float32Array, [x, y, z]: readonly [number, number, number]): number {
  let best = Infinity;
  for (let i = 0; i < positions.length; i += 3) {
    const [dx, dy, dz] = [positions[i]! - x, positions[i + 1]! - y, positions[i + 2]! - z];
    best = Math.min(best, dx * dx + dy * dy + dz * dz);
  }
  return best;
}

/** Any float64, within the cloud and far outside it. */
const coordinate = fc.oneof(
  fc.double({ min: -0.5, max: 1.5, noNaN: true }),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
);
const queries = fc.array(fc.tuple(coordinate, coordinate, coordinate), { minLength: 1, maxLength: 8 });

describe('DistanceSearch', () => {
  it('gives to the bit what a search through all points gives', async () => {
    await fc.assert(
      fc.asyncProperty(anyCloud, queries, async (positions, positionsAsked) => {
        const search = await searchOf(positions);
        for (const query of positionsAsked)
          expect(search.distanceSquared(...query)).toBe(slowSquared(positions, query));
      }),
    );
  });

  it('in a cloud of several thousand points, near and far', async () => {
    const positions = randomCloud(5000);
    const search = await searchOf(positions);
    const asked = randomCloud(300, 7);
    for (let i = 0; i < asked.length; i += 3) {
      const spread = [1, 3, 100][(i / 3) % 3]!;
      const query = [asked[i]! * spread, asked[i + 1]! * spread, asked[i + 2]! * spread] as const;
      expect(search.distanceSquared(...query)).toBe(slowSquared(positions, query));
    }
  });

  it('of one point', async () => {
    const search = await searchOf(Float32Array.of(1, 2, 3));
    expect(search.distanceSquared(1, 2, 3)).toBe(0);
    expect(search.distanceSquared(1, 5, 7)).toBe(25);
  });
});
