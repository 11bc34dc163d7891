/**
 * Loops that together part nothing: cut along all of them, a surface stays in one piece, just if no exclusive or of some of
 * their classes is 0 (two loops round one tube, three round the arms of a star). Signatures that are independent say that
 * classes are; 64 bits hold so many at most.
 */
import type { Loop } from './wavefront.ts';

export class IndependentLoops {
  /** Words whose leading bits differ, by those. */
  readonly #words = new Map<number, readonly [number, number]>();

  /** Whether the loop would part something, together with those added before. */
  parts(loop: Loop): boolean {
    return this.#reduce(loop) === null;
  }

  add(loop: Loop): void {
    const word = this.#reduce(loop);
    if (word) this.#words.set(leadingBit(word), word);
  }

  /** What is left of the signature without those of the loops before; null for nothing. */
  #reduce({ low, high }: Loop): readonly [number, number] | null {
    let word: readonly [number, number] = [low, high];
    while ((word[0] | word[1]) !== 0) {
      const other = this.#words.get(leadingBit(word));
      if (!other) return word;
      word = [word[0] ^ other[0], word[1] ^ other[1]];
    }
    return null;
  }
}

function leadingBit([low, high]: readonly [number, number]): number {
  return high !== 0 ? Math.clz32(high) : 32 + Math.clz32(low);
}
