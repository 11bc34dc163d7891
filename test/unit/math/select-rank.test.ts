import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { selectRank } from '../../../src/engine/math/select-rank.ts';

describe('selectRank', () => {
  it('is the element there in the sorted order, and parts the values at it', () => {
    const numbers = fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(numbers, fc.nat(), (numbersOfAll, any) => {
        const values = Float64Array.from(numbersOfAll);
        const sorted = values.slice().sort();
        const rank = any % values.length;
        const selected = selectRank(values, rank);
        expect(selected === sorted[rank]).toBe(true);
        expect(values.subarray(0, rank).every((value) => value <= selected)).toBe(true);
        expect(values.subarray(rank).every((value) => value >= selected)).toBe(true);
        expect(
          values
            .slice()
            .sort()
            .every((value, i) => value === sorted[i]),
        ).toBe(true);
      }),
    );
  });

  it.each([
    ['none', [], 0, 0],
    ['one', [4], 0, 4],
    ['the least', [5, 4, 3, 2, 1], 0, 1],
    ['the greatest', [5, 4, 3, 2, 1], 4, 5],
    ['equal ones', [5, 5, 5, 5], 2, 5],
  ])('takes %s', (_name, values, rank, selected) => {
    expect(selectRank(Uint32Array.from(values), rank)).toBe(selected);
  });
});
