/**
 * How far a batch is, and how long it will take. By bytes, since the work of a file grows with its points; the speed
 * comes from files that were really computed: those kept from an earlier batch, and bad ones, cost next to nothing and
 * say nothing of the rest.
 */

/** A forecast made earlier says more about starting than about working. */
const LEAST_MS = 2000;
/** A forecast before any file is finished needs this share of all bytes. */
const LEAST_SHARE = 0.05;

export class Forecast {
  readonly #totalBytes: number;
  readonly #nowMs: () => number;
  #pastBytes = 0;
  #computedBytes = 0;
  #computedMs = 0;
  #current: { readonly bytes: number; readonly startMs: number; share: number } | null = null;
  #share = 0;

  /** `bytes` of every file of the batch; a clock that stands still while the batch is paused. */
  constructor(bytes: readonly number[], nowMs: () => number) {
    this.#totalBytes = bytes.reduce((sum, each) => sum + weight(each), 0);
    this.#nowMs = nowMs;
  }

  begin(bytes: number): void {
    this.#current = { bytes: weight(bytes), startMs: this.#nowMs(), share: 0 };
  }

  /** `share` 0…1 of the file that was begun. */
  progressed(share: number): void {
    if (this.#current) this.#current.share = Math.min(1, Math.max(this.#current.share, share));
  }

  /** The file that was begun is over; whether it was `computed` to its end. */
  end(computed: boolean): void {
    const current = this.#current;
    if (!current) return;
    this.#current = null;
    this.#pastBytes += current.bytes;
    if (!computed) return;
    this.#computedBytes += current.bytes;
    this.#computedMs += this.#nowMs() - current.startMs;
  }

  /** A file that need not be begun. */
  skip(bytes: number): void {
    this.#pastBytes += weight(bytes);
  }

  /** 0…1 of the whole, never falling, exactly 1 after the last file. */
  get share(): number {
    const bytes = this.#pastBytes + this.#currentBytes;
    this.#share = Math.max(this.#share, this.#totalBytes > 0 ? Math.min(1, bytes / this.#totalBytes) : 1);
    return this.#share;
  }

  /** Null until enough is known. */
  get secondsLeft(): number | null {
    const bytes = this.#computedBytes + this.#currentBytes;
    const ms = this.#computedMs + (this.#current ? this.#nowMs() - this.#current.startMs : 0);
    const isKnown = ms >= LEAST_MS && (this.#computedBytes > 0 || bytes >= LEAST_SHARE * this.#totalBytes);
    if (!isKnown || bytes === 0) return null;
    const left = this.#totalBytes - this.#pastBytes - this.#currentBytes;
    return ((ms / bytes) * Math.max(0, left)) / 1000;
  }

  get #currentBytes(): number {
    return this.#current ? this.#current.bytes * this.#current.share : 0;
  }
}

/** An empty file is a file, too. */
function weight(bytes: number): number {
  return Math.max(1, bytes);
}
