/** @returns `result`, filled with the triples of `values` that `indices` names, in that order */
export function gatherTriples<A extends Float32Array | Float64Array | Uint8Array | Uint32Array>(
  values: A,
  indices: Uint32Array,
  result: A,
): A {
  for (let i = 0; i < indices.length; i++) {
    const from = 3 * indices[i]!;
    result[3 * i] = values[from]!;
    result[3 * i + 1] = values[from + 1]!;
    result[3 * i + 2] = values[from + 2]!;
  }
  return result;
}
