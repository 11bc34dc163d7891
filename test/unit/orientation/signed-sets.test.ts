import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SignedSets } from '../../../src/engine/orientation/signed-sets.ts';

describe('SignedSets', () => {
  it('agrees with sets that are rewritten at every union', () => {
    const union = fc.tuple(fc.nat(19), fc.nat(19), fc.boolean());
    fc.assert(
      fc.property(fc.array(union, { maxLength: 60 }), (unions) => {
        const sets = new SignedSets(20);
        const labels = Array.from({ length: 20 }, (_, i) => i);
        const signs = new Array<number>(20).fill(1);
        for (const [a, b, opposite] of unions) {
          sets.unite(a, b, opposite);
          const joined = labels[b];
          if (labels[a] === joined) continue;
          const factor = (signs[a] ?? 0) * (signs[b] ?? 0) * (opposite ? -1 : 1);
          labels.forEach((label, i) => {
            if (label !== joined) return;
            labels[i] = labels[a] ?? NaN;
            signs[i] = (signs[i] ?? 0) * factor;
          });
        }
        for (let i = 0; i < 20; i++) {
          for (let k = 0; k < 20; k++) {
            expect(sets.find(i) === sets.find(k)).toBe(labels[i] === labels[k]);
            if (labels[i] === labels[k]) {
              expect(sets.isOpposite(i) === sets.isOpposite(k)).toBe(signs[i] === signs[k]);
            }
          }
        }
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
