/** What a program may hand over as points, and how it becomes the engine's cloud. */
import {
  type ByteSource,
  cloudFromArrays,
  type PointArrays,
  type PointCloud,
  readCloud,
  type Reading,
  ReconstructError,
  type RunContext,
} from '../engine/index.ts';

/** A file that is in memory, or comes as a stream. */
export interface NamedBytes {
  /** For messages, and to tell formats without a clear beginning: `scan.xyz`. */
  readonly name: string;
  readonly bytes: Uint8Array | ArrayBuffer | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;
}

/**
 * Points: coordinates alone ([3 × pointCount] x y z), arrays with more of them, a cloud that was read before, or a file
 * of any format that GridPull reads: a `File` of a page, its bytes, a path (Node), an address (a page, Deno).
 */
export type PointInput = Float32Array | Float64Array | PointArrays | PointCloud | Blob | NamedBytes | string | URL;

/** What a platform makes of a path or an address. */
export type OpenPlace = (place: string | URL, signal: AbortSignal) => Promise<ByteSource>;

/**
 * @param reading what of a file is read; arrays are taken as they are
 * @throws ReconstructError `cloud-format`, `cloud-empty`; rejects with `context.signal.reason` when aborted
 */
export async function cloudOf(
  input: PointInput,
  openPlace: OpenPlace,
  context: RunContext,
  reading: Reading = {},
): Promise<PointCloud> {
  if (input instanceof Float32Array || input instanceof Float64Array) return cloudFromArrays({ positions: input });
  if (typeof input === 'string' || input instanceof URL) {
    return readCloud(await openPlace(input, context.signal), context, reading);
  }
  if (typeof Blob === 'function' && input instanceof Blob) return readCloud(blobSource(input), context, reading);
  if (isRecord(input) && 'positions' in input) return 'stats' in input ? input : cloudFromArrays(input);
  if (isRecord(input) && 'bytes' in input && 'name' in input) return readCloud(bytesSource(input), context, reading);
  const message =
    'Points are a Float32Array or Float64Array of x, y, z; an object with such `positions`; a File; ' +
    `{ name, bytes }; or a path: this is ${described(input)}.`;
  throw new ReconstructError('cloud-format', message, {});
}

/** Callers without types hand over anything. */
function isRecord<T>(input: T): input is T & object {
  return typeof input === 'object' && input !== null;
}

function described(input: unknown): string {
  if (Array.isArray(input)) return 'an array: make it a Float64Array with Float64Array.from(…)';
  if (isRecord(input)) return `an object with ${Object.keys(input).slice(0, 5).join(', ') || 'nothing in it'}`;
  return input === null ? 'null' : typeof input;
}

/** A `File` has a name; another `Blob` is told by what is in it. */
function blobSource(blob: Blob): ByteSource {
  const name = 'name' in blob && typeof blob.name === 'string' ? blob.name : 'the file';
  return {
    name,
    size: blob.size,
    stream: () => chunksOf(blob.stream()),
    open: () =>
      Promise.resolve({
        size: blob.size,
        read: async (offset, length) => new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer()),
        close: () => Promise.resolve(),
      }),
  };
}

function bytesSource({ name, bytes }: NamedBytes): ByteSource {
  if (bytes instanceof Uint8Array || bytes instanceof ArrayBuffer) {
    const whole = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
    return {
      name,
      size: whole.length,
      stream: async function* () {
        yield whole;
      },
      open: () =>
        Promise.resolve({
          size: whole.length,
          read: (offset, length) => Promise.resolve(whole.slice(offset, offset + length)),
          close: () => Promise.resolve(),
        }),
    };
  }
  return { name, stream: () => ('getReader' in bytes ? chunksOf(bytes) : bytes) };
}

/** Not every platform's streams can be iterated over. */
export async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const next = await reader.read();
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // The engine may have read enough, or been cancelled: then whoever serves the stream may close it.
    await reader.cancel().catch(() => undefined);
  }
}
