import { selectRank } from '../math/select-rank.ts';

/**
 * The upper median of `values` [count > 0], the element at floor(count / 2) of the sorted order; reorders `values`. NaN
 * has no place in an order: the caller keeps it out. Returns 0 for no values.
 */
export function upperMedian(values: Float32Array | Float64Array): number {
  return selectRank(values, values.length >> 1);
}
