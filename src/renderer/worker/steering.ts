/** The buttons of one run: pause, go on, stop and keep. Handed to the engine as its `RunControl`. */
import type { RunControl } from '../../engine/index.ts';

export class Steering {
  readonly #stop = new AbortController();
  #gate: { readonly opened: Promise<void>; readonly open: () => void; readonly sinceMs: number } | undefined;
  #pausedMs = 0;
  #isStoppable = false;

  get control(): Pick<RunControl, 'stop' | 'pause'> {
    return { stop: this.#stop.signal, pause: () => this.#gate?.opened };
  }

  get isPaused(): boolean {
    return this.#gate !== undefined;
  }

  pause(): void {
    if (this.#gate) return;
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    this.#gate = { opened, open, sinceMs: performance.now() };
  }

  resume(): void {
    if (!this.#gate) return;
    this.#pausedMs += performance.now() - this.#gate.sinceMs;
    this.#gate.open();
    this.#gate = undefined;
  }

  /** A clock that stands still in a pause. */
  nowMs(): number {
    return (this.#gate?.sinceMs ?? performance.now()) - this.#pausedMs;
  }

  /** From now on there is something to keep. */
  allowStop(): void {
    this.#isStoppable = true;
  }

  /** Nothing before `allowStop`. Who stops a paused run wants its result, not to wait on. */
  stop(): void {
    if (!this.#isStoppable) return;
    this.#stop.abort();
    this.resume();
  }
}
