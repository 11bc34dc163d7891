import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { frameOf, shiftFor, toNormalised, toWorld, worldPerNormOf } from '../../../src/engine/cloud/frame.ts';
import { readCloud } from '../../../src/engine/formats/read/read-cloud.ts';
import { recordingContext, textSource } from '../formats/read/sources.ts';

describe('shiftFor', () => {
  test.each([
    ['small coordinates', [-1, -2, 0], [5, 9999, 3], [0, 0, 0]],
    ['UTM', [500000.95, 4649775.77, 249.37], [500001.47, 4649776.37, 250.37], [500001, 4649776, 250]],
    ['a wide box rounds coarsely', [-4e5, 0, 0], [9e5, 1.2e6, 10], [0, 1e6, 0]],
    ['a box of 140', [12345, 0, 0], [12445, 100, 0], [12400, 100, 0]],
    ['a small part far away', [2, 2, 2], [2.001, 2.001, 2], [2, 2, 2]],
    ['one point', [1e5 + 0.4, 0, 0], [1e5 + 0.4, 0, 0], [1e5, 0, 0]],
  ] as const)('%s', (_, min, max, expected) => {
    const shift = shiftFor(min, max);
    shift.forEach((value, axis) => expect(value).toBeCloseTo(expected[axis as 0], 3));
  });
});

test('moving a cloud by any offset keeps its shape to float32 precision', async () => {
  const coordinate = fc.double({ min: -1, max: 1, noNaN: true });
  const points = fc.array(fc.tuple(coordinate, coordinate, coordinate), { minLength: 20, maxLength: 40 });
  const offset = fc.tuple(...[0, 1, 2].map(() => fc.double({ min: -1e7, max: 1e7, noNaN: true })));
  await fc.assert(
    fc.asyncProperty(points, offset, async (triples, moved) => {
      const world = triples.map((triple) => triple.map((value, axis) => value + moved[axis]!));
      const text = world.map((triple) => triple.join(' ')).join('\n');
      const cloud = await readCloud(textSource('a.xyz', text), recordingContext().context);
      cloud.positions.forEach((value, i) => {
        const axis = (i % 3) as 0;
        // Float64 ends at 1e-9 for 1e7. The offset left is below a thousand diagonals: 2^-24 of it is the rounding.
        const size = Math.hypot(...[0, 1, 2].map((k) => cloud.stats.max[k as 0] - cloud.stats.min[k as 0]));
        const left = Math.min(1e3 * size, 1e4) + 2 * size;
        expect(Math.abs(value + cloud.shift[axis] - world[Math.floor(i / 3)]![axis]!)).toBeLessThan(
          left * 2 ** -24 + 4e-9,
        );
      });
    }),
  );
});

test('one absurd point at the start of a file does not draw the shift to it', async () => {
  const lines = Array.from({ length: 200 }, (_, i) => `${i / 100} ${(i * 7) % 13} 0.123`);
  const cloud = await readCloud(
    textSource('a.xyz', ['3e38 3e38 3e38', ...lines].join('\n')),
    recordingContext().context,
  );
  expect(cloud.shift).toEqual([0, 0, 0]);
  expect(cloud.positions[5]).toBe(Math.fround(0.123));
});

test('coordinates beyond float32 are dropped like infinities', async () => {
  const { context, warnings } = recordingContext();
  const cloud = await readCloud(textSource('a.xyz', '1e300 0 0\n1 2 3\n'), context);
  expect([...cloud.positions]).toEqual([1, 2, 3]);
  expect(warnings).toEqual([expect.stringContaining('1 of 2 points')]);
});

describe('frame', () => {
  test.each([1e-30, 1e-6, 1, 1e6, 1e30])('an extent of %s becomes 1, centred, and comes back', (size) => {
    // Three points, so often that the frame leaves no room.
    const corners = [0.2, -0.1, 0.05, 0.9, 0.3, 0.1, 0.4, 0.25, -0.3];
    const unit = Array.from({ length: 409 }, () => corners).flat();
    const positions = Float32Array.from(unit, (value) => value * size);
    const frame = frameOf(positions);
    expect(frame.worldPerNorm / size).toBeCloseTo(0.7, 6);
    const normalised = toNormalised(positions, frame);
    expect([
      Math.min(...[0, 3, 6].map((i) => normalised[i]!)),
      Math.max(...[0, 3, 6].map((i) => normalised[i]!)),
    ]).toEqual([-0.5, 0.5]);
    toWorld(normalised, frame).forEach((value, i) => {
      // Two roundings to float32, of numbers below one extent.
      expect(Math.abs(value - positions[i]!)).toBeLessThan(2 ** -23 * size);
    });
  });

  test('3e38 in both directions does not overflow', () => {
    const ends = Array.from({ length: 613 }, () => [-3e38, 0, 0, 3e38, 0, 0]);
    const frame = frameOf(Float32Array.from(ends.flat()));
    expect(frame.worldPerNorm).toBeCloseTo(6e38, -32);
    expect([...toNormalised(Float32Array.of(3e38, 0, 0), frame)]).toEqual([0.5, 0, 0]);
  });

  test('leaves room about few points, about a spacing from 200 down', () => {
    expect([1225, 100_000].map((count) => worldPerNormOf(2, count))).toEqual([2, 2]);
    expect(worldPerNormOf(2, 1224)).toBeGreaterThan(2);
    expect(worldPerNormOf(2, 600)).toBeCloseTo(2 * 1.06, 12);
    for (const count of [4, 20, 80, 200]) {
      const span = 1 / worldPerNormOf(1, count);
      // The cube of the grids has the side 1.1.
      expect((1.1 - span) / 2).toBeGreaterThan(0.9 * Math.sqrt(6 / count) * span);
    }
    expect(frameOf(Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1)).worldPerNorm).toBe(worldPerNormOf(1, 4));
  });

  test('points in one place have none', () => {
    expect(() => frameOf(Float32Array.of(1, 2, 3, 1, 2, 3))).toThrow(
      expect.objectContaining({ code: 'cloud-degenerate', details: { pointCount: 2 } }),
    );
  });
});
