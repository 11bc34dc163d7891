/** Points of formats 6 to 10 out of their layers (LASzip's item POINT14, versions 3 and 4, which pack them alike). */
import { ArithmeticDecoder } from './arithmetic-decoder.ts';
import { GpsTimes } from './gps-times.ts';
import { IntegerDecoder, Medians } from './integer-decoder.ts';
import { getInt32, getUint16, putInt32, putUint16 } from './point-item.ts';
import { ByteModels } from './pointwise-items.ts';
import { RETURN_MAP_6, returnLevel } from './return-maps.ts';
import { SymbolModel } from './symbol-model.ts';

interface Layer {
  readonly start: number;
  readonly end: number;
}

/** In the file's order: that of user data is passed over. */
export type Layers14 = readonly [
  place: Layer,
  z: Layer,
  classes: Layer,
  flags: Layer,
  intensity: Layer,
  angle: Layer,
  user: Layer,
  source: Layer,
  time: Layer,
];

class Decoders {
  readonly place = new ArithmeticDecoder();
  readonly z = new ArithmeticDecoder();
  readonly classes = new ArithmeticDecoder();
  readonly flags = new ArithmeticDecoder();
  readonly intensity = new ArithmeticDecoder();
  readonly angle = new ArithmeticDecoder();
  readonly source = new ArithmeticDecoder();
  readonly time = new ArithmeticDecoder();
}

/** All that is known of one scanner channel. */
class Channel {
  isUsed = false;
  x = 0;
  y = 0;
  z = 0;
  returnNumber = 0;
  returnCount = 0;
  classification = 0;
  /** Classification flags, then scan direction and edge of the flight line. */
  flags = 0;
  intensity = 0;
  /** Two bytes, whatever their sign. */
  angle = 0;
  source = 0;
  hasNewTime: 0 | 1 = 0;
  /** [8] by what kind of return the last point was, and whether its time was new. */
  readonly changed = Array.from({ length: 8 }, () => new SymbolModel(128));
  readonly channels = new SymbolModel(3);
  readonly returnCounts = new ByteModels(16, 16);
  readonly returnNumbers = new ByteModels(16, 16);
  readonly returnSteps = new SymbolModel(13);
  readonly classes = new ByteModels(64, 256);
  readonly flagModels = new ByteModels(64, 64);
  readonly mediansX = new Medians(12);
  readonly mediansY = new Medians(12);
  readonly heights = new Int32Array(8);
  readonly intensities = new Uint16Array(8);
  readonly dx: IntegerDecoder;
  readonly dy: IntegerDecoder;
  readonly zs: IntegerDecoder;
  readonly intensityValues: IntegerDecoder;
  readonly angles: IntegerDecoder;
  readonly sources: IntegerDecoder;
  readonly times: GpsTimes;

  constructor(decoders: Decoders) {
    this.dx = new IntegerDecoder(decoders.place, 32, 2);
    this.dy = new IntegerDecoder(decoders.place, 32, 22);
    this.zs = new IntegerDecoder(decoders.z, 32, 20);
    this.intensityValues = new IntegerDecoder(decoders.intensity, 16, 4);
    this.angles = new IntegerDecoder(decoders.angle, 16, 2);
    this.sources = new IntegerDecoder(decoders.source, 16);
    this.times = new GpsTimes(decoders.time, 0);
  }

