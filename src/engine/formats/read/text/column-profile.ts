/** What the numbers of a column have in common, by which columns without a name are told apart. */

export interface ColumnProfile {
  /** Rows that have a number. */
  readonly count: number;
  readonly isWhole: boolean;
  /** The share of numbers that are not whole. */
  readonly fractionShare: number;
  readonly min: number;
  readonly max: number;
  /** Different numbers, at most `DISTINCT_LIMIT`. */
  readonly distinctCount: number;
  /** Each is larger than the one before. */
  readonly isRising: boolean;
  /** None is smaller than the one before. */
  readonly isNeverFalling: boolean;
  /** Each is larger by one than the one before, up to a few. */
  readonly isCounting: boolean;
}

export const DISTINCT_LIMIT = 64;

export function profileOf(values: Float64Array): ColumnProfile {
  const distinct = new Set<number>();
  let [count, fractions, min, max] = [0, 0, Infinity, -Infinity];
  let [rises, falls, steps] = [0, 0, 0];
  let before = NaN;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    count++;
    if (!Number.isInteger(value)) fractions++;
    if (value < min) min = value;
    if (value > max) max = value;
    if (distinct.size < DISTINCT_LIMIT) distinct.add(value);
    if (value > before) rises++;
    if (value < before) falls++;
    if (value === before + 1) steps++;
    before = value;
  }
  const pairs = count - 1;
  return {
    count,
    isWhole: fractions === 0,
    fractionShare: count === 0 ? 0 : fractions / count,
    min,
    max,
    distinctCount: distinct.size,
    isRising: pairs > 0 && rises === pairs,
    isNeverFalling: pairs > 0 && falls === 0,
    isCounting: pairs > 0 && steps >= 0.9 * pairs && falls === 0,
  };
}
