import { randomBits, unitFloat } from '../../src/engine/math/random.ts';

/** Numbers that follow from a seed, one after the other. */
export class Dice {
  readonly #seed: number;
  #drawn = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** From `low` up to `high`, which it never is. */
  between(low: number, high: number): number {
    return low + (high - low) * unitFloat(randomBits(this.#seed, 40, this.#drawn++));
  }

  /** From `low` to `high`, both among them. */
  whole(low: number, high: number): number {
    return Math.floor(this.between(low, high + 1));
  }

  pick<T>(values: readonly T[]): T {
    return values[this.whole(0, values.length - 1)]!;
  }

  chance(share: number): boolean {
    return this.between(0, 1) < share;
  }

  point(reach: number): [number, number, number] {
    return [this.between(-reach, reach), this.between(-reach, reach), this.between(-reach, reach)];
  }
}
