/**
 * A short form of `npm run prove`: every operation over surfaces that nobody chose, and its verdict on what is wrong.
 */
import { expect, it } from 'vitest';
import { INLINE_TASKS } from '../../../src/engine/host/inline-host.ts';
import { proveSurface } from '../../prove/prove-surface.ts';
import { surfaceOf } from '../../prove/surfaces.ts';

// Small ones of several kinds.
it.each([21, 38, 47])('surface %i stays sound through every operation', async (seed) => {
  const { skipped, proved, failures } = await proveSurface(seed, INLINE_TASKS);
  expect({ skipped, proved, failures }).toEqual({ skipped: null, proved: 11, failures: [] });
});

// What npm run prove once found wrong: where triangles met after smoothing, and of relaxing after the rounding to
// float32.
it.each([
  [2, 'smooth'],
  [6, 'smooth'],
  [18, 'smooth'],
  [30, 'smooth'],
  [67, 'relax'],
  [119, 'relax'],
] as const)('surface %i stays sound through what has %s', async (seed, operation) => {
  const { skipped, proved, failures } = await proveSurface(seed, INLINE_TASKS, operation);
  expect({ skipped, failures }).toEqual({ skipped: null, failures: [] });
  expect(proved).toBeGreaterThanOrEqual(2);
});

it('a number is always the same surface', () => {
  expect(surfaceOf(6)).toEqual(surfaceOf(6));
  expect(surfaceOf(6).mesh).not.toEqual(surfaceOf(7).mesh);
});
