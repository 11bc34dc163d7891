/**
 * The cloud of an item as a run needs it: read, hashed on the way, and, where that is done ahead, sorted with its tree
 * built. Hashing what the reader reads costs no second pass over the file, and is the hash of the very bytes that the
 * mesh was made of, even if the file changes meanwhile.
 */
import type { TaskHost } from '../engine/hosting.ts';
import { Pauses, prepareAhead, type PreparedAhead, readCloud, type RunControl } from '../engine/index.ts';
import type { ByteSource, PointCloud, RandomAccess, RunContext } from '../engine/vocabulary.ts';
import type { InputFolder } from './folders.ts';
import type { IncrementalHash } from './hash.ts';
import type { BatchItem } from './item.ts';

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

type LoadedItem = Pick<BatchItem, 'input' | 'reading'>;

/** Rejects like `readCloud`, or as the folder does; with the signal's reason when cancelled. */
export async function loadItemCloud(
  supply: CloudSupply,
  { input, reading = {} }: LoadedItem,
  context: RunContext,
): Promise<ItemCloud> {
  const hashed = new HashedSource(await supply.input.source(input, context.signal), () => supply.createHash());
  const cloud = await readCloud(hashed, context, reading);
  return { cloud, sha256: hashed.sha256 ?? (await supply.input.hash(input, context.signal)) };
}

/**
 * Does what `loadItemCloud` does, and prepares the cloud. Stands still between the steps: a paused batch leaves the
 * machine alone.
 */
export async function loadItemCloudAhead(
  supply: CloudSupply,
  item: LoadedItem,
  host: TaskHost,
  context: RunContext,
  pause: RunControl['pause'],
): Promise<ItemCloud> {
  const pauses = new Pauses(pause, context.signal);
  await pauses.point();
  const loaded = await loadItemCloud(supply, item, context);
  await pauses.point();
  return { ...loaded, prepared: await prepareAhead(loaded.cloud, host, context) };
}

/** A source whose bytes are hashed as they are read. */
class HashedSource implements ByteSource {
  readonly name: string;
  readonly size?: number;
  /** Read so, the bytes do not pass by in their order: then the file is hashed afterwards. */
  readonly open?: () => Promise<RandomAccess>;
  readonly projection?: () => Promise<string | undefined>;
  readonly #source: ByteSource;
  readonly #createHash: () => IncrementalHash;
  #sha256: string | undefined;

  constructor(source: ByteSource, createHash: () => IncrementalHash) {
    this.name = source.name;
    if (source.size !== undefined) this.size = source.size;
    if (source.open) this.open = source.open;
    if (source.projection) this.projection = source.projection;
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
