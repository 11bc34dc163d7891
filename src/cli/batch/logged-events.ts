/** The events of a batch as lines of its log. */
import type { BatchEvent } from '../../batch/events.ts';
import type { BatchItem } from '../../batch/item.ts';
import type { BatchLog } from './log.ts';

export class LoggedEvents {
  readonly #inputs: ReadonlyMap<number, string>;
  readonly #log: BatchLog;
  readonly #memoryBytes: () => number;
  #startMs = 0;

  /** `memoryBytes`: what the computing process held after its last file. */
  constructor(items: readonly BatchItem[], log: BatchLog, memoryBytes: () => number) {
    this.#inputs = new Map(items.map((item) => [item.index, item.input]));
    this.#log = log;
    this.#memoryBytes = memoryBytes;
  }

  onEvent(event: BatchEvent): void {
    if (event.type === 'item') this.#onItem(event);
    else if (event.type === 'run' && event.event.type === 'warning') {
      this.#log.write({ event: 'warning', input: this.#nameOf(event.index), text: event.event.message });
    }
  }

  #onItem({ index, state, sidecar, kept = false }: Extract<BatchEvent, { type: 'item' }>): void {
    if (state === 'waiting' || state === 'checking') return;
    if (state === 'running') this.#startMs = performance.now();
    const isComputed = (state === 'done' || state === 'failed') && !kept;
    this.#log.write({
      event: 'item',
      input: this.#nameOf(index),
      state: kept ? `kept-${state}` : state,
      ...(isComputed ? { ms: Math.round(performance.now() - this.#startMs), memoryBytes: this.#memoryBytes() } : {}),
      ...(sidecar?.error ? { error: sidecar.error.message, code: sidecar.error.code } : {}),
    });
  }

  #nameOf(index: number): string {
    return this.#inputs.get(index) ?? '';
  }
}
