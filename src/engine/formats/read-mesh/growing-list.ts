/** Typed arrays that grow by doubling, for files that do not say beforehand how much they hold. */
const FIRST_CAPACITY = 1024;

export class Float64List {
  #values: Float64Array<ArrayBuffer>;
  #length = 0;

  /** @param expectedLength how long it will be, where that is known; it may still grow beyond */
  constructor(expectedLength = FIRST_CAPACITY) {
    this.#values = new Float64Array(Math.max(expectedLength, 1));
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = new Float64Array(2 * this.#length);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length++] = value;
  }

  at(i: number): number {
    return this.#values[i]!;
  }

  /** The values, without a copy where the expected length was met; the list must not be used afterwards. */
  toArray(): Float64Array<ArrayBuffer> {
    return this.#length === this.#values.length ? this.#values : this.#values.slice(0, this.#length);
  }
}

export class Uint32List {
  #values: Uint32Array<ArrayBuffer>;
  #length = 0;

  /** @param expectedLength how long it will be, where that is known; it may still grow beyond */
  constructor(expectedLength = FIRST_CAPACITY) {
    this.#values = new Uint32Array(Math.max(expectedLength, 1));
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = new Uint32Array(2 * this.#length);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length++] = value;
  }

  set(i: number, value: number): void {
    this.#values[i] = value;
  }

  at(i: number): number {
    return this.#values[i]!;
  }

  /** The values, without a copy where the expected length was met; the list must not be used afterwards. */
  toArray(): Uint32Array<ArrayBuffer> {
    return this.#length === this.#values.length ? this.#values : this.#values.slice(0, this.#length);
  }
}
