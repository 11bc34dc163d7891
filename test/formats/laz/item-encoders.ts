/** LASzip's items of point formats 0 to 5 in version 2, and in version 1, for tests. */
import { type ArithmeticEncoder, IntegerEncoder, TestMedian, TestModel } from './arithmetic-encoder.ts';

/** Packs one item of the records of a chunk; the first record only starts it. */
export interface ItemEncoder {
  start(item: DataView): void;
  write(item: DataView): void;
}
export type MakeEncoder = (encoder: ArithmeticEncoder, bytes: number) => ItemEncoder;

/** Models by context, made when they are needed. */
export class ModelMap {
  readonly #models = new Map<number, TestModel>();
  readonly #symbols: number;

  constructor(symbols: number) {
    this.#symbols = symbols;
  }

  of(context: number): TestModel {
    const model = this.#models.get(context) ?? new TestModel(this.#symbols);
    this.#models.set(context, model);
    return model;
  }
}

// By number of returns, then return number.
const RETURN_MAP = [
  [15, 14, 13, 12, 11, 10, 9, 8],
  [14, 0, 1, 3, 6, 10, 10, 9],
  [13, 1, 2, 4, 7, 11, 11, 10],
  [12, 3, 4, 5, 8, 12, 12, 11],
  [11, 6, 7, 8, 9, 13, 13, 12],
  [10, 10, 11, 12, 13, 14, 14, 13],
  [9, 10, 11, 12, 13, 14, 15, 14],
  [8, 9, 10, 11, 12, 13, 14, 15],
];

const copyOf = (item: DataView): DataView<ArrayBuffer> =>
  new DataView(item.buffer.slice(item.byteOffset, item.byteOffset + item.byteLength) as ArrayBuffer);
const even = (width: number, most: number): number => (width < most ? width - (width % 2) : most);
const wrapped = (value: number): number => value | 0;

export const point10: MakeEncoder = (encoder) => {
  const [changes, angles] = [new TestModel(64), [new TestModel(256), new TestModel(256)]];
  const [returns, classes, users] = [new ModelMap(256), new ModelMap(256), new ModelMap(256)];
  const [intensity, source] = [new IntegerEncoder(encoder, 16, 4), new IntegerEncoder(encoder, 16)];
  const dx = new IntegerEncoder(encoder, 32, 2);
  const dy = new IntegerEncoder(encoder, 32, 22);
  const zs = new IntegerEncoder(encoder, 32, 20);
  const medians = Array.from({ length: 16 }, () => [new TestMedian(), new TestMedian()] as const);
  const intensities = new Array<number>(16).fill(0);
  const heights = new Array<number>(8).fill(0);
  let last: DataView = new DataView(new ArrayBuffer(20));
  return {
    start(item) {
      last = copyOf(item);
    },
    write(item) {
      const byte = (at: number) => item.getUint8(at);
      const lastByte = (at: number) => last.getUint8(at);
      const [r, n] = [byte(14) & 7, (byte(14) >> 3) & 7];
      const [m, l] = [RETURN_MAP[n]![r]!, Math.abs(n - r)];
      const strength = item.getUint16(12, true);
      const flags = [
        [32, byte(14) !== lastByte(14)],
        [16, strength !== intensities[m]],
        [8, byte(15) !== lastByte(15)],
        [4, byte(16) !== lastByte(16)],
        [2, byte(17) !== lastByte(17)],
        [1, item.getUint16(18, true) !== last.getUint16(18, true)],
      ] as const;
      let changed = flags.reduce((sum, [bit, is]) => sum + (is ? bit : 0), 0);
      // With nothing changed the intensity stays that of the last point, not that of the last such return.
      if (changed === 0 && strength !== last.getUint16(12, true)) changed = 16;
      encoder.encode(changes, changed);
      if (changed & 32) encoder.encode(returns.of(lastByte(14)), byte(14));
      if (changed & 16) intensity.encode(intensities[m]!, strength, Math.min(m, 3));
      if (changed & 16) intensities[m] = strength;
      if (changed & 8) encoder.encode(classes.of(lastByte(15)), byte(15));
      if (changed & 4) encoder.encode(angles[(byte(14) >> 6) & 1]!, (byte(16) - lastByte(16)) & 255);
      if (changed & 2) encoder.encode(users.of(lastByte(17)), byte(17));
      if (changed & 1) source.encode(last.getUint16(18, true), item.getUint16(18, true));
      const single = n === 1 ? 1 : 0;
      const stepX = wrapped(item.getInt32(0, true) - last.getInt32(0, true));
      dx.encode(medians[m]![0].value, stepX, single);
      medians[m]![0].add(stepX);
      const stepY = wrapped(item.getInt32(4, true) - last.getInt32(4, true));
      dy.encode(medians[m]![1].value, stepY, single + even(dx.width, 20));
      medians[m]![1].add(stepY);
      zs.encode(heights[l]!, item.getInt32(8, true), single + even((dx.width + dy.width) >> 1, 18));
      heights[l] = item.getInt32(8, true);
      last = copyOf(item);
    },
  };
};

