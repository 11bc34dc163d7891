/**
 * The adaptive models of LASzip's arithmetic coder: how often each symbol came so far, made into shares of 2^15 at
 * intervals that grow (A. Said, "Introduction to arithmetic coding", HPL-2004-76; M. Isenburg, "LASzip", 2013, 4). All
 * numbers are LASzip's own: a share that is off by one decodes everything behind it to noise.
 */

/** Shares are of 2^15. */
export const SHARE_BITS = 15;
const MAX_COUNT = 1 << SHARE_BITS;

/** What a model of so many symbols is before its first symbol: made once, copied for each model. */
interface Beginning {
  readonly shares: Uint32Array;
  readonly slots: Uint16Array;
}
const BEGINNINGS = new Map<number, Beginning>();

export class SymbolModel {
  readonly last: number;
  /** [symbols] the share of 2^15 below each symbol. */
  readonly shares: Uint32Array;
  /** [2^slotBits + 2] the symbol that each slot of shares begins in. */
  readonly slots: Uint16Array;
  readonly slotShift: number;
  readonly counts: Uint32Array;
  untilUpdate = 0;
  #total = 0;
  #cycle = 0;

  constructor(symbols: number) {
    let slotBits = 3;
    while (symbols > 1 << (slotBits + 2)) slotBits++;
    this.last = symbols - 1;
    this.slotShift = SHARE_BITS - slotBits;
    this.shares = new Uint32Array(symbols);
    this.slots = new Uint16Array((1 << slotBits) + 2);
    this.counts = new Uint32Array(symbols);
    const known = BEGINNINGS.get(symbols);
    if (known) this.#begin(known);
    else {
      this.counts.fill(1);
      this.#cycle = symbols;
      this.update();
      this.#setFirstCycle();
      BEGINNINGS.set(symbols, { shares: this.shares.slice(), slots: this.slots.slice() });
    }
  }

  /** Forgets all symbols. */
  reset(): void {
    const symbols = this.last + 1;
    // One that has seen no symbol is as new, which most models of a small chunk are.
    if (this.untilUpdate === this.#cycle && this.#cycle === (symbols + 6) >>> 1 && this.#total === symbols) return;
    this.#begin(BEGINNINGS.get(symbols)!);
  }

  #begin({ shares, slots }: Beginning): void {
    this.shares.set(shares);
    this.slots.set(slots);
    this.counts.fill(1);
    this.#total = this.last + 1;
    this.#setFirstCycle();
  }

  #setFirstCycle(): void {
    this.#cycle = (this.last + 7) >>> 1;
    this.untilUpdate = this.#cycle;
  }

  /** Makes shares of the counts. */
  update(): void {
    const { counts, shares, slots, slotShift, last } = this;
    this.#total += this.#cycle;
    if (this.#total > MAX_COUNT) {
      this.#total = 0;
      for (let symbol = 0; symbol <= last; symbol++) {
        this.#total += counts[symbol] = (counts[symbol]! + 1) >>> 1;
      }
    }
    const scale = (0x80000000 / this.#total) >>> 0;
    const slotEnd = slots.length - 2;
    let [sum, slot] = [0, 0];
    for (let symbol = 0; symbol <= last; symbol++) {
      const share = Math.imul(scale, sum) >>> 16;
      shares[symbol] = share;
      sum += counts[symbol]!;
      const first = share >>> slotShift;
      while (slot < first) slots[++slot] = symbol - 1;
    }
    slots[0] = 0;
    while (slot <= slotEnd) slots[++slot] = last;
    this.#cycle = Math.min((5 * this.#cycle) >>> 2, (last + 7) << 3);
    this.untilUpdate = this.#cycle;
  }
}

const MAX_BIT_COUNT = 1 << 13;

/** A model of two symbols, with a share of 2^13. */
export class BitModel {
  zeroShare = 0;
  zeroCount = 0;
  untilUpdate = 0;
  #count = 0;
  #cycle = 0;

  constructor() {
    this.reset();
  }

  reset(): void {
    this.zeroShare = MAX_BIT_COUNT >>> 1;
    this.zeroCount = 1;
    this.#count = 2;
    this.#cycle = 4;
    this.untilUpdate = 4;
  }

  update(): void {
    this.#count += this.#cycle;
    if (this.#count > MAX_BIT_COUNT) {
      this.#count = (this.#count + 1) >>> 1;
      this.zeroCount = (this.zeroCount + 1) >>> 1;
      if (this.zeroCount === this.#count) this.#count++;
    }
    const scale = (0x80000000 / this.#count) >>> 0;
    this.zeroShare = Math.imul(this.zeroCount, scale) >>> 18;
    this.#cycle = Math.min((5 * this.#cycle) >>> 2, 64);
    this.untilUpdate = this.#cycle;
  }
}
