/** Numbers whose count is not known before: memory of their own size, where a list takes eight bytes each and more. */

type Numbers = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

export class Growing<V extends Numbers> {
  readonly #make: new (length: number) => V;
  #values: V;
  #length = 0;

  constructor(make: new (length: number) => V) {
    this.#make = make;
    this.#values = new make(1 << 10);
  }

  get length(): number {
    return this.#length;
  }

  at(place: number): number {
    return this.#values[place]!;
  }

  /** The place of the number. */
  push(value: number): number {
    this.set(this.#length, value);
    return this.#length - 1;
  }

  set(place: number, value: number): void {
    if (place >= this.#values.length) {
      const more = new this.#make(Math.max(2 * this.#values.length, place + 1));
      more.set(this.#values);
      this.#values = more;
    }
    this.#values[place] = value;
    this.#length = Math.max(this.#length, place + 1);
  }

  /** Those that were set so far, as they are. */
  get values(): V {
    return this.#values.subarray(0, this.#length) as V;
  }
}
