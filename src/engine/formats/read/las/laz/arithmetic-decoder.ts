/**
 * The arithmetic decoder of LASzip: an interval of 32 bits is divided by the shares of a model, and what the next bytes
 * say falls into one symbol's part of it (A. Said, HPL-2004-76). Interval and value are kept in a typed array, since
 * numbers beyond 2^31 in fields of an object would each be a number on the heap.
 *
 * The encoder writes exactly the bytes that the decoder takes, so that `surplus` shows at the end of a chunk whether
 * what was decoded is what was encoded.
 */
import { type BitModel, SHARE_BITS, type SymbolModel } from './symbol-model.ts';

/** Below this length of the interval the next byte is taken. */
const MIN_LENGTH = 0x01000000;
const BIT_SHARE_BITS = 13;

export class ArithmeticDecoder {
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #end = 0;
  /** [value, length] */
  readonly #interval = new Uint32Array(2);

  /** Begins at byte `start`; what is read from `end` on counts as zeros. */
  open(bytes: Uint8Array, start: number, end: number): void {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
    this.#interval[1] = 0xffffffff;
    let value = 0;
    for (let i = 0; i < 4; i++) value = (value << 8) | this.#next();
    this.#interval[0] = value;
  }

  /** Where the next byte is taken from. */
  get at(): number {
    return this.#at;
  }

  /** Bytes that are left; below zero where more were asked for than there are. */
  get surplus(): number {
    return this.#end - this.#at;
  }

  decode(model: SymbolModel): number {
    const { shares, slots } = model;
    const interval = this.#interval;
    const value = interval[0]!;
    const whole = interval[1]!;
    const length = whole >>> SHARE_BITS;
    const share = (value / length) >>> 0;
    const slot = share >>> model.slotShift;
    let symbol = slots[slot]!;
    let beyond = slots[slot + 1]! + 1;
    while (beyond > symbol + 1) {
      const middle = (symbol + beyond) >>> 1;
      if (shares[middle]! > share) beyond = middle;
      else symbol = middle;
    }
    const low = Math.imul(shares[symbol]!, length) >>> 0;
    const high = symbol === model.last ? whole : Math.imul(shares[symbol + 1]!, length) >>> 0;
    this.#narrow((value - low) >>> 0, (high - low) >>> 0);
    model.counts[symbol]!++;
    if (--model.untilUpdate === 0) model.update();
    return symbol;
  }

  decodeBit(model: BitModel): number {
    const value = this.#interval[0]!;
    const whole = this.#interval[1]!;
    const zero = Math.imul(model.zeroShare, whole >>> BIT_SHARE_BITS) >>> 0;
    const bit = value >= zero ? 1 : 0;
    if (bit === 0) {
      this.#narrow(value, zero);
      model.zeroCount++;
    } else this.#narrow((value - zero) >>> 0, (whole - zero) >>> 0);
    if (--model.untilUpdate === 0) model.update();
    return bit;
  }

  /** @param count 1…32 bits that no model knows anything of */
  readBits(count: number): number {
    if (count > 19) {
      const low = this.readBits(16);
      return ((this.readBits(count - 16) << 16) | low) >>> 0;
    }
    const value = this.#interval[0]!;
    const length = this.#interval[1]! >>> count;
    const bits = (value / length) >>> 0;
    this.#narrow((value - Math.imul(bits, length)) >>> 0, length);
    return bits;
  }

  readUint32(): number {
    const low = this.readBits(16);
    return ((this.readBits(16) << 16) | low) >>> 0;
  }

  #narrow(value: number, length: number): void {
    const interval = this.#interval;
    if (length >= MIN_LENGTH) {
      interval[0] = value;
      interval[1] = length;
      return;
    }
    let taken = value;
    // A length of zero comes from damaged data only; it must not hang.
    let rest = length === 0 ? 1 : length;
    do {
      taken = (taken << 8) | this.#next();
      rest <<= 8;
    } while (rest >>> 0 < MIN_LENGTH);
    interval[0] = taken;
    interval[1] = rest;
  }

  #next(): number {
    const at = this.#at++;
    return at < this.#end ? this.#bytes[at]! : 0;
  }
}
