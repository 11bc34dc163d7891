/**
 * Collects what a writer produces into chunks of one mebibyte and hands them to a sink. One buffer for the whole file:
 * memory does not grow with the mesh, and a sink that waits (a disk, a pipe) holds the writer back.
 */
import type { RunContext } from '../../events.ts';
import type { ByteSink } from './byte-sink.ts';

const CHUNK_BYTES = 1 << 20;

export class ChunkedOutput {
  readonly #sink: ByteSink;
  readonly #signal: AbortSignal;
  readonly #bytes = new Uint8Array(CHUNK_BYTES);
  readonly #view = new DataView(this.#bytes.buffer);
  #used = 0;
  #flushedBytes = 0;

  constructor(sink: ByteSink, context: RunContext) {
    this.#sink = sink;
    this.#signal = context.signal;
    this.#signal.throwIfAborted();
  }

  /** Bytes written so far, in the buffer or beyond. */
  get byteCount(): number {
    return this.#flushedBytes + this.#used;
  }

  /** Whether `byteCount` more bytes fit before the next `flush`. */
  hasRoom(byteCount: number): boolean {
    return this.#used + byteCount <= CHUNK_BYTES;
  }

  /** Hands the chunk over, lets the event loop turn, and rejects with `signal.reason` once that is aborted. */
  async flush(): Promise<void> {
    if (this.#used > 0) await this.#sink.write(this.#bytes.subarray(0, this.#used));
    this.#flushedBytes += this.#used;
    this.#used = 0;
    // A sink in memory resolves without a turn of the event loop, and then nobody could abort.
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 0);
    });
    this.#signal.throwIfAborted();
  }

  putUint8(value: number): void {
    this.#view.setUint8(this.#used, value);
    this.#used += 1;
  }

  putUint16(value: number): void {
    this.#view.setUint16(this.#used, value, true);
    this.#used += 2;
  }

  putUint32(value: number): void {
    this.#view.setUint32(this.#used, value, true);
    this.#used += 4;
  }

  putFloat32(value: number): void {
    this.#view.setFloat32(this.#used, value, true);
    this.#used += 4;
  }

  putFloat64(value: number): void {
    this.#view.setFloat64(this.#used, value, true);
    this.#used += 8;
  }

  /** Any number of bytes, flushing as it goes. */
  async writeBytes(bytes: Uint8Array): Promise<void> {
    for (let taken = 0; taken < bytes.length;) {
      if (!this.hasRoom(1)) await this.flush();
      const piece = bytes.subarray(taken, taken + CHUNK_BYTES - this.#used);
      this.#bytes.set(piece, this.#used);
      this.#used += piece.length;
      taken += piece.length;
    }
  }

  /** @param text ASCII only */
  putText(text: string): void {
    for (let i = 0; i < text.length; i++) this.#bytes[this.#used + i] = text.charCodeAt(i);
    this.#used += text.length;
  }
}
