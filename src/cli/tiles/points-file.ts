/**
 * The points of a large cloud as a file that is read in parts: three values a point, in chunks of so many points that a
 * tile reads few of them in vain, each with its hash.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { ByteSink, DensePoints, PlannedByTiles, TiledStart } from '../../engine/index.ts';
import { writeFileBeside } from '../node-files.ts';

const CHUNK_POINTS = 1 << 14;
const DIGEST_BYTES = 32;
export const POINTS = 'points.bin';
const COLORS = 'colors.bin';

/** [32 × chunkCount] SHA-256 of each chunk. */
type Digests = Uint8Array;

export interface SavedPoints {
  readonly positions: Digests;
  readonly colors?: Digests;
}

export async function writePoints(
  fileOf: (name: string) => string,
  { points, pointCount }: NonNullable<PlannedByTiles['cloud']>,
  signal: AbortSignal,
): Promise<SavedPoints> {
  const written = await writeChunks(fileOf(POINTS), pointCount, signal, async (indices) => {
    const values = await points.positions(indices);
    return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  });
  const { colors } = points;
  if (!colors) return { positions: written };
  return { positions: written, colors: await writeChunks(fileOf(COLORS), pointCount, signal, colors) };
}

function writeChunks(
  file: string,
  pointCount: number,
  signal: AbortSignal,
  bytesOf: (indices: Uint32Array) => Promise<Uint8Array>,
): Promise<Digests> {
  const chunkCount = Math.ceil(pointCount / CHUNK_POINTS);
  const digests = new Uint8Array(DIGEST_BYTES * chunkCount);
  const write = async (sink: ByteSink): Promise<Digests> => {
    for (let chunk = 0; chunk < chunkCount; chunk++) {
      signal.throwIfAborted();
      const first = chunk * CHUNK_POINTS;
      const length = Math.min(CHUNK_POINTS, pointCount - first);
      const bytes = await bytesOf(Uint32Array.from({ length }, (_, i) => first + i));
      digests.set(digestOf(bytes), DIGEST_BYTES * chunk);
      await sink.write(bytes);
    }
    return digests;
  };
  return writeFileBeside(file, write, signal);
}

export interface OpenPoints extends AsyncDisposable {
  readonly points: DensePoints;
  /** Rejects where any of it is not as it was written. */
  verify(signal: AbortSignal): Promise<void>;
}

/** @param damaged gives the error for a file that is not as it was written */
export async function openPoints(
  fileOf: (name: string) => string,
  saved: SavedPoints,
  { blockStarts, steps, pointCount }: NonNullable<TiledStart['dense']>,
  damaged: (file: string) => Error,
): Promise<OpenPoints> {
  const files: ChunkedFile[] = [];
  const openOne = async (name: string, digests: Digests, valueBytes: number): Promise<ChunkedFile> => {
    const file = await ChunkedFile.open(fileOf(name), { digests, pointBytes: 3 * valueBytes, pointCount }, damaged);
    files.push(file);
    return file;
  };
  const positions = await openOne(POINTS, saved.positions, 4);
  const colors = saved.colors && (await openOne(COLORS, saved.colors, 1));
  return {
    points: {
      blockStarts,
      steps,
      async positions(indices) {
        const values = new Float32Array(3 * indices.length);
        await positions.gather(indices, new Uint8Array(values.buffer));
        return values;
      },
      ...(colors && {
        async colors(indices: Uint32Array) {
          const values = new Uint8Array(3 * indices.length);
          await colors.gather(indices, values);
          return values;
        },
      }),
    },
    async verify(signal) {
      for (const file of files) await file.verify(signal);
    },
    async [Symbol.asyncDispose]() {
      for (const file of files) await file.close();
    },
  };
}

interface Chunks {
  readonly digests: Digests;
  readonly pointBytes: number;
  readonly pointCount: number;
}

class ChunkedFile {
  readonly #handle: FileHandle;
  readonly #chunks: Chunks;
  readonly #damaged: () => Error;

  private constructor(handle: FileHandle, chunks: Chunks, damaged: () => Error) {
    this.#handle = handle;
    this.#chunks = chunks;
    this.#damaged = damaged;
  }

  static async open(file: string, chunks: Chunks, damaged: (file: string) => Error): Promise<ChunkedFile> {
    try {
      return new ChunkedFile(await open(file, 'r'), chunks, () => damaged(file));
    } catch {
      throw damaged(file);
    }
  }

  /** The bytes of these points, ascending, one after the other. */
  async gather(indices: Uint32Array, bytes: Uint8Array): Promise<void> {
    const { pointBytes } = this.#chunks;
    let held = -1;
    let chunk: Uint8Array = new Uint8Array();
    for (let i = 0; i < indices.length;) {
      const number = Math.floor(indices[i]! / CHUNK_POINTS);
      if (number !== held) [held, chunk] = [number, await this.#read(number)];
      // Most points follow one another.
      let end = i + 1;
      const last = (number + 1) * CHUNK_POINTS;
      while (end < indices.length && indices[end]! < last && indices[end] === indices[end - 1]! + 1) end++;
      const first = (indices[i]! - number * CHUNK_POINTS) * pointBytes;
      bytes.set(chunk.subarray(first, first + (end - i) * pointBytes), i * pointBytes);
      i = end;
    }
  }

  async verify(signal: AbortSignal): Promise<void> {
    for (let number = 0; number * CHUNK_POINTS < this.#chunks.pointCount; number++) {
      signal.throwIfAborted();
      await this.#read(number);
    }
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  async #read(number: number): Promise<Uint8Array> {
    const { digests, pointBytes, pointCount } = this.#chunks;
    const first = number * CHUNK_POINTS;
    const bytes = new Uint8Array(pointBytes * (Math.min(first + CHUNK_POINTS, pointCount) - first));
    const { bytesRead } = await this.#handle.read(bytes, 0, bytes.length, pointBytes * first);
    const digest = digests.subarray(DIGEST_BYTES * number, DIGEST_BYTES * (number + 1));
    if (bytesRead !== bytes.length || !digestOf(bytes).equals(digest)) throw this.#damaged();
    return bytes;
  }
}

function digestOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
