/** Some of a cloud's points, with all that they know. */
import { gatherTriples } from '../math/gather-triples.ts';
import { boundsOf } from '../math/point-bounds.ts';
import type { Triple } from '../math/triple.ts';
import { unshifted } from './frame.ts';
import type { AttributeName, PointAttributes } from './point-cloud.ts';

/** What points have, in the arrays of a `PointCloud`. */
export interface PointArrays {
  /** [3 × count] world less `shift`. */
  readonly positions: Float32Array;
  readonly shift: Triple;
  readonly normals?: Float32Array | undefined;
  readonly colors?: Uint8Array | undefined;
  readonly attributes?: PointAttributes | undefined;
}

export interface GatheredPoints extends Required<PointArrays> {
  readonly attributes: PointAttributes;
  /** World space. */
  readonly min: Triple;
  readonly max: Triple;
}

/** The points for which `isKept` holds, in new arrays, with their own bounds. */
export function gatherPoints(points: PointArrays, isKept: (index: number) => boolean): GatheredPoints {
  const { positions, shift, normals, colors, attributes = {} } = points;
  const count = positions.length / 3;
  const indices = new Uint32Array(count);
  let keptCount = 0;
  for (let i = 0; i < count; i++) if (isKept(i)) indices[keptCount++] = i;
  const rows = indices.subarray(0, keptCount);
  const gathered = <T extends Float32Array | Uint8Array>(values: T, into: new (length: number) => T): T =>
    gatherTriples(values, rows, new into(3 * keptCount));
  const picked = gathered(positions, Float32Array);
  const { min, max } = boundsOf(picked);
  return {
    positions: picked,
    shift,
    normals: normals && gathered(normals, Float32Array),
    colors: colors && gathered(colors, Uint8Array),
    attributes: Object.fromEntries(
      Object.entries(attributes).map(([name, array]) => [name, pick(array as Float32Array, rows)]),
    ),
    min: unshifted(min, shift),
    max: unshifted(max, shift),
  };
}

function pick<T extends NonNullable<PointAttributes[AttributeName]>>(values: T, rows: Uint32Array): T {
  const picked = new (values.constructor as new (length: number) => T)(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i]!]!;
  return picked;
}
