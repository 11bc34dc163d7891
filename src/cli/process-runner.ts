/**
 * Computes the files of a batch in a process of their own, which stays from file to file. One that crashed costs the
 * file it was at, no more; one that has grown too large is quietly replaced, in case a driver never gives back.
 */
import type { BatchItem } from '../batch/item.ts';
import type { FinishedItem, ItemRunner } from '../batch/runner.ts';
import type { RunContext } from '../engine/index.ts';
import type { BatchPlace, ItemTask } from './compute-messages.ts';
import { ComputeProcess } from './compute-process.ts';
import { ProcessLost } from './exit-codes.ts';

/** After so many items all that is kept on purpose is there: shaders, threads, the pools of the driver. */
const SETTLED_AFTER = 3;

/** Files differ in size, and what the third needed says little of the tenth; a leak has no bound. */
export function hasOutgrown(settledBytes: number, nowBytes: number): boolean {
  return nowBytes > 2 * settledBytes + 2 ** 30;
}

export class ProcessRunner implements ItemRunner, AsyncDisposable {
  readonly #place: BatchPlace;
  readonly #onDriverLine: (line: string) => void;
  #process: ComputeProcess | null = null;
  #itemCount = 0;
  #settledBytes = 0;
  #hasReadAhead = false;

  constructor(place: BatchPlace, onDriverLine: (line: string) => void) {
    this.#place = place;
    this.#onDriverLine = onDriverLine;
  }

  /** What the process held after its last file; 0 where that took it along. */
  get memoryBytes(): number {
    return this.#process?.isAlive ? this.#process.memoryBytes : 0;
  }

  prefetch(item: BatchItem): void {
    this.#living().prefetch(this.#taskOf(item));
    this.#hasReadAhead = true;
  }

  async run(item: BatchItem, context: RunContext): Promise<FinishedItem> {
    try {
      return await this.#runOnce(item, context);
    } catch (error) {
      // Reading the next file ahead may be what took the last memory: this one alone may fit.
      if (error instanceof ProcessLost && error.isOutOfMemory && this.#hasReadAhead) {
        return await this.#runOnce(item, context);
      }
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process?.[Symbol.asyncDispose]();
    this.#process = null;
  }

  async #runOnce(item: BatchItem, context: RunContext): Promise<FinishedItem> {
    const computing = this.#living();
    try {
      return await computing.run(this.#taskOf(item), context);
    } finally {
      this.#itemCount++;
      if (this.#itemCount === SETTLED_AFTER) this.#settledBytes = computing.memoryBytes;
      const isSettled = this.#itemCount > SETTLED_AFTER;
      if (isSettled && hasOutgrown(this.#settledBytes, computing.memoryBytes)) await this[Symbol.asyncDispose]();
    }
  }

  #living(): ComputeProcess {
    if (this.#process?.isAlive) return this.#process;
    this.#itemCount = 0;
    this.#hasReadAhead = false;
    return (this.#process = new ComputeProcess(this.#onDriverLine));
  }

  #taskOf(item: BatchItem): ItemTask {
    return { type: 'item', place: this.#place, item };
  }
}
