/**
 * Text and bytes to a sink in pieces of one size, through one buffer: however long the report gets, no more of it is in
 * memory at a time, and a sink that has a cost for each call is called rarely.
 */
import type { ByteSink } from '../../engine/vocabulary.ts';

export const PIECE_BYTES = 2 ** 16;

export class PieceWriter {
  readonly #sink: ByteSink;
  readonly #piece = new Uint8Array(PIECE_BYTES);
  readonly #encoder = new TextEncoder();
  #filled = 0;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  /** Writes text as UTF-8. Resolves when the text may be forgotten, not when it is written. */
  async text(text: string): Promise<void> {
    await this.bytes(this.#encoder.encode(text));
  }

  /** Likewise. */
  async bytes(bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length;) {
      const part = bytes.subarray(done, done + PIECE_BYTES - this.#filled);
      this.#piece.set(part, this.#filled);
      this.#filled += part.length;
      done += part.length;
      if (this.#filled === PIECE_BYTES) await this.end();
    }
  }

  /** Writes what is left. */
  async end(): Promise<void> {
    if (this.#filled === 0) return;
    await this.#sink.write(this.#piece.subarray(0, this.#filled));
    this.#filled = 0;
  }
}
