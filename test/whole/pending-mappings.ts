/**
 * Buffers that are being mapped: they are given back when that ends, a moment after who waited for it was cancelled.
 */
export class PendingMappings {
  readonly #pending = new Set<Promise<unknown>>();

  watch(buffer: GPUBuffer): void {
    const mapAsync = buffer.mapAsync.bind(buffer);
    buffer.mapAsync = (...args) => {
      const mapping = mapAsync(...args);
      const ended = mapping.then(
        () => undefined,
        () => undefined,
      );
      this.#pending.add(ended);
      void ended.then(() => this.#pending.delete(ended));
      return mapping;
    };
  }

  /** All have ended, and who waits for that has done what is to be done. */
  async settled(): Promise<void> {
    await Promise.all(this.#pending);
    await new Promise((done) => setTimeout(done));
  }
}