/** Times by what the last difference explains; `unchanged` is 1 where a code says that nothing has changed. */
export class TimeEncoder {
  readonly #encoder: ArithmeticEncoder;
  readonly #unchanged: 0 | 1;
  readonly #multiples: TestModel;
  readonly #afterZero: TestModel;
  readonly #integers: IntegerEncoder;
  readonly #times = [0n, 0n, 0n, 0n];
  readonly #differences = [0, 0, 0, 0];
  readonly #extremes = [0, 0, 0, 0];
  #last = 0;
  #newest = 0;

  constructor(encoder: ArithmeticEncoder, unchanged: 0 | 1) {
    this.#encoder = encoder;
    this.#unchanged = unchanged;
    this.#multiples = new TestModel(515 + unchanged);
    this.#afterZero = new TestModel(5 + unchanged);
    this.#integers = new IntegerEncoder(encoder, 32, 9);
  }

  start(bits: bigint): void {
    this.#times[0] = bits;
  }

  get bits(): bigint {
    return this.#times[this.#last]!;
  }

  write(bits: bigint): void {
    const [last, unchanged] = [this.#last, this.#unchanged];
    const known = this.#differences[last]!;
    const isAfterZero = known === 0;
    if (unchanged && bits === this.bits) {
      this.#encoder.encode(isAfterZero ? this.#afterZero : this.#multiples, isAfterZero ? 0 : 511);
      return;
    }
    const difference = bits - this.bits;
    if (BigInt.asIntN(32, difference) === difference) this.#near(Number(difference), known);
    else {
      const by = [1, 2, 3].find((step) => {
        const other = bits - this.#times[(last + step) & 3]!;
        return BigInt.asIntN(32, other) === other;
      });
      if (by !== undefined) {
        if (isAfterZero) this.#encoder.encode(this.#afterZero, by + 1 + unchanged);
        else this.#encoder.encode(this.#multiples, 511 + unchanged + by);
        this.#last = (last + by) & 3;
        this.write(bits);
        return;
      }
      if (isAfterZero) this.#encoder.encode(this.#afterZero, 1 + unchanged);
      else this.#encoder.encode(this.#multiples, 511 + unchanged);
      this.#integers.encode(Number(this.bits >> 32n), Number(bits >> 32n), 8);
      this.#encoder.writeUint32(Number(bits & 0xffffffffn));
      this.#last = this.#newest = (this.#newest + 1) & 3;
      this.#differences[this.#last] = 0;
      this.#extremes[this.#last] = 0;
    }
    this.#times[this.#last] = bits;
  }

  #near(difference: number, known: number): void {
    const last = this.#last;
    if (known === 0) {
      this.#encoder.encode(this.#afterZero, this.#unchanged);
      this.#integers.encode(0, difference, 0);
      this.#differences[last] = difference;
      this.#extremes[last] = 0;
      return;
    }
    const multiple = Math.min(500, Math.max(-10, Math.round(difference / known)));
    const isExtreme = multiple === 0 || multiple === 500 || multiple === -10;
    this.#encoder.encode(this.#multiples, multiple >= 0 ? multiple : 500 - multiple);
    const context =
      multiple === 0
        ? 7
        : multiple === 1
          ? 1
          : multiple === 500
            ? 4
            : multiple === -10
              ? 6
              : multiple < 0
                ? 5
                : multiple < 10
                  ? 2
                  : 3;
    this.#integers.encode(Math.imul(multiple, known), difference, context);
    if (multiple === 1) this.#extremes[last] = 0;
    if (isExtreme && ++this.#extremes[last]! > 3) {
      this.#differences[last] = difference;
      this.#extremes[last] = 0;
    }
  }
}

export const gpsTime11: MakeEncoder = (encoder) => {
  const times = new TimeEncoder(encoder, 1);
  return {
    start: (item) => times.start(item.getBigInt64(0, true)),
    write: (item) => times.write(item.getBigInt64(0, true)),
  };
};

/** Models of one context of colours. */
export class ColorEncoder {
  readonly #used = new TestModel(128);
  readonly #bytes = Array.from({ length: 6 }, () => new TestModel(256));

