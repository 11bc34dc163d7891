/**
 * The 64-bit Mersenne Twister of Matsumoto and Nishimura (1998; 64-bit form: Nishimura 2000), bit for bit the
 * `std::mt19937_64` of C++ (ISO C++ [rand.predef]). Used where figures must equal those of an outside program that
 * draws with it; the engine's own draws are counter-based instead.
 *
 * Words live as two unsigned 32-bit halves: a BigInt is an allocation per operation. Only seeding, 312
 * multiplications modulo 2^64, uses them.
 */
const WORDS = 312;
const MIDDLE = 156;
const SEED_FACTOR = 6364136223846793005n;

export class MersenneTwister64 {
  readonly #high = new Uint32Array(WORDS);
  readonly #low = new Uint32Array(WORDS);
  #next = WORDS;

  /** @param seed an integer, 0…2^53 − 1 */
  constructor(seed: number) {
    let word = BigInt(seed);
    for (let i = 0; i < WORDS; i++) {
      if (i > 0) word = BigInt.asUintN(64, SEED_FACTOR * (word ^ (word >> 62n)) + BigInt(i));
      this.#high[i] = Number(word >> 32n);
      this.#low[i] = Number(word & 0xffffffffn);
    }
  }

  /** Uniform in [0, 1) on the multiples of 2^-53: the upper 53 bits of the next word. */
  nextUnit(): number {
    if (this.#next === WORDS) this.#twist();
    let high = this.#high[this.#next]!;
    let low = this.#low[this.#next]!;
    this.#next++;
    // Tempering: x ^= x >> 29 & 5555…; x ^= x << 17 & 71D6…; x ^= x << 37 & FFF7…; x ^= x >> 43.
    const lowFrom29 = (low >>> 29) | (high << 3);
    high ^= (high >>> 29) & 0x55555555;
    low ^= lowFrom29 & 0x55555555;
    high ^= ((high << 17) | (low >>> 15)) & 0x71d67fff;
    low ^= (low << 17) & 0xeda60000;
    high ^= (low << 5) & 0xfff7eee0;
    low ^= high >>> 11;
    return ((high >>> 0) * 0x200000 + (low >>> 11)) / 0x20000000000000;
  }

  #twist(): void {
    const high = this.#high;
    const low = this.#low;
    for (let i = 0; i < WORDS; i++) {
      const following = i + 1 === WORDS ? 0 : i + 1;
      const source = i < WORDS - MIDDLE ? i + MIDDLE : i + MIDDLE - WORDS;
      const mixedHigh = high[i]!;
      const mixedLow = (low[i]! & 0x80000000) | (low[following]! & 0x7fffffff);
      const odd = -(mixedLow & 1);
      high[i] = high[source]! ^ (mixedHigh >>> 1) ^ (odd & 0xb5026f5a);
      low[i] = low[source]! ^ ((mixedLow >>> 1) | (mixedHigh << 31)) ^ (odd & 0xa96619e9);
    }
    this.#next = 0;
  }
}
