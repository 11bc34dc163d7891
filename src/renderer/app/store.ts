/** One value and those who want to know of its changes: told once a task, however often it changes. */
export class Store<T> {
  #value: T;
  readonly #listeners = new Set<(value: T) => void>();
  #told: Promise<void> | undefined;

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set(change: Partial<T>): void {
    this.#value = { ...this.#value, ...change };
    // After the task that changes it, so that a gesture of many small changes is drawn once.
    this.#told ??= Promise.resolve().then(() => {
      this.#told = undefined;
      for (const listener of this.#listeners) listener(this.#value);
    });
  }

  subscribe(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#value);
    return () => this.#listeners.delete(listener);
  }
}
