/**
 * Faults on purpose: whatever may fail counts itself here, and one of all of these moments fails. Walking the moment
 * from the first to the last tries them all, as SQLite's tests do with memory and files.
 */

/** Where something may fail. */
export type Place = 'allocation' | 'submit' | 'readback' | 'task' | 'open' | 'write' | 'sync' | 'close' | 'rename';

export class Injector {
  readonly #counts = new Map<Place, number>();
  #places: readonly Place[] = [];
  #left = Infinity;
  #fire: () => void = () => undefined;

  /**
   * Begins to count anew; at the `at`-th moment of these places, from 1, `fire` is called, whose error is thrown there.
   */
  arm(places: readonly Place[], at: number, fire: () => void): void {
    this.disarm();
    this.#places = places;
    this.#left = at;
    this.#fire = fire;
  }

  /** Begins to count anew, and nothing fails. */
  disarm(): void {
    this.#counts.clear();
    this.#left = Infinity;
  }

  /** Moments of these places since then. */
  count(places: readonly Place[]): number {
    return places.reduce((sum, place) => sum + (this.#counts.get(place) ?? 0), 0);
  }

  /** Told of each moment by whatever may fail. */
  meet(place: Place): void {
    this.#counts.set(place, 1 + (this.#counts.get(place) ?? 0));
    if (this.#left === Infinity || !this.#places.includes(place)) return;
    if (--this.#left === 0) this.#fire();
  }
}
