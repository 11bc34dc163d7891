/** What a batch tells while it works. Plain data, so that it survives a thread boundary. */
import type { RunEvent } from '../engine/vocabulary.ts';
import type { Sidecar } from './sidecar.ts';

export type ItemState = 'waiting' | 'checking' | 'running' | 'done' | 'failed' | 'cancelled';

export type BatchEvent =
  /** Once, before all others: how much there is to do, in this shard. */
  | { readonly type: 'planned'; readonly items: number; readonly bytes: number }
  | {
      readonly type: 'item';
      readonly index: number;
      readonly state: ItemState;
      /** Given with `done` and `failed`. */
      readonly sidecar?: Sidecar;
      /** `done` or `failed` by an earlier batch, and not done again. */
      readonly kept?: boolean;
    }
  /** An event of the item that runs. */
  | { readonly type: 'run'; readonly index: number; readonly event: RunEvent }
  /** `share` 0…1 of the whole batch by bytes, never falling; `secondsLeft` null until enough is known. */
  | { readonly type: 'progressed'; readonly share: number; readonly secondsLeft: number | null };

export interface BatchSummary {
  readonly done: number;
  readonly failed: number;
  /** How many of `done` and `failed` were kept from an earlier batch. */
  readonly kept: number;
  readonly cancelled: number;
}
