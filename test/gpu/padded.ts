/** The vec4f of triples as kernels take them, w = 0. */
export const padded = (triples: readonly (readonly number[])[]): Float32Array<ArrayBuffer> =>
  Float32Array.from(triples.flatMap(([x = 0, y = 0, z = 0]) => [x, y, z, 0]));
