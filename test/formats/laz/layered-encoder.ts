/** Chunks of point formats 6 to 10 for tests: LASzip's items POINT14, RGB14, RGBNIR14, WAVEPACKET14 and BYTE14. */
import { ArithmeticEncoder, IntegerEncoder, TestMedian, TestModel } from './arithmetic-encoder.ts';
import { ColorEncoder, extraBytes, ModelMap, TimeEncoder, wavePacket13 } from './item-encoders.ts';

/** See `ColorRule` of the reader: how the colours of several scanner channels follow one another. */
export type ChannelRule = 'reset' | 'stale' | 'own';

export interface LayeredItems {
  readonly colorAt: number | undefined;
  readonly infraredAt: number | undefined;
  readonly waveAt: number | undefined;
  readonly extraAt: number;
}

/** By the number of returns, then the return number: six contexts that LASzip distinguishes. */
function returnMap(n: number, r: number): number {
  const [low, high] = n < r ? [n, r] : [r, n];
  if (low === 0) return [0, 1, 2, 3, 4, 5, 3, 4, 4, 5, 5, 5, 5, 5, 5, 5][high]!;
  if (low === high) return low === 1 ? 0 : low === 2 ? 2 : 5;
  if (n >= 11 && r >= 11) return LATE[n - 11]![r - 11]!;
  if (low === 1) return high === 2 ? 1 : 3;
  if (low === 2) return n > r ? (n >= 11 ? 3 : 4) : r >= 11 ? 3 : 4;
  return 4;
}
const LATE = [
  [5, 5, 4, 4, 4],
  [5, 5, 5, 4, 4],
  [4, 5, 5, 5, 4],
  [4, 4, 5, 5, 5],
  [4, 4, 4, 5, 5],
];

const even = (width: number, most: number): number => (width < most ? width - (width % 2) : most);

class Layers {
  readonly place = new ArithmeticEncoder();
  readonly z = new ArithmeticEncoder();
  readonly classes = new ArithmeticEncoder();
  readonly flags = new ArithmeticEncoder();
  readonly intensity = new ArithmeticEncoder();
  readonly angle = new ArithmeticEncoder();
  readonly user = new ArithmeticEncoder();
  readonly source = new ArithmeticEncoder();
  readonly time = new ArithmeticEncoder();
}
type LayerName = keyof Layers;
const LAYERS: readonly LayerName[] = ['place', 'z', 'classes', 'flags', 'intensity', 'angle', 'user', 'source', 'time'];

class Channel {
  readonly changed = Array.from({ length: 8 }, () => new TestModel(128));
  readonly channels = new TestModel(3);
  readonly counts = new ModelMap(16);
  readonly numbers = new ModelMap(16);
  readonly steps = new TestModel(13);
  readonly classes = new ModelMap(256);
  readonly flags = new ModelMap(64);
  readonly users = new ModelMap(256);
  readonly medians = Array.from({ length: 12 }, () => [new TestMedian(), new TestMedian()] as const);
  readonly heights: number[];
  readonly intensities: number[];
  readonly dx: IntegerEncoder;
  readonly dy: IntegerEncoder;
  readonly zs: IntegerEncoder;
  readonly strength: IntegerEncoder;
  readonly angle: IntegerEncoder;
  readonly source: IntegerEncoder;
  readonly times: TimeEncoder;
  hasNewTime = 0;

  last: DataView;

  constructor(layers: Layers, last: DataView) {
    this.last = last;
    this.heights = new Array<number>(8).fill(last.getInt32(8, true));
    this.intensities = new Array<number>(8).fill(last.getUint16(12, true));
    this.dx = new IntegerEncoder(layers.place, 32, 2);
    this.dy = new IntegerEncoder(layers.place, 32, 22);
    this.zs = new IntegerEncoder(layers.z, 32, 20);
    this.strength = new IntegerEncoder(layers.intensity, 16, 4);
    this.angle = new IntegerEncoder(layers.angle, 16, 2);
    this.source = new IntegerEncoder(layers.source, 16);
    this.times = new TimeEncoder(layers.time, 0);
    this.times.start(last.getBigInt64(22, true));
  }
}

