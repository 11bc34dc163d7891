/** The events of a batch as the window gets them: what a list shows, no more often than anybody sees it. */
import type { BatchEvent } from '../../batch/events.ts';
import type { Sink } from './open-cloud.ts';

/** Progress that changes more often is not seen. */
const THROTTLE_MS = 50;

/** A window that is gone needs no events: its end of the channel is closed, and nothing is thrown. */
export function throttleBatchEvents(
  sink: Sink<BatchEvent>,
  now = () => performance.now(),
): (event: BatchEvent) => void {
  const sentMs = { run: -Infinity, progressed: -Infinity };
  const isDue = (kind: keyof typeof sentMs, share: number): boolean => {
    const nowMs = now();
    if (share < 1 && nowMs - sentMs[kind] < THROTTLE_MS) return false;
    sentMs[kind] = nowMs;
    return true;
  };
  return (event) => {
    if (event.type === 'progressed' && !isDue('progressed', event.share)) return;
    if (event.type === 'run') {
      const { event: inner } = event;
      // Surfaces and curves are for one run that is looked at.
      if (inner.type === 'level-ready' || inner.type === 'metric') return;
      if (inner.type === 'progressed' && !isDue('run', inner.share)) return;
    }
    void (async () => sink(event))().catch(() => undefined);
  };
}
