/** A run's progress for whoever likes to look: always the newest, so that nobody who looks seldom piles anything up. */
import type { RunEvent, StageName } from '../engine/index.ts';

export interface Progress {
  readonly stage: StageName;
  /** Cells along the longest side of the level that is being solved. */
  readonly level?: number;
  /** Part of the whole that is done, 0…1; it never falls. */
  readonly share: number;
}

/**
 * Hands each iteration the newest progress that it has not seen, and ends with the run. Several may look at once.
 */
export class LatestProgress implements AsyncIterable<Progress> {
  #latest: Progress | undefined;
  #version = 0;
  #hasEnded = false;
  #wake = Promise.withResolvers<void>();

  take(event: RunEvent): void {
    if (event.type === 'stage-started') {
      const { stage, level } = event;
      this.#show({ stage, share: this.#latest?.share ?? 0, ...(level !== undefined && { level }) });
    } else if (event.type === 'progressed') {
      const { level } = this.#latest ?? {};
      const isSame = this.#latest?.stage === event.stage;
      this.#show({ stage: event.stage, share: event.share, ...(isSame && level !== undefined && { level }) });
    }
  }

  end(): void {
    this.#hasEnded = true;
    this.#wake.resolve();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Progress> {
    let seen = 0;
    for (;;) {
      const waking = this.#wake.promise;
      if (this.#latest && this.#version > seen) {
        seen = this.#version;
        yield this.#latest;
      } else if (this.#hasEnded) {
        return;
      } else {
        await waking;
      }
    }
  }

  #show(progress: Progress): void {
    this.#latest = progress;
    this.#version++;
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
  }
}
