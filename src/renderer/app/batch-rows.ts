/** The list of a batch as it changes: what an earlier batch left, then one event after the other. Pure. */
import type { BatchEvent, BatchSummary, ItemState } from '../../batch/events.ts';
import type { Sidecar } from '../../batch/sidecar.ts';
import type { BatchPlan } from '../worker/engine-api.ts';
import type { BatchRow } from './state.ts';

export function rowsOf({ items, earlier }: BatchPlan): BatchRow[] {
  return items.map((item, i) => {
    const sidecar = earlier[i] ?? null;
    return { item, state: sidecar?.state ?? 'waiting', kept: sidecar !== null, share: 0, sidecar };
  });
}

/** A row whose turn is still to come; what is known of it stays, in case it never comes. */
export function waiting(row: BatchRow): BatchRow {
  return { ...row, state: 'waiting', kept: false, share: 0 };
}

export function afterItem(row: BatchRow, event: BatchEvent & { type: 'item' }): BatchRow {
  const { state, kept = false, sidecar = null } = event;
  if (state === 'cancelled') return untouched(row);
  if (state !== 'done' && state !== 'failed') return { ...row, state, share: 0 };
  return { ...row, state, kept, share: 1, sidecar };
}

/** A row that the batch did not come to: what an earlier one left for it is still there. */
export function untouched(row: BatchRow): BatchRow {
  const { sidecar } = row;
  if (!isOpen(row.state)) return row;
  return { ...row, state: sidecar?.state ?? 'cancelled', kept: sidecar !== null, share: 0 };
}

export function isOpen(state: ItemState): boolean {
  return state === 'waiting' || state === 'checking' || state === 'running';
}

export function summaryOf(rows: readonly BatchRow[]): BatchSummary {
  const summary = { done: 0, failed: 0, kept: 0, cancelled: 0 };
  for (const { state, kept } of rows) {
    if (kept) summary.kept++;
    if (state === 'done' || state === 'failed' || state === 'cancelled') summary[state]++;
  }
  return summary;
}

export function bytesOf(rows: readonly BatchRow[]): number {
  return rows.reduce((bytes, { item }) => bytes + item.inputBytes, 0);
}

/** What an item that is done left; null where there is no mesh to look at. */
export function meshOf({ state, sidecar }: BatchRow): Sidecar | null {
  return state === 'done' && sidecar !== null && sidecar.output.bytes !== null ? sidecar : null;
}
