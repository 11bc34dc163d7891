import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { upperMedian } from '../../../src/engine/analysis/median.ts';

describe('upperMedian', () => {
  it('is the element at half the sorted order', () => {
    const numbers = fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(numbers, (values) => {
        const sorted = Float64Array.from(values).sort();
        expect(upperMedian(Float64Array.from(values)) === sorted[values.length >> 1]).toBe(true);
      }),
    );
  });

  it.each([
    ['none', [], 0],
    ['one', [4], 4],
    ['two', [1, 2], 2],
    ['equal ones', [5, 5, 5, 5], 5],
    ['falling ones', [5, 4, 3, 2, 1], 3],
  ])('takes %s', (_name, values, median) => {
    expect(upperMedian(Float32Array.from(values))).toBe(median);
  });
});