  #reset(): void {
    for (const model of this.changed) model.reset();
    const models = [this.channels, this.returnCounts, this.returnNumbers, this.returnSteps];
    const integers = [this.dx, this.dy, this.zs, this.intensityValues, this.angles, this.sources];
    const others = [this.classes, this.flagModels, this.mediansX, this.mediansY];
    for (const part of [...models, ...integers, ...others]) part.reset();
    this.heights.fill(this.z);
    this.intensities.fill(this.intensity);
    this.hasNewTime = 0;
    this.isUsed = true;
  }

  begin(record: Uint8Array): void {
    this.x = getInt32(record, 0);
    this.y = getInt32(record, 4);
    this.z = getInt32(record, 8);
    this.intensity = getUint16(record, 12);
    this.returnNumber = record[14]! & 15;
    this.returnCount = record[14]! >>> 4;
    this.flags = (record[15]! & 15) | ((record[15]! >>> 6) << 4);
    this.classification = record[16]!;
    this.angle = getUint16(record, 18);
    this.source = getUint16(record, 20);
    this.times.reset(getInt32(record, 22), getInt32(record, 26));
    this.#reset();
  }

  /** Begins with the last point of another channel. */
  beginLike(other: Channel): void {
    this.x = other.x;
    this.y = other.y;
    this.z = other.z;
    this.intensity = other.intensity;
    this.returnNumber = other.returnNumber;
    this.returnCount = other.returnCount;
    this.flags = other.flags;
    this.classification = other.classification;
    this.angle = other.angle;
    this.source = other.source;
    this.times.reset(other.times.low, other.times.high);
    this.#reset();
  }

  /** 1: the first return, 2: the last one, 3: the only one, 0: one between. */
  get returnKind(): number {
    return (this.returnNumber === 1 ? 1 : 0) + (this.returnNumber >= this.returnCount ? 2 : 0);
  }
}

export class Layered14 {
  readonly #decoders = new Decoders();
  readonly #channels: (Channel | undefined)[] = [undefined, undefined, undefined, undefined];
  /** The scanner channel of the last point. */
  channel = 0;
  hasChangedChannel = false;
  hasSeveralChannels = false;
  #hasZ = false;
  #hasClasses = false;
  #hasFlags = false;
  #hasIntensity = false;
  #hasAngle = false;
  #hasSource = false;
  #hasTime = false;
  #open: readonly ArithmeticDecoder[] = [];

