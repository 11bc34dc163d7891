/**
 * One long call at a time: the next one ends the one before and begins when that has put its memory away, so two
 * clouds or two runs never stand side by side by accident.
 */
import type { Outcome } from './engine-api.ts';
import { outcomeAtEnd, outcomeOf } from './outcome.ts';

interface Call {
  readonly controller: AbortController;
  /** Resolves when the work is really over, however it ended. */
  readonly ended: Promise<void>;
}

export class CallSlot {
  #current: Call | undefined;

  get isBusy(): boolean {
    return this.#current !== undefined;
  }

  run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<Outcome<T>> {
    const { result, signal } = this.#begin(work);
    return outcomeOf(result, signal);
  }

  /** Answers when the work has ended, also where it is cancelled: with what it came to until then. */
  runToEnd<T>(work: (signal: AbortSignal) => Promise<T>): Promise<Outcome<T>> {
    const { result, signal } = this.#begin(work);
    return outcomeAtEnd(result, signal);
  }

  #begin<T>(work: (signal: AbortSignal) => Promise<T>): { readonly result: Promise<T>; readonly signal: AbortSignal } {
    const before = this.#current;
    before?.controller.abort();
    const controller = new AbortController();
    const { signal } = controller;
    const result = (async () => {
      await before?.ended;
      signal.throwIfAborted();
      return work(signal);
    })();
    const end = (): void => {
      if (this.#current === call) this.#current = undefined;
    };
    const call: Call = { controller, ended: result.then(end, end) };
    this.#current = call;
    return { result, signal };
  }

  cancel(): void {
    this.#current?.controller.abort();
  }

  /** Resolves when nothing runs any more. */
  async idle(): Promise<void> {
    await this.#current?.ended;
  }
}