const numberOf = (item: DataView): number => item.getUint8(14) & 15;
const countOf = (item: DataView): number => item.getUint8(14) >> 4;
const flagsOf = (item: DataView): number => (item.getUint8(15) & 15) | ((item.getUint8(15) >> 6) << 4);
const kindOf = (item: DataView): number => (numberOf(item) === 1 ? 1 : 0) + (numberOf(item) >= countOf(item) ? 2 : 0);

class Point14 {
  readonly layers = new Layers();
  /** Layers whose field has changed. */
  readonly used = new Set<LayerName>(['place', 'z']);
  channel: number;
  hasChangedChannel = false;
  readonly #channels: (Channel | undefined)[] = [undefined, undefined, undefined, undefined];

  constructor(first: DataView) {
    this.channel = (first.getUint8(15) >> 4) & 3;
    this.#channels[this.channel] = new Channel(this.layers, first);
  }

  write(item: DataView): void {
    const { place } = this.layers;
    const from = this.#channels[this.channel]!;
    const wanted = (item.getUint8(15) >> 4) & 3;
    this.hasChangedChannel = wanted !== this.channel;
    const last = (this.#channels[wanted] ?? from).last;
    const hasNewTime = item.getBigInt64(22, true) !== last.getBigInt64(22, true) ? 1 : 0;
    const isNew = {
      source: item.getUint16(20, true) !== last.getUint16(20, true),
      angle: item.getInt16(18, true) !== last.getInt16(18, true),
      count: countOf(item) !== countOf(last),
    };
    const turn = (numberOf(item) - numberOf(last) + 16) % 16;
    const step = turn === 0 ? 0 : turn === 1 ? 1 : turn === 15 ? 2 : 3;
    const changed =
      (this.hasChangedChannel ? 64 : 0) +
      (isNew.source ? 32 : 0) +
      16 * hasNewTime +
      (isNew.angle ? 8 : 0) +
      (isNew.count ? 4 : 0) +
      step;
    place.encode(from.changed[kindOf(from.last) + 4 * from.hasNewTime]!, changed);
    if (this.hasChangedChannel) place.encode(from.channels, (wanted - this.channel + 4 - 1) % 4);
    const channel = (this.#channels[wanted] ??= new Channel(this.layers, from.last));
    this.channel = wanted;
    if (isNew.count) place.encode(channel.counts.of(countOf(last)), countOf(item));
    if (step === 3 && hasNewTime) place.encode(channel.numbers.of(numberOf(last)), numberOf(item));
    else if (step === 3) place.encode(channel.steps, turn - 2);
    this.#writePlace(channel, item, hasNewTime);
    this.#writeFields(channel, item, hasNewTime, isNew);
    channel.last = item;
    channel.hasNewTime = hasNewTime;
  }

  #writePlace(channel: Channel, item: DataView, hasNewTime: number): void {
    const { last, dx, dy, zs } = channel;
    const [n, r] = [countOf(item), numberOf(item)];
    const medians = channel.medians[2 * returnMap(n, r) + hasNewTime]!;
    const single = n === 1 ? 1 : 0;
    const [stepX, stepY] = [0, 4].map((at) => (item.getInt32(at, true) - last.getInt32(at, true)) | 0) as [
      number,
      number,
    ];
    dx.encode(medians[0].value, stepX, single);
    medians[0].add(stepX);
    dy.encode(medians[1].value, stepY, single + even(dx.width, 20));
    medians[1].add(stepY);
    const level = Math.min(7, Math.abs(n - r));
    zs.encode(channel.heights[level]!, item.getInt32(8, true), single + even((dx.width + dy.width) >> 1, 18));
    channel.heights[level] = item.getInt32(8, true);
  }

  #writeFields(channel: Channel, item: DataView, hasNewTime: number, isNew: { source: boolean; angle: boolean }): void {
    const { layers, used } = this;
    const { last } = channel;
    const kind = kindOf(item);
    const byte = (at: number): [number, number] => [item.getUint8(at), last.getUint8(at)];
    const [classNow, classBefore] = byte(16);
    if (classNow !== classBefore) used.add('classes');
    layers.classes.encode(channel.classes.of(2 * (classBefore & 31) + (kind === 3 ? 1 : 0)), classNow);
    if (flagsOf(item) !== flagsOf(last)) used.add('flags');
    layers.flags.encode(channel.flags.of(flagsOf(last)), flagsOf(item));
    const strength = item.getUint16(12, true);
    if (strength !== last.getUint16(12, true)) used.add('intensity');
    channel.strength.encode(channel.intensities[2 * kind + hasNewTime]!, strength, kind);
    channel.intensities[2 * kind + hasNewTime] = strength;
    if (isNew.angle) {
      used.add('angle');
      channel.angle.encode(last.getInt16(18, true), item.getInt16(18, true), hasNewTime);
    }
    const [userNow, userBefore] = byte(17);
    if (userNow !== userBefore) used.add('user');
    layers.user.encode(channel.users.of(userBefore >> 2), userNow);
    if (isNew.source) {
      used.add('source');
      channel.source.encode(last.getUint16(20, true), item.getUint16(20, true));
    }
    if (!hasNewTime) return;
    used.add('time');
    channel.times.write(item.getBigInt64(22, true));
  }
}

