/** Where points lie, and how they spread. */
import type { Triple } from '../math/triple.ts';
import type { SymmetricMatrix } from './smallest-axis.ts';

/** The mean of the points of `indices`, and the sums of the products about it. @param positions [3 × count] */
export function momentsOf(
  positions: Float32Array,
  indices: Uint32Array,
): { readonly mean: Triple; readonly covariance: SymmetricMatrix } {
  const mean = [0, 0, 0];
  for (const k of indices)
    for (let axis = 0; axis < 3; axis++) mean[axis]! += positions[3 * k + axis]! / indices.length;
  const sums = [0, 0, 0, 0, 0, 0];
  for (const k of indices) {
    const [x, y, z] = [0, 1, 2].map((axis) => positions[3 * k + axis]! - mean[axis]!) as [number, number, number];
    [x * x, y * y, z * z, y * z, z * x, x * y].forEach((value, at) => (sums[at]! += value));
  }
  return { mean: mean as unknown as Triple, covariance: sums as unknown as SymmetricMatrix };
}
