/**
 * The steps of a Chebyshev semi-iteration: fixed in advance from bounds on the eigenvalues of D⁻¹A, so that a solve
 * needs no dot products and nothing is read back (algorithm.md section 2, step 7; Saad, Iterative Methods for Sparse
 * Linear Systems, 2nd edition, section 12.3.2).
 */

export interface ChebyshevStep {
  /** x ← x + α p. */
  readonly alpha: number;
  /** p ← D⁻¹ (b - A x) + β p. */
  readonly beta: number;
}

/**
 * Gershgorin's bound on the eigenvalues of D⁻¹A for every cloud: absolute values along a row of the smoothness add up
 * to at most 144 where D has 42, and those of the data and of ε to no more than D has of them.
 */
export const LARGEST_EIGENVALUE = 144 / 42;

/**
 * Steps on every level. Twenty are too few once κ is small: trefoil .000945 with 20, .000847 with 30 (algorithm.md step
 * 7).
 */
export const LEVEL_ITERATIONS = 30;

export function chebyshevSteps(iterations: number): ChebyshevStep[] {
  // Errors of smaller eigenvalues shrink less than the others but never grow. A smaller bound would spread the same
  // steps over errors so smooth that the coarser level has removed them (measured: algorithm.md section 2, step 7).
  const smallest = 6 / iterations ** 2;
  const middle = (LARGEST_EIGENVALUE + smallest) / 2;
  const radius = (LARGEST_EIGENVALUE - smallest) / 2;
  const steps: ChebyshevStep[] = [];
  let alpha = 1 / middle;
  for (let k = 0; k < iterations; k++) {
    const beta = k === 0 ? 0 : k === 1 ? (radius * alpha) ** 2 / 2 : (radius * alpha) ** 2 / 4;
    if (k > 0) alpha = 1 / (middle - beta / alpha);
    steps.push({ alpha, beta });
  }
  return steps;
}
