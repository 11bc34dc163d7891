/** What median splits are made of: the axis along which places spread most, and the selection of the lower ones. */

/** Of the places from `begin` to before `end`. @param centroids [3 × items] */
export function longestAxis(centroids: Float64Array, begin: number, end: number): number {
  let [lowX, lowY, lowZ] = [Infinity, Infinity, Infinity];
  let [highX, highY, highZ] = [-Infinity, -Infinity, -Infinity];
  for (let at = 3 * begin; at < 3 * end; at += 3) {
    const x = centroids[at]!;
    const y = centroids[at + 1]!;
    const z = centroids[at + 2]!;
    if (x < lowX) lowX = x;
    if (x > highX) highX = x;
    if (y < lowY) lowY = y;
    if (y > highY) highY = y;
    if (z < lowZ) lowZ = z;
    if (z > highZ) highZ = z;
  }
  const [x, y, z] = [highX - lowX, highY - lowY, highZ - lowZ];
  if (z > x && z > y) return 2;
  return y > x ? 1 : 0;
}

/**
 * Hoare's selection: afterwards nothing before `middle` has a greater centroid along `axis`, nothing after it a lesser.
 * Equal keys are swapped too, which keeps the halves even on flat and regular meshes. Centroids move with their items,
 * so that whatever lies in a node is read in one run: a million triangles in any order take half the time.
 *
 * @param centroids [3 × items]
 */
export function selectByKey(
  items: Uint32Array,
  centroids: Float64Array,
  axis: number,
  begin: number,
  end: number,
  middle: number,
): void {
  let low = begin;
  let high = end - 1;
  while (low < high) {
    const pivot = centroids[3 * ((low + high) >>> 1) + axis]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (centroids[3 * i + axis]! < pivot) i++;
      while (centroids[3 * j + axis]! > pivot) j--;
      if (i > j) break;
      const item = items[i]!;
      items[i] = items[j]!;
      items[j] = item;
      for (let p = 3 * i, q = 3 * j; p < 3 * i + 3; p++, q++) {
        const value = centroids[p]!;
        centroids[p] = centroids[q]!;
        centroids[q] = value;
      }
      i++;
      j--;
    }
    if (middle <= j) high = j;
    else if (middle >= i) low = i;
    else return;
  }
}
