/**
 * Chunks of point formats 6 to 10 (LASzip 3: items POINT14, RGB14, RGBNIR14, WAVEPACKET14 and BYTE14): the first record
 * as it is, the number of records, then a stream of its own for each field. Streams of fields that nobody asks for
 * (user data, infrared, waveforms, extra bytes) are passed over.
 *
 * Each of the four scanner channels has its own models. Which channel's colours a point continues has three rules in
 * the wild, see `ColorRule`.
 */
import { ArithmeticDecoder } from './arithmetic-decoder.ts';
import { ColorModels } from './color-models.ts';
import { Layered14, type Layers14 } from './layered-point.ts';
import { DamagedData, getInt32, getUint16, putUint16 } from './point-item.ts';
import type { ChunkDecoder } from './pointwise-chunk.ts';

/**
 * Which models and which last colour a point has, where points of several scanner channels are mixed.
 * - `reset`: LASzip's version 3, as its own library writes and reads it: the channel falls back to 0 with each point
 *   that does not change it, and after a change back to a known channel the first colour continues the one that was left.
 * - `stale`: version 3 as laz-perf and PDAL have it: the channel stays, the last colour is as in `reset`.
 * - `own`: version 4: the channel stays and has its own last colour.
 *
 * The first two take different models, so that the wrong one does not end where the data end; the last colour takes
 * part in no model, and nothing would show that it is the wrong one.
 */
export type ColorRule = 'reset' | 'stale' | 'own';

/** What the chunk's other items are, in the file's order. */
export interface LayeredShape {
  readonly recordBytes: number;
  /** Where the colours lie in a record; undefined where there are none. */
  readonly colorAt: number | undefined;
  /** Layers in front of that of the colours, and of all items. */
  readonly colorLayer: number;
  readonly layerCount: number;
}

/** Layers of POINT14, in the file's order. */
const POINT_LAYERS = 9;
/** Encoders differ by the zeros that they end a stream with. */
const SLACK_BYTES = 2;

interface ColorChannel {
  readonly models: ColorModels;
  readonly last: Uint16Array;
  isUsed: boolean;
}

export class LayeredChunk implements ChunkDecoder {
  readonly #shape: LayeredShape;
  readonly #rule: ColorRule;
  readonly #points = new Layered14();
  readonly #colorDecoder = new ArithmeticDecoder();
  readonly #channels: readonly ColorChannel[] = Array.from({ length: 4 }, () => ({
    models: new ColorModels(),
    last: new Uint16Array(3),
    isUsed: false,
  }));
  #colorChannel = 0;
  #hasColorLayer = false;
  #first: Uint8Array | undefined;

  constructor(shape: LayeredShape, rule: ColorRule) {
    this.#shape = shape;
    this.#rule = rule;
  }

  /** Bytes of the part of a chunk that says how long the rest is. */
  static headBytes({ recordBytes, layerCount }: LayeredShape): number {
    return recordBytes + 4 + 4 * layerCount;
  }

  /** Records and bytes of the chunk whose head this is. */
  static sizeOf(head: Uint8Array, shape: LayeredShape): { readonly count: number; readonly bytes: number } {
    const { recordBytes, layerCount } = shape;
    let bytes = LayeredChunk.headBytes(shape);
    for (let layer = 0; layer < layerCount; layer++) bytes += getInt32(head, recordBytes + 4 + 4 * layer) >>> 0;
    return { count: getInt32(head, recordBytes) >>> 0, bytes };
  }

  /** @param chunk at least its head and layers */
  open(chunk: Uint8Array): void {
    const { recordBytes, layerCount, colorLayer, colorAt } = this.#shape;
    const layers: { start: number; end: number }[] = [];
    let start = LayeredChunk.headBytes(this.#shape);
    for (let layer = 0; layer < layerCount; layer++) {
      const end = start + (getInt32(chunk, recordBytes + 4 + 4 * layer) >>> 0);
      if (end > chunk.length) throw new DamagedData('its layers are longer than the chunk');
      layers.push({ start, end });
      start = end;
    }
    const hasPlaces = layers[0]!.end > layers[0]!.start;
    if (!hasPlaces && getInt32(chunk, recordBytes) !== 1) throw new DamagedData('it has no places');
    this.#first = chunk.subarray(0, recordBytes);
    this.#points.open(chunk, layers.slice(0, POINT_LAYERS) as unknown as Layers14);
    if (colorAt === undefined) return;
    const layer = layers[colorLayer]!;
    this.#hasColorLayer = layer.end > layer.start;
    if (this.#hasColorLayer) this.#colorDecoder.open(chunk, layer.start, layer.end);
    for (const channel of this.#channels) channel.isUsed = false;
    this.#colorChannel = this.#points.channel;
    const channel = this.#channels[this.#colorChannel]!;
    for (let i = 0; i < 3; i++) channel.last[i] = getUint16(chunk, colorAt + 2 * i);
    channel.models.reset();
    channel.isUsed = true;
  }

  /** Decodes `count` records one behind the other. */
  read(records: Uint8Array, count: number): void {
    const { recordBytes, colorAt } = this.#shape;
    let at = 0;
    let left = count;
    if (this.#first && left > 0) {
      records.set(this.#first, 0);
      this.#first = undefined;
      at = recordBytes;
      left--;
    }
    for (; left > 0; left--, at += recordBytes) {
      this.#points.read(records, at);
      if (colorAt !== undefined) this.#readColor(records, at + colorAt);
    }
  }

  #readColor(records: Uint8Array, at: number): void {
    const wanted = this.#rule === 'reset' && !this.#points.hasChangedChannel ? 0 : this.#points.channel;
    let last = this.#channels[this.#colorChannel]!.last;
    if (wanted !== this.#colorChannel) {
      const channel = this.#channels[wanted]!;
      if (!channel.isUsed) {
        channel.models.reset();
        channel.last.set(last);
        channel.isUsed = true;
        last = channel.last;
      } else if (this.#rule === 'own') last = channel.last;
      this.#colorChannel = wanted;
    }
    if (this.#hasColorLayer) this.#channels[wanted]!.models.next(this.#colorDecoder, last);
    putUint16(records, at, last[0]!);
    putUint16(records, at + 2, last[1]!);
    putUint16(records, at + 4, last[2]!);
  }

  /** What is wrong after the last record: the streams must end where the decoders are. */
  get fault(): 'point' | 'color' | undefined {
    if (this.#first) return undefined;
    if (this.#points.surpluses.some((surplus) => Math.abs(surplus) > SLACK_BYTES)) return 'point';
    const slack = this.hasSeveralChannels ? 0 : SLACK_BYTES;
    return this.#hasColorLayer && Math.abs(this.#colorDecoder.surplus) > slack ? 'color' : undefined;
  }

  /** Whether more was asked for than there is: all that follows is noise. */
  get isBeyond(): boolean {
    return this.#points.surpluses.some((surplus) => surplus < -SLACK_BYTES);
  }

  get hasSeveralChannels(): boolean {
    return this.#points.hasSeveralChannels;
  }
}
