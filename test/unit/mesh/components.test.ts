/** Pieces that are no part of the surface: a case just below and one just above each measured share. */
import { expect, it } from 'vitest';
import { markPhantoms } from '../../../src/engine/mesh/components.ts';

/** The marks of components given as [area, the part of it that is near]. */
const phantoms = (...components: readonly (readonly [number, number])[]): number[] => [
  ...markPhantoms({
    count: components.length,
    areas: Float64Array.from(components, ([area]) => area),
    nearAreas: Float64Array.from(components, ([, near]) => near),
  }),
];

it('are crumbs under two ten-thousandths of the whole area', () => {
  // The areas near are 1.98 and 2.02 of 10,000 in all.
  expect(phantoms([9996, 9996], [1.98, 1.98], [2.02, 2.02])).toEqual([0, 1, 0]);
});

it('are sheets less than half of whose area is near', () => {
  expect(phantoms([100, 100], [100, 49.5], [100, 50], [100, 50.5])).toEqual([0, 1, 0, 0]);
});
