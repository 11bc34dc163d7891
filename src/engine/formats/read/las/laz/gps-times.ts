/**
 * GPS times of LASzip's second kind, as points of all formats from its version 2 on have them: float64 taken as
 * integers of 64 bits, whose differences are multiples of the last one. Four sequences are kept at once, since flight
 * lines are often merged.
 */
import type { ArithmeticDecoder } from './arithmetic-decoder.ts';
import { IntegerDecoder } from './integer-decoder.ts';
import { DamagedData } from './point-item.ts';
import { SymbolModel } from './symbol-model.ts';

const MULTIPLE_MAX = 500;
const MULTIPLE_MIN = -10;
/** Multiples from 0 to 500, then from −1 to −10. */
const MULTIPLE_COUNT = MULTIPLE_MAX - MULTIPLE_MIN + 1;

export class GpsTimes {
  readonly #decoder: ArithmeticDecoder;
  /** 1 where a code says that the time is unchanged (GPSTIME11), 0 where something else has said that (POINT14). */
  readonly #unchangedCodes: 0 | 1;
  readonly #multiples: SymbolModel;
  readonly #afterZero: SymbolModel;
  readonly #differences: IntegerDecoder;
  /** [4] of the sequences. */
  readonly #low = new Uint32Array(4);
  readonly #high = new Int32Array(4);
  readonly #difference = new Int32Array(4);
  readonly #extremes = new Int32Array(4);
  #current = 0;
  #newest = 0;

  constructor(decoder: ArithmeticDecoder, unchangedCodes: 0 | 1) {
    this.#decoder = decoder;
    this.#unchangedCodes = unchangedCodes;
    this.#multiples = new SymbolModel(MULTIPLE_COUNT + 4 + unchangedCodes);
    this.#afterZero = new SymbolModel(5 + unchangedCodes);
    this.#differences = new IntegerDecoder(decoder, 32, 9);
  }

  /** Lower half of the last time's bits. */
  get low(): number {
    return this.#low[this.#current]!;
  }

  get high(): number {
    return this.#high[this.#current]!;
  }

  reset(low: number, high: number): void {
    this.#multiples.reset();
    this.#afterZero.reset();
    this.#differences.reset();
    for (const array of [this.#low, this.#high, this.#difference, this.#extremes]) array.fill(0);
    this.#low[0] = low;
    this.#high[0] = high;
    this.#current = 0;
    this.#newest = 0;
  }

  next(): void {
    // No encoder changes to another sequence more than once.
    for (let tries = 0; tries < 8; tries++) {
      const isDone = this.#difference[this.#current] === 0 ? this.#nextAfterZero() : this.#nextMultiple();
      if (isDone) return;
    }
    throw new DamagedData('a time changes its sequence without end');
  }

  /** False after a change of the sequence. */
  #nextAfterZero(): boolean {
    const code = this.#decoder.decode(this.#afterZero) - this.#unchangedCodes;
    if (code < 0) return true;
    if (code === 1) return this.#begin();
    if (code > 1) return this.#switch(code - 1);
    const difference = this.#differences.decode(0, 0);
    this.#difference[this.#current] = difference;
    this.#extremes[this.#current] = 0;
    return this.#add(difference);
  }

  #nextMultiple(): boolean {
    const code = this.#decoder.decode(this.#multiples);
    if (code >= MULTIPLE_COUNT) {
      const rest = code - MULTIPLE_COUNT - this.#unchangedCodes;
      return rest < 0 ? true : rest === 0 ? this.#begin() : this.#switch(rest);
    }
    const last = this.#difference[this.#current]!;
    if (code === 1) {
      this.#extremes[this.#current] = 0;
      return this.#add(this.#differences.decode(last, 1));
    }
    if (code === 0) return this.#addExtreme(this.#differences.decode(0, 7));
    if (code < MULTIPLE_MAX) return this.#add(this.#differences.decode(Math.imul(code, last), code < 10 ? 2 : 3));
    if (code === MULTIPLE_MAX) return this.#addExtreme(this.#differences.decode(Math.imul(code, last), 4));
    const multiple = MULTIPLE_MAX - code;
    const prediction = Math.imul(multiple, last);
    if (multiple > MULTIPLE_MIN) return this.#add(this.#differences.decode(prediction, 5));
    return this.#addExtreme(this.#differences.decode(prediction, 6));
  }

  /** A difference that no multiple of the last one explains; the fourth in a row is the new measure. */
  #addExtreme(difference: number): boolean {
    const extremes = ++this.#extremes[this.#current]!;
    if (extremes > 3) {
      this.#difference[this.#current] = difference;
      this.#extremes[this.#current] = 0;
    }
    return this.#add(difference);
  }

  #add(difference: number): boolean {
    const sum = this.#low[this.#current]! + difference;
    this.#low[this.#current] = sum;
    if (sum < 0) this.#high[this.#current]!--;
    else if (sum > 0xffffffff) this.#high[this.#current]!++;
    return true;
  }

  /** A time far from all others begins a sequence in the place of the oldest. */
  #begin(): boolean {
    const high = this.#differences.decode(this.#high[this.#current]!, 8);
    this.#newest = (this.#newest + 1) & 3;
    this.#current = this.#newest;
    this.#high[this.#current] = high;
    this.#low[this.#current] = this.#decoder.readUint32();
    this.#difference[this.#current] = 0;
    this.#extremes[this.#current] = 0;
    return true;
  }

  #switch(by: number): boolean {
    this.#current = (this.#current + by) & 3;
    return false;
  }
}
