/**
 * A window over a stream of bytes: readers parse what lies in the window synchronously and ask for more when a record
 * or a line is cut by a chunk's end. Chunks are used in place; only what is left of a record is copied in front of the
 * next chunk, so memory stays at one chunk and one record however large the file is.
 *
 * The cursor is also where a read can be cancelled: the signal is checked before every chunk, a pending chunk loses
 * against an abort, and a host that hands over one huge chunk still gets its event loop back several times a second.
 */
import type { RunContext } from '../../events.ts';
import type { ByteSource } from '../../cloud/point-cloud.ts';

/** Larger chunks are parsed in pieces of this size: a few milliseconds of work between two looks at the signal. */
const PIECE_BYTES = 1 << 20;
/** Time after which the event loop gets a turn; half of the 100 ms in which an abort must be answered. */
const TURN_MS = 50;

export class ByteCursor {
  readonly name: string;
  /** The file's size, where the host knows it; 0 counts as unknown, since pipes report it. */
  readonly size: number | undefined;
  /** The window is `bytes[start, end)`. Readers advance `start`; bytes outside the window mean nothing. */
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  /** For formats that are read at any place; the cursor knows nothing of that. */
  readonly source: ByteSource;
  readonly #signal: RunContext['signal'];
  readonly #iterator: AsyncIterator<Uint8Array>;
  #joined: Uint8Array = new Uint8Array(0);
  #chunk: Uint8Array = new Uint8Array(0);
  #received = 0;
  #ended = false;
  #lastTurnMs = performance.now();

  /** The source must leave a chunk's bytes alone after handing it over. */
  constructor(source: ByteSource, context: RunContext) {
    this.name = source.name;
    this.source = source;
    this.size = source.size === 0 ? undefined : source.size;
    this.#signal = context.signal;
    this.#iterator = source.stream()[Symbol.asyncIterator]();
  }

  get signal(): AbortSignal {
    return this.#signal;
  }

  /** Bytes of the file before the window's start. */
  get offset(): number {
    return this.#received - this.available;
  }

  get available(): number {
    return this.end - this.start;
  }

  /** Bytes from the window's start to the end of the file; undefined where the host does not know the size. */
  get remaining(): number | undefined {
    return this.size === undefined ? undefined : Math.max(this.size - this.offset, this.available);
  }

  /** Adds bytes to the window. False when the file has ended. Rejects with `signal.reason` when cancelled. */
  async more(): Promise<boolean> {
    this.#signal.throwIfAborted();
    while (this.#chunk.length === 0) {
      if (this.#ended) return false;
      const next = await this.#next();
      this.#signal.throwIfAborted();
      if (next.done) this.#ended = true;
      else this.#chunk = next.value;
    }
    await this.giveTurn();
    this.#append(this.#chunk.subarray(0, PIECE_BYTES));
    this.#chunk = this.#chunk.subarray(PIECE_BYTES);
    return true;
  }

  /** Widens the window to at least `byteCount` bytes. False when the file ends before. */
  async need(byteCount: number): Promise<boolean> {
    while (this.available < byteCount) if (!(await this.more())) return false;
    return true;
  }

  /** Moves past `byteCount` bytes without keeping them. False when the file ends before. */
  async skip(byteCount: number): Promise<boolean> {
    let left = byteCount;
    while (left > this.available) {
      left -= this.available;
      this.start = this.end;
      if (!(await this.more())) return false;
    }
    this.start += left;
    return true;
  }

  /** Tells the source that no more is wanted, so that the host can close the file. */
  async close(): Promise<void> {
    if (this.#ended) return;
    const closing = Promise.resolve(this.#iterator.return?.()).then(
      () => undefined,
      () => undefined,
    );
    // An aborted read may still be pending, and a generator answers `return` only after it.
    if (!this.#signal.aborted) await closing;
  }

  #next(): Promise<IteratorResult<Uint8Array, unknown>> {
    return new Promise((resolve, reject) => {
      const onAbort = () => resolve({ done: true, value: undefined });
      this.#signal.addEventListener('abort', onAbort, { once: true });
      this.#iterator
        .next()
        .then(resolve, reject)
        .finally(() => this.#signal.removeEventListener('abort', onAbort));
    });
  }

  /** Lets the event loop have a turn where it has had none for long; readers that do not ask for bytes call it. */
  async giveTurn(): Promise<void> {
    if (performance.now() - this.#lastTurnMs < TURN_MS) return;
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    this.#lastTurnMs = performance.now();
    this.#signal.throwIfAborted();
  }

  #append(piece: Uint8Array): void {
    const rest = this.available;
    this.#received += piece.length;
    if (rest === 0) {
      this.bytes = piece;
      this.start = 0;
      this.end = piece.length;
      return;
    }
    const tailIsFree = this.bytes === this.#joined && this.#joined.length - this.end >= piece.length;
    if (!tailIsFree) {
      // Room for half the rest again keeps many tiny chunks from moving the rest once for each of them.
      const wanted = rest + piece.length + (rest >> 1);
      const target = this.#joined.length >= wanted ? this.#joined : new Uint8Array(2 * wanted);
      target.set(this.bytes.subarray(this.start, this.end));
      this.#joined = target;
      this.bytes = target;
      this.start = 0;
      this.end = rest;
    }
    this.bytes.set(piece, this.end);
    this.end += piece.length;
  }
}
