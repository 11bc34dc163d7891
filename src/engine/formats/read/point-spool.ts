/**
 * Points that are read and not held: each kind of value goes into a file of its own, in the order of the points, and
 * comes back as chunks. What one array of the collector holds is written at once.
 */
import type { ChunkPart, PointAttributes, PointChunk, StoredPoints } from '../../cloud/point-cloud.ts';
import type { Scratch, ScratchFile } from '../../host/scratch.ts';

/** Points of a chunk: less than a megabyte of positions, and a pass over them takes a few milliseconds. */
const CHUNK_POINTS = 1 << 16;

type Values = Float32Array | Float64Array | Uint8Array | Uint8ClampedArray | Uint16Array;

interface Column {
  readonly file: ScratchFile;
  readonly width: number;
  readonly Kind: new (length: number) => Values;
  readonly bytesPerPoint: number;
}

/** Three values a point, but for attributes. */
const WIDTH = 3;

export class PointSpool {
  readonly #scratch: Scratch;
  readonly #columns = new Map<string, Column>();
  #count = 0;

  constructor(scratch: Scratch) {
    this.#scratch = scratch;
  }

  get count(): number {
    return this.#count;
  }

  /** Appends the first `count` points of arrays by their names; the same names each time. */
  append(arrays: ReadonlyMap<string, Values>, count: number): void {
    for (const [name, values] of arrays) {
      const { file, width, bytesPerPoint } = this.#column(name, values);
      const bytes = new Uint8Array(values.buffer, values.byteOffset, width * count * values.BYTES_PER_ELEMENT);
      file.write(bytes, bytesPerPoint * this.#count);
    }
    this.#count += count;
  }

  #column(name: string, values: Values): Column {
    const known = this.#columns.get(name);
    if (known) return known;
    const width = TRIPLES.includes(name) ? WIDTH : 1;
    const Kind = values.constructor as new (length: number) => Values;
    const column = { file: this.#scratch.open(), width, Kind, bytesPerPoint: width * values.BYTES_PER_ELEMENT };
    this.#columns.set(name, column);
    return column;
  }

  /** @param colorsOf makes colours of what the column of that name holds */
  stored(colorsOf: (values: Values) => Uint8Array): StoredPoints {
    const [columns, count, scratch] = [this.#columns, this.#count, this.#scratch];
    const chunkOf = (
      memory: Map<string, Values>,
      first: number,
      size: number,
      parts: readonly ChunkPart[],
    ): PointChunk => {
      const read = (name: string): Values => {
        const { file, width, Kind, bytesPerPoint } = columns.get(name)!;
        const room = memory.get(name) ?? new Kind(width * CHUNK_POINTS);
        memory.set(name, room);
        const values = room.subarray(0, width * size);
        file.read(new Uint8Array(values.buffer, 0, values.byteLength), bytesPerPoint * first);
        return values;
      };
      const has = (part: ChunkPart): boolean => parts.includes(part) && columns.has(part);
      const names = [...columns.keys()].filter((name) => !TRIPLES.includes(name));
      const attributes = parts.includes('attributes')
        ? (Object.fromEntries(names.map((name) => [name, read(name)])) as PointAttributes)
        : undefined;
      return {
        positions: read('positions') as Float32Array,
        ...(has('normals') && { normals: read('normals') as Float32Array }),
        ...(has('colors') && { colors: colorsOf(read('colors')) }),
        ...(attributes && { attributes }),
      };
    };
    return {
      count,
      scratch,
      *chunks(parts) {
        const memory = new Map<string, Values>();
        for (let first = 0; first < count; first += CHUNK_POINTS) {
          yield chunkOf(memory, first, Math.min(CHUNK_POINTS, count - first), parts);
        }
      },
    };
  }
}

const TRIPLES: readonly string[] = ['positions', 'normals', 'colors'];
