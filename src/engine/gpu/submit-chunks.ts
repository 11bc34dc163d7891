/**
 * Work in parts: one dispatch over all of a large cloud would hold a slow device for seconds, during which the desktop
 * does not draw and a cancelled run does not end.
 */
import type { Batch } from './batch.ts';
import { abortable, type Gpu } from './gpu.ts';

/** Consecutive elements `first` … `first + count - 1`. */
export interface Chunk {
  readonly first: number;
  readonly count: number;
}

/**
 * Records and submits a batch for each range of at most `size` of 0 … total - 1; none where total is 0. The last two
 * may still be running when it resolves. Rejects with the signal's reason when cancelled.
 */
export async function submitChunks(
  gpu: Gpu,
  label: string,
  total: number,
  size: number,
  signal: AbortSignal,
  record: (batch: Batch, chunk: Chunk) => void,
): Promise<void> {
  let before: Promise<unknown> = Promise.resolve();
  for (let first = 0; first < total; first += size) {
    signal.throwIfAborted();
    const batch = gpu.batch(label);
    record(batch, { first, count: Math.min(size, total - first) });
    batch.submit();
    // Two in flight keep the device busy; more would only make an abort, or the window's frame, wait.
    const done = gpu.device.queue.onSubmittedWorkDone();
    await abortable(before, signal);
    before = done;
  }
}
