/**
 * Decodes LAS point records (ASPRS, "LAS 1.4-R15", 2.6) into a collector's columns, one field after another, so that
 * each inner loop is one read at a fixed step.
 */
import type { AttributeName } from '../../../cloud/point-cloud.ts';
import { BATCH_SIZE, COLUMN } from '../columns.ts';
import type { Triple } from '../../../math/triple.ts';
import { FlightLines } from './flight-lines.ts';
import type { LasHeader } from './las-header.ts';
import type { PointCollector } from '../point-collector.ts';

/** Where a record has its time and its colours; undefined where its format has none. */
export interface RecordPlaces {
  readonly time: number | undefined;
  readonly color: number | undefined;
  /** Whether it is one of the formats 6 to 10, whose bytes 14 to 16 mean something else. */
  readonly isExtended: boolean;
}

const TIMES: readonly (number | undefined)[] = [undefined, 20, undefined, 20, 20, 20, 22, 22, 22, 22, 22];
const COLORS: readonly (number | undefined)[] = [
  ...[undefined, undefined, 20, 28, undefined, 28],
  ...[undefined, 30, 30, undefined, 30],
];
/** Degrees that a step of the scan angle is in the formats 6 to 10. */
const EXTENDED_ANGLE = 0.006;
/** Bits of the flags: legacy formats have them above the class. */
const WITHHELD = { legacy: 0x80, extended: 0x04 } as const;

export function placesOf(pointFormat: number): RecordPlaces {
  return { time: TIMES[pointFormat], color: COLORS[pointFormat], isExtended: pointFormat >= 6 };
}

export function attributesOfLas(pointFormat: number): readonly AttributeName[] {
  const always: AttributeName[] = ['intensity', 'classification', 'returnNumber', 'returnCount'];
  return TIMES[pointFormat] === undefined ? always : [...always, 'time', 'scan'];
}

export class LasPointDecoder {
  /** Points that say that they should not be used. */
  withheldCount = 0;
  hasColor = false;
  /** Undefined where points know no time. */
  readonly lines: FlightLines | undefined;
  readonly #header: LasHeader;
  readonly #places: RecordPlaces;
  readonly #collector: PointCollector;

  constructor(header: LasHeader, collector: PointCollector) {
    this.#header = header;
    this.#places = placesOf(header.pointFormat);
    this.#collector = collector;
    if (this.#places.time !== undefined) this.lines = new FlightLines();
  }

  /** Decodes `count` records from byte `start` on. */
  decode(bytes: Uint8Array, start: number, count: number): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const { recordBytes } = this.#header;
    const collector = this.#collector;
    for (let done = 0; done < count;) {
      const part = Math.min(count - done, collector.room);
      this.#decodePart(view, start + done * recordBytes, part);
      done += part;
      collector.count += part;
      if (collector.room === 0) collector.flush();
    }
  }

  #decodePart(view: DataView, start: number, count: number): void {
    const { recordBytes: stride, scale, offset } = this.#header;
    const { columns, count: first } = this.#collector;
    for (let axis = 0; axis < 3; axis++) {
      const step = scale[axis]!;
      const origin = offset[axis]!;
      let target = axis * BATCH_SIZE + first;
      const end = target + count;
      for (let at = start + 4 * axis; target < end; at += stride) {
        columns[target++] = view.getInt32(at, true) * step + origin;
      }
    }
    shorts(view, start + 12, stride, columns, COLUMN.intensity * BATCH_SIZE + first, count);
    this.#decodeReturns(view, start, columns, first, count);
    const { time, color } = this.#places;
    if (time !== undefined) {
      const target = COLUMN.time * BATCH_SIZE + first;
      for (let i = 0, at = start + time; i < count; i++, at += stride) columns[target + i] = view.getFloat64(at, true);
    }
    if (this.lines) this.#addLines(view, start, this.lines, first, count);
    if (color === undefined) return;
    for (let channel = 0; channel < 3; channel++) {
      const target = (COLUMN.red + channel) * BATCH_SIZE + first;
      shorts(view, start + color + 2 * channel, stride, columns, target, count);
      for (let i = 0; !this.hasColor && i < count; i++) this.hasColor = columns[target + i]! > 0;
    }
  }

  /** After places and times; a record of the formats 0 to 5 has whole degrees, of the others steps of .006°. */
  #addLines(view: DataView, start: number, lines: FlightLines, first: number, count: number): void {
    const { isExtended } = this.#places;
    const { columns } = this.#collector;
    const stride = this.#header.recordBytes;
    const times = COLUMN.time * BATCH_SIZE + first;
    const scans = COLUMN.scan * BATCH_SIZE + first;
    for (let i = 0, at = start; i < count; i++, at += stride) {
      const degrees = isExtended ? EXTENDED_ANGLE * view.getInt16(at + 18, true) : view.getInt8(at + 16);
      const source = view.getUint16(at + (isExtended ? 20 : 18), true);
      const place: Triple = [
        columns[first + i]!,
        columns[BATCH_SIZE + first + i]!,
        columns[2 * BATCH_SIZE + first + i]!,
      ];
      columns[scans + i] = lines.add(source, columns[times + i]!, (degrees * Math.PI) / 180, place);
    }
  }

  #decodeReturns(view: DataView, start: number, columns: Float64Array, first: number, count: number): void {
    const { isExtended } = this.#places;
    const stride = this.#header.recordBytes;
    const numbers = COLUMN.returnNumber * BATCH_SIZE + first;
    const counts = COLUMN.returnCount * BATCH_SIZE + first;
    const classes = COLUMN.classification * BATCH_SIZE + first;
    const withheld = isExtended ? WITHHELD.extended : WITHHELD.legacy;
    const mask = isExtended ? 15 : 7;
    const shift = isExtended ? 4 : 3;
    const classAt = isExtended ? 16 : 15;
    const classMask = isExtended ? 255 : 31;
    let withheldCount = 0;
    for (let i = 0, at = start; i < count; i++, at += stride) {
      const returns = view.getUint8(at + 14);
      columns[numbers + i] = returns & mask;
      columns[counts + i] = (returns >>> shift) & mask;
      columns[classes + i] = view.getUint8(at + classAt) & classMask;
      if (view.getUint8(at + 15) & withheld) withheldCount++;
    }
    this.withheldCount += withheldCount;
  }
}

function shorts(
  view: DataView,
  start: number,
  stride: number,
  columns: Float64Array,
  target: number,
  count: number,
): void {
  for (let i = 0, at = start; i < count; i++, at += stride) columns[target + i] = view.getUint16(at, true);
}
