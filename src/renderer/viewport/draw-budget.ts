/**
 * How many points a repaint may draw so that it stays short on this machine: follows the measured times of repaints,
 * from a software renderer (tens of thousands) to a fast card (all of ten million). It falls at once, in proportion to
 * the excess, and grows by a quarter a repaint: one long repaint is felt, one coarse repaint is not.
 */

/** Between these shares of the target nothing changes: times seen through fences are late by a poll or more. */
const GROW_BELOW = 0.7;
const SHRINK_ABOVE = 1.1;
const GROWTH = 1.25;
const STRONGEST_FALL = 0.3;

export class DrawBudget {
  #points: number;
  readonly #least: number;
  readonly #targetMs: number;

  /** `least` is drawn however slow the machine: fewer would not be a picture, or not worth a repaint of its own. */
  constructor(options: { readonly start: number; readonly least: number; readonly targetMs: number }) {
    this.#points = options.start;
    this.#least = options.least;
    this.#targetMs = options.targetMs;
  }

  /** Points that the next repaint may draw. */
  get points(): number {
    return Math.floor(this.#points);
  }

  /** A repaint that drew `drawn` points took `elapsedMs`. */
  observe(drawn: number, elapsedMs: number): void {
    if (elapsedMs > SHRINK_ABOVE * this.#targetMs) {
      // A repaint that drew less than the budget and was slow is no reason to allow more than it drew.
      const from = Math.min(this.#points, Math.max(drawn, this.#least));
      this.#points = Math.max(this.#least, from * Math.max(STRONGEST_FALL, this.#targetMs / elapsedMs));
    } else if (elapsedMs < GROW_BELOW * this.#targetMs && drawn >= this.points) {
      this.#points *= GROWTH;
    }
  }
}
