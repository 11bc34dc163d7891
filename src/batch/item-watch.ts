/** What is noticed while an item is computed: its warnings, its times without pauses, progress that never falls. */
import { Pauses, type RunControl } from '../engine/index.ts';
import type { RunContext, RunEvent, StageName } from '../engine/vocabulary.ts';
import type { ItemTimes } from './sidecar.ts';

type Step = Exclude<keyof ItemTimes, 'total'>;

export class ItemWatch {
  /** Passes everything on. */
  readonly context: RunContext;
  /** Handed to the run, and shared with the steps around it, whose clock stands still, too. */
  readonly pause: () => Promise<void> | undefined;
  readonly #pauses: Pauses;
  readonly #startMs: number;
  readonly #spentMs = { read: 0, reconstruct: 0, measure: 0, draw: 0, write: 0 };
  #warnings: string[] = [];
  #share = 0;

  constructor(context: RunContext, pause: RunControl['pause']) {
    this.#pauses = new Pauses(pause, context.signal);
    this.pause = () => this.#pauses.point();
    this.#startMs = this.#nowMs();
    const onEvent = (event: RunEvent): void => {
      if (event.type === 'warning') this.#warnings.push(event.message);
      if (event.type !== 'progressed') return context.onEvent(event);
      // A run that begins anew on another device begins at 0.
      this.#share = Math.max(this.#share, event.share);
      context.onEvent({ ...event, share: this.#share });
    };
    this.context = { signal: context.signal, onEvent };
  }

  get warnings(): readonly string[] {
    return this.#warnings;
  }

  get times(): ItemTimes {
    return { ...this.#spentMs, total: this.#nowMs() - this.#startMs };
  }

  warn(message: string): void {
    this.context.onEvent({ type: 'warning', message });
  }

  /** The warnings so far, for `rewind`. */
  mark(): number {
    return this.#warnings.length;
  }

  /** Forgets the warnings since `mark`: what they came from is done once more. */
  rewind(mark: number): void {
    this.#warnings = this.#warnings.slice(0, mark);
  }

  /** Stands still first, where the batch is paused. Time that `body` itself is paused for does not count. */
  async time<T>(step: Step, body: () => Promise<T>): Promise<T> {
    await this.pause();
    this.context.signal.throwIfAborted();
    const startMs = this.#nowMs();
    const value = await body();
    this.#spentMs[step] += this.#nowMs() - startMs;
    return value;
  }

  /** Does what `time` does, and tells of it like a stage of the engine. */
  async stage<T>(name: Step & StageName, body: () => Promise<T>): Promise<T> {
    await this.pause();
    this.context.onEvent({ type: 'stage-started', stage: name });
    const beforeMs = this.#spentMs[name];
    const value = await this.time(name, body);
    const durationMs = this.#spentMs[name] - beforeMs;
    this.context.onEvent({ type: 'stage-ended', stage: name, durationMs, gpuBytes: 0 });
    return value;
  }

  /** A clock that stands still while the batch is paused. */
  #nowMs(): number {
    return performance.now() - this.#pauses.totalMs;
  }
}
