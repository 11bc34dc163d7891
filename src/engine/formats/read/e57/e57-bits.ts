/**
 * The one codec of E57, `bitPackCodec` (ASTM E2807-11): values of any width from 0 to 64 bits after one another, lowest
 * bit first. A loop for each kind of width, each without a branch or an allocation: up to 25 bits are always within
 * four bytes from any bit on, up to 32 within five; wider ones are two halves, since a float64 holds 53 bits.
 */
import type { E57Field } from './e57-scans.ts';

/** Bytes that must be there behind the last value: loops read whole words. */
export const SLACK_BYTES = 8;
const WORD = 2 ** 32;
/** Below this, minimum and bits are added in float64 without rounding. */
const EXACT = 2n ** 52n;

/**
 * Decodes `count` values of `field`, the first of which begins `bit` bits behind the view's start, into `target[at…]`.
 */
export function unpack(field: E57Field, view: DataView, bit: number, target: Float64Array, at: number, count: number) {
  const { kind, width, minimum } = field;
  const end = at + count;
  if (kind === 'float32') {
    for (let i = at, byte = bit >>> 3; i < end; i++, byte += 4) target[i] = view.getFloat32(byte, true);
  } else if (kind === 'float64') {
    for (let i = at, byte = bit >>> 3; i < end; i++, byte += 8) target[i] = view.getFloat64(byte, true);
  } else if (width > 32 || minimum > EXACT || minimum < -EXACT) unpackHalves(field, view, bit, target, at, end);
  else if (width <= 25) unpackNarrow(field, view, bit, target, at, end);
  else unpackWord(field, view, bit, target, at, end);
}

function unpackNarrow(field: E57Field, view: DataView, bit: number, target: Float64Array, at: number, end: number) {
  const { width, scale, offset } = field;
  const minimum = Number(field.minimum);
  if (width === 0) {
    target.fill(minimum * scale + offset, at, end);
    return;
  }
  if (width === 8 && (bit & 7) === 0) {
    for (let i = at, byte = bit >>> 3; i < end; i++, byte++) {
      target[i] = (view.getUint8(byte) + minimum) * scale + offset;
    }
    return;
  }
  const mask = 2 ** width - 1;
  for (let i = at, next = bit; i < end; i++, next += width) {
    const raw = (view.getInt32(next >>> 3, true) >>> (next & 7)) & mask;
    target[i] = (raw + minimum) * scale + offset;
  }
}

/** 26 to 32 bits: four bytes, and what the fifth adds above them. */
function unpackWord(field: E57Field, view: DataView, bit: number, target: Float64Array, at: number, end: number) {
  const { width, scale, offset } = field;
  const minimum = Number(field.minimum);
  const mask = width === 32 ? -1 : 2 ** width - 1;
  for (let i = at, next = bit; i < end; i++, next += width) {
    const byte = next >>> 3;
    const shift = next & 7;
    // Twice, since a shift by 32 would be none.
    const above = (view.getUint8(byte + 4) << 1) << (31 - shift);
    const raw = (((view.getInt32(byte, true) >>> shift) | above) & mask) >>> 0;
    target[i] = (raw + minimum) * scale + offset;
  }
}

/** 33 to 64 bits, or a minimum beyond float64: both halves are added with a carry, and rounded once. */
function unpackHalves(field: E57Field, view: DataView, bit: number, target: Float64Array, at: number, end: number) {
  const { width, scale, offset } = field;
  const minimumLow = Number(BigInt.asUintN(32, field.minimum));
  const minimumHigh = Number(BigInt.asIntN(32, field.minimum >> 32n));
  const lowMask = width >= 32 ? -1 : 2 ** width - 1;
  const highMask = width === 64 ? -1 : width > 32 ? 2 ** (width - 32) - 1 : 0;
  for (let i = at, next = bit; i < end; i++, next += width) {
    const byte = next >>> 3;
    const shift = next & 7;
    const middle = view.getInt32(byte + 4, true);
    const rest = (view.getUint8(byte + 8) << 1) << (31 - shift);
    const low = (((view.getInt32(byte, true) >>> shift) | ((middle << 1) << (31 - shift))) & lowMask) >>> 0;
    const high = ((middle >>> shift) | rest) & highMask;
    const sumLow = low + minimumLow;
    const carry = sumLow >= WORD ? 1 : 0;
    // Within 64 bits by the field's own range, so the high half may wrap.
    const sumHigh = (high + minimumHigh + carry) | 0;
    target[i] = (sumHigh * WORD + (sumLow - carry * WORD)) * scale + offset;
  }
}

/** The bytestream of one field: what came of it and is not decoded yet. */
export class BitQueue {
  readonly field: E57Field;
  #bytes = new Uint8Array(1 << 16);
  #view = new DataView(this.#bytes.buffer);
  /** Bits of the queue's first byte that are decoded already, and the bits behind the last one. */
  #bit = 0;
  #end = 0;

  constructor(field: E57Field) {
    this.field = field;
  }

  /** Bytes that wait. */
  get waiting(): number {
    return (this.#end - this.#bit) / 8;
  }

  /** Whole values that wait. */
  get available(): number {
    return this.field.width === 0 ? Infinity : Math.floor((this.#end - this.#bit) / this.field.width);
  }

  add(source: Uint8Array): void {
    const from = this.#bit >>> 3;
    const rest = (this.#end >>> 3) - from;
    const needed = rest + source.length + SLACK_BYTES + 1;
    if (needed > this.#bytes.length) {
      const wider = new Uint8Array(2 * needed);
      wider.set(this.#bytes.subarray(from, from + rest));
      this.#bytes = wider;
      this.#view = new DataView(wider.buffer);
    } else this.#bytes.copyWithin(0, from, from + rest);
    this.#bytes.set(source, rest);
    this.#bit &= 7;
    this.#end = 8 * (rest + source.length);
  }

  take(target: Float64Array, at: number, count: number): void {
    unpack(this.field, this.#view, this.#bit, target, at, count);
    this.#bit += count * this.field.width;
  }

  /** The encoder began anew: fewer than eight bits that fill its last byte up are none. False where more are left. */
  restart(): boolean {
    if (this.#end - this.#bit >= 8) return false;
    this.#bit = this.#end;
    return true;
  }
}
