/**
 * Checkpoints of a run as a file, so that a run of hours that is killed, or loses its power, goes on from its last level.
 *
 * The file is a line of JSON, in which typed arrays are replaced by their place among the bytes that follow, and those
 * bytes. Its key says what it is of: contents of the clouds, options, program and device. Whoever finds another key,
 * or bytes that are not whole, has no checkpoint.
 */
import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { allocateShareable, type ByteSink, type Checkpoint } from '../engine/index.ts';
import { writeFileBeside } from './node-files.ts';

/** Changes with what a checkpoint holds: one of another form is none. */
const FORM = 1;

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
  readonly checkpoint: unknown;
}

/** Arrays begin at multiples of this, as those of eight bytes want it. */
const ALIGNMENT = 8;
/** A head is a few kilobytes: what has no end of line for so long is no checkpoint. */
const MOST_HEAD_BYTES = 1 << 22;
const DIGEST_BYTES = 32;

/** Where the checkpoint of the run that makes `output` lies: hidden, beside it. */
export function checkpointPath(output: string): string {
  return path.join(path.dirname(output), `.${path.basename(output)}.checkpoint`);
}

/** Writes beside and renames, like every file of ours. @throws ReconstructError `output-failed` */
export async function writeCheckpoint(
  file: string,
  key: string,
  checkpoint: Checkpoint,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  const { json, arrays, bytes } = taken(checkpoint);
  const head: Head = { form: FORM, key, bytes, checkpoint: json };
  await writeFileBeside(file, (sink) => writeParts(sink, JSON.stringify(head), arrays, signal), signal);
}

/** Null where there is none of this key that is whole. */
export async function readCheckpoint(file: string, key: string): Promise<Checkpoint | null> {
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
    return whole.equals(digest) ? (restored(head.checkpoint, body) as Checkpoint) : null;
  } catch {
    // Not there, not readable, or not ours: the run begins at its beginning.
    return null;
  }
}

/** The key of the checkpoint that lies there, without reading all of it; null where there is none. */
export async function checkpointKey(file: string): Promise<string | null> {
  try {
    await using handle = await open(file, 'r');
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MOST_HEAD_BYTES), 0, MOST_HEAD_BYTES, 0);
    const end = buffer.subarray(0, bytesRead).indexOf(0x0a);
    const { form, key } = JSON.parse(buffer.toString('utf8', 0, Math.max(end, 0))) as Partial<Head>;
    return form === FORM && typeof key === 'string' ? key : null;
  } catch {
    return null;
  }
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
    const known = arrays.get(at);
    if (known && known.length === length) return known;
    const Kind = ARRAYS[$array];
    const bytes = length * Kind.BYTES_PER_ELEMENT;
    const memory = allocateShareable(bytes);
    new Uint8Array(memory).set(body.subarray(at, at + bytes));
    const array = new Kind(memory as ArrayBuffer);
    arrays.set(at, array);
    return array;
  };
  return give(value);
}
