/**
 * One value and those who want to know of its changes. They are told at the next repaint, however often it changes
 * before: an engine that reports every step must not have the window drawn anew for each.
 */
export class Store<T> {
  #value: T;
  readonly #listeners = new Set<(value: T) => void>();
  #isNotified = true;
  #throttle: ReturnType<typeof setTimeout> | undefined;

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set(change: Partial<T>): void {
    this.#value = { ...this.#value, ...change };
    if (!this.#isNotified) return;
    this.#isNotified = false;
    onNextRepaint(this.#notify);
  }

  /**
   * Does what `set` does, for what nobody waits for: told with the next change that matters, or within a tenth of a
   * second.
   */
  setThrottled(change: Partial<T>): void {
    this.#value = { ...this.#value, ...change };
    this.#throttle ??= setTimeout(() => {
      this.#throttle = undefined;
      this.set({});
    }, THROTTLE_MS);
  }

  subscribe(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#value);
    return () => this.#listeners.delete(listener);
  }

  readonly #notify = (): void => {
    this.#isNotified = true;
    for (const listener of this.#listeners) listener(this.#value);
  };
}

const THROTTLE_MS = 100;
/** A window that nobody sees has no repaints; its menu and its progress on the taskbar go on. */
const HIDDEN_MS = 100;

/** Calls after the repaint rather than in it, where the viewport draws: two short tasks instead of one long one. */
function onNextRepaint(then: () => void): void {
  if (globalThis.document?.visibilityState === 'visible') requestAnimationFrame(() => setTimeout(then));
  else setTimeout(then, HIDDEN_MS);
}
