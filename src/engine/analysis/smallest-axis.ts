/**
 * The axis of the smallest eigenvalue of a symmetric 3×3 matrix, and all three eigenvalues, in float64, by cyclic
 * Jacobi rotations (Golub & Van Loan, Matrix Computations, section 8.5); `shaders/analysis/smallest_axis.wgsl` is the
 * same in float32.
 */
import type { Triple } from '../math/triple.ts';

/** [xx, yy, zz, yz, zx, xy] */
export type SymmetricMatrix = readonly [number, number, number, number, number, number];

/** Convergence is quadratic: the sixth sweep reaches float64's precision. */
const SWEEPS = 6;

/** Unit length; the sign is arbitrary. The zero matrix, which has no axis, gives z. */
export function smallestAxis(matrix: SymmetricMatrix): Triple {
  if (matrix[0] + matrix[1] + matrix[2] <= 0) return [0, 0, 1];
  const { values, axes } = rotated(matrix);
  const [xx, yy, zz] = values;
  if (yy < xx && yy <= zz) return axes[1];
  return zz < xx ? axes[2] : axes[0];
}

/** Ascending. */
export function eigenvalues(matrix: SymmetricMatrix): Triple {
  return rotated(matrix).values.toSorted((a, b) => a - b) as unknown as Triple;
}

/** The matrix turned until nothing is left beside its diagonal, and the axes it was turned to. */
function rotated(matrix: SymmetricMatrix): {
  readonly values: Triple;
  readonly axes: readonly [Triple, Triple, Triple];
} {
  let [xx, yy, zz, yz, zx, xy] = matrix;
  let u: Triple = [1, 0, 0];
  let v: Triple = [0, 1, 0];
  let w: Triple = [0, 0, 1];
  for (let i = 0; i < 3 * SWEEPS; i++) {
    if (xy !== 0) {
      const theta = (yy - xx) / (2 * xy);
      const tangent = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1));
      const cosine = 1 / Math.hypot(tangent, 1);
      const sine = tangent * cosine;
      xx -= tangent * xy;
      yy += tangent * xy;
      xy = 0;
      [zx, yz] = [cosine * zx - sine * yz, sine * zx + cosine * yz];
      [u, v] = [combine(cosine, u, -sine, v), combine(sine, u, cosine, v)];
    }
    // The axes change places in a ring, so that every pair comes first once a sweep.
    [xx, yy, zz, yz, zx, xy] = [yy, zz, xx, zx, xy, yz];
    [u, v, w] = [v, w, u];
  }
  return { values: [xx, yy, zz], axes: [u, v, w] };
}

function combine(a: number, u: Triple, b: number, v: Triple): Triple {
  return [a * u[0] + b * v[0], a * u[1] + b * v[1], a * u[2] + b * v[2]];
}
