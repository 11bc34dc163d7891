import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceHistogram, toleranceShares } from '../../../src/engine/math/distance-spread.ts';

const distances = fc.float32Array({ minLength: 1, maxLength: 60 });

describe('toleranceShares', () => {
  it('counts what sorting out by hand counts, and adds up to 1', () => {
    fc.assert(
      fc.property(distances, fc.double({ min: 0, max: 1e3, noNaN: true }), (values, tolerance) => {
        const numbers = [...values].filter((value) => !Number.isNaN(value));
        const share = (isIn: (value: number) => boolean): number => numbers.filter(isIn).length / numbers.length;
        const shares = toleranceShares(values, tolerance);
        if (numbers.length === 0) expect(shares).toBeNull();
        else {
          expect(shares).toEqual({
            inside: share((value) => value < -tolerance),
            within: share((value) => Math.abs(value) <= tolerance),
            outside: share((value) => value > tolerance),
          });
          expect(shares!.inside + shares!.within + shares!.outside).toBeCloseTo(1, 12);
        }
      }),
    );
  });

  it('takes a distance that is just the tolerance as within it, and what is endless as outside', () => {
    expect(toleranceShares(Float64Array.of(-2, 2, 2.1, Infinity), 2)).toEqual({ inside: 0, within: 0.5, outside: 0.5 });
  });
});

describe('distanceHistogram', () => {
  it('puts each distance into the part that it lies in, the end into the last', () => {
    const values = Float64Array.of(-1, -0.51, -0.5, 0, 0.49, 0.5, 1, 1.01, -1.01, NaN, Infinity);
    expect([...distanceHistogram(values, { low: -1, high: 1 }, 4)]).toEqual([2, 1, 2, 2]);
  });

  it('without signs both sides fall together', () => {
    expect([...distanceHistogram(Float64Array.of(-0.9, 0.9, 0.1), { low: 0, high: 1 }, 2, false)]).toEqual([1, 2]);
  });
});
