/**
 * Integers that are near a prediction (M. Isenburg, "LASzip", 2013, 4.1): first how many bits the correction has, by a
 * model of the context, then its upper 8 bits by a model of that width, then the rest as they are.
 */
import type { ArithmeticDecoder } from './arithmetic-decoder.ts';
import { BitModel, SymbolModel } from './symbol-model.ts';

const HIGH_BITS = 8;

export class IntegerDecoder {
  /** Bits of the last correction. */
  width = 0;
  readonly #decoder: ArithmeticDecoder;
  /** Of the numbers: 8, 16 or 32. */
  readonly #bits: number;
  readonly #widths: readonly SymbolModel[];
  readonly #zero = new BitModel();
  /** [bits + 1] by width, made when they are first needed. */
  readonly #corrections: (SymbolModel | undefined)[];

  constructor(decoder: ArithmeticDecoder, bits: 8 | 16 | 32, contexts = 1) {
    this.#decoder = decoder;
    this.#bits = bits;
    this.#widths = Array.from({ length: contexts }, () => new SymbolModel(bits + 1));
    this.#corrections = new Array<SymbolModel | undefined>(bits + 1).fill(undefined);
  }

  reset(): void {
    this.width = 0;
    for (const model of this.#widths) model.reset();
    for (const model of this.#corrections) model?.reset();
    this.#zero.reset();
  }

  /** @returns for 32 bits a signed number, else one from 0 on. */
  decode(prediction: number, context = 0): number {
    const value = prediction + this.#correction(this.#widths[context]!);
    if (this.#bits === 32) return value | 0;
    const range = 1 << this.#bits;
    return value < 0 ? value + range : value >= range ? value - range : value;
  }

  #correction(widths: SymbolModel): number {
    const width = this.#decoder.decode(widths);
    this.width = width;
    if (width === 0) return this.#decoder.decodeBit(this.#zero);
    if (width === 32) return -0x80000000;
    const model = (this.#corrections[width] ??= new SymbolModel(1 << Math.min(width, HIGH_BITS)));
    let bits = this.#decoder.decode(model);
    if (width > HIGH_BITS) {
      const lowBits = width - HIGH_BITS;
      bits = (bits << lowBits) | this.#decoder.readBits(lowBits);
    }
    return bits >= 1 << (width - 1) ? bits + 1 : (bits - ((1 << width) - 1)) | 0;
  }
}

/** Running medians of the last five differences, approximated as LASzip does: one for each of `count` contexts. */
export class Medians {
  /** [5 × count] in order */
  readonly #values: Int32Array;
  /** [count] whether the next value is to go to the upper half. */
  readonly #isHigh: Uint8Array;

  constructor(count: number) {
    this.#values = new Int32Array(5 * count);
    this.#isHigh = new Uint8Array(count).fill(1);
  }

  reset(): void {
    this.#values.fill(0);
    this.#isHigh.fill(1);
  }

  get(context: number): number {
    return this.#values[5 * context + 2]!;
  }

  add(context: number, value: number): void {
    const values = this.#values;
    const a = 5 * context;
    if (this.#isHigh[context]) {
      if (value < values[a + 2]!) {
        values[a + 4] = values[a + 3]!;
        values[a + 3] = values[a + 2]!;
        if (value < values[a]!) {
          values[a + 2] = values[a + 1]!;
          values[a + 1] = values[a]!;
          values[a] = value;
        } else if (value < values[a + 1]!) {
          values[a + 2] = values[a + 1]!;
          values[a + 1] = value;
        } else values[a + 2] = value;
        return;
      }
      if (value < values[a + 3]!) {
        values[a + 4] = values[a + 3]!;
        values[a + 3] = value;
      } else values[a + 4] = value;
      this.#isHigh[context] = 0;
      return;
    }
    if (values[a + 2]! < value) {
      values[a] = values[a + 1]!;
      values[a + 1] = values[a + 2]!;
      if (values[a + 4]! < value) {
        values[a + 2] = values[a + 3]!;
        values[a + 3] = values[a + 4]!;
        values[a + 4] = value;
      } else if (values[a + 3]! < value) {
        values[a + 2] = values[a + 3]!;
        values[a + 3] = value;
      } else values[a + 2] = value;
      return;
    }
    if (values[a + 1]! < value) {
      values[a] = values[a + 1]!;
      values[a + 1] = value;
    } else values[a] = value;
    this.#isHigh[context] = 1;
  }
}
