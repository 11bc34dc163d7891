/**
 * The next cloud of a batch, loaded while the device works on the one before: at most one, only where memory is
 * free, and on a leash of its own, so that dropping it disturbs nobody.
 */
import { ReconstructError, type RunContext, type RunEvent } from '../engine/index.ts';
import type { BatchItem } from './item.ts';
import type { ItemCloud } from './load-item-cloud.ts';

/** The least bytes of a point in a file: binary, three float32 and three bytes of colour. */
const FILE_BYTES_PER_POINT = 15;
/** A prepared point that waits: position twice, normal, colour, source index, and its node of the tree. */
const WAITING_BYTES_PER_POINT = 60;
/** The share of free memory that may be filled ahead: the run that goes on needs its part, too. */
const MOST_OF_FREE_MEMORY = 0.25;
/** The largest file that is read ahead where nobody can tell what is free (a browser). */
const MOST_FILE_BYTES = 512 * 2 ** 20;

/** Whether an item's cloud may wait in memory. `freeBytes` is null where the host cannot tell. */
export function fitsInMemory({ inputBytes }: BatchItem, freeBytes: number | null): boolean {
  if (freeBytes === null) return inputBytes <= MOST_FILE_BYTES;
  return (inputBytes / FILE_BYTES_PER_POINT) * WAITING_BYTES_PER_POINT <= MOST_OF_FREE_MEMORY * freeBytes;
}

/** How a cloud is loaded ahead; told of warnings, and aborted when nobody wants it any more. */
export type LoadAhead = (item: BatchItem, context: RunContext) => Promise<ItemCloud>;

type Ending =
  | { readonly type: 'ready'; readonly loaded: ItemCloud; readonly events: readonly RunEvent[] }
  | { readonly type: 'refused'; readonly error: ReconstructError }
  /** Its worker was lost, say: the item's own run tries again. */
  | { readonly type: 'failed' };

interface Waiting {
  readonly item: BatchItem;
  readonly controller: AbortController;
  /** Never rejects. */
  readonly ending: Promise<Ending>;
}

export class Prefetch implements AsyncDisposable {
  readonly #loadAhead: LoadAhead;
  #waiting: Waiting | undefined;

  constructor(loadAhead: LoadAhead) {
    this.#loadAhead = loadAhead;
  }

  /** Begins, unless it has begun with this item already; what was begun with another is dropped. */
  begin(item: BatchItem): void {
    const before = this.#waiting;
    if (before?.item.index === item.index) return;
    before?.controller.abort();
    const controller = new AbortController();
    // One at a time: two clouds side by side were never asked whether they fit.
    const ending = (before?.ending ?? Promise.resolve()).then(() => this.#end(item, controller.signal));
    this.#waiting = { item, controller, ending };
  }

  /**
   * The item's cloud, waited for, with its events told to `context`; undefined where it was not begun or must be tried
   * again. Whatever was begun with another item is over when this resolves.
   * Rejects with what is wrong with the cloud, or with the context's reason when cancelled.
   */
  async take(item: BatchItem, context: RunContext): Promise<ItemCloud | undefined> {
    const { signal } = context;
    const waiting = this.#waiting;
    if (waiting?.item.index !== item.index) {
      await this.drop();
      return undefined;
    }
    const cancel = (): void => waiting.controller.abort();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      if (signal.aborted) cancel();
      const ending = await waiting.ending;
      signal.throwIfAborted();
      if (ending.type === 'refused') throw ending.error;
      if (ending.type === 'failed') return undefined;
      for (const event of ending.events) context.onEvent(event);
      return ending.loaded;
    } finally {
      signal.removeEventListener('abort', cancel);
      if (this.#waiting === waiting) this.#waiting = undefined;
    }
  }

  /** Ends what was begun, and waits until it is over. */
  async drop(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.controller.abort();
    await waiting?.ending;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.drop();
  }

  async #end(item: BatchItem, signal: AbortSignal): Promise<Ending> {
    const events: RunEvent[] = [];
    try {
      signal.throwIfAborted();
      const loaded = await this.#loadAhead(item, { signal, onEvent: (event) => void events.push(event) });
      return { type: 'ready', loaded, events };
    } catch (error) {
      const isOfCloud = error instanceof ReconstructError && error.code.startsWith('cloud-');
      return isOfCloud ? { type: 'refused', error } : { type: 'failed' };
    }
  }
}
