import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inlineHost } from '../../../src/engine/host/inline-host.ts';
import { boxOf, DistanceSearch } from '../../../src/engine/neighbours/distance-search.ts';
import { buildKdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import { quietContext } from '../../run-context.ts';
import { anyCloud, randomCloud } from './clouds.ts';

const host = inlineHost({} as GPUDevice, 'none');
const searchOf = async (positions: Float32Array, k: number): Promise<DistanceSearch> =>
  new DistanceSearch(await buildKdTree(positions, host, quietContext), boxOf(positions), k);

type Query = readonly [number, number, number];

/** Squared distances of the k nearest, ascending. */
function slowSquared(positions: Float32Array, [x, y, z]: Query, k: number): number[] {
  const squared: number[] = [];
  for (let i = 0; i < positions.length; i += 3) {
    const [dx, dy, dz] = [positions[i]! - x, positions[i + 1]! - y, positions[i + 2]! - z];
    squared.push(dx * dx + dy * dy + dz * dz);
  }
  return squared.sort((a, b) => a - b).slice(0, k);
}

async function expectNearest(positions: Float32Array, asked: readonly Query[], k: number): Promise<void> {
  const search = await searchOf(positions, k);
  for (const query of asked) {
    search.find(...query);
    expect([...search.squared]).toEqual(slowSquared(positions, query, k));
    expect(new Set(search.nodes).size).toBe(search.squared.length);
  }
}

/** Any float64, within the cloud and far outside it. */
const coordinate = fc.oneof(
  fc.double({ min: -0.5, max: 1.5, noNaN: true }),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
);
const queries = fc.array(fc.tuple(coordinate, coordinate, coordinate), { minLength: 1, maxLength: 8 });

describe('DistanceSearch', () => {
  it('gives to the bit the distances that a search through all points gives', async () => {
    await fc.assert(fc.asyncProperty(anyCloud, queries, fc.integer({ min: 1, max: 12 }), expectNearest));
  });

  it('in a cloud of several thousand points, near and far', async () => {
    const asked = randomCloud(300, 7);
    const query = (i: number): Query => {
      const spread = [1, 3, 100][i % 3]!;
      return [asked[3 * i]! * spread, asked[3 * i + 1]! * spread, asked[3 * i + 2]! * spread];
    };
    for (const k of [1, 8])
      await expectNearest(
        randomCloud(5000),
        Array.from({ length: 300 }, (_, i) => query(i)),
        k,
      );
  });

  it('names the nodes of the points it found', async () => {
    const positions = randomCloud(500);
    const tree = await buildKdTree(positions, host, quietContext);
    const values = new Float32Array(tree.nodes.buffer);
    const search = new DistanceSearch(tree, boxOf(positions), 8);
    search.find(0.25, 0.5, 0.75);
    const squared = [...search.nodes].map((node) => {
      const [dx, dy, dz] = [values[4 * node]! - 0.25, values[4 * node + 1]! - 0.5, values[4 * node + 2]! - 0.75];
      return dx * dx + dy * dy + dz * dz;
    });
    expect(squared).toEqual([...search.squared]);
  });

  it('of points just as far it names the same ones, whatever was asked before', async () => {
    // A grid: from the middle of a cell eight points are as far, from a point six.
    const positions = Float32Array.from({ length: 3 * 729 }, (_, i) => Math.floor(i / 3 / 9 ** (i % 3)) % 9);
    const search = await searchOf(positions, 5);
    const found = (query: Query): number[] => {
      search.find(...query);
      return [...search.nodes].sort((a, b) => a - b);
    };
    const tied: readonly Query[] = [
      [3.5, 4.5, 2.5],
      [4, 4, 4],
      [0, 8, 3.5],
    ];
    const others: readonly Query[] = [
      [3.5, 4.5, 3.5],
      [1, 1, 1],
      [-90, 3, 7],
      [4, 4, 4.001],
    ];
    for (const query of tied) {
      const first = found(query);
      for (const other of others) {
        found(other);
        expect(found(query)).toEqual(first);
      }
    }
  });

  it('of one point', async () => {
    const search = await searchOf(Float32Array.of(1, 2, 3), 8);
    search.find(1, 2, 3);
    expect([...search.squared]).toEqual([0]);
    search.find(1, 5, 7);
    expect([...search.squared]).toEqual([25]);
    expect([...search.nodes]).toEqual([0]);
  });
});