  open(chunk: Uint8Array, [place, z, classes, flags, intensity, angle, , source, time]: Layers14): void {
    const decoders = this.#decoders;
    const open: ArithmeticDecoder[] = [];
    const openLayer = (decoder: ArithmeticDecoder, { start, end }: Layer): boolean => {
      if (start === end) return false;
      decoder.open(chunk, start, end);
      open.push(decoder);
      return true;
    };
    // A layer without bytes is one whose field has one value in the whole chunk; places lack it for a single point
    // only.
    openLayer(decoders.place, place);
    this.#hasZ = openLayer(decoders.z, z);
    this.#hasClasses = openLayer(decoders.classes, classes);
    this.#hasFlags = openLayer(decoders.flags, flags);
    this.#hasIntensity = openLayer(decoders.intensity, intensity);
    this.#hasAngle = openLayer(decoders.angle, angle);
    this.#hasSource = openLayer(decoders.source, source);
    this.#hasTime = openLayer(decoders.time, time);
    this.#open = open;
    for (const channel of this.#channels) if (channel) channel.isUsed = false;
    this.channel = (chunk[15]! >>> 4) & 3;
    this.hasSeveralChannels = false;
    this.#of(this.channel).begin(chunk);
  }

  #of(index: number): Channel {
    return (this.#channels[index] ??= new Channel(this.#decoders));
  }

  /** Of each layer that is decoded, the bytes that are left. */
  get surpluses(): number[] {
    return this.#open.map(({ surplus }) => surplus);
  }

  read(record: Uint8Array, at: number): void {
    const { place } = this.#decoders;
    let channel = this.#channels[this.channel]!;
    const changed = place.decode(channel.changed[channel.returnKind + 4 * channel.hasNewTime]!);
    this.hasChangedChannel = (changed & 64) !== 0;
    if (this.hasChangedChannel) channel = this.#switch(channel);
    const hasNewTime = changed & 16 ? 1 : 0;
    this.#readReturns(channel, changed, hasNewTime);
    this.#readPlace(channel, hasNewTime);
    this.#readFields(channel, hasNewTime);
    if (this.#hasAngle && changed & 8) channel.angle = channel.angles.decode(channel.angle, hasNewTime);
    if (this.#hasSource && changed & 32) channel.source = channel.sources.decode(channel.source);
    channel.hasNewTime = hasNewTime;
    this.#put(channel, record, at);
  }

  #switch(from: Channel): Channel {
    this.channel = (this.channel + this.#decoders.place.decode(from.channels) + 1) & 3;
    this.hasSeveralChannels = true;
    const channel = this.#of(this.channel);
    if (!channel.isUsed) channel.beginLike(from);
    return channel;
  }

  #readReturns(channel: Channel, changed: number, hasNewTime: 0 | 1): void {
    const { place } = this.#decoders;
    const last = channel.returnNumber;
    if (changed & 4) channel.returnCount = place.decode(channel.returnCounts.of(channel.returnCount));
    const step = changed & 3;
    if (step === 1) channel.returnNumber = (last + 1) & 15;
    else if (step === 2) channel.returnNumber = (last + 15) & 15;
    else if (step === 3) {
      channel.returnNumber = hasNewTime
        ? place.decode(channel.returnNumbers.of(last))
        : (last + place.decode(channel.returnSteps) + 2) & 15;
    }
  }

  #readPlace(channel: Channel, hasNewTime: 0 | 1): void {
    const { returnCount, returnNumber, dx, dy } = channel;
    const isSingle = returnCount === 1 ? 1 : 0;
    const map = 2 * RETURN_MAP_6[16 * returnCount + returnNumber]! + hasNewTime;
    const stepX = dx.decode(channel.mediansX.get(map), isSingle);
    channel.mediansX.add(map, stepX);
    channel.x = (channel.x + stepX) | 0;
    const widthX = dx.width;
    const stepY = dy.decode(channel.mediansY.get(map), isSingle + (widthX < 20 ? widthX & ~1 : 20));
    channel.mediansY.add(map, stepY);
    channel.y = (channel.y + stepY) | 0;
    if (!this.#hasZ) return;
    const width = (widthX + dy.width) >>> 1;
    const level = returnLevel(returnCount, returnNumber);
    channel.z = channel.zs.decode(channel.heights[level]!, isSingle + (width < 18 ? width & ~1 : 18));
    channel.heights[level] = channel.z;
  }

  #readFields(channel: Channel, hasNewTime: 0 | 1): void {
    const decoders = this.#decoders;
    const kind = channel.returnKind;
    if (this.#hasClasses) {
      const context = 2 * (channel.classification & 31) + (kind === 3 ? 1 : 0);
      channel.classification = decoders.classes.decode(channel.classes.of(context));
    }
    if (this.#hasFlags) channel.flags = decoders.flags.decode(channel.flagModels.of(channel.flags));
    if (this.#hasIntensity) {
      const context = 2 * kind + hasNewTime;
      channel.intensity = channel.intensityValues.decode(channel.intensities[context]!, kind);
      channel.intensities[context] = channel.intensity;
    }
    if (this.#hasTime && hasNewTime) channel.times.next();
  }

  #put(channel: Channel, record: Uint8Array, at: number): void {
    putInt32(record, at, channel.x);
    putInt32(record, at + 4, channel.y);
    putInt32(record, at + 8, channel.z);
    putUint16(record, at + 12, channel.intensity);
    record[at + 14] = channel.returnNumber | (channel.returnCount << 4);
    record[at + 15] = (channel.flags & 15) | (this.channel << 4) | ((channel.flags >>> 4) << 6);
    record[at + 16] = channel.classification;
    putUint16(record, at + 18, channel.angle);
    putUint16(record, at + 20, channel.source);
    putInt32(record, at + 22, channel.times.low);
    putInt32(record, at + 26, channel.times.high);
  }
}
