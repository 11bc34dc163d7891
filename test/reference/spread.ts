/**
 * Normals that all points of a cloud of scan lines take from an even share, in float64 from algorithm.md, "Scan lines".
 */
import { dot, lengthOf, minus, referenceQuadricNormals, referenceSide, row, type Vector } from './orientation.ts';

export interface ReferenceShare {
  /** [3n] */
  readonly positions: Float32Array;
  /** [4n] w = confidence */
  readonly normals: Float32Array;
}

/** [4 × points]: the mean of the eight nearest of the share, then twice a quadric over 1.8 gaps. */
export function referenceSpread(share: ReferenceShare, positions: Float32Array, gaps: Float32Array): Float64Array {
  const oriented = Array.from({ length: share.positions.length / 3 }, (_, j) => ({
    position: row(share.positions, j),
    normal: row(share.normals, j, 4),
  }));
  let normals = new Float32Array((4 * positions.length) / 3);
  for (let i = 0; i < gaps.length; i++) {
    normals.set(referenceSide(row(positions, i), [0, 0, 1], oriented, 0, true), 4 * i);
  }
  const rule = { radius: 1, mostWidening: 1.8, mostResidual: 1 };
  normals = Float32Array.from(referenceQuadricNormals(positions, normals, gaps, rule));
  return referenceQuadricNormals(positions, normals, gaps, rule);
}

/** [4 × points]: where one of the three nearest of the share is unsure, the surest one's whose plane passes nearest. */
export function referenceLent(
  share: ReferenceShare,
  positions: Float32Array,
  normals: Float32Array,
  mostOffset: number,
): Float32Array {
  const result = normals.slice();
  for (let i = 0; i < positions.length / 3; i++) {
    const here = row(positions, i);
    const near = Array.from({ length: share.positions.length / 3 }, (_, j) => ({
      between: minus(here, row(share.positions, j)),
      normal: row(share.normals, j, 4),
      confidence: share.normals[4 * j + 3]!,
    }));
    const distance = ({ between }: { readonly between: Vector }): number => lengthOf(between);
    near.sort((a, b) => distance(a) - distance(b));
    if (near.slice(0, 3).every(({ confidence }) => confidence > 0.97)) continue;
    let best = mostOffset;
    for (const lender of near.slice(0, 32)) {
      if (lender.confidence < 0.985 || dot(lender.normal, row(normals, i, 4)) < 0.2) continue;
      const offset = Math.abs(dot(lender.between, lender.normal)) + 0.02 * distance(lender);
      if (offset >= best) continue;
      best = offset;
      result.set(lender.normal, 4 * i);
    }
  }
  return result;
}
