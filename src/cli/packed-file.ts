/**
 * Values with large arrays as files: checkpoints, and what the phases of a shared run hand one another.
 *
 * Such a file is a line of JSON, in which typed arrays are replaced by their place among the bytes that follow, those
 * bytes, and a hash of both. Its key says what it is of. Whoever finds another key, or bytes that are not whole, has
 * none.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { allocateShareable, type ByteSink } from '../engine/index.ts';
import { writeFileBeside } from './node-files.ts';

/** Changes with how values are written: a file of another form is none. */
const FORM = 2;

const ARRAYS = { Float32Array, Float64Array, Uint8Array, Uint16Array, Uint32Array, Int32Array } as const;
type ArrayName = keyof typeof ARRAYS;
type AnyArray = InstanceType<(typeof ARRAYS)[ArrayName]>;

/** What stands in the JSON for an array. */
interface ArrayPlace {
  readonly $array: ArrayName;
  readonly at: number;
  readonly length: number;
}

interface Head {
  readonly form: typeof FORM;
  readonly key: string;
  readonly bytes: number;
  readonly value: unknown;
}

/** Arrays begin at multiples of this, as those of eight bytes want it. */
const ALIGNMENT = 8;
/** A head is a few kilobytes; so much of a file is read for it first. */
const USUAL_HEAD_BYTES = 1 << 16;
/** What has no end of line for so long is none of ours. */
const MOST_HEAD_BYTES = 1 << 22;
const DIGEST_BYTES = 32;

/** Writes beside and renames, like every file of ours. @throws ReconstructError `output-failed` */
export async function writePacked(
  file: string,
  key: string,
  value: unknown,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  const { json, arrays, bytes } = taken(value);
  const head: Head = { form: FORM, key, bytes, value: json };
  await writeFileBeside(file, (sink) => writeParts(sink, JSON.stringify(head), arrays, signal), signal);
}

/** Null where there is none of this key that is whole. */
export async function readPacked(file: string, key: string): Promise<unknown> {
  try {
    const found = await readFile(file);
    const end = found.subarray(0, MOST_HEAD_BYTES).indexOf(0x0a);
    if (end < 0) return null;
    const head = JSON.parse(found.toString('utf8', 0, end)) as Partial<Head>;
    if (head.form !== FORM || head.key !== key || typeof head.bytes !== 'number') return null;
    const body = found.subarray(end + 1, end + 1 + head.bytes);
    const digest = found.subarray(end + 1 + head.bytes);
    if (body.length !== head.bytes || digest.length !== DIGEST_BYTES) return null;
    const whole = createHash('sha256')
      .update(found.subarray(0, end + 1 + head.bytes))
      .digest();
    return whole.equals(digest) ? restored(head.value, body) : null;
  } catch {
    // Not there, not readable, or not ours.
    return null;
  }
}

/** What a file says of itself, without reading all of it. */
export interface PackedHead {
  readonly key: string;
  /** Whether it has as many bytes as it should; what they are is not looked at. */
  readonly isFull: boolean;
}

/** Null where there is none. */
export async function packedHead(file: string): Promise<PackedHead | null> {
  try {
    await using handle = await open(file, 'r');
    const begin = (await beginOf(handle, USUAL_HEAD_BYTES)) ?? (await beginOf(handle, MOST_HEAD_BYTES));
    if (!begin) return null;
    const end = begin.length;
    const { form, key, bytes } = JSON.parse(begin.toString('utf8')) as Partial<Head>;
    if (form !== FORM || typeof key !== 'string' || typeof bytes !== 'number') return null;
    const { size } = await handle.stat();
    return { key, isFull: size === end + 1 + bytes + DIGEST_BYTES };
  } catch {
    return null;
  }
}

/** The first line, where it ends within so many bytes; null else. */
async function beginOf(handle: FileHandle, bytes: number): Promise<Buffer | null> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0);
  const end = buffer.subarray(0, bytesRead).indexOf(0x0a);
  return end < 0 ? null : buffer.subarray(0, end);
}

async function writeParts(
  sink: ByteSink,
  head: string,
  arrays: readonly AnyArray[],
  signal: AbortSignal,
): Promise<void> {
  const hash = createHash('sha256');
  const put = async (bytes: Uint8Array): Promise<void> => {
    signal.throwIfAborted();
    hash.update(bytes);
    await sink.write(bytes);
  };
  await put(Buffer.from(`${head}\n`));
  for (const array of arrays) {
    // A copy, for arrays may lie in memory that threads share, which no file takes.
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    await put(array.buffer instanceof ArrayBuffer ? bytes : bytes.slice());
    const rest = padded(array.byteLength) - array.byteLength;
    if (rest > 0) await put(new Uint8Array(rest));
  }
  await sink.write(hash.digest());
}

function padded(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

/** The arrays of a value, each once, and the value with their places instead of them. */
function taken(value: unknown): { json: unknown; arrays: readonly AnyArray[]; bytes: number } {
  const places = new Map<AnyArray, ArrayPlace>();
  let bytes = 0;
  const take = (part: unknown): unknown => {
    if (ArrayBuffer.isView(part)) {
      const array = part as AnyArray;
      const known = places.get(array);
      if (known) return known;
      const place = { $array: array.constructor.name as ArrayName, at: bytes, length: array.length };
      places.set(array, place);
      bytes += padded(array.byteLength);
      return place;
    }
    if (Array.isArray(part)) return part.map(take);
    if (typeof part === 'number' && !Number.isFinite(part)) return { $number: String(part) };
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, take(inner)]));
  };
  return { json: take(value), arrays: [...places.keys()], bytes };
}

/** What was one array is one array again. */
function restored(value: unknown, body: Uint8Array): unknown {
  const arrays = new Map<number, AnyArray>();
  const give = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(give);
    if (typeof part !== 'object' || part === null) return part;
    if ('$number' in part) return Number(part.$number);
    if (!('$array' in part))
      return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, give(inner)]));
    const { $array, at, length } = part as ArrayPlace;
    const Kind = ARRAYS[$array];
    const known = arrays.get(at);
    // One without values lies where the next one does.
    if (known instanceof Kind && known.length === length) return known;
    const bytes = length * Kind.BYTES_PER_ELEMENT;
    const memory = allocateShareable(bytes);
    new Uint8Array(memory).set(body.subarray(at, at + bytes));
    const array = new Kind(memory as ArrayBuffer);
    arrays.set(at, array);
    return array;
  };
  return give(value);
}
