import fc from 'fast-check';
import { expect, test } from 'vitest';
import { roundLength } from '../../../src/renderer/viewport/overlays/scale-bar.ts';

test('the longest of 1, 2 and 5 that fits', () => {
  expect(roundLength(7)).toBeCloseTo(5);
  expect(roundLength(5)).toBeCloseTo(5);
  expect(roundLength(4.9)).toBeCloseTo(2);
  expect(roundLength(0.0019)).toBeCloseTo(0.001);
  expect(roundLength(1999)).toBeCloseTo(1000);
});

test('never longer than allowed, never under two fifths of it', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-12, max: 1e12, noNaN: true }), (longest) => {
      const length = roundLength(longest);
      expect(length).toBeLessThanOrEqual(longest * (1 + 1e-8));
      expect(length).toBeGreaterThan(0.399 * longest);
    }),
  );
});
