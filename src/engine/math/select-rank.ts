/**
 * The value at one place of the sorted order by selection: linear time, where sorting ten million spacings would take a
 * second, and a tenth of a sort's time for the few thousand values that a search over places weighs at each of them.
 *
 * Hoare's quickselect with the middle as pivot: no random numbers, and sorted input is its best case.
 */

/**
 * The element at `rank` of the sorted order of `values` [count > rank]. Reorders `values`: those before `rank` are at
 * most it, those after it at least. NaN has no place in an order: the caller keeps it out. Returns 0 for no values.
 */
export function selectRank(values: Float32Array | Float64Array | Uint32Array, rank: number): number {
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
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else break;
  }
  return values[rank] ?? 0;
}
