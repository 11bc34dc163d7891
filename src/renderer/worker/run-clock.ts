/**
 * How long a run has worked and how long it will about take, from the share that is done. Time paused does not count.
 *
 * The whole time is guessed as elapsed ÷ share and smoothed, since stages do not take exactly the share that was
 * planned for them; between two steps of progress the seconds left count down.
 */
export interface ClockReading {
  readonly elapsedMs: number;
  readonly secondsLeft: number | null;
}

/** A guess from less would jump by minutes. */
const FIRST_SHARE = 0.05;
const FIRST_MS = 2000;
/** Time over which a new guess replaces the old one: follows a wrong plan within a few readings, hides its jitter. */
const SMOOTHING_MS = 4000;

export class RunClock {
  readonly #now: () => number;
  #startMs: number;
  #pausedAtMs: number | undefined;
  #share = 0;
  #totalMs: number | undefined;
  #smoothedAtMs = 0;

  constructor(now = () => performance.now()) {
    this.#now = now;
    this.#startMs = now();
  }

  get elapsedMs(): number {
    return (this.#pausedAtMs ?? this.#now()) - this.#startMs;
  }

  pause(): void {
    this.#pausedAtMs ??= this.#now();
  }

  resume(): void {
    if (this.#pausedAtMs === undefined) return;
    this.#startMs += this.#now() - this.#pausedAtMs;
    this.#pausedAtMs = undefined;
  }

  /** @param share of the whole run, 0…1; a smaller one than before (a run that goes back a level) changes nothing. */
  progress(share: number): void {
    if (share <= this.#share) return;
    this.#share = share;
    const elapsedMs = this.elapsedMs;
    const guessMs = elapsedMs / share;
    const weight = 1 - Math.exp(-(elapsedMs - this.#smoothedAtMs) / SMOOTHING_MS);
    this.#totalMs = this.#totalMs === undefined ? guessMs : this.#totalMs + weight * (guessMs - this.#totalMs);
    this.#smoothedAtMs = elapsedMs;
  }

  read(): ClockReading {
    const { elapsedMs } = this;
    const known = this.#totalMs !== undefined && this.#share >= FIRST_SHARE && elapsedMs >= FIRST_MS;
    // A stage that takes longer than planned must not read as “nothing left”.
    const leftMs = Math.max((1 - this.#share) * elapsedMs, this.#share < 1 ? (this.#totalMs ?? 0) - elapsedMs : 0);
    return { elapsedMs, secondsLeft: known ? leftMs / 1000 : null };
  }
}
