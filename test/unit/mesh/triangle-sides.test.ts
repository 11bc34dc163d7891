import { expect, it } from 'vitest';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import { NO_PARTNER, partnerSteps } from '../../../src/engine/mesh/triangle-sides.ts';

const partnersOf = (...corners: number[]): number[] => [
  ...finishSteps(partnerSteps(Uint32Array.from(corners), Math.max(...corners) + 1)),
];

it('pairs the half-edges of two triangles, and knows borders', () => {
  // The edge from 1 to 2 is half-edge 1 of the first and 2 of the second triangle.
  expect(partnersOf(0, 1, 2, 2, 3, 1)).toEqual([NO_PARTNER, 5, NO_PARTNER, NO_PARTNER, NO_PARTNER, 1]);
});

it('leads round where three triangles meet', () => {
  const partners = partnersOf(0, 1, 2, 1, 0, 3, 0, 1, 4);
  const ring = [0];
  while (partners[ring.at(-1)!] !== 0) ring.push(partners[ring.at(-1)!]!);
  expect(ring.toSorted((a, b) => a - b)).toEqual([0, 3, 6]);
});

it('leaves the half-edges of a triangle without extent alone', () => {
  expect(partnersOf(0, 1, 2, 1, 0, 0)).toEqual([0, 1, 2, 3, 4, 5].map(() => NO_PARTNER));
});
