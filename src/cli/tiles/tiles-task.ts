/** What is asked of the process that computes for the phases of a shared run; the last one is a `FileTask`. */
import type { Shard } from '../../batch/item.ts';
import type { Reading, ReconstructOptions } from '../../engine/index.ts';

export interface PlanTask {
  readonly type: 'tiles-plan';
  readonly folder: string;
  /** Absolute paths. */
  readonly inputs: readonly string[];
  readonly reading: Reading;
  readonly options: ReconstructOptions;
  readonly parts: number;
  readonly software: boolean;
  readonly adapter?: string;
}

export interface PlanResult {
  /** Of an earlier call. */
  readonly isThere: boolean;
  /** Cells an axis of the levels in tiles. */
  readonly levels: readonly number[];
}

export interface PartTask {
  readonly type: 'tiles-part';
  readonly phase: 'solve' | 'extract';
  readonly folder: string;
  readonly part: Shard;
  readonly software: boolean;
  readonly adapter?: string;
}

export interface PartResult {
  /** Tiles that were solved, or drawn, now. */
  readonly done: number;
  /** Those that were there. */
  readonly kept: number;
  /** The level that is left because other parts have not come so far. */
  readonly waiting?: { readonly resolution: number; readonly reason: string };
}
