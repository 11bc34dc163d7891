/**
 * Hands values to a receiver that may be slower than their source: while it is busy with one, only the newest of the
 * others is kept. A slow window never slows a run, and never gets a queue of surfaces to draw.
 */
export class Latest<T> {
  readonly #deliver: (value: T) => void | Promise<void>;
  #waiting: { readonly value: T } | undefined;
  #isBusy = false;
  #isClosed = false;

  /** `deliver` resolves when the receiver has taken the value. */
  constructor(deliver: (value: T) => void | Promise<void>) {
    this.#deliver = deliver;
  }

  push(value: T): void {
    this.#waiting = { value };
    if (!this.#isBusy) void this.#pump();
  }

  /** Drops what waits and all that still comes. */
  close(): void {
    this.#isClosed = true;
    this.#waiting = undefined;
  }

  async #pump(): Promise<void> {
    this.#isBusy = true;
    while (this.#waiting && !this.#isClosed) {
      const { value } = this.#waiting;
      this.#waiting = undefined;
      try {
        await this.#deliver(value);
      } catch {
        // The window went away: nobody is left to be told.
        this.close();
      }
    }
    this.#isBusy = false;
  }
}