const EMPTY = new Uint8Array(0);

/** Colours by channel, after one of the rules. */
class Colors {
  readonly encoder = new ArithmeticEncoder();
  hasChanged = false;
  #current: number;
  readonly #channels: ({ models: ColorEncoder; last: number[] } | undefined)[] = [];

  readonly #at: number;
  readonly #rule: ChannelRule;

  constructor(first: DataView, channel: number, at: number, rule: ChannelRule) {
    this.#at = at;
    this.#rule = rule;
    this.#current = channel;
    this.#channels[channel] = { models: new ColorEncoder(), last: this.#of(first) };
  }

  #of(item: DataView): number[] {
    return [0, 2, 4].map((part) => item.getUint16(this.#at + part, true));
  }

  write(item: DataView, channel: number, hasChangedChannel: boolean): void {
    const wanted = this.#rule === 'reset' && !hasChangedChannel ? 0 : channel;
    let holder = this.#channels[this.#current]!;
    if (wanted !== this.#current) {
      const known = this.#channels[wanted];
      this.#channels[wanted] ??= { models: new ColorEncoder(), last: [...holder.last] };
      if (!known || this.#rule === 'own') holder = this.#channels[wanted];
      this.#current = wanted;
    }
    if (this.#channels[wanted]!.models.write(this.encoder, holder.last, this.#of(item))) this.hasChanged = true;
    holder.last = this.#of(item);
  }
}

/** All records of a chunk, packed. Infrared, waveforms and extra bytes are packed by one channel only. */
export function layeredChunk(records: readonly Uint8Array[], items: LayeredItems, rule: ChannelRule): Buffer {
  const views = records.map((bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const [first, ...rest] = views as [DataView, ...DataView[]];
  const points = new Point14(first);
  const colors = items.colorAt === undefined ? undefined : new Colors(first, points.channel, items.colorAt, rule);
  const others = otherLayers(views, items);
  for (const view of rest) {
    points.write(view);
    colors?.write(view, points.channel, points.hasChangedChannel);
  }
  const layers = [
    ...LAYERS.map((name) => (points.used.has(name) ? points.layers[name].done() : EMPTY)),
    ...(colors ? [colors.hasChanged ? colors.encoder.done() : EMPTY] : []),
    ...others,
  ];
  const sizes = Uint32Array.from([records.length, ...layers.map(({ length }) => length)]);
  return Buffer.concat([records[0]!, new Uint8Array(sizes.buffer), ...layers]);
}

/** Layers that a reader may pass over. */
function otherLayers(views: readonly DataView[], { infraredAt, waveAt, extraAt }: LayeredItems): Uint8Array[] {
  const part = (view: DataView, at: number, length: number) => new DataView(view.buffer, view.byteOffset + at, length);
  const packed = (at: number, length: number, make: typeof extraBytes): Uint8Array => {
    const encoder = new ArithmeticEncoder();
    const item = make(encoder, length);
    views.forEach((view, i) => {
      if (i === 0) item.start(part(view, at, length));
      else item.write(part(view, at, length));
    });
    return encoder.done();
  };
  const extraCount = views[0]!.byteLength - extraAt;
  return [
    ...(infraredAt === undefined ? [] : [packed(infraredAt, 2, extraBytes)]),
    ...(waveAt === undefined ? [] : [packed(waveAt, 29, wavePacket13)]),
    ...Array.from({ length: extraCount }, (_, i) => packed(extraAt + i, 1, extraBytes)),
  ];
}
