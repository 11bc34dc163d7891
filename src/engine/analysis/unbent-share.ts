/** Whether heights over a plane are those of something bent, or of several layers. */

/**
 * Share of the variance of `heights` that is left when the best quadric over the plane, a polynomial of second degree,
 * has taken its part: by Gram and Schmidt, modified. Of heights at random over n places it is (n − 6)/(n − 1) on
 * average.
 * @param heights [n] @param u [n] and @param v [n] places in the plane, in any unit; 0 where all heights are the same
 */
export function unbentShare(heights: Float64Array, u: Float64Array, v: Float64Array): number {
  const rest = centred(heights);
  const total = product(rest, rest);
  if (total === 0) return 0;
  for (const unit of quadricBasis(u, v)) takeOut(rest, unit);
  return product(rest, rest) / total;
}

/**
 * Unit vectors at right angles that span what a quadric adds to a mean: five, fewer where the places say less. Each
 * [n].
 */
export function quadricBasis(u: Float64Array, v: Float64Array): Float64Array[] {
  const basis: Float64Array[] = [];
  // What is left of each when the mean and those before are taken out.
  const terms = [u, v, u.map((x) => x * x), u.map((x, i) => x * v[i]!), v.map((y) => y * y)];
  for (const term of terms) {
    const values = centred(term);
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
  const centre = values.slice();
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  for (let i = 0; i < values.length; i++) centre[i]! -= sum / values.length;
  return centre;
}

export function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

export function takeOut(values: Float64Array, unit: Float64Array): void {
  const along = product(values, unit);
  for (let i = 0; i < values.length; i++) values[i]! -= along * unit[i]!;
}
