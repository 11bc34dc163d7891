import { expect, it } from 'vitest';
import { coordinateSteps } from '../../../src/engine/cloud/coordinate-steps.ts';
import { randomNumbers } from '../../reference/analysis.ts';

function points(count: number, place: (random: () => number) => number[]): Float32Array {
  const random = randomNumbers(5);
  return Float32Array.from(Array.from({ length: count }, () => place(random)).flat());
}

it('finds the step of each axis that has one', () => {
  const rounded = (value: number, step: number): number => step * Math.round(value / step);
  const positions = points(20_000, (random) => [rounded(random(), 0.01), rounded(random(), 0.001), random()]);
  const [x, y, z] = coordinateSteps(positions);
  expect(x).toBeCloseTo(0.01, 6);
  expect(y).toBeCloseTo(0.001, 6);
  expect(z).toBeLessThan(1e-5);
});

it('finds the step of few points, most of which are several steps apart', () => {
  const positions = points(300, (random) => [Math.round(1000 * random()) / 1000, 0.25, random()]);
  const [x, y] = coordinateSteps(positions);
  expect(x).toBeCloseTo(0.001, 6);
  expect(y).toBe(0);
});

it('finds no steps where there are no points', () => {
  expect(coordinateSteps(new Float32Array(0))).toEqual([0, 0, 0]);
});
