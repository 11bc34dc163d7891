/** Gathers writes of any size into slices of one size, in order; each slice is memory of its own for the sink. */
export class SliceBuffer {
  readonly #sliceBytes: number;
  readonly #sink: (slice: Uint8Array<ArrayBuffer>) => Promise<void>;
  #slice: Uint8Array<ArrayBuffer> | undefined;
  #used = 0;

  constructor(sliceBytes: number, sink: (slice: Uint8Array<ArrayBuffer>) => Promise<void>) {
    this.#sliceBytes = sliceBytes;
    this.#sink = sink;
  }

  /** Copies `bytes`; resolves when every slice that became full is taken. */
  async write(bytes: Uint8Array): Promise<void> {
    let at = 0;
    while (at < bytes.length) {
      const slice = (this.#slice ??= new Uint8Array(this.#sliceBytes));
      const part = bytes.subarray(at, at + slice.length - this.#used);
      slice.set(part, this.#used);
      this.#used += part.length;
      at += part.length;
      if (this.#used === slice.length) await this.flush();
    }
  }

  /** Hands over what is left; with `always` also where that is nothing. */
  async flush(always = false): Promise<void> {
    if (this.#used === 0 && !always) return;
    const slice = (this.#slice ?? new Uint8Array(0)).subarray(0, this.#used);
    this.#slice = undefined;
    this.#used = 0;
    await this.#sink(slice);
  }
}
