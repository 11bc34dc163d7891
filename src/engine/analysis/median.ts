/**
 * The median by selection: linear time, where sorting ten million spacings would take a second.
 */

/**
 * The upper median of `values` [count > 0], the element at floor(count / 2) of the sorted order; reorders `values`.
 * Hoare's quickselect with the middle as pivot: no random numbers, and sorted input is its best case.
 * NaN has no place in an order: the caller keeps it out. Returns 0 for no values.
 */
export function upperMedian(values: Float32Array | Float64Array): number {
  const middle = values.length >> 1;
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i <= j) {
        const swapped = values[i]!;
        values[i++] = values[j]!;
        values[j--] = swapped;
      }
    }
    // Now low…j ≤ pivot ≤ i…high, and what lies between equals the pivot.
    if (middle <= j) high = j;
    else if (middle >= i) low = i;
    else break;
  }
  return values[middle] ?? 0;
}
