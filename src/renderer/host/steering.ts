/** The buttons of one run: pause, go on, stop and keep. Handed to the engine as its `RunControl`. */
import type { RunControl } from '../../engine/index.ts';

export class Steering {
  readonly #stop = new AbortController();
  #gate: { readonly opened: Promise<void>; readonly open: () => void } | undefined;
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
    this.#gate = { opened, open };
  }

  resume(): void {
    this.#gate?.open();
    this.#gate = undefined;
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
