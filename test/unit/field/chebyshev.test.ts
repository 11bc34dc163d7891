import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chebyshevSteps, LARGEST_EIGENVALUE } from '../../../src/engine/field/chebyshev.ts';

/** What is left of an error of eigenvalue λ after the steps: x → x + α p on A = λ, b = 0, x = 1. */
function remaining(eigenvalue: number, iterations: number): number {
  let x = 1;
  let p = 0;
  for (const { alpha, beta } of chebyshevSteps(iterations)) {
    p = -eigenvalue * x + beta * p;
    x += alpha * p;
  }
  return x;
}

/** T_n on and beyond [-1, 1]. */
const chebyshev = (n: number, t: number): number =>
  Math.abs(t) <= 1 ? Math.cos(n * Math.acos(t)) : Math.sign(t) ** n * Math.cosh(n * Math.acosh(Math.abs(t)));

describe('chebyshevSteps', () => {
  it('has none for no iterations', () => {
    expect(chebyshevSteps(0)).toEqual([]);
  });

  it('starts with the middle of the interval, without momentum', () => {
    const [first] = chebyshevSteps(30);
    expect(first).toEqual({ alpha: 2 / (144 / 42 + 6 / 900), beta: 0 });
  });

  it('leaves the Chebyshev polynomial of the interval, scaled to 1 at 0', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: LARGEST_EIGENVALUE, noNaN: true }),
        (n, eigenvalue) => {
          const [largest, smallest] = [24 / 7, 6 / n ** 2];
          const at = (lambda: number): number => (largest + smallest - 2 * lambda) / (largest - smallest);
          const expected = chebyshev(n, at(eigenvalue)) / chebyshev(n, at(0));
          expect(remaining(eigenvalue, n)).toBeCloseTo(expected, 9);
        },
      ),
    );
  });

  it('lets no error grow, of any eigenvalue and number of iterations', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: LARGEST_EIGENVALUE, noNaN: true }),
        (n, eigenvalue) => Math.abs(remaining(eigenvalue, n)) <= 1 + 1e-9,
      ),
    );
  });
});
