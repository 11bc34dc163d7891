/**
 * What the points of a cloud carry besides place, colour and normal, as one byte a point: the viewport colours by a
 * table of 256 (see `byte-scale.ts`), and five such arrays together take less than the colours of the file.
 *
 * Intensity and time have no scale that programs agree on, and a few mirrors or a gap between two flights would take
 * all the colours; so they are stretched between the 1st and the 99th percentile.
 */
import { CLASS_NAMES } from '../../engine/index.ts';
import type { PointAttributes } from '../../engine/vocabulary.ts';
import { FIRST_BYTE, LAST_BYTE, MISSING_BYTE, SCAN_CYCLE } from './byte-scale.ts';
import type { CloudValues, ValueAttribute, ValueCount, ValueRange } from './engine-api.ts';

/** Left out of the ramp at either end. */
const TAIL = 0.01;
/** Sorted in some milliseconds; the percentiles of larger clouds are those of a sample, off by a tenth of a percent. */
const SAMPLE_POINTS = 1 << 16;
const GOLDEN_SHARE = (Math.sqrt(5) - 1) / 2;
const RAMP_STEPS = LAST_BYTE - FIRST_BYTE;
/** Where all values are the same. */
const MIDDLE_BYTE = 128;

interface Column {
  readonly attribute: ValueAttribute;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Puts the bytes of the file's points `order[0 … count)` at `to` and after. */
  readonly place: (order: Uint32Array, count: number, to: number) => void;
}

/** The arrays while they fill, a column for each attribute that the cloud has. */
export class AttributeBytes {
  readonly #columns: readonly Column[];
  readonly #ranges: { readonly [A in 'intensity' | 'time']?: Pick<ValueRange, 'low' | 'high'> };

  /** `count` is the number of points that will be placed, of all that the attributes tell of. */
  constructor({ intensity, classification, returnNumber, time, scan }: PointAttributes, count: number) {
    this.#ranges = {
      ...(intensity && { intensity: percentileRange(intensity) }),
      ...(time && { time: percentileRange(time) }),
    };
    const wholes = { classification, returnNumber, scan };
    this.#columns = [
      ...(intensity ? [rampColumn('intensity', intensity, this.#ranges.intensity!, count)] : []),
      ...(time ? [rampColumn('time', time, this.#ranges.time!, count)] : []),
      ...(['classification', 'returnNumber', 'scan'] as const).flatMap((attribute) => {
        const values = wholes[attribute];
        return values ? [wholeColumn(attribute, values, count)] : [];
      }),
    ];
  }

  /** Goes on by the file's points `order[0 … count)`, the first of which is the point `to` of those drawn. */
  place(order: Uint32Array, count: number, to: number): void {
    for (const column of this.#columns) column.place(order, count, to);
  }

  /** By attribute. */
  get arrays(): { readonly [A in ValueAttribute]?: Uint8Array<ArrayBuffer> } {
    return Object.fromEntries(this.#columns.map(({ attribute, bytes }) => [attribute, bytes]));
  }

  /** Of what was placed. */
  get values(): CloudValues {
    const values: { -readonly [A in keyof CloudValues]: CloudValues[A] } = {};
    for (const { attribute, bytes } of this.#columns) {
      if (attribute === 'scan') continue;
      const counts = countsOf(bytes);
      if (attribute === 'classification') values.classification = valueCounts(counts, CLASS_NAMES);
      else if (attribute === 'returnNumber') values.returnNumber = valueCounts(counts);
      else values[attribute] = { ...this.#ranges[attribute]!, missingCount: counts[MISSING_BYTE]! };
    }
    return values;
  }
}

function rampColumn(
  attribute: 'intensity' | 'time',
  values: Float32Array | Float64Array,
  { low, high }: Pick<ValueRange, 'low' | 'high'>,
  count: number,
): Column {
  const bytes = new Uint8Array(count);
  const stretch = RAMP_STEPS / (high - low);
  // Also where the ends are so near one another that the stretch has no finite number.
  const isFlat = !(stretch > 0 && stretch < Infinity);
  const place: Column['place'] = (order, orderCount, to) => {
    for (let i = 0; i < orderCount; i++) {
      const value = values[order[i]!]!;
      if (Number.isNaN(value)) continue;
      const step = Math.min(RAMP_STEPS, Math.max(0, Math.round((value - low) * stretch)));
      bytes[to + i] = isFlat ? MIDDLE_BYTE : FIRST_BYTE + step;
    }
  };
  return { attribute, bytes, place };
}

function wholeColumn(attribute: ValueAttribute, values: Uint8Array | Uint16Array, count: number): Column {
  const bytes = new Uint8Array(count);
  const cycle = attribute === 'scan' ? SCAN_CYCLE : 256;
  const place: Column['place'] = (order, orderCount, to) => {
    for (let i = 0; i < orderCount; i++) bytes[to + i] = values[order[i]!]! % cycle;
  };
  return { attribute, bytes, place };
}

/** Of the finite values; where those two percentiles are the same, of all in the sample. */
function percentileRange(values: Float32Array | Float64Array): Pick<ValueRange, 'low' | 'high'> {
  const sample = sampleOf(values).filter(Number.isFinite).sort();
  const { length } = sample;
  if (length === 0) return { low: 0, high: 0 };
  const tail = Math.floor(TAIL * length);
  const [low, high] = [sample[tail]!, sample[length - 1 - tail]!];
  return low < high ? { low, high } : { low: sample[0]!, high: sample[length - 1]! };
}

/** Steps of the golden section never fall into step with the rows of a file. */
function sampleOf(values: Float32Array | Float64Array): Float64Array {
  if (values.length <= SAMPLE_POINTS) return Float64Array.from(values);
  const sample = new Float64Array(SAMPLE_POINTS);
  for (let i = 0; i < SAMPLE_POINTS; i++) sample[i] = values[Math.floor(((i * GOLDEN_SHARE) % 1) * values.length)]!;
  return sample;
}

function countsOf(bytes: Uint8Array): Uint32Array {
  const counts = new Uint32Array(256);
  for (let i = 0; i < bytes.length; i++) counts[bytes[i]!]!++;
  return counts;
}

function valueCounts(counts: Uint32Array, names: typeof CLASS_NAMES = {}): readonly ValueCount[] {
  return Array.from(counts, (count, value) => {
    const name = names[value];
    return { value, count, ...(name && { name }) };
  }).filter(({ count }) => count > 0);
}
