/**
 * One abort signal from several causes, each with its own reason: `AbortSignal.any` would pass on the reasons of the
 * signals themselves, and a stop must not be taken for a cancellation whatever its host gave as the reason.
 */
export class JoinedAbort implements Disposable {
  readonly #controller = new AbortController();
  readonly #leave: (() => void)[] = [];

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Aborts with the signal, for `reason` or the signal's own. */
  follow(signal: AbortSignal, reason?: unknown): this {
    const abort = (): void => this.abort(reason ?? signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    this.#leave.push(() => signal.removeEventListener('abort', abort));
    return this;
  }

  /** The first reason stays. */
  abort(reason: unknown): void {
    this.#controller.abort(reason);
  }

  /** Stops listening. */
  [Symbol.dispose](): void {
    for (const leave of this.#leave.splice(0)) leave();
  }
}
