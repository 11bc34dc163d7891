/**
 * The bytes that points are coloured by: right values, stretched between percentiles, in the order of the positions.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PointAttributes, PointCloud } from '../../../src/engine/cloud/point-cloud.ts';
import { AttributeBytes } from '../../../src/renderer/worker/attribute-bytes.ts';
import { FIRST_BYTE, LAST_BYTE, MISSING_BYTE, SCAN_CYCLE } from '../../../src/renderer/worker/byte-scale.ts';
import { cloudGeometry, sampleGeometry } from '../../../src/renderer/worker/cloud-geometry.ts';
import { numberedScans } from '../../../src/renderer/worker/numbered-scans.ts';

const { signal } = new AbortController();

/** All points in the file's own order. */
function placed(attributes: PointAttributes, count: number): AttributeBytes {
  const bytes = new AttributeBytes(attributes, count);
  bytes.place(
    Uint32Array.from({ length: count }, (_, i) => i),
    count,
    0,
  );
  return bytes;
}

/** A row of points, at x 0, 1, 2 …, so that a position tells which point it is. */
function rowOf(count: number, attributes: PointAttributes): PointCloud {
  const positions = new Float32Array(3 * count).map((_, i) => (i % 3 === 0 ? i / 3 : 0));
  const stats = { pointCount: count, finiteCount: count, min: [0, 0, 0], max: [0, 0, 0], warnings: [] } as const;
  return { positions, shift: [0, 0, 0], stats, attributes };
}

test('every byte stays with its point', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 40_000 }), async (count) => {
      const cloud = rowOf(count, {
        classification: Uint8Array.from({ length: count }, (_, i) => i % 256),
        returnNumber: Uint8Array.from({ length: count }, (_, i) => i % 7),
        returnCount: new Uint8Array(count),
        scan: Uint16Array.from({ length: count }, (_, i) => i % 1000),
      });
      const { geometry, origin } = await cloudGeometry(cloud, signal);
      const wrong: number[] = [];
      for (let i = 0; i < count; i++) {
        const point = Math.round(geometry.positions[3 * i]! + origin[0]);
        const isRight =
          geometry.classification![i] === point % 256 &&
          geometry.returnNumber![i] === point % 7 &&
          geometry.scan![i] === (point % 1000) % SCAN_CYCLE;
        if (!isRight) wrong.push(point);
      }
      expect(wrong).toEqual([]);
      expect(Object.keys(geometry)).not.toContain('returnCount');
    }),
    { numRuns: 20 },
  );
});

test('points that are not drawn have no byte, and are not counted', async () => {
  const { positions, stats, shift } = rowOf(1002, {});
  positions.set([3e38, 0, 0], 3 * 500);
  positions.set([-3e38, 1, 1], 3 * 700);
  const classification = Uint8Array.from({ length: 1002 }, (_, i) =>
    i === 500 || i === 700 ? 9 : i % 2 === 0 ? 2 : 6,
  );
  const { geometry, values, origin } = await cloudGeometry(
    { positions, stats, shift, attributes: { classification } },
    signal,
  );
  expect(geometry.classification).toHaveLength(1000);
  expect(values.classification).toEqual([
    { value: 2, count: 499, name: 'ground' },
    { value: 6, count: 501, name: 'building' },
  ]);
  for (let i = 0; i < 1000; i++) {
    const point = Math.round(geometry.positions[3 * i]! + origin[0]);
    expect(geometry.classification![i]).toBe(point % 2 === 0 ? 2 : 6);
  }
});

test('intensity and time are stretched between the 1st and the 99th percentile', () => {
  const count = 1001;
  const ramp = Float64Array.from({ length: count }, (_, i) => 1.3e9 + i / 10);
  const intensity = Float32Array.from({ length: count }, (_, i) => i);
  // Mirrors and dropouts take no colours from the others.
  intensity[1000] = 1e9;
  intensity[0] = -1e9;
  const bytes = placed({ time: ramp, intensity }, count);
  expect(bytes.values).toEqual({
    intensity: { low: 10, high: 990, missingCount: 0 },
    time: { low: 1.3e9 + 1, high: 1.3e9 + 99, missingCount: 0 },
  });
  for (const array of [bytes.arrays.intensity!, bytes.arrays.time!]) {
    const expected = Array.from({ length: count }, (_, i) => {
      const share = Math.min(1, Math.max(0, (i - 10) / 980));
      return FIRST_BYTE + Math.round(share * (LAST_BYTE - FIRST_BYTE));
    });
    expect([...array]).toEqual(expected);
  }
});

