/** Chunks of point formats 0 to 5: the first record as it is, then all parts of all others in one stream. */
import { ArithmeticDecoder } from './arithmetic-decoder.ts';
import { FirstExtraBytes, FirstGpsTime11, FirstPoint10, FirstRgb12, WavePacket13 } from './first-items.ts';
import { ITEM, type LaszipItem } from './laszip-record.ts';
import { DamagedData, type PointItem } from './point-item.ts';
import { ExtraBytes, GpsTime11, Point10, Rgb12 } from './pointwise-items.ts';

/** What reads the records of a chunk. */
export interface ChunkDecoder {
  open(chunk: Uint8Array): void;
  /** Decodes the next `count` records one behind the other. */
  read(records: Uint8Array, count: number): void;
  /** Whether more was asked for than there is: what follows is noise. */
  readonly isBeyond: boolean;
  /** What does not fit together after the last record: the streams must end where the decoders are. */
  readonly fault: 'point' | 'color' | undefined;
  readonly hasSeveralChannels: boolean;
}

/** Encoders differ by the zeros that they end a stream with. */
const SLACK_BYTES = 2;

export class PointwiseChunk implements ChunkDecoder {
  readonly hasSeveralChannels = false;
  readonly #decoder = new ArithmeticDecoder();
  readonly #items: readonly PointItem[];
  readonly #recordBytes: number;
  #first: Uint8Array | undefined;
  #isSingle = true;
  #length = 0;

  constructor(items: readonly LaszipItem[]) {
    this.#items = items.map((item) => itemOf(item, this.#decoder));
    this.#recordBytes = items.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  open(chunk: Uint8Array): void {
    const recordBytes = this.#recordBytes;
    if (chunk.length < recordBytes) throw new DamagedData('it is shorter than a record');
    this.#first = chunk.subarray(0, recordBytes);
    this.#isSingle = true;
    this.#length = chunk.length;
    this.#decoder.open(chunk, recordBytes, chunk.length);
  }

  read(records: Uint8Array, count: number): void {
    const recordBytes = this.#recordBytes;
    let at = 0;
    let left = count;
    if (this.#first && left > 0) {
      records.set(this.#first, 0);
      let place = 0;
      for (const item of this.#items) {
        item.start(records, place);
        place += item.bytes;
      }
      this.#first = undefined;
      at = recordBytes;
      left--;
    }
    if (left > 0) this.#isSingle = false;
    const items = this.#items;
    for (; left > 0; left--) {
      for (let i = 0; i < items.length; i++) {
        const item = items[i]!;
        item.read(records, at);
        at += item.bytes;
      }
    }
  }

  get isBeyond(): boolean {
    return !this.#isSingle && this.#decoder.surplus < -SLACK_BYTES;
  }

  get fault(): 'point' | undefined {
    if (this.#isSingle) return undefined;
    return Math.abs(this.#decoder.surplus) > SLACK_BYTES ? 'point' : undefined;
  }

  /** Bytes of the chunk, by where the decoder is after its last record. */
  get usedBytes(): number {
    return Math.min(this.#decoder.at, this.#length);
  }
}

function itemOf({ type, version, bytes }: LaszipItem, decoder: ArithmeticDecoder): PointItem {
  const isFirst = version === 1;
  switch (type) {
    case ITEM.point10:
      return isFirst ? new FirstPoint10(decoder) : new Point10(decoder);
    case ITEM.gpsTime11:
      return isFirst ? new FirstGpsTime11(decoder) : new GpsTime11(decoder);
    case ITEM.rgb12:
      return isFirst ? new FirstRgb12(decoder) : new Rgb12(decoder);
    case ITEM.wavePacket13:
      return new WavePacket13(decoder);
    default:
      return isFirst ? new FirstExtraBytes(decoder, bytes) : new ExtraBytes(decoder, bytes);
  }
}
