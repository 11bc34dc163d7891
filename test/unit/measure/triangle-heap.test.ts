import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildTriangleHeap, spatialOrder, TriangleHeapSearch } from '../../../src/engine/measure/triangle-heap.ts';
import { randomCloud } from '../neighbours/clouds.ts';
import { slowDistance } from './slow-distance.ts';

const searchOf = (positions: Float32Array, indices: Uint32Array): TriangleHeapSearch =>
  new TriangleHeapSearch({ positions, indices }, buildTriangleHeap({ positions, indices }));

const coordinate = fc.integer({ min: -64, max: 64 }).map((value) => value / 64);
const point = fc.tuple(coordinate, coordinate, coordinate);
const farPoint = point.map(([x, y, z]): [number, number, number] => [99 * x, 99 * y, 99 * z]);

describe('TriangleHeapSearch', () => {
  it('finds what a search through all triangles finds, one query after another', () => {
    const soup = fc.array(fc.tuple(point, point, point), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(soup, fc.array(fc.oneof(point, farPoint), { minLength: 1, maxLength: 6 }), (triangles, queries) => {
        const positions = Float32Array.from(triangles.flat(2));
        const indices = Uint32Array.from({ length: positions.length / 3 }, (_, i) => i);
        const search = searchOf(positions, indices);
        for (const query of queries) {
          const distance = Math.sqrt(search.distanceSquared(...query));
          // A few ulps of coordinates up to 99.
          expect(Math.abs(distance - slowDistance({ positions, indices }, query))).toBeLessThan(1e-11);
        }
      }),
    );
  });

  it.each([1, 2, 3, 4, 5, 8, 9, 1000])('holds every one of %i triangles', (count) => {
    const corners = Array.from({ length: count }, (_, i) => [10 * i, 0, 0, 10 * i + 1, 0, 0, 10 * i, 1, 0]).flat();
    const search = searchOf(
      Float32Array.from(corners),
      Uint32Array.from({ length: 3 * count }, (_, i) => i),
    );
    for (let i = count - 1; i >= 0; i--) expect(search.distanceSquared(10 * i + 0.25, 0.25, 0.5)).toBe(0.25);
  });

  it('triangles all in one place', () => {
    const positions = Float32Array.of(5, 5, 5);
    const search = searchOf(positions, new Uint32Array(3 * 100));
    expect(search.distanceSquared(5, 8, 9)).toBe(25);
  });
});

describe('spatialOrder', () => {
  it('names every point once, and walks in short steps', () => {
    const positions = randomCloud(4096).map((value) => 1e6 + 50 * value);
    const order = spatialOrder(positions);
    expect([...order].sort((a, b) => a - b)).toEqual([...order.keys()]);
    const step = (from: number, to: number): number =>
      Math.hypot(...[0, 1, 2].map((axis) => positions[3 * from + axis]! - positions[3 * to + axis]!));
    let [along, atRandom] = [0, 0];
    for (let i = 1; i < order.length; i++) {
      along += step(order[i - 1]!, order[i]!);
      atRandom += step(i - 1, i);
    }
    // Two random points are .66 sides apart; along the curve 16 cells a side make steps near 1/16.
    expect(along / atRandom).toBeLessThan(0.2);
  });

  it('of points in one place: as they come', () => {
    expect([...spatialOrder(new Float32Array(9).fill(7))]).toEqual([0, 1, 2]);
    expect(spatialOrder(new Float32Array(0)).length).toBe(0);
  });
});
