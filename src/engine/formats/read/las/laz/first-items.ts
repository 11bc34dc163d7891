/**
 * The parts of point formats 0 to 5 as the first LASzip (2010, version 1 of its items) packed them; the waveform
 * packets of formats 4 and 5 have stayed so. Such files are rare, and no library of npm reads them.
 */
import type { ArithmeticDecoder } from './arithmetic-decoder.ts';
import { IntegerDecoder } from './integer-decoder.ts';
import { getInt32, getUint16, type PointItem, putInt32, putUint16 } from './point-item.ts';
import { ByteModels, FIELD } from './pointwise-items.ts';
import { SymbolModel } from './symbol-model.ts';

export class FirstPoint10 implements PointItem {
  readonly bytes = 20;
  readonly #decoder: ArithmeticDecoder;
  readonly #dx: IntegerDecoder;
  readonly #dy: IntegerDecoder;
  readonly #z: IntegerDecoder;
  readonly #intensity: IntegerDecoder;
  readonly #angle: IntegerDecoder;
  readonly #source: IntegerDecoder;
  readonly #changed = new SymbolModel(64);
  readonly #returns = new ByteModels(256, 256);
  readonly #classes = new ByteModels(256, 256);
  readonly #users = new ByteModels(256, 256);
  /** [3] the last differences, the oldest at `#oldest`. */
  readonly #lastDx = new Int32Array(3);
  readonly #lastDy = new Int32Array(3);
  #oldest = 0;
  readonly #last = new Uint8Array(20);

  constructor(decoder: ArithmeticDecoder) {
    this.#decoder = decoder;
    this.#dx = new IntegerDecoder(decoder, 32);
    this.#dy = new IntegerDecoder(decoder, 32, 20);
    this.#z = new IntegerDecoder(decoder, 32, 20);
    this.#intensity = new IntegerDecoder(decoder, 16);
    this.#angle = new IntegerDecoder(decoder, 8, 2);
    this.#source = new IntegerDecoder(decoder, 16);
  }

