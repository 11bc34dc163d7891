/** How much of a call is done, told no more often than it is seen, and never back. */
import type { Sink } from './open-cloud.ts';

/** Shares that come more often are not seen. */
const SHARE_MS = 40;

/** @param sink told shares, 0…1, until the call is cancelled */
export function shareTeller(sink: Sink<number>, signal: AbortSignal): (share: number) => void {
  let shown = 0;
  let shownMs = -Infinity;
  return (share) => {
    const nowMs = performance.now();
    if (signal.aborted || share <= shown || nowMs - shownMs < SHARE_MS) return;
    shown = share;
    shownMs = nowMs;
    void Promise.resolve(sink(share)).catch(() => undefined);
  };
}
