/**
 * How much work a submit holds, by what submits took. The sizes that kernels declare were measured on a software
 * device: a fast card idles between submits of a millisecond, and on a slow one a submit may take the seconds after
 * which a system ends the driver (two, on Windows).
 */

/** Between these a submit is as long as it should be: the desktop draws in between, and a cancelled run soon ends. */
const SHORT_MS = 40;
const LONG_MS = 100;
/** Of the declared size. A submit of the least takes some 5 ms on two cores without a card. */
const LEAST_SHARE = 1 / 16;
const MOST_SHARE = 256;

/** What is known of a device: the share of its declared size with which each kind of work begins, at most 1. */
const PACES = new WeakMap<object, Map<string, number>>();
/** Devices whose submits all have the declared size. */
const EVEN = new WeakSet();

/** From now on this device's submits have their declared size, whatever they take: equal runs make equal submits. */
export function keepEvenPace(device: object): void {
  EVEN.add(device);
}

export class SubmitPace {
  readonly #paces: Map<string, number>;
  readonly #label: string;
  readonly #isEven: boolean;
  #share: number;
  /** When the device was through with the last submit that was learnt from; milliseconds. */
  #doneMs = 0;

  /**
   * It begins with the declared size or, where this kind of work was too slow on this device before, with less: never
   * with more, since the work before may have been lighter.
   */
  constructor(device: object, label: string) {
    let paces = PACES.get(device);
    if (!paces) PACES.set(device, (paces = new Map<string, number>()));
    this.#paces = paces;
    this.#label = label;
    this.#isEven = EVEN.has(device);
    this.#share = this.#isEven ? 1 : (paces.get(label) ?? 1);
  }

  /** Times the declared size. */
  get share(): number {
    return this.#share;
  }

  /**
   * Learns of a submit. It halves or doubles at most, for what was measured holds all that the system did meanwhile.
   * @param held times the declared size
   * @param submittedMs when it was submitted
   * @param doneMs when the device was through with it: it ran from then on, or since the one before was done
   */
  learn(held: number, submittedMs: number, doneMs: number): void {
    const tookMs = doneMs - Math.max(submittedMs, this.#doneMs);
    this.#doneMs = doneMs;
    if (this.#isEven) return;
    const wanted = (held * (SHORT_MS + LONG_MS)) / 2 / Math.max(tookMs, 1e-3);
    if (tookMs > LONG_MS) {
      this.#share = Math.max(Math.min(this.#share, wanted), this.#share / 2, LEAST_SHARE);
    } else if (tookMs < SHORT_MS && held >= this.#share) {
      // One that held less, as the last one does, tells nothing of how much more there may be.
      this.#share = Math.min(Math.max(this.#share, wanted), 2 * this.#share, MOST_SHARE);
    }
    this.#paces.set(this.#label, Math.min(1, this.#share));
  }
}
