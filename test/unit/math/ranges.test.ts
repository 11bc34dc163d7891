import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ranges } from '../../../src/engine/math/ranges.ts';

test('ranges cover all elements once, in order, none over its size', () => {
  fc.assert(
    fc.property(fc.nat(5_000), fc.integer({ min: 1, max: 700 }), (count, size) => {
      let next = 0;
      for (const { first, end } of ranges(count, size)) {
        expect(first).toBe(next);
        expect(end - first).toBeGreaterThan(0);
        expect(end - first).toBeLessThanOrEqual(size);
        next = end;
      }
      expect(next).toBe(count);
    }),
  );
});
