/** Whether heights over a plane are those of something bent, or of several layers. */

/** u, v, u², u v, v²; what is left of them when the mean and those before are taken out. */
const TERMS = 5;

/**
 * Share of the variance of `heights` that is left when the best quadric over the plane, a polynomial of second degree, has
 * taken its part: by Gram and Schmidt, modified. Of heights at random over n places it is (n − 6)/(n − 1) on average.
 * @param heights [n] @param u [n] and @param v [n] places in the plane, in any unit; 0 where all heights are the same
 */
export function unbentShare(heights: Float64Array, u: Float64Array, v: Float64Array): number {
  const rest = centred(heights);
  const total = product(rest, rest);
  if (total === 0) return 0;
  for (const unit of quadricBasis(u, v)) takeOut(rest, unit);
  return product(rest, rest) / total;
}

/** Unit vectors at right angles that span what a quadric adds to a mean: five, fewer where the places say less. Each [n]. */
export function quadricBasis(u: Float64Array, v: Float64Array): Float64Array[] {
  const basis: Float64Array[] = [];
  for (let term = 0; term < TERMS; term++) {
    const values = centred(u.map((x, i) => [x, v[i]!, x * x, x * v[i]!, v[i]! * v[i]!][term]!));
    const before = product(values, values);
    for (const other of basis) takeOut(values, other);
    const length = Math.sqrt(product(values, values));
    // Places on a line, or few of them, leave terms that say nothing.
    if (!(length > 1e-6 * Math.sqrt(before))) continue;
    for (let i = 0; i < values.length; i++) values[i]! /= length;
    basis.push(values);
  }
  return basis;
}

export function centred(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

export function product(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

export function takeOut(values: Float64Array, unit: Float64Array): void {
  const along = product(values, unit);
  for (let i = 0; i < values.length; i++) values[i]! -= along * unit[i]!;
}
