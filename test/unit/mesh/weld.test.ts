import { expect, it } from 'vitest';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import { weldSteps } from '../../../src/engine/mesh/weld.ts';

const weld = (points: readonly (readonly [number, number, number])[]): number[] => {
  const positions = Float64Array.from(points.flat());
  return [...finishSteps(weldSteps({ positions, indices: Uint32Array.from(points.keys()) }))];
};

it('joins vertices at equal places to the first of them', () => {
  expect(weld([[1, 2, 3], [4, 5, 6], [1, 2, 3], [4, 5, 6], [1, 2, 3.0000001], [3, 2, 1]])).toEqual([0, 1, 0, 1, 4, 5]); // prettier-ignore
});

it('takes -0 and 0 for one place, on every axis', () => {
  expect(weld([[0, 1, 2], [-0, 1, 2], [1, 0, 2], [1, -0, 2], [1, 2, -0], [1, 2, 0]])).toEqual([0, 0, 2, 2, 4, 4]); // prettier-ignore
});
