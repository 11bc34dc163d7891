/** The points at which a run stands still while its host says so, and how long it has. */
import type { PausePoint } from '../events.ts';
import { abortable } from '../gpu/gpu.ts';

export class Pauses {
  readonly #ask: PausePoint | undefined;
  readonly #signal: AbortSignal;
  #waiting: { readonly sinceMs: number; readonly end: Promise<void> } | undefined;
  #pastMs = 0;

  /** `ask` is the host's; `signal` ends every wait. */
  constructor(ask: PausePoint | undefined, signal: AbortSignal) {
    this.#ask = ask;
    this.#signal = signal;
  }

  /** Time spent waiting so far, a wait going on included. */
  get totalMs(): number {
    return this.#pastMs + (this.#waiting ? performance.now() - this.#waiting.sinceMs : 0);
  }

  /**
   * Nothing where the run goes on; otherwise what to wait for, the same for all that come while it lasts: two
   * readbacks side by side make one pause. Rejects with the signal's reason.
   */
  point(): Promise<void> | undefined {
    if (this.#waiting) return this.#waiting.end;
    const asked = this.#ask?.();
    if (!asked) return undefined;
    const sinceMs = performance.now();
    const end = abortable(asked, this.#signal).finally(() => {
      this.#pastMs += performance.now() - sinceMs;
      this.#waiting = undefined;
    });
    this.#waiting = { sinceMs, end };
    return end;
  }
}
