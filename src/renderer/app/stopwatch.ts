/** Time that something worked, without its pauses. */
export class Stopwatch {
  #before = 0;
  #since: number | null = null;

  get elapsedMs(): number {
    return this.#before + (this.#since === null ? 0 : performance.now() - this.#since);
  }

  restart(): void {
    this.#before = 0;
    this.#since = performance.now();
  }

  setRunning(running: boolean): void {
    this.#before = this.elapsedMs;
    this.#since = running ? performance.now() : null;
  }
}
