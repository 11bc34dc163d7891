/**
 * The direction in which a symmetric matrix does least, by Jacobi's rotations: exact to the last digits, for small
 * ones.
 */

/** Sweeps over all pairs; each squares what is left off the diagonal, so that a dozen reach float64's end. */
const SWEEPS = 16;

/**
 * The unit eigenvector of the smallest eigenvalue.
 * @param matrix [size × size] symmetric; left as it is
 */
export function smallestEigenvector(matrix: Float64Array, size: number): Float64Array {
  const a = matrix.slice();
  const vectors = new Float64Array(size * size);
  for (let i = 0; i < size; i++) vectors[size * i + i] = 1;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let p = 0; p < size - 1; p++) for (let q = p + 1; q < size; q++) rotate({ a, vectors, size }, p, q);
  }
  let least = 0;
  for (let i = 1; i < size; i++) if (a[size * i + i]! < a[size * least + least]!) least = i;
  return Float64Array.from({ length: size }, (_, i) => vectors[size * i + least]!);
}

interface Rotated {
  readonly a: Float64Array;
  /** Its columns become the eigenvectors. */
  readonly vectors: Float64Array;
  readonly size: number;
}

/** Makes a[p][q] zero. */
function rotate({ a, vectors, size }: Rotated, p: number, q: number): void {
  const off = a[size * p + q]!;
  if (off === 0) return;
  const theta = (a[size * q + q]! - a[size * p + p]!) / (2 * off);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  for (let k = 0; k < size; k++) turn(a, size * k + p, size * k + q, c, s);
  for (let k = 0; k < size; k++) turn(a, size * p + k, size * q + k, c, s);
  for (let k = 0; k < size; k++) turn(vectors, size * k + p, size * k + q, c, s);
}

function turn(values: Float64Array, p: number, q: number, c: number, s: number): void {
  const [x, y] = [values[p]!, values[q]!];
  values[p] = c * x - s * y;
  values[q] = s * x + c * y;
}
