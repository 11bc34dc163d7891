/**
 * What a person sees of a batch: on a terminal one line over all files, with each failure above it; elsewhere a line
 * for each file that is finished.
 */
import type { BatchEvent } from '../../batch/events.ts';
import type { BatchItem } from '../../batch/item.ts';
import type { LiveLine } from '../live-line.ts';

export class BatchProgress {
  readonly #items: ReadonlyMap<number, BatchItem>;
  readonly #line: LiveLine;
  #finishedCount = 0;
  #failedCount = 0;
  #current = '';
  #share = 0;
  #secondsLeft: number | null = null;

  constructor(items: readonly BatchItem[], line: LiveLine) {
    this.#items = new Map(items.map((item) => [item.index, item]));
    this.#line = line;
  }

  onEvent(event: BatchEvent): void {
    switch (event.type) {
      case 'planned':
        return;
      case 'progressed':
        this.#secondsLeft = event.secondsLeft;
        break;
      case 'run':
        if (event.event.type === 'warning')
          this.#line.note(`warning: ${this.#nameOf(event.index)}: ${event.event.message}`);
        if (event.event.type !== 'progressed') return;
        this.#share = event.event.share;
        break;
      case 'item':
        this.#onItem(event);
    }
    this.#draw();
  }

  #onItem({ index, state, sidecar, kept = false }: Extract<BatchEvent, { type: 'item' }>): void {
    const name = this.#nameOf(index);
    if (state === 'checking' || state === 'running') {
      this.#current = name;
      this.#share = 0;
    }
    if (state !== 'done' && state !== 'failed') return;
    this.#finishedCount++;
    if (state === 'failed') this.#failedCount++;
    if (this.#line.isLive && state === 'done') return;
    const place = `[${this.#finishedCount}/${this.#items.size}]`;
    const milliseconds = sidecar?.result?.times.total;
    const time = milliseconds === undefined ? '' : `  ${duration(milliseconds / 1000)}`;
    const reason = state === 'failed' ? `failed: ${sidecar?.error?.message ?? 'no reason is known'}` : `done${time}`;
    this.#line.note(`${place} ${name}  ${kept ? `kept, ${reason}` : reason}`);
  }

  #draw(): void {
    if (!this.#line.isLive) return;
    const total = this.#items.size;
    const parts = [
      `[${Math.min(this.#finishedCount + 1, total)}/${total}] ${this.#current} ${Math.floor(100 * this.#share)} %`,
    ];
    if (this.#failedCount > 0) parts.push(`${this.#failedCount} failed`);
    if (this.#secondsLeft !== null) parts.push(`about ${duration(this.#secondsLeft)} left`);
    this.#line.show(parts.join('  ·  ').slice(0, this.#line.columns - 1));
  }

  #nameOf(index: number): string {
    return this.#items.get(index)?.input ?? '';
  }
}

/** Seconds as exactly as is of use: `3.2 s`, `45 s`, `12 min`, `1 h 20 min`. */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 89.5) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
