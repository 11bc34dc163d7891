/**
 * Colours as they come from a file, in its own range until all are there: whether numbers are bytes, 16 bits or shares
 * of full intensity is told by the largest of the whole file, since a head of black or of white points could be either.
 */
import { BATCH_SIZE, COLUMN } from './columns.ts';

/**
 * What a file says of its colours: bytes; 16 bits, which programs also fill with bytes; floats, mostly shares of 1; or
 * text, which says nothing.
 */
export type ColorRange = 'byte' | 'short' | 'float' | 'text';

type ColorArray = Uint8ClampedArray<ArrayBuffer> | Uint16Array<ArrayBuffer> | Float32Array<ArrayBuffer>;
/** Shares of 1 that were rounded up on the way. */
const LARGEST_SHARE = 1.001;

export class ColorStore {
  readonly #range: ColorRange;
  #values: ColorArray;
  #max = 0;
  #isWhole = true;

  constructor(range: ColorRange) {
    this.#range = range;
    this.#values =
      range === 'byte' ? new Uint8ClampedArray(0) : range === 'float' ? new Float32Array(0) : new Uint16Array(0);
  }

  /** Makes room for `length` numbers. */
  grow(length: number): void {
    const wider = new (this.#values.constructor as new (length: number) => ColorArray)(length);
    wider.set(this.#values);
    this.#values = wider;
  }

  /** Takes in some rows of a batch of columns, from point `first` on. */
  append(columns: Float64Array, rows: Uint16Array, rowCount: number, first: number): void {
    if (this.#range !== 'byte') this.#look(columns, rows, rowCount);
    const values = this.#values;
    const [red, green, blue] = [COLUMN.red * BATCH_SIZE, COLUMN.green * BATCH_SIZE, COLUMN.blue * BATCH_SIZE];
    for (let i = 0, out = 3 * first; i < rowCount; i++, out += 3) {
      const row = rows[i]!;
      values[out] = columns[red + row]!;
      values[out + 1] = columns[green + row]!;
      values[out + 2] = columns[blue + row]!;
    }
  }

  /** Widens what is known of the range. */
  #look(columns: Float64Array, rows: Uint16Array, rowCount: number): void {
    let [max, isWhole] = [this.#max, this.#isWhole];
    for (let column = COLUMN.red * BATCH_SIZE; column <= COLUMN.blue * BATCH_SIZE; column += BATCH_SIZE) {
      for (let i = 0; i < rowCount; i++) {
        const value = columns[column + rows[i]!]!;
        if (value > max) max = value;
        if (isWhole && !(value >= 0 && value <= 65535 && value === Math.floor(value))) isWhole = false;
      }
    }
    this.#max = max;
    this.#isWhole = isWhole;
    if (this.#values instanceof Uint16Array && !isWhole) this.#values = Float32Array.from(this.#values);
  }

  get #scale(): number {
    const [range, max] = [this.#range, this.#max];
    if (range === 'byte') return 1;
    const isShare = range === 'float' || (range === 'text' && !this.#isWhole);
    if (isShare && max <= LARGEST_SHARE) return 255;
    return max <= 255 ? 1 : 1 / 257;
  }

  /** The same values in arrays of one kind, whatever comes later: for a spool, of which `bytesOf` makes colours. */
  forSpool(): ColorArray {
    const values = this.#values;
    return this.#range === 'text' && values instanceof Uint16Array ? Float32Array.from(values) : values;
  }

  /** 0…255 of values of the file, once all have been taken in. */
  bytesOf(values: ArrayLike<number>): Uint8Array<ArrayBuffer> {
    const scale = this.#scale;
    const bytes = new Uint8ClampedArray(values.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = values[i]! * scale;
    return new Uint8Array(bytes.buffer);
  }

  /** What there is, and the factor that makes it 0…255 as far as is known. */
  soFar(): { readonly colors: ColorArray; readonly colorScale: number } {
    return { colors: this.#values, colorScale: this.#scale };
  }

  /** [length] 0…255 */
  finish(length: number): Uint8Array<ArrayBuffer> {
    const values = this.#values;
    if (values instanceof Uint8ClampedArray) {
      const bytes = values.length === length ? values : values.slice(0, length);
      return new Uint8Array(bytes.buffer);
    }
    return this.bytesOf(values.subarray(0, length));
  }
}
