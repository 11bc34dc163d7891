/**
 * Ends the whole batch where no device can be had: every file that follows would fail the same way, and a night's work
 * on a node without a driver would be marked as failed instead of left for another.
 */
import type { BatchItem } from '../../batch/item.ts';
import type { FinishedItem, ItemRunner } from '../../batch/runner.ts';
import { ReconstructError, type RunContext } from '../../engine/index.ts';

export class StoppingRunner implements ItemRunner {
  readonly #runner: ItemRunner;
  readonly #stopped = new AbortController();

  constructor(runner: ItemRunner) {
    this.#runner = runner;
  }

  /** Aborted, with the error as its reason, when the batch has to end. */
  get signal(): AbortSignal {
    return this.#stopped.signal;
  }

  prefetch(item: BatchItem): void {
    this.#runner.prefetch(item);
  }

  async run(item: BatchItem, context: RunContext): Promise<FinishedItem> {
    try {
      return await this.#runner.run(item, context);
    } catch (error) {
      if (error instanceof ReconstructError && error.code === 'gpu-unavailable') this.#stopped.abort(error);
      // Now the context's own reason: what was not computed is cancelled, not failed.
      context.signal.throwIfAborted();
      throw error;
    }
  }
}
