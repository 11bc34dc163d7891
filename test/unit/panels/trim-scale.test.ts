/** The slider's scale: one to one, rising, and fine where distances are small. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lengthAt, placeOf } from '../../../src/renderer/panels/session/trim-scale.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const longest = fc.double({ min: 1e-6, max: 1e6, noNaN: true });

test('the ends are nothing and the longest distance', () => {
  expect(lengthAt(0, 7)).toBe(0);
  expect(lengthAt(1, 7)).toBeCloseTo(7, 12);
  expect(placeOf(0, 7)).toBe(0);
  expect(placeOf(7, 7)).toBeCloseTo(1, 12);
});

test('place and length are each other’s inverse', () => {
  fc.assert(
    fc.property(share, longest, (at, max) => {
      expect(placeOf(lengthAt(at, max), max)).toBeCloseTo(at, 9);
    }),
  );
});

test('it rises', () => {
  fc.assert(
    fc.property(share, share, longest, (a, b, max) => {
      fc.pre(Math.abs(a - b) > 1e-9);
      expect(lengthAt(a, max) < lengthAt(b, max)).toBe(a < b);
    }),
  );
});

test('half the way covers an eighth of the distances', () => {
  expect(Math.round(1 / lengthAt(0.5, 1))).toBe(8);
});

test('lengths beyond the scale stay at its end, and a mesh that lies on its points has none', () => {
  expect(placeOf(9, 7)).toBe(1);
  expect(placeOf(-1, 7)).toBe(0);
  expect(placeOf(0, 0)).toBe(1);
});
