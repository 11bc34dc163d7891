type Values = Float32Array | Float64Array | Uint8Array | Uint16Array | Uint32Array;

/** One array after the other in one of their kind; at least one. */
export function joined<T extends Values>(arrays: readonly T[]): T {
  const all = new (arrays[0]!.constructor as new (length: number) => T)(
    arrays.reduce((sum, { length }) => sum + length, 0),
  );
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return all;
}
