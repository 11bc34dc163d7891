import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SparseCholesky, type SymmetricRows } from '../../../src/engine/math/sparse-cholesky.ts';

/** Aᵀ A + 1 of a sparse A, by rows. */
function positive(size: number, entries: readonly (readonly [number, number, number])[]): SymmetricRows {
  const rows = Array.from({ length: size }, (_, i) => new Map([[i, 1]]));
  for (let row = 0; row < size; row++) {
    const own = entries.filter(([at]) => at === row);
    for (const [, i, a] of own) for (const [, j, b] of own) rows[i]!.set(j, (rows[i]!.get(j) ?? 0) + a * b);
  }
  return rows;
}

const product = (rows: SymmetricRows, x: Float64Array): number[] =>
  rows.map((row) => [...row].reduce((sum, [column, value]) => sum + value * x[column]!, 0));

/** Unknowns on a line, some of them at the same place. */
const onLine = (size: number): Float64Array =>
  Float64Array.from({ length: 3 * size }, (_, i) => (i % 3 === 0 ? Math.floor(i / 6) : 0));

describe('Cholesky by nested dissection', () => {
  it('solves by hand: 4x + 2y = 8, 2x + 3y = 8', () => {
    const rows = [new Map([[0, 4], [1, 2]]), new Map([[0, 2], [1, 3]])]; // prettier-ignore
    const solved = new SparseCholesky(rows, onLine(2)).solve(Float64Array.of(8, 8));
    expect(solved[0]).toBeCloseTo(1, 14);
    expect(solved[1]).toBeCloseTo(2, 14);
  });

  it('gives back what the matrix was multiplied with, connected or not', () => {
    const size = 60;
    const index = fc.integer({ min: 0, max: size - 1 });
    const entry = fc.tuple(index, index, fc.integer({ min: -3, max: 3 }));
    const vector = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: size, maxLength: size });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 150 }), vector, (entries, wanted) => {
        const rows = positive(size, entries);
        const factor = new SparseCholesky(rows, onLine(size));
        const solved = factor.solve(Float64Array.from(product(rows, Float64Array.from(wanted))));
        solved.forEach((value, i) => expect(value).toBeCloseTo(wanted[i]!, 7));
      }),
    );
  });

  it('refuses what is not positive definite', () => {
    const rows = [new Map([[0, 1], [1, 2]]), new Map([[0, 2], [1, 1]])]; // prettier-ignore
    expect(() => new SparseCholesky(rows, onLine(2))).toThrow('not positive definite');
  });
});