  /** @returns whether the colour is another than the last one */
  write(encoder: ArithmeticEncoder, last: readonly number[], color: readonly number[]): boolean {
    const parts = (values: readonly number[]) => values.flatMap((value) => [value & 255, value >> 8]);
    const [now, before] = [parts(color), parts(last)];
    const isGrey = color[0] === color[1] && color[0] === color[2];
    const differs = now.map((byte, i) => byte !== before[i]);
    const used = differs.reduce((sum, is, i) => sum + (is ? 2 ** i : 0), isGrey ? 0 : 64);
    encoder.encode(this.#used, used);
    const put = (part: number, prediction: number) =>
      encoder.encode(this.#bytes[part]!, (now[part]! - Math.min(255, Math.max(0, prediction))) & 255);
    for (const part of [0, 1]) if (differs[part]) put(part, before[part]!);
    if (!isGrey) {
      for (const half of [0, 1]) {
        const red = now[half]! - before[half]!;
        if (differs[2 + half]) put(2 + half, red + before[2 + half]!);
        const both = Math.trunc((red + now[2 + half]! - before[2 + half]!) / 2);
        if (differs[4 + half]) put(4 + half, both + before[4 + half]!);
      }
    }
    return differs.includes(true);
  }
}

const shortsOf = (item: DataView): number[] => [0, 2, 4].map((at) => item.getUint16(at, true));

export const rgb12: MakeEncoder = (encoder) => {
  const colors = new ColorEncoder();
  let last: number[] = [];
  return {
    start: (item) => void (last = shortsOf(item)),
    write(item) {
      colors.write(encoder, last, shortsOf(item));
      last = shortsOf(item);
    },
  };
};

export const extraBytes: MakeEncoder = (encoder, bytes) => {
  const models = Array.from({ length: bytes }, () => new TestModel(256));
  let last: DataView = new DataView(new ArrayBuffer(bytes));
  return {
    start: (item) => void (last = copyOf(item)),
    write(item) {
      models.forEach((model, i) => encoder.encode(model, (item.getUint8(i) - last.getUint8(i)) & 255));
      last = copyOf(item);
    },
  };
};

export const wavePacket13: MakeEncoder = (encoder) => {
  const [index, kinds] = [new TestModel(256), Array.from({ length: 4 }, () => new TestModel(4))];
  const [offsets, sizes, points] = [1, 1, 1].map(() => new IntegerEncoder(encoder, 32)) as [
    IntegerEncoder,
    IntegerEncoder,
    IntegerEncoder,
  ];
  const directions = new IntegerEncoder(encoder, 32, 3);
  let [kind, difference] = [0, 0];
  let last: DataView = new DataView(new ArrayBuffer(29));
  return {
    start: (item) => void (last = copyOf(item)),
    write(item) {
      encoder.encode(index, item.getUint8(0));
      const step = item.getBigUint64(1, true) - last.getBigUint64(1, true);
      const isNear = BigInt.asIntN(32, step) === step;
      const next = step === 0n ? 0 : step === BigInt(last.getUint32(9, true)) ? 1 : isNear ? 2 : 3;
      encoder.encode(kinds[kind]!, next);
      kind = next;
      if (kind === 2) {
        offsets.encode(difference, Number(step));
        difference = Number(step);
      } else if (kind === 3) {
        encoder.writeUint32(item.getUint32(1, true));
        encoder.writeUint32(item.getUint32(5, true));
      }
      sizes.encode(last.getInt32(9, true), item.getInt32(9, true));
      points.encode(last.getInt32(13, true), item.getInt32(13, true));
      for (const axis of [0, 1, 2]) {
        directions.encode(last.getInt32(17 + 4 * axis, true), item.getInt32(17 + 4 * axis, true), axis);
      }
      last = copyOf(item);
    },
  };
};

const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[1]!;

export const firstPoint10: MakeEncoder = (encoder) => {
  const integer = (bits: number, contexts = 1) => new IntegerEncoder(encoder, bits, contexts);
  const [dx, dy, zs, intensity, angle, source] = [
    integer(32),
    integer(32, 20),
    integer(32, 20),
    integer(16),
    integer(8, 2),
    integer(16),
  ];
  const [changes, returns, classes, users] = [
    new TestModel(64),
    new ModelMap(256),
    new ModelMap(256),
    new ModelMap(256),
  ];
  const steps: [number[], number[]] = [
    [0, 0, 0],
    [0, 0, 0],
  ];
  let last: DataView = new DataView(new ArrayBuffer(20));
  return {
    start: (item) => void (last = copyOf(item)),
    write(item) {
      const stepX = wrapped(item.getInt32(0, true) - last.getInt32(0, true));
      dx.encode(middle(steps[0]), stepX);
      const stepY = wrapped(item.getInt32(4, true) - last.getInt32(4, true));
      dy.encode(middle(steps[1]), stepY, Math.min(dx.width, 19));
      const width = (dx.width + dy.width) >> 1;
      zs.encode(last.getInt32(8, true), item.getInt32(8, true), Math.min(width, 19));
      steps[0] = [...steps[0].slice(1), stepX];
      steps[1] = [...steps[1].slice(1), stepY];
      const differs = (at: number) => item.getUint8(at) !== last.getUint8(at);
      const shortDiffers = (at: number) => item.getUint16(at, true) !== last.getUint16(at, true);
      const flags = [shortDiffers(12), differs(14), differs(15), differs(16), differs(17), shortDiffers(18)];
      encoder.encode(
        changes,
        flags.reduce((sum, is) => 2 * sum + (is ? 1 : 0), 0),
      );
      if (flags[0]) intensity.encode(last.getUint16(12, true), item.getUint16(12, true));
      if (flags[1]) encoder.encode(returns.of(last.getUint8(14)), item.getUint8(14));
      if (flags[2]) encoder.encode(classes.of(last.getUint8(15)), item.getUint8(15));
      if (flags[3]) angle.encode(last.getUint8(16), item.getUint8(16), width < 3 ? 1 : 0);
      if (flags[4]) encoder.encode(users.of(last.getUint8(17)), item.getUint8(17));
      if (flags[5]) source.encode(last.getUint16(18, true), item.getUint16(18, true));
      last = copyOf(item);
    },
  };
};

export const firstGpsTime11: MakeEncoder = (encoder) => {
  const [multiples, afterZero, integers] = [new TestModel(512), new TestModel(3), new IntegerEncoder(encoder, 32, 6)];
  let [last, known, extremes] = [0n, 0, 0];
  return {
    start: (item) => void (last = item.getBigInt64(0, true)),
    write(item) {
      const bits = item.getBigInt64(0, true);
      const step = bits - last;
      const isNear = BigInt.asIntN(32, step) === step;
      const difference = Number(step);
      if (known === 0) {
        encoder.encode(afterZero, step === 0n ? 0 : isNear ? 1 : 2);
        if (isNear && step !== 0n) integers.encode(0, (known = difference), 0);
      } else if (step === 0n) encoder.encode(multiples, 511);
      else if (isNear) {
        const multiple = Math.min(509, Math.max(0, Math.round(difference / known)));
        encoder.encode(multiples, multiple);
        const context = multiple === 0 ? 2 : multiple === 1 ? 1 : multiple < 10 ? 3 : multiple < 50 ? 4 : 5;
        const prediction = multiple === 0 ? Math.trunc(known / 4) : Math.imul(multiple, known);
        integers.encode(prediction, difference, context);
        if (multiple === 1) [known, extremes] = [difference, 0];
        else if ((multiple === 0 || multiple === 509) && ++extremes > 3) [known, extremes] = [difference, 0];
      } else encoder.encode(multiples, 510);
      if (!isNear) {
        encoder.writeUint32(Number(bits & 0xffffffffn));
        encoder.writeUint32(Number((bits >> 32n) & 0xffffffffn));
      }
      last = bits;
    },
  };
};

export const firstRgb12: MakeEncoder = (encoder) => {
  const [used, values] = [new TestModel(64), new IntegerEncoder(encoder, 8, 6)];
  let last: DataView = new DataView(new ArrayBuffer(6));
  return {
    start: (item) => void (last = copyOf(item)),
    write(item) {
      const parts = [0, 1, 2, 3, 4, 5].filter((i) => item.getUint8(i) !== last.getUint8(i));
      encoder.encode(
        used,
        parts.reduce((sum, i) => sum + 2 ** i, 0),
      );
      for (const i of parts) values.encode(last.getUint8(i), item.getUint8(i), i);
      last = copyOf(item);
    },
  };
};

export const firstExtraBytes: MakeEncoder = (encoder, bytes) => {
  const values = new IntegerEncoder(encoder, 8, bytes);
  let last: DataView = new DataView(new ArrayBuffer(bytes));
  return {
    start: (item) => void (last = copyOf(item)),
    write(item) {
      for (let i = 0; i < bytes; i++) values.encode(last.getUint8(i), item.getUint8(i), i);
      last = copyOf(item);
    },
  };
};
