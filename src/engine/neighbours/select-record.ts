/**
 * Selection by R. W. Floyd and R. L. Rivest, "Algorithm 489: The Algorithm SELECT", CACM 18 (1975): about 1.5 n
 * comparisons for a median, as the pivot comes from a small sample around the wanted rank. The order is total
 * (coordinate, then point index): equal coordinates cost no more than different ones, and the answer is unique.
 */

/** Ranges longer than this are narrowed by a sample first; 600 is the paper's. */
const SAMPLED_LENGTH = 600;

/**
 * Reorders records `left` … `right` so that the one of rank `middle` stands at `middle`, smaller ones before it and
 * larger ones after.
 * @param values [4n] x, y, z, – of each record; `records` is the same memory as uint32, its fourth the point index.
 */
export function selectRecord(
  values: Float32Array,
  records: Uint32Array,
  axis: number,
  left: number,
  right: number,
  middle: number,
): void {
  while (right > left) {
    if (right - left > SAMPLED_LENGTH) {
      // The constants 0.5 are the paper's: the sample's size and its margin for the rank being on the right side.
      const length = right - left + 1;
      const rank = middle - left + 1;
      const logarithm = Math.log(length);
      const size = 0.5 * Math.exp((2 * logarithm) / 3);
      const margin = 0.5 * Math.sqrt((logarithm * size * (length - size)) / length) * Math.sign(rank - length / 2);
      const low = Math.max(left, Math.floor(middle - (rank * size) / length + margin));
      const high = Math.min(right, Math.floor(middle + ((length - rank) * size) / length + margin));
      selectRecord(values, records, axis, low, high, middle);
    }
    const pivot = values[4 * middle + axis]!;
    const pivotIndex = records[4 * middle + 3]!;
    let i = left;
    let j = right;
    swap(records, left, middle);
    const last = values[4 * right + axis]!;
    const lastIsSmaller = last < pivot || (last === pivot && records[4 * right + 3]! < pivotIndex);
    // The round's first swap then brings the smaller of pivot and last to the left end, the other to the right, so
    // that both scans stop without looking at the bounds.
    if (!lastIsSmaller) swap(records, left, right);
    while (i < j) {
      swap(records, i, j);
      i++;
      j--;
      for (;;) {
        const value = values[4 * i + axis]!;
        if (value > pivot || (value === pivot && records[4 * i + 3]! >= pivotIndex)) break;
        i++;
      }
      for (;;) {
        const value = values[4 * j + axis]!;
        if (value < pivot || (value === pivot && records[4 * j + 3]! <= pivotIndex)) break;
        j--;
      }
    }
    if (lastIsSmaller) swap(records, ++j, right);
    else swap(records, left, j);
    if (j <= middle) left = j + 1;
    if (middle <= j) right = j - 1;
  }
}

function swap(records: Uint32Array, i: number, j: number): void {
  const a = 4 * i;
  const b = 4 * j;
  const x = records[a]!;
  const y = records[a + 1]!;
  const z = records[a + 2]!;
  const index = records[a + 3]!;
  records[a] = records[b]!;
  records[a + 1] = records[b + 1]!;
  records[a + 2] = records[b + 2]!;
  records[a + 3] = records[b + 3]!;
  records[b] = x;
  records[b + 1] = y;
  records[b + 2] = z;
  records[b + 3] = index;
}
