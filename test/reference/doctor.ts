/** What `doctor/multiply_add.wgsl` computes, in float64. */
export function chainSum(
  thread: number,
  { rounds, factor, addend }: { readonly rounds: number; readonly factor: number; readonly addend: number },
): number {
  let sum = 0;
  for (let chain = 0; chain < 16; chain++) {
    let x = (thread % 256) + chain;
    for (let round = 0; round < rounds; round++) x = factor * x + addend;
    sum += x;
  }
  return sum;
}
