/**
 * Kernels that keep lists of nearest points are one for each length of a list: compilers keep a list in registers only
 * where they know its length (`shaders/neighbours/kd_tree.wgsl`).
 */
import type { BuffersSpec, Kernel, ParamsSpec } from '../gpu/kernel.ts';

/** [most] the kernel with lists of 1, 2 … `most` points: its file has the constant `LISTED`. */
export function listKernels<P extends ParamsSpec, B extends BuffersSpec>(
  kernel: Kernel<P, B>,
  most: number,
): readonly Kernel<P, B>[] {
  return Array.from({ length: most }, (_, i) => Object.freeze({ ...kernel, constants: { LISTED: i + 1 } }));
}
