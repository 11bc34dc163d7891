import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smallestAxis, type SymmetricMatrix } from '../../../src/engine/analysis/smallest-axis.ts';
import { eigen, sineBetween } from '../../reference/analysis.ts';

const entry = fc.double({ min: -1, max: 1, noNaN: true });
const vector = fc.tuple(entry, entry, entry);

/** Σ v vᵀ: every covariance is of this form. */
function covariance(vectors: readonly (readonly [number, number, number])[]): SymmetricMatrix {
  const sum = (a: 0 | 1 | 2, b: 0 | 1 | 2): number => vectors.reduce((total, v) => total + v[a] * v[b], 0);
  return [sum(0, 0), sum(1, 1), sum(2, 2), sum(1, 2), sum(0, 2), sum(0, 1)];
}

describe('smallestAxis', () => {
  it('is the eigenvector of the smallest root', () => {
    fc.assert(
      fc.property(fc.array(vector, { minLength: 3, maxLength: 9 }), (vectors) => {
        const matrix = covariance(vectors);
        const { values, axis } = eigen(matrix);
        // The reference's cubic loses digits where two roots are close: its own error bounds what can be compared.
        fc.pre(values[1] - values[0] > 1e-3 && values[2] < 100);
        const found = smallestAxis(matrix);
        expect(Math.hypot(...found)).toBeCloseTo(1, 12);
        expect(sineBetween(found, axis)).toBeLessThan(1e-6);
      }),
    );
  });

  it('finds the normal of vectors in a plane, however thin', () => {
    const normal = [2 / 3, -1 / 3, 2 / 3] as const;
    const inPlane = [
      [1, 2, 0],
      [0, 2, 1],
      [1, 0, -1],
    ] as const;
    for (const thickness of [0, 1e-7, 1e-3]) {
      const across = normal.map((value) => value * thickness) as [number, number, number];
      expect(sineBetween(smallestAxis(covariance([...inPlane, across])), normal)).toBeLessThan(1e-12);
    }
  });

  it.each<[string, SymmetricMatrix, number]>([
    ['x', [1, 2, 3, 0, 0, 0], 0],
    ['y', [2, 1, 3, 0, 0, 0], 1],
    ['z', [3, 2, 1, 0, 0, 0], 2],
    ['z of the zero matrix', [0, 0, 0, 0, 0, 0], 2],
  ])('takes the axis %s', (_name, matrix, component) => {
    expect(Math.abs(smallestAxis(matrix)[component]!)).toBe(1);
  });
});
