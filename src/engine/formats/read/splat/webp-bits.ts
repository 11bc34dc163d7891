/** Bits and prefix codes of lossless WebP (RFC 9649 of 2024, sections 3.2 and 3.7.2). */

/** What is wrong with a picture's data; told with the file's name by whoever reads the file. */
export class WebpError extends Error {}

/** Reads bits from the least one on. Behind the end it gives zeros, and knows that it did. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #at: number;
  #value = 0;
  #held = 0;

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes;
    this.#at = start;
  }

  /** More bits were taken than there are. */
  get isSpent(): boolean {
    return 8 * (this.#at - this.#bytes.length) > this.#held;
  }

  /** At most 24 bits. */
  read(count: number): number {
    this.#fill(count);
    const value = this.#value & ((1 << count) - 1);
    this.drop(count);
    return value;
  }

  /** The next 8 bits, left in place. */
  peek(): number {
    this.#fill(8);
    return this.#value & 255;
  }

  /** Passes bits that `peek` has shown. */
  drop(count: number): void {
    this.#value >>>= count;
    this.#held -= count;
  }

  #fill(count: number): void {
    while (this.#held < count) {
      this.#value |= (this.#bytes[this.#at++] ?? 0) << this.#held;
      this.#held += 8;
    }
  }
}

const TABLE_BITS = 8;
const LONGEST = 15;

/** A canonical prefix code: short codes by a table, longer ones bit by bit. */
export class PrefixCode {
  /** [2 ** TABLE_BITS] 16 × symbol + length; 0 where the code is longer. */
  readonly #table = new Uint16Array(1 << TABLE_BITS);
  readonly #symbols: Uint16Array;
  readonly #counts: Uint16Array;
  /** The only symbol, which takes no bits; -1 where there are more. */
  readonly #only: number;

  /** @param lengths bits of each symbol's code, 0 for those that do not occur */
  constructor(lengths: Uint8Array) {
    const counts = new Uint16Array(LONGEST + 1);
    for (const length of lengths) counts[length]!++;
    counts[0] = 0;
    const used = counts.reduce((sum, count) => sum + count, 0);
    if (used === 0) throw new WebpError('a prefix code without symbols');
    this.#only = used === 1 ? lengths.findIndex((length) => length > 0) : -1;
    const starts = new Uint16Array(LONGEST + 2);
    let left = 1;
    for (let length = 1; length <= LONGEST; length++) {
      left = 2 * left - counts[length]!;
      if (left < 0) throw new WebpError('a prefix code with too many symbols');
      starts[length + 1] = starts[length]! + counts[length]!;
    }
    if (used > 1 && left > 0) throw new WebpError('an incomplete prefix code');
    this.#counts = counts;
    this.#symbols = new Uint16Array(used);
    lengths.forEach((length, symbol) => {
      if (length > 0) this.#symbols[starts[length]!++] = symbol;
    });
    if (used > 1) this.#fillTable();
  }

  #fillTable(): void {
    let [code, index] = [0, 0];
    for (let length = 1; length <= TABLE_BITS; length++, code <<= 1) {
      for (let i = 0; i < this.#counts[length]!; i++, code++, index++) {
        // Bits come from the code's first one on, and are read from the least one on.
        let reversed = 0;
        for (let bit = 0; bit < length; bit++) reversed |= ((code >> bit) & 1) << (length - 1 - bit);
        const entry = (this.#symbols[index]! << 4) | length;
        for (let at = reversed; at < this.#table.length; at += 1 << length) this.#table[at] = entry;
      }
    }
  }

  next(bits: BitReader): number {
    if (this.#only >= 0) return this.#only;
    const entry = this.#table[bits.peek()]!;
    if (entry === 0) return this.#nextLong(bits);
    bits.drop(entry & 15);
    return entry >> 4;
  }

  #nextLong(bits: BitReader): number {
    let [code, first, index] = [0, 0, 0];
    for (let length = 1; length <= LONGEST; length++) {
      code |= bits.read(1);
      const count = this.#counts[length]!;
      if (code - count < first) return this.#symbols[index + code - first]!;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new WebpError('a code that stands for nothing');
  }
}

const LENGTH_ORDER = [17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

/** Reads the lengths of a code over `symbolCount` symbols, and makes it. */
export function readPrefixCode(bits: BitReader, symbolCount: number): PrefixCode {
  const lengths = new Uint8Array(symbolCount);
  if (bits.read(1) === 1) {
    const isPair = bits.read(1) === 1;
    const symbols = [bits.read(bits.read(1) === 1 ? 8 : 1), ...(isPair ? [bits.read(8)] : [])];
    for (const symbol of symbols) {
      if (symbol >= symbolCount) throw new WebpError('a symbol outside its alphabet');
      lengths[symbol] = 1;
    }
    return new PrefixCode(lengths);
  }
  const ofLengths = new Uint8Array(LENGTH_ORDER.length);
  const given = 4 + bits.read(4);
  for (const symbol of LENGTH_ORDER.slice(0, given)) ofLengths[symbol] = bits.read(3);
  const code = new PrefixCode(ofLengths);
  let left = bits.read(1) === 0 ? symbolCount : 2 + bits.read(2 + 2 * bits.read(3));
  if (left > symbolCount) throw new WebpError('more code lengths than symbols');
  let previous = 8;
  for (let symbol = 0; symbol < symbolCount && left > 0; left--) {
    const length = code.next(bits);
    if (length < 16) {
      lengths[symbol++] = length;
      if (length > 0) previous = length;
      continue;
    }
    const repeats = length === 16 ? 3 + bits.read(2) : length === 17 ? 3 + bits.read(3) : 11 + bits.read(7);
    if (symbol + repeats > symbolCount) throw new WebpError('more code lengths than symbols');
    lengths.fill(length === 16 ? previous : 0, symbol, symbol + repeats);
    symbol += repeats;
  }
  return new PrefixCode(lengths);
}
