/**
 * Counter-based random numbers: a pure function of (seed, step, index), the same integers as
 * `shaders/common/random.wgsl`, so that no result depends on the order in which threads ran.
 */

/** The 32-bit finaliser "lowbias32" (C. Wellons, hash-prospector). */
export function mixBits(word: number): number {
  let x = word >>> 0;
  x ^= x >>> 16;
  x = Math.imul(x, 0x7feb352d);
  x ^= x >>> 15;
  x = Math.imul(x, 0x846ca68b);
  x ^= x >>> 16;
  return x >>> 0;
}

/** 32 random bits for one index of one step. */
export function randomBits(seed: number, step: number, index: number): number {
  return mixBits((index ^ mixBits((step ^ mixBits((seed + 0x9e3779b9) >>> 0)) >>> 0)) >>> 0);
}

/** Uniform in (0, 1), from the upper 24 bits. */
export function unitFloat(bits: number): number {
  return ((bits >>> 8) + 0.5) * 2 ** -24;
}

/** Two independent standard normal numbers (Box and Muller, 1958). */
export function normalPair(a: number, b: number): [number, number] {
  const radius = Math.sqrt(-2 * Math.log(unitFloat(a)));
  const angle = 2 * Math.PI * unitFloat(b);
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}
