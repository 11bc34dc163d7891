/**
 * The cloud of an item as a run needs it: read, hashed on the way, and, where that is done ahead, sorted with its tree
 * built. Hashing what the reader reads costs no second pass over the file, and is the hash of the very bytes that the
 * mesh was made of, even if the file changes meanwhile.
 */
import type { TaskHost } from '../engine/hosting.ts';
import { Pauses, prepareAhead, type PreparedAhead, readCloud, type RunControl } from '../engine/index.ts';
import type { ByteSource, PointCloud, RunContext } from '../engine/vocabulary.ts';
import type { InputFolder } from './folders.ts';
import type { IncrementalHash } from './hash.ts';

export interface ItemCloud {
  readonly cloud: PointCloud;
  /** Hash of the file, hexadecimal. */
  readonly sha256: string;
  /** Given only where it was done ahead: otherwise the run does it, and tells of it. */
  readonly prepared?: PreparedAhead;
}

/** The place that clouds come from. */
export interface CloudSupply {
  readonly input: InputFolder;
  createHash(): IncrementalHash;
}

/** Rejects like `readCloud`, or as the folder does; with the signal's reason when cancelled. */
export async function loadItemCloud(supply: CloudSupply, path: string, context: RunContext): Promise<ItemCloud> {
  const hashed = new HashedSource(await supply.input.source(path, context.signal), () => supply.createHash());
  const cloud = await readCloud(hashed, context);
  return { cloud, sha256: hashed.sha256 ?? (await supply.input.hash(path, context.signal)) };
}

/**
 * Does what `loadItemCloud` does, and prepares the cloud. Stands still between the steps: a paused batch leaves the
 * machine alone.
 */
export async function loadItemCloudAhead(
  supply: CloudSupply,
  path: string,
  host: TaskHost,
  context: RunContext,
  pause: RunControl['pause'],
): Promise<ItemCloud> {
  const pauses = new Pauses(pause, context.signal);
  await pauses.point();
  const loaded = await loadItemCloud(supply, path, context);
  await pauses.point();
  return { ...loaded, prepared: await prepareAhead(loaded.cloud, host, context) };
}

/** A source whose bytes are hashed as they are read. */
class HashedSource implements ByteSource {
  readonly name: string;
  readonly size?: number;
  readonly #source: ByteSource;
  readonly #createHash: () => IncrementalHash;
  #sha256: string | undefined;

  constructor(source: ByteSource, createHash: () => IncrementalHash) {
    this.name = source.name;
    if (source.size !== undefined) this.size = source.size;
    this.#source = source;
    this.#createHash = createHash;
  }

  /** Undefined unless the bytes were read to their end: a reader may leave out what follows its data. */
  get sha256(): string | undefined {
    return this.#sha256;
  }

  async *stream(): AsyncGenerator<Uint8Array> {
    const hash = this.#createHash();
    for await (const bytes of this.#source.stream()) {
      hash.update(bytes);
      yield bytes;
    }
    this.#sha256 = hash.digest();
  }
}
