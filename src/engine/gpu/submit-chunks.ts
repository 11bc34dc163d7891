/**
 * Work in parts: one dispatch over all of a large cloud would hold a slow device for seconds, during which the desktop
 * does not draw and a cancelled run does not end.
 */
import type { CommandList } from './command-list.ts';
import type { Gpu } from './gpu.ts';
import { PacedWork } from './paced-work.ts';

/** Ranges begin at multiples of this: whole workgroups, and whole words of bits. */
const ALIGNED = 256;

/** The elements of a dispatch, as kernels are told them. */
export interface Chunk {
  readonly first: number;
  readonly count: number;
}

/**
 * Records and submits a command list for each of consecutive ranges of 0 … total - 1; none where total is 0. The first
 * has at most `size` elements, and the next ones as many as the device does in good time: results must not depend on
 * where ranges end. The last two may still be running when it resolves. Rejects with the signal's reason when
 * cancelled.
 */
export async function submitChunks(
  gpu: Gpu,
  label: string,
  total: number,
  size: number,
  signal: AbortSignal,
  record: (commands: CommandList, chunk: Chunk) => void,
): Promise<void> {
  using work = new PacedWork(gpu, label, size, { signal });
  for (let first = 0; first < total;) {
    const count = Math.min(total - first, ALIGNED * Math.ceil(work.due / ALIGNED));
    record(work.commands, { first, count });
    first += count;
    await work.spend(count);
  }
  work.finish();
}