test('the percentiles of a large cloud are those of its values, whatever period they have', () => {
  const count = 1 << 20;
  // Rows of 1024 points, as many as would fall into step with every sixteenth point.
  const intensity = Float32Array.from({ length: count }, (_, i) => i % 1024);
  const { low, high } = placed({ intensity }, count).values.intensity!;
  expect(Math.abs(low - 10)).toBeLessThan(3);
  expect(Math.abs(high - 1013)).toBeLessThan(3);
});

test('points without a value have a byte of their own, and the ends of the scale are finite', () => {
  const intensity = Float32Array.from([NaN, 0, 1, 2, Infinity, -Infinity, NaN]);
  const bytes = placed({ intensity }, 7);
  expect([...bytes.arrays.intensity!]).toEqual([MISSING_BYTE, 1, 128, 255, 255, 1, MISSING_BYTE]);
  expect(bytes.values.intensity).toEqual({ low: 0, high: 2, missingCount: 2 });
});

test.each([
  [[7, 7, 7], { low: 7, high: 7, missingCount: 0 }, [128, 128, 128]],
  [[NaN, NaN], { low: 0, high: 0, missingCount: 2 }, [MISSING_BYTE, MISSING_BYTE]],
  [[], { low: 0, high: 0, missingCount: 0 }, []],
])('%j has a scale', (values, range, expected) => {
  const bytes = placed({ time: Float64Array.from(values) }, values.length);
  expect(bytes.values.time).toEqual(range);
  expect([...bytes.arrays.time!]).toEqual(expected);
});

test('where nearly all values are the same, the others make the scale', () => {
  const intensity = new Float32Array(1000);
  intensity[500] = 40;
  const bytes = placed({ intensity }, 1000);
  expect(bytes.values.intensity).toMatchObject({ low: 0, high: 40 });
  expect([bytes.arrays.intensity![0], bytes.arrays.intensity![500]]).toEqual([FIRST_BYTE, LAST_BYTE]);
});

test('classes without a name keep their number', () => {
  const classification = Uint8Array.from([200, 2, 200]);
  expect(placed({ classification }, 3).values.classification).toEqual([
    { value: 2, count: 1, name: 'ground' },
    { value: 200, count: 2 },
  ]);
});

test('a cloud without attributes has no bytes, nor has a sample', async () => {
  const { geometry, values } = await cloudGeometry({ ...rowOf(9, {}), attributes: undefined! }, signal);
  expect(Object.keys(geometry).sort()).toEqual(['max', 'min', 'positions']);
  expect(values).toEqual({});
  const sample = { positions: new Float32Array(9), shift: [0, 0, 0], pointCount: 3, min: [0, 0, 0], max: [0, 0, 0] };
  expect(sampleGeometry(sample as unknown as Parameters<typeof sampleGeometry>[0]).values).toEqual({});
});

test('scans are those of the file, else those that its points name', () => {
  const scan = Uint16Array.from([3, 3, 700]);
  const described = [
    { name: 'Setup 1', pointCount: 3, sensor: [1, 2, 3] },
    { name: '', pointCount: 0 },
  ] as const;
  expect(numberedScans({ scans: described, attributes: { scan } })).toEqual([
    { name: 'Setup 1', pointCount: 3, sensor: [1, 2, 3], index: 0, number: 1 },
    { name: '', pointCount: 0, index: 1, number: 2 },
  ]);
  expect(numberedScans({ attributes: { scan } })).toEqual([
    { name: '', pointCount: 2, index: 3, number: 3 },
    { name: '', pointCount: 1, index: 700, number: 700 },
  ]);
  expect(numberedScans({ attributes: {} })).toEqual([]);
});
