/**
 * Who computes one file of a batch: the command line gives a process of its own, which may crash without taking the
 * batch along; the window's worker computes itself (`local-runner.ts` does the work in both).
 */
import type { RunContext } from '../engine/vocabulary.ts';
import type { BatchItem } from './item.ts';
import type { ItemResult } from './sidecar.ts';

/** What came of an item that was done: mesh and picture are written, its sidecar is not. */
export interface FinishedItem {
  readonly inputSha256: string;
  readonly outputSha256: string;
  readonly outputBytes: number;
  readonly device: string;
  readonly result: ItemResult;
  readonly warnings: readonly string[];
}

export interface ItemRunner {
  /**
   * Reads, hashes and sorts an item's cloud while another is computed, where memory allows. Never fails: what goes
   * wrong is told when the item is run.
   */
  prefetch(item: BatchItem): void;
  /**
   * One call at a time. Rejects with a `ReconstructError`, with the context's reason when cancelled, or with any other
   * error for a crash; then no mesh is left behind, and the next call works all the same.
   */
  run(item: BatchItem, context: RunContext): Promise<FinishedItem>;
}
