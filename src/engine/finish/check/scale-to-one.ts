/**
 * The power of two that takes coordinates of up to `greatest` into ±1: multiplying by one rounds nothing, and no
 * product of three differences overflows then, so that exact tests can be made of any mesh.
 */
export function scaleToOne(greatest: number): number {
  if (greatest === 0) return 1;
  // 2^1023 is the greatest power there is: smaller numbers than its inverse stay a little below 1.
  return 2 ** Math.min(1023, -Math.ceil(Math.log2(greatest)));
}
