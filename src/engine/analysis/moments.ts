/** Where points lie, and how they spread. */
import type { Triple } from '../math/triple.ts';
import type { SymmetricMatrix } from './smallest-axis.ts';

/** The mean of the points of `indices`, and the sums of the products about it. @param positions [3 × count] */
export function momentsOf(
  positions: Float32Array,
  indices: Uint32Array,
): { readonly mean: Triple; readonly covariance: SymmetricMatrix } {
  const count = indices.length;
  let [meanX, meanY, meanZ] = [0, 0, 0];
  for (const k of indices) {
    meanX += positions[3 * k]! / count;
    meanY += positions[3 * k + 1]! / count;
    meanZ += positions[3 * k + 2]! / count;
  }
  let [xx, yy, zz, yz, zx, xy] = [0, 0, 0, 0, 0, 0];
  for (const k of indices) {
    const x = positions[3 * k]! - meanX;
    const y = positions[3 * k + 1]! - meanY;
    const z = positions[3 * k + 2]! - meanZ;
    xx += x * x;
    yy += y * y;
    zz += z * z;
    yz += y * z;
    zx += z * x;
    xy += x * y;
  }
  return { mean: [meanX, meanY, meanZ], covariance: [xx, yy, zz, yz, zx, xy] };
}
