import { expect, test } from 'vitest';
import { randomBits, unitFloat } from '../../../src/engine/math/random.ts';
import type { Box } from '../../../src/renderer/viewport/viewport-context.ts';
import { measureCloud } from '../../../src/renderer/viewport/layers/cloud-statistics.ts';

/** Evenly over a sphere around (5, 0, 0), in no order. */
function sphere(count: number, radius: number): Float32Array {
  const positions = new Float32Array(3 * count);
  for (let i = 0; i < count; i++) {
    const z = 2 * unitFloat(randomBits(1, 0, i)) - 1;
    const turn = 2 * Math.PI * unitFloat(randomBits(1, 1, i));
    const across = Math.sqrt(1 - z * z);
    positions.set([5 + radius * across * Math.cos(turn), radius * across * Math.sin(turn), radius * z], 3 * i);
  }
  return positions;
}

function boundsOf(positions: Float32Array): Box {
  const min: [number, number, number] = [Infinity, Infinity, Infinity];
  const max: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  positions.forEach((value, i) => {
    const axis = (i % 3) as 0 | 1 | 2;
    min[axis] = Math.min(min[axis], value);
    max[axis] = Math.max(max[axis], value);
  });
  return { min, max };
}

test('the spacing of a surface is the root of the area a point has, at any scale and count', () => {
  for (const radius of [1, 5e4]) {
    for (const count of [3_000, 30_000, 300_000]) {
      const positions = sphere(count, radius);
      const { spacing } = measureCloud(positions, boundsOf(positions));
      const expected = radius * Math.sqrt((4 * Math.PI) / count);
      expect(spacing).toBeGreaterThan(0.75 * expected);
      expect(spacing).toBeLessThan(1.3 * expected);
    }
  }
});

test('the camera is fitted to all of a cloud without strays', () => {
  const positions = sphere(20_000, 2);
  const bounds = boundsOf(positions);
  expect(measureCloud(positions, bounds).fit).toEqual(bounds);
});

test('a few strays far away neither make the object a speck nor take the colours of the height', () => {
  const positions = sphere(20_000, 2);
  for (let i = 0; i < 20; i++) positions.set([0, 0, 900 + i], 3 * (i * 997));
  const { fit, core, spacing } = measureCloud(positions, boundsOf(positions));
  expect(fit.max[2]).toBeLessThan(2.01);
  expect(core.max[2]).toBeLessThan(2.01);
  expect(core.min[2]).toBeGreaterThan(-2.01);
  expect(spacing).toBeLessThan(0.1);
});

test('one point, and points all in one place, have a place and no spacing', () => {
  for (const count of [1, 500]) {
    const positions = new Float32Array(3 * count).fill(7);
    const bounds: Box = { min: [7, 7, 7], max: [7, 7, 7] };
    expect(measureCloud(positions, bounds)).toEqual({ core: bounds, fit: bounds, spacing: 0 });
  }
});
