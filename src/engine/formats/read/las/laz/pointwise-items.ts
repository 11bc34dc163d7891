/**
 * The parts of point formats 0 to 5 as LASzip's versions from 2011 on pack them: all of one stream, so that none can be
 * passed over. `first-items.ts` has those of version 1. (M. Isenburg, "LASzip", 2013, 4; LASzip's items POINT10,
 * GPSTIME11, RGB12 and BYTE, version 2.)
 */
import type { ArithmeticDecoder } from './arithmetic-decoder.ts';
import { ColorModels } from './color-models.ts';
import { GpsTimes } from './gps-times.ts';
import { IntegerDecoder, Medians } from './integer-decoder.ts';
import { getInt32, getUint16, type PointItem, putInt32, putUint16 } from './point-item.ts';
import { RETURN_MAP_16, returnLevel } from './return-maps.ts';
import { SymbolModel } from './symbol-model.ts';

/** Models of a byte by the byte before, made when they are first needed. */
export class ByteModels {
  readonly #models: (SymbolModel | undefined)[];
  readonly #symbols: number;

  constructor(contexts: number, symbols: number) {
    this.#models = new Array<SymbolModel | undefined>(contexts).fill(undefined);
    this.#symbols = symbols;
  }

  reset(): void {
    for (const model of this.#models) model?.reset();
  }

  of(context: number): SymbolModel {
    return (this.#models[context] ??= new SymbolModel(this.#symbols));
  }
}

/** Fields of a record of formats 0 to 5, by their place (ASPRS, "LAS 1.4-R15", table 7). */
export const FIELD = { intensity: 12, returns: 14, class: 15, angle: 16, user: 17, source: 18 } as const;

export class Point10 implements PointItem {
  readonly bytes = 20;
  readonly #decoder: ArithmeticDecoder;
  readonly #changed = new SymbolModel(64);
  readonly #intensity: IntegerDecoder;
  readonly #angles = [new SymbolModel(256), new SymbolModel(256)] as const;
  readonly #source: IntegerDecoder;
  readonly #returns = new ByteModels(256, 256);
  readonly #classes = new ByteModels(256, 256);
  readonly #users = new ByteModels(256, 256);
  readonly #dx: IntegerDecoder;
  readonly #dy: IntegerDecoder;
  readonly #z: IntegerDecoder;
  readonly #mediansX = new Medians(16);
  readonly #mediansY = new Medians(16);
  readonly #intensities = new Uint16Array(16);
  readonly #heights = new Int32Array(8);
  /** [20] the record before. */
  readonly #last = new Uint8Array(20);

  constructor(decoder: ArithmeticDecoder) {
    this.#decoder = decoder;
    this.#intensity = new IntegerDecoder(decoder, 16, 4);
    this.#source = new IntegerDecoder(decoder, 16);
    this.#dx = new IntegerDecoder(decoder, 32, 2);
    this.#dy = new IntegerDecoder(decoder, 32, 22);
    this.#z = new IntegerDecoder(decoder, 32, 20);
  }

  start(record: Uint8Array, at: number): void {
    const { bytes } = this;
    const resettable = [this.#changed, this.#intensity, ...this.#angles, this.#source, this.#returns, this.#classes];
    for (const part of [...resettable, this.#users, this.#dx, this.#dy, this.#z, this.#mediansX, this.#mediansY]) {
      part.reset();
    }
    this.#intensities.fill(0);
    this.#heights.fill(0);
    this.#last.set(record.subarray(at, at + bytes));
    putUint16(this.#last, FIELD.intensity, 0);
  }

  read(record: Uint8Array, at: number): void {
    const last = this.#last;
    const changed = this.#decoder.decode(this.#changed);
    if (changed & 32) last[FIELD.returns] = this.#decoder.decode(this.#returns.of(last[FIELD.returns]!));
    const returnNumber = last[FIELD.returns]! & 7;
    const returnCount = (last[FIELD.returns]! >>> 3) & 7;
    const map = RETURN_MAP_16[8 * returnCount + returnNumber]!;
    if (changed !== 0) this.#readChanged(changed, map);
    this.#readPlace(map, returnLevel(returnCount, returnNumber), returnCount === 1 ? 1 : 0);
    for (let i = 0; i < 20; i++) record[at + i] = last[i]!;
  }

  #readChanged(changed: number, map: number): void {
    const decoder = this.#decoder;
    const last = this.#last;
    if (changed & 16) this.#intensities[map] = this.#intensity.decode(this.#intensities[map]!, map < 3 ? map : 3);
    putUint16(last, FIELD.intensity, this.#intensities[map]!);
    if (changed & 8) last[FIELD.class] = decoder.decode(this.#classes.of(last[FIELD.class]!));
    if (changed & 4) {
      const direction = (last[FIELD.returns]! >>> 6) & 1;
      last[FIELD.angle]! += decoder.decode(this.#angles[direction as 0 | 1]);
    }
    if (changed & 2) last[FIELD.user] = decoder.decode(this.#users.of(last[FIELD.user]!));
    if (changed & 1) putUint16(last, FIELD.source, this.#source.decode(getUint16(last, FIELD.source)));
  }

  #readPlace(map: number, level: number, isSingle: 0 | 1): void {
    const last = this.#last;
    const dx = this.#dx.decode(this.#mediansX.get(map), isSingle);
    this.#mediansX.add(map, dx);
    putInt32(last, 0, getInt32(last, 0) + dx);
    const widthX = this.#dx.width;
    const dy = this.#dy.decode(this.#mediansY.get(map), isSingle + (widthX < 20 ? widthX & ~1 : 20));
    this.#mediansY.add(map, dy);
    putInt32(last, 4, getInt32(last, 4) + dy);
    const width = (widthX + this.#dy.width) >>> 1;
    const z = this.#z.decode(this.#heights[level]!, isSingle + (width < 18 ? width & ~1 : 18));
    this.#heights[level] = z;
    putInt32(last, 8, z);
  }
}

export class GpsTime11 implements PointItem {
  readonly bytes = 8;
  readonly #times: GpsTimes;

  constructor(decoder: ArithmeticDecoder) {
    this.#times = new GpsTimes(decoder, 1);
  }

  start(record: Uint8Array, at: number): void {
    this.#times.reset(getInt32(record, at), getInt32(record, at + 4));
  }

  read(record: Uint8Array, at: number): void {
    this.#times.next();
    putInt32(record, at, this.#times.low);
    putInt32(record, at + 4, this.#times.high);
  }
}

export class Rgb12 implements PointItem {
  readonly bytes = 6;
  readonly #decoder: ArithmeticDecoder;
  readonly #models = new ColorModels();
  readonly #last = new Uint16Array(3);

  constructor(decoder: ArithmeticDecoder) {
    this.#decoder = decoder;
  }

  start(record: Uint8Array, at: number): void {
    this.#models.reset();
    for (let i = 0; i < 3; i++) this.#last[i] = getUint16(record, at + 2 * i);
  }

  read(record: Uint8Array, at: number): void {
    this.#models.next(this.#decoder, this.#last);
    for (let i = 0; i < 3; i++) putUint16(record, at + 2 * i, this.#last[i]!);
  }
}

export class ExtraBytes implements PointItem {
  readonly bytes: number;
  readonly #decoder: ArithmeticDecoder;
  readonly #models: readonly SymbolModel[];
  readonly #last: Uint8Array;

  constructor(decoder: ArithmeticDecoder, bytes: number) {
    this.bytes = bytes;
    this.#decoder = decoder;
    this.#models = Array.from({ length: bytes }, () => new SymbolModel(256));
    this.#last = new Uint8Array(bytes);
  }

  start(record: Uint8Array, at: number): void {
    for (const model of this.#models) model.reset();
    this.#last.set(record.subarray(at, at + this.bytes));
  }

  read(record: Uint8Array, at: number): void {
    const last = this.#last;
    for (let i = 0; i < last.length; i++) {
      last[i]! += this.#decoder.decode(this.#models[i]!);
      record[at + i] = last[i]!;
    }
  }
}
