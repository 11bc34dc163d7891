/**
 * LASzip's arithmetic encoder for tests (A. Said, "Introduction to arithmetic coding", HPL-2004-76), written plainly:
 * in numbers without a limit, and with models that are made anew from their counts.
 */

export class TestModel {
  readonly counts: number[];
  shares: number[] = [];
  total = 0;
  cycle: number;
  left: number;

  constructor(symbols: number) {
    this.counts = new Array<number>(symbols).fill(1);
    this.cycle = symbols;
    this.left = 0;
    this.update();
    this.cycle = (symbols + 6) >> 1;
    this.left = this.cycle;
  }

  update(): void {
    this.total += this.cycle;
    if (this.total > 2 ** 15) {
      this.counts.forEach((count, i) => (this.counts[i] = (count + 1) >> 1));
      this.total = this.counts.reduce((sum, count) => sum + count, 0);
    }
    const scale = Math.floor(2 ** 31 / this.total);
    let sum = 0;
    this.shares = this.counts.map((count) => Math.floor((scale * (sum += count) - scale * count) / 2 ** 16));
    this.cycle = Math.min((5 * this.cycle) >> 2, (this.counts.length + 6) * 8);
    this.left = this.cycle;
  }
}

export class TestBitModel {
  zeros = 1;
  total = 2;
  share = 2 ** 12;
  cycle = 4;
  left = 4;

  update(): void {
    this.total += this.cycle;
    if (this.total > 2 ** 13) {
      this.total = (this.total + 1) >> 1;
      this.zeros = (this.zeros + 1) >> 1;
      if (this.zeros === this.total) this.total++;
    }
    this.share = Math.floor((this.zeros * Math.floor(2 ** 31 / this.total)) / 2 ** 18);
    this.cycle = Math.min((5 * this.cycle) >> 2, 64);
    this.left = this.cycle;
  }
}

const FULL = 2 ** 32;
const MIN_LENGTH = 2 ** 24;

export class ArithmeticEncoder {
  readonly #bytes: number[] = [];
  #base = 0;
  #length = FULL - 1;

  encode(model: TestModel, symbol: number): void {
    const length = Math.floor(this.#length / 2 ** 15);
    const low = model.shares[symbol]! * length;
    const isLast = symbol === model.counts.length - 1;
    this.#narrow(low, (isLast ? this.#length : model.shares[symbol + 1]! * length) - low);
    model.counts[symbol]!++;
    if (--model.left === 0) model.update();
  }

  encodeBit(model: TestBitModel, bit: number): void {
    const zero = model.share * Math.floor(this.#length / 2 ** 13);
    if (bit === 0) {
      this.#narrow(0, zero);
      model.zeros++;
    } else this.#narrow(zero, this.#length - zero);
    if (--model.left === 0) model.update();
  }

  writeBits(count: number, bits: number): void {
    if (count > 19) {
      this.writeBits(16, bits % 2 ** 16);
      this.writeBits(count - 16, Math.floor(bits / 2 ** 16));
      return;
    }
    const length = Math.floor(this.#length / 2 ** count);
    this.#narrow(bits * length, length);
  }

  writeUint32(value: number): void {
    this.writeBits(16, value % 2 ** 16);
    this.writeBits(16, Math.floor(value / 2 ** 16));
  }

  /** The bytes, with as many zeros behind them as the decoder takes before it knows the last symbol. */
  done(): Uint8Array {
    const isLong = this.#length > 2 * MIN_LENGTH;
    if (isLong) this.#narrow(MIN_LENGTH, MIN_LENGTH / 2);
    else this.#narrow(MIN_LENGTH / 2, MIN_LENGTH / 512);
    return Uint8Array.from([...this.#bytes, 0, 0, ...(isLong ? [0] : [])]);
  }

  #narrow(low: number, length: number): void {
    this.#base += low;
    this.#length = length;
    if (this.#base >= FULL) {
      this.#base -= FULL;
      let at = this.#bytes.length - 1;
      while (this.#bytes[at] === 255) this.#bytes[at--] = 0;
      this.#bytes[at]!++;
    }
    while (this.#length < MIN_LENGTH) {
      this.#bytes.push(Math.floor(this.#base / MIN_LENGTH));
      this.#base = (this.#base % MIN_LENGTH) * 256;
      this.#length *= 256;
    }
  }
}

export class IntegerEncoder {
  width = 0;
  readonly #encoder: ArithmeticEncoder;
  readonly #bits: number;
  readonly #widths: readonly TestModel[];
  readonly #corrections: readonly TestModel[];
  readonly #zero = new TestBitModel();

  constructor(encoder: ArithmeticEncoder, bits: number, contexts = 1) {
    this.#encoder = encoder;
    this.#bits = bits;
    this.#widths = Array.from({ length: contexts }, () => new TestModel(bits + 1));
    this.#corrections = Array.from(
      { length: bits + 1 },
      (_, width) => new TestModel(2 ** Math.min(Math.max(width, 1), 8)),
    );
  }

  encode(prediction: number, value: number, context = 0): void {
    const half = 2 ** (this.#bits - 1);
    let correction = value - prediction;
    while (correction < -half) correction += 2 * half;
    while (correction >= half) correction -= 2 * half;
    const size = correction <= 0 ? -correction : correction - 1;
    const width = size === 0 ? 0 : Math.floor(Math.log2(size)) + 1;
    this.width = width;
    this.#encoder.encode(this.#widths[context]!, width);
    if (width === 0) this.#encoder.encodeBit(this.#zero, correction);
    if (width === 0 || width === 32) return;
    const bits = correction < 0 ? correction + 2 ** width - 1 : correction - 1;
    const low = Math.max(0, width - 8);
    this.#encoder.encode(this.#corrections[width]!, Math.floor(bits / 2 ** low));
    if (low > 0) this.#encoder.writeBits(low, bits % 2 ** low);
  }
}

/** The median of the last five, as LASzip approximates it. */
export class TestMedian {
  #values = [0, 0, 0, 0, 0];
  #isHigh = true;

  get value(): number {
    return this.#values[2]!;
  }

  add(value: number): void {
    const values = this.#values;
    const isHigh = this.#isHigh;
    // One of the other half leaves, and the new one is put in order; then the halves change when it was of the far one.
    if (isHigh ? value >= values[2]! : value <= values[2]!) this.#isHigh = !isHigh;
    values.splice(isHigh ? 4 : 0, 1);
    values.push(value);
    values.sort((a, b) => a - b);
  }
}
