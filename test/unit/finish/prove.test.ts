/** A short form of `npm run prove`: every operation over surfaces that nobody chose, and its verdict on what is wrong. */
import { expect, it } from 'vitest';
import { INLINE_TASKS } from '../../../src/engine/host/inline-host.ts';
import { proveSurface } from '../../prove/prove-surface.ts';
import { surfaceOf } from '../../prove/surfaces.ts';

// Small ones of every kind, among them those that npm run prove once found wrong: 2, 6, 18 and 30 (smoothing).
it.each([2, 4, 6, 18, 21, 30, 36, 38, 44, 47, 50, 58])(
  'surface %i stays sound through every operation',
  async (seed) => {
    const { skipped, proved, failures } = await proveSurface(seed, INLINE_TASKS);
    expect({ skipped, proved, failures }).toEqual({ skipped: null, proved: 8, failures: [] });
  },
);

it('a number is always the same surface', () => {
  expect(surfaceOf(6)).toEqual(surfaceOf(6));
  expect(surfaceOf(6).mesh).not.toEqual(surfaceOf(7).mesh);
});
