/**
 * A GLB file taken apart: its JSON, of which nothing is believed before it is looked at, and its numbers, of which none
 * is read beyond the file. All refusals are `mesh-format` and say what to do.
 */
import { ReconstructError } from '../../errors.ts';
import {
  BINARY_CHUNK,
  BYTE,
  CHUNK_HEADER_BYTES,
  FLOAT,
  HEADER_BYTES,
  JSON_CHUNK,
  MAGIC,
  UNSIGNED_BYTE,
  UNSIGNED_INT,
  UNSIGNED_SHORT,
} from '../glb-layout.ts';
import { viewOf } from '../view-of.ts';

/** What a file may demand that does not touch the shape, or that is read: numbers of fewer bits. */
const HARMLESS =
  /^(KHR_(materials|texture|lights|xmp|animation)_|KHR_mesh_quantization$|KHR_xmp|EXT_texture_|EXT_lights_|MSFT_texture_)/;

export function isGlb(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && viewOf(bytes).getUint32(0, true) === MAGIC;
}

/** Numbers in rows. */
export interface Accessor {
  /** Rows. */
  readonly count: number;
  /** The number that stands for 1 in normalised values. */
  readonly full: number;
  at(row: number, column: number): number;
}

type AccessorType = 'SCALAR' | 'VEC3' | 'VEC4';
/**
 * What numbers are for: three float32 a row, but one whole number for indices, and bytes or shares of 1 for colours.
 */
export type AccessorUse = 'positions' | 'normals' | 'colours' | 'indices';

const COLUMNS: Readonly<Record<AccessorType, number>> = { SCALAR: 1, VEC3: 3, VEC4: 4 };
const FULL: Readonly<Record<number, number>> = { [UNSIGNED_BYTE]: 255, [UNSIGNED_SHORT]: 65535 };
const ACCESSORS: Readonly<
  Record<AccessorUse, { readonly types: readonly AccessorType[]; readonly components: readonly number[] }>
> = {
  positions: { types: ['VEC3'], components: [FLOAT, UNSIGNED_SHORT] },
  normals: { types: ['VEC3'], components: [FLOAT, BYTE] },
  colours: { types: ['VEC3', 'VEC4'], components: [FLOAT, UNSIGNED_BYTE, UNSIGNED_SHORT] },
  indices: { types: ['SCALAR'], components: [UNSIGNED_BYTE, UNSIGNED_SHORT, UNSIGNED_INT] },
};

export class GlbFile {
  readonly json: object;
  readonly #name: string;
  readonly #binary: Uint8Array;
  /** Looked through once: a scene may have a hundred thousand nodes. */
  readonly #lists = new Map<string, readonly object[]>();

  /** @throws ReconstructError `mesh-format` */
  constructor(bytes: Uint8Array, name: string) {
    this.#name = name;
    const { text, binary } = this.#chunks(bytes);
    this.#binary = binary;
    this.json = this.#parse(text);
    const version = valueOf(this.record(this.json, 'asset'), 'version');
    if (typeof version !== 'string') throw this.refusal('it does not say which glTF it is');
    if (!version.startsWith('2.')) throw this.refusal(`it is not glTF 2 (${version})`);
    const required = this.#listOf(this.json, 'extensionsRequired', (item) => typeof item === 'string');
    const unknown = required.find((extension) => !HARMLESS.test(extension));
    if (unknown !== undefined) throw this.refusal(`it needs the extension ${unknown}`);
  }

