/**
 * What `--profile FILE` writes: every dispatch of a run, for people who make kernels faster (`npm run bench --
 * --kernels`).
 */
import type { KernelPass, PassTimer } from '../engine/index.ts';
import { writeFileBeside } from './node-files.ts';

export interface KernelProfile {
  readonly device: string;
  /** Sums over all dispatches, the longest first. */
  readonly kernels: readonly { kernel: string; dispatches: number; threads: number; ms: number }[];
  /** Passes in the order of the device's queue. */
  readonly passes: readonly KernelPass[];
}

export async function writeProfile(file: string, device: string, timer: PassTimer, signal: AbortSignal): Promise<void> {
  const passes = await timer.passes();
  const text = `${JSON.stringify({ device, kernels: sumByKernel(passes), passes } satisfies KernelProfile)}\n`;
  await writeFileBeside(file, (sink) => sink.write(new TextEncoder().encode(text)), signal);
}

export function sumByKernel(passes: readonly KernelPass[]): KernelProfile['kernels'] {
  const sums = new Map<string, { kernel: string; dispatches: number; threads: number; ms: number }>();
  for (const { kernel, threads, ms } of passes) {
    const sum = sums.get(kernel) ?? { kernel, dispatches: 0, threads: 0, ms: 0 };
    sums.set(kernel, {
      kernel,
      dispatches: sum.dispatches + 1,
      threads: sum.threads + threads,
      ms: sum.ms + ms,
    });
  }
  return [...sums.values()].sort((a, b) => b.ms - a.ms);
}
