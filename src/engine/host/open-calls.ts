/**
 * Calls to a thread that may end without an answer. Not `Promise.race` with a promise of the thread's end: every race
 * would leave its result hanging on that promise for as long as the thread lives (0.5 MB a file of a small batch).
 */
export class OpenCalls {
  readonly #rejections = new Set<(error: Error) => void>();
  #end: { readonly error: Error } | null = null;

  /** Settles as `call` does, or rejects when the thread ends before. */
  answered<P extends Promise<unknown>>(call: P): Promise<Awaited<P>> {
    return new Promise<Awaited<P>>((resolve, reject) => {
      if (this.#end) reject(this.#end.error);
      this.#rejections.add(reject);
      const settled = (): boolean => this.#rejections.delete(reject);
      void call.then((value) => resolve(value as Awaited<P>), reject).finally(settled);
    });
  }

  /** The thread has ended: rejects all that is open, and all that comes. Only the first error counts. */
  end(error: Error): void {
    this.#end ??= { error };
    for (const reject of this.#rejections) reject(this.#end.error);
  }
}