  start(record: Uint8Array, at: number): void {
    const integers = [this.#dx, this.#dy, this.#z, this.#intensity, this.#angle, this.#source];
    for (const part of [...integers, this.#changed, this.#returns, this.#classes, this.#users]) part.reset();
    this.#lastDx.fill(0);
    this.#lastDy.fill(0);
    this.#oldest = 0;
    this.#last.set(record.subarray(at, at + 20));
  }

  read(record: Uint8Array, at: number): void {
    const last = this.#last;
    const dx = this.#dx.decode(median(this.#lastDx));
    const widthX = this.#dx.width;
    const dy = this.#dy.decode(median(this.#lastDy), widthX < 19 ? widthX : 19);
    const width = (widthX + this.#dy.width) >>> 1;
    putInt32(last, 0, getInt32(last, 0) + dx);
    putInt32(last, 4, getInt32(last, 4) + dy);
    putInt32(last, 8, this.#z.decode(getInt32(last, 8), width < 19 ? width : 19));
    const changed = this.#decoder.decode(this.#changed);
    if (changed !== 0) this.#readChanged(changed, width);
    this.#lastDx[this.#oldest] = dx;
    this.#lastDy[this.#oldest] = dy;
    this.#oldest = this.#oldest === 2 ? 0 : this.#oldest + 1;
    for (let i = 0; i < 20; i++) record[at + i] = last[i]!;
  }

  #readChanged(changed: number, width: number): void {
    const decoder = this.#decoder;
    const last = this.#last;
    if (changed & 32) putUint16(last, FIELD.intensity, this.#intensity.decode(getUint16(last, FIELD.intensity)));
    if (changed & 16) last[FIELD.returns] = decoder.decode(this.#returns.of(last[FIELD.returns]!));
    if (changed & 8) last[FIELD.class] = decoder.decode(this.#classes.of(last[FIELD.class]!));
    if (changed & 4) last[FIELD.angle] = this.#angle.decode(last[FIELD.angle]!, width < 3 ? 1 : 0);
    if (changed & 2) last[FIELD.user] = decoder.decode(this.#users.of(last[FIELD.user]!));
    if (changed & 1) putUint16(last, FIELD.source, this.#source.decode(getUint16(last, FIELD.source)));
  }
}

function median(values: Int32Array): number {
  const a = values[0]!;
  const b = values[1]!;
  const c = values[2]!;
  return a < b ? (b < c ? b : a < c ? c : a) : a < c ? a : b < c ? c : b;
}

/** Multiples of the last difference up to 509; then the code for a time of its own, then that of an unchanged one. */
const MULTIPLE_COUNT = 510;

export class FirstGpsTime11 implements PointItem {
  readonly bytes = 8;
  readonly #decoder: ArithmeticDecoder;
  readonly #multiples = new SymbolModel(MULTIPLE_COUNT + 2);
  readonly #afterZero = new SymbolModel(3);
  readonly #differences: IntegerDecoder;
  readonly #low = new Uint32Array(1);
  readonly #high = new Int32Array(1);
  #difference = 0;
  #extremes = 0;

  constructor(decoder: ArithmeticDecoder) {
    this.#decoder = decoder;
    this.#differences = new IntegerDecoder(decoder, 32, 6);
  }

  start(record: Uint8Array, at: number): void {
    for (const part of [this.#multiples, this.#afterZero, this.#differences]) part.reset();
    this.#low[0] = getInt32(record, at);
    this.#high[0] = getInt32(record, at + 4);
    this.#difference = 0;
    this.#extremes = 0;
  }

  read(record: Uint8Array, at: number): void {
    if (this.#difference === 0) {
      const code = this.#decoder.decode(this.#afterZero);
      if (code === 1) this.#add((this.#difference = this.#differences.decode(0, 0)));
      else if (code === 2) this.#readWhole();
    } else {
      const code = this.#decoder.decode(this.#multiples);
      if (code < MULTIPLE_COUNT) this.#readMultiple(code);
      else if (code === MULTIPLE_COUNT) this.#readWhole();
    }
    putInt32(record, at, this.#low[0]!);
    putInt32(record, at + 4, this.#high[0]!);
  }

  #readMultiple(multiple: number): void {
    const last = this.#difference;
    if (multiple === 1) {
      this.#difference = this.#differences.decode(last, 1);
      this.#extremes = 0;
      this.#add(this.#difference);
      return;
    }
    const context = multiple === 0 ? 2 : multiple < 10 ? 3 : multiple < 50 ? 4 : 5;
    const prediction = multiple === 0 ? (last / 4) | 0 : Math.imul(multiple, last);
    const difference = this.#differences.decode(prediction, context);
    if ((multiple === 0 || multiple === MULTIPLE_COUNT - 1) && ++this.#extremes > 3) {
      this.#difference = difference;
      this.#extremes = 0;
    }
    this.#add(difference);
  }

  #add(difference: number): void {
    const sum = this.#low[0]! + difference;
    this.#low[0] = sum;
    if (sum < 0) this.#high[0]!--;
    else if (sum > 0xffffffff) this.#high[0]!++;
  }

  #readWhole(): void {
    this.#low[0] = this.#decoder.readUint32();
    this.#high[0] = this.#decoder.readUint32();
  }
}

/** Bytes in any number, each by the one before: colours (with a model that says which have changed), extra bytes. */
export class FirstRgb12 implements PointItem {
  readonly bytes = 6;
  readonly #decoder: ArithmeticDecoder;
  readonly #used = new SymbolModel(64);
  readonly #values: IntegerDecoder;
  readonly #last = new Uint8Array(6);

  constructor(decoder: ArithmeticDecoder) {
    this.#decoder = decoder;
    this.#values = new IntegerDecoder(decoder, 8, 6);
  }

  start(record: Uint8Array, at: number): void {
    this.#used.reset();
    this.#values.reset();
    this.#last.set(record.subarray(at, at + 6));
  }

  read(record: Uint8Array, at: number): void {
    const used = this.#decoder.decode(this.#used);
    for (let i = 0; i < 6; i++) {
      if (used & (1 << i)) this.#last[i] = this.#values.decode(this.#last[i]!, i);
      record[at + i] = this.#last[i]!;
    }
  }
}

export class FirstExtraBytes implements PointItem {
  readonly bytes: number;
  readonly #values: IntegerDecoder;
  readonly #last: Uint8Array;

  constructor(decoder: ArithmeticDecoder, bytes: number) {
    this.bytes = bytes;
    this.#values = new IntegerDecoder(decoder, 8, bytes);
    this.#last = new Uint8Array(bytes);
  }

  start(record: Uint8Array, at: number): void {
    this.#values.reset();
    this.#last.set(record.subarray(at, at + this.bytes));
  }

  read(record: Uint8Array, at: number): void {
    for (let i = 0; i < this.bytes; i++) {
      this.#last[i] = this.#values.decode(this.#last[i]!, i);
      record[at + i] = this.#last[i]!;
    }
  }
}

/** Where a point's waveform lies, and how it runs: an index, a place of 64 bits, a size and four floats as integers. */
export class WavePacket13 implements PointItem {
  readonly bytes = 29;
  readonly #decoder: ArithmeticDecoder;
  readonly #index = new SymbolModel(256);
  readonly #kinds = Array.from({ length: 4 }, () => new SymbolModel(4));
  readonly #offsets: IntegerDecoder;
  readonly #sizes: IntegerDecoder;
  readonly #returnPoints: IntegerDecoder;
  readonly #directions: IntegerDecoder;
  #kind = 0;
  #difference = 0;
  readonly #last = new Uint8Array(29);

  constructor(decoder: ArithmeticDecoder) {
    this.#decoder = decoder;
    this.#offsets = new IntegerDecoder(decoder, 32);
    this.#sizes = new IntegerDecoder(decoder, 32);
    this.#returnPoints = new IntegerDecoder(decoder, 32);
    this.#directions = new IntegerDecoder(decoder, 32, 3);
  }

  start(record: Uint8Array, at: number): void {
    const integers = [this.#offsets, this.#sizes, this.#returnPoints, this.#directions];
    for (const part of [this.#index, ...this.#kinds, ...integers]) part.reset();
    this.#kind = 0;
    this.#difference = 0;
    this.#last.set(record.subarray(at, at + 29));
  }

  read(record: Uint8Array, at: number): void {
    const decoder = this.#decoder;
    const last = this.#last;
    last[0] = decoder.decode(this.#index);
    this.#kind = decoder.decode(this.#kinds[this.#kind]!);
    if (this.#kind === 1) this.#move(getInt32(last, 9) >>> 0);
    else if (this.#kind === 2) this.#move((this.#difference = this.#offsets.decode(this.#difference)));
    else if (this.#kind === 3) {
      putInt32(last, 1, decoder.readUint32());
      putInt32(last, 5, decoder.readUint32());
    }
    putInt32(last, 9, this.#sizes.decode(getInt32(last, 9)));
    putInt32(last, 13, this.#returnPoints.decode(getInt32(last, 13)));
    for (let axis = 0; axis < 3; axis++) {
      const place = 17 + 4 * axis;
      putInt32(last, place, this.#directions.decode(getInt32(last, place), axis));
    }
    for (let i = 0; i < 29; i++) record[at + i] = last[i]!;
  }

  #move(by: number): void {
    const sum = (getInt32(this.#last, 1) >>> 0) + by;
    putInt32(this.#last, 1, sum | 0);
    const carry = sum < 0 ? -1 : sum > 0xffffffff ? 1 : 0;
    putInt32(this.#last, 5, getInt32(this.#last, 5) + carry);
  }
}
