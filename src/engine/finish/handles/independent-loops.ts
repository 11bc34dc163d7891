/**
 * Loops that together part nothing: cut along all of them, a surface stays in one piece, just if no exclusive or of
 * some of their classes is 0 (two loops round one tube, three round the arms of a star). Words that are independent say
 * that classes are (loop-words.ts).
 */

export class IndependentLoops {
  /** Words whose leading bits differ, by those. */
  readonly #words = new Map<number, Int32Array>();

  /** Whether a loop of this word would part something, together with those added before. */
  parts(word: Int32Array): boolean {
    return this.#reduce(word) === null;
  }

  add(word: Int32Array): void {
    const rest = this.#reduce(word);
    if (rest) this.#words.set(leadingBit(rest), rest);
  }

  /** What is left of a word without those of the loops before; null for nothing. */
  #reduce(word: Int32Array): Int32Array | null {
    const rest = word.slice();
    for (let bit = leadingBit(rest); bit >= 0; bit = leadingBit(rest)) {
      const other = this.#words.get(bit);
      if (!other) return rest;
      for (let part = 0; part < rest.length; part++) rest[part]! ^= other[part]!;
    }
    return null;
  }
}

/** The number of the first bit that is 1; −1 for none. */
function leadingBit(word: Int32Array): number {
  for (let part = 0; part < word.length; part++) if (word[part] !== 0) return 32 * part + Math.clz32(word[part]!);
  return -1;
}
