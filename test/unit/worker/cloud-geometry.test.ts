/** What the viewport gets to draw of a cloud. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PointCloud } from '../../../src/engine/cloud/point-cloud.ts';
import { cloudGeometry, coprimeStride, sampleGeometry } from '../../../src/renderer/worker/cloud-geometry.ts';

const { signal } = new AbortController();

function cloudOf(
  positions: Float32Array,
  more: Partial<Pick<PointCloud, 'shift' | 'normals' | 'colors'>> = {},
): PointCloud {
  const pointCount = positions.length / 3;
  const stats = { pointCount, finiteCount: pointCount, min: [0, 0, 0], max: [0, 0, 0], warnings: [] } as const;
  return { positions, shift: [0, 0, 0], stats, ...more };
}

/** Points of a cube in the order of a file that is sorted by z, then y, then x. */
function sortedCube(side: number): Float32Array {
  const positions = new Float32Array(3 * side ** 3);
  for (let i = 0; i < side ** 3; i++) {
    positions.set([i % side, Math.floor(i / side) % side, Math.floor(i / side ** 2)], 3 * i);
  }
  return positions;
}

describe('coprimeStride', () => {
  test('visits every point once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), (count) => {
        const stride = coprimeStride(count);
        const seen = new Uint8Array(count);
        for (let i = 0; i < count; i++) seen[(i * stride) % count]!++;
        expect(seen.every((times) => times === 1)).toBe(true);
      }),
    );
  });

  test.each([1e6, 10_000_019, 2 ** 23, 9_699_690])('stays near the golden ratio for %d points', (count) => {
    expect(coprimeStride(count) / count).toBeCloseTo(0.618, 2);
  });
});

test('keeps every point, its colour and its normal together', async () => {
  const positions = sortedCube(12);
  const colors = Uint8Array.from(positions, (value) => 20 * value);
  const normals = Float32Array.from(positions, (value) => value - 5.5);
  const { geometry, origin } = await cloudGeometry(cloudOf(positions, { colors, normals }), signal);
  const seen = new Set<string>();
  for (let i = 0; i < 12 ** 3; i++) {
    const at = [0, 1, 2].map((axis) => geometry.positions[3 * i + axis]! + origin[axis]!);
    seen.add(at.join(' '));
    expect([...geometry.colors!.subarray(4 * i, 4 * i + 4)]).toEqual([...at.map((value) => 20 * value), 255]);
    const length = Math.hypot(...at.map((value) => value - 5.5));
    const expected = at.map((value) => Math.round((127 * (value - 5.5)) / length) + 0);
    expect([...geometry.normals!.subarray(4 * i, 4 * i + 3)]).toEqual(expected);
    expect(geometry.normals![4 * i + 3]).toBe(0);
  }
  expect(seen.size).toBe(12 ** 3);
});

test.each([0.002, 0.01, 0.05, 0.3, 0.7])('the first %d of a sorted cloud are even over its octants', async (share) => {
  const { geometry } = await cloudGeometry(cloudOf(sortedCube(48)), signal);
  const count = Math.round(share * 48 ** 3);
  const octants = new Float64Array(8);
  for (let i = 0; i < count; i++) {
    const [x, y, z] = geometry.positions.subarray(3 * i, 3 * i + 3);
    octants[(x! > 0 ? 1 : 0) + (y! > 0 ? 2 : 0) + (z! > 0 ? 4 : 0)]!++;
  }
  const chiSquared = octants.reduce((sum, found) => sum + (found - count / 8) ** 2 / (count / 8), 0);
  // Independent random points stay below 18.5 in 99 of 100 cases (seven degrees of freedom); these are more even.
  expect(chiSquared).toBeLessThan(18.5);
});

test('draws every point once, whatever their number', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 3000 }), async (count) => {
      const positions = new Float32Array(3 * count).map((_, i) => (i % 3 === 0 ? i / 3 : 0));
      const { geometry, origin } = await cloudGeometry(cloudOf(positions), signal);
      const drawn = [...geometry.positions].filter((_, i) => i % 3 === 0).map((x) => x + origin[0]);
      expect(drawn.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
    }),
    { numRuns: 60 },
  );
});

test('scene space is centred on the box, and origin holds what float32 could not', async () => {
  const positions = Float32Array.from([10, 20, 30, 14, 28, 31]);
  const { geometry, origin } = await cloudGeometry(cloudOf(positions, { shift: [500_000.25, 4e6, 0] }), signal);
  expect(origin).toEqual([500_012.25, 4_000_024, 30.5]);
  expect(geometry.min).toEqual([-2, -4, -0.5]);
  expect(geometry.max).toEqual([2, 4, 0.5]);
});

test('points absurdly far away are not drawn and move nothing', async () => {
  const cube = sortedCube(10);
  const positions = new Float32Array([...cube, 3e38, 0, 0, -3e38, 1, 1]);
  const { geometry, origin } = await cloudGeometry(cloudOf(positions), signal);
  expect(geometry.positions).toHaveLength(cube.length);
  expect(origin).toEqual([4.5, 4.5, 4.5]);
  expect(geometry.max).toEqual([4.5, 4.5, 4.5]);
});

test('normals without a direction stay zero', async () => {
  const normals = Float32Array.from([0, 0, 0, NaN, 1, 0, Infinity, 0, 0, 0, 0, 2]);
  const { geometry } = await cloudGeometry(cloudOf(new Float32Array(12), { normals }), signal);
  const nonZero = [...geometry.normals!].filter((value) => value !== 0);
  expect(nonZero).toEqual([127]);
});

test.each([1, 2])('a cloud of %d equal points is drawn', async (count) => {
  const { geometry, origin } = await cloudGeometry(cloudOf(new Float32Array(3 * count).fill(7)), signal);
  expect([...geometry.positions]).toEqual(new Array(3 * count).fill(0));
  expect(origin).toEqual([7, 7, 7]);
  expect(geometry.min).toEqual([0, 0, 0]);
});

test('a sample has a geometry at once', () => {
  const positions = sortedCube(4);
  const sample = { positions, shift: [1, 2, 3], pointCount: 1000, min: [0, 0, 0], max: [3, 3, 3] } as const;
  const { geometry, origin } = sampleGeometry({ ...sample, positions: Float32Array.from(positions) });
  expect(geometry.positions).toHaveLength(positions.length);
  expect(origin).toEqual([2.5, 3.5, 4.5]);
});

test('cancelling ends it while it works', async () => {
  const abort = new AbortController();
  const making = cloudGeometry(cloudOf(new Float32Array(9_000_000).map((_, i) => i % 1000)), abort.signal);
  abort.abort('stop');
  await expect(making).rejects.toBe('stop');
});