  refusal(what: string): ReconstructError {
    return new ReconstructError(
      'mesh-format',
      `"${this.#name}" cannot be read: ${what}. Export it as GLB without compression, or as PLY.`,
      { name: this.#name },
    );
  }

  has(of: object, key: string): boolean {
    return valueOf(of, key) !== undefined;
  }

  /** A whole number from 0; `or` where it is missing. */
  integer(of: object, key: string, or?: number): number {
    const value = valueOf(of, key) ?? or;
    if (isWhole(value)) return value;
    throw this.refusal(`its ${key} is ${typeof value === 'number' ? value : 'no number'}`);
  }

  /** [length] finite numbers; `or` where they are missing. */
  numbers(of: object, key: string, length: number, or: readonly number[]): readonly number[] {
    const value = valueOf(of, key) ?? or;
    if (Array.isArray(value) && value.length === length && value.every(Number.isFinite)) return value as number[];
    throw this.refusal(`its ${key} is not ${length} numbers`);
  }

  record(of: object, key: string): object {
    const value = valueOf(of, key);
    if (typeof value === 'object' && value !== null) return value;
    throw this.refusal(`its ${key} is missing or damaged`);
  }

  /** Empty where it is missing. */
  list(of: object, key: string): readonly object[] {
    return this.#listOf(of, key, (item) => typeof item === 'object' && item !== null);
  }

  /** Whole numbers from 0; empty where they are missing. */
  integers(of: object, key: string): readonly number[] {
    return this.#listOf(of, key, isWhole);
  }

  /** An entry of one of the file's lists. */
  item(list: string, index: number): object {
    let items = this.#lists.get(list);
    if (!items) this.#lists.set(list, (items = this.list(this.json, list)));
    const item = items[index];
    if (item === undefined) throw this.refusal(`it names number ${index} of its ${list}, which is not there`);
    return item;
  }

  accessor(index: number, what: AccessorUse): Accessor {
    const accessor = this.item('accessors', index);
    const componentType = this.integer(accessor, 'componentType');
    const { types, components } = ACCESSORS[what];
    const type = valueOf(accessor, 'type');
    if (!types.includes(type as AccessorType) || !components.includes(componentType)) {
      throw this.refusal(`its ${what} are of a kind that is not read (${componentType})`);
    }
    if (this.has(accessor, 'sparse')) throw this.refusal(`its ${what} are stored sparsely`);
    return this.#rows(accessor, componentType, what, COLUMNS[type as AccessorType]);
  }

  #rows(accessor: object, componentType: number, what: AccessorUse, columns: number): Accessor {
    const count = this.integer(accessor, 'count');
    const view = this.item('bufferViews', this.integer(accessor, 'bufferView'));
    const buffer = this.item('buffers', this.integer(view, 'buffer'));
    if (this.integer(view, 'buffer') !== 0 || this.has(buffer, 'uri'))
      throw this.refusal(`its ${what} lie in another file`);
    const isByte = componentType === UNSIGNED_BYTE || componentType === BYTE;
    const bytesEach = isByte ? 1 : componentType === UNSIGNED_SHORT ? 2 : 4;
    const stride = this.integer(view, 'byteStride', columns * bytesEach);
    const viewStart = this.integer(view, 'byteOffset', 0);
    const viewEnd = viewStart + this.integer(view, 'byteLength');
    const start = viewStart + this.integer(accessor, 'byteOffset', 0);
    const end = count === 0 ? start : start + stride * (count - 1) + columns * bytesEach;
    if (end > Math.min(viewEnd, this.#binary.length) || stride < columns * bytesEach) {
      throw this.refusal(`its ${what} are cut off`);
    }
    const data = viewOf(this.#binary);
    const full = FULL[componentType] ?? 1;
    const isShare = what === 'positions' && valueOf(accessor, 'normalized') === true;
    const at = (row: number, column: number): number => {
      const offset = start + stride * row + bytesEach * column;
      if (componentType === FLOAT) return data.getFloat32(offset, true);
      if (componentType === UNSIGNED_INT) return data.getUint32(offset, true);
      if (componentType === BYTE) return data.getInt8(offset);
      return componentType === UNSIGNED_SHORT ? data.getUint16(offset, true) : data.getUint8(offset);
    };
    return { count, full, at: isShare ? (row, column) => at(row, column) / full : at };
  }

  #listOf<T>(of: object, key: string, is: (item: unknown) => item is T): readonly T[] {
    const value = valueOf(of, key) ?? [];
    if (Array.isArray(value) && value.every(is)) return value;
    throw this.refusal(`its ${key} is damaged`);
  }

  #chunks(bytes: Uint8Array): { readonly text: Uint8Array; readonly binary: Uint8Array } {
    const data = viewOf(bytes);
    let text: Uint8Array | undefined;
    let binary: Uint8Array | undefined;
    for (let at = HEADER_BYTES; at + CHUNK_HEADER_BYTES <= bytes.length;) {
      const length = data.getUint32(at, true);
      const kind = data.getUint32(at + 4, true);
      const start = at + CHUNK_HEADER_BYTES;
      if (start + length > bytes.length) throw this.refusal('it is cut off');
      if (kind === JSON_CHUNK) text ??= bytes.subarray(start, start + length);
      if (kind === BINARY_CHUNK) binary ??= bytes.subarray(start, start + length);
      at = start + length;
    }
    if (!text) throw this.refusal('it is cut off');
    return { text, binary: binary ?? new Uint8Array(0) };
  }

  #parse(text: Uint8Array): object {
    let json: unknown;
    try {
      json = JSON.parse(new TextDecoder().decode(text));
    } catch {
      throw this.refusal('its JSON is damaged');
    }
    if (typeof json !== 'object' || json === null) throw this.refusal('its JSON is damaged');
    return json;
  }
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Undefined where it has none of its own. */
function valueOf(of: object, key: string): unknown {
  return Object.hasOwn(of, key) ? (of as Record<string, unknown>)[key] : undefined;
}
