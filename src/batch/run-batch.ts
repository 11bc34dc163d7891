/**
 * Runs the items of a batch one after another, and leaves a sidecar for each that was done or failed. Sidecars are all
 * that is remembered: whatever ends a batch on its way, the next one goes on from them.
 *
 * One failure stops nothing, with one exception: where nothing can be written any more, every item that follows would
 * be computed in vain. The item that found it out counts as not computed.
 */
import { ReconstructError, type RunContext, type RunEvent } from '../engine/vocabulary.ts';
import type { BatchEvent, BatchSummary } from './events.ts';
import type { InputFolder, OutputFolder } from './folders.ts';
import { Forecast } from './forecast.ts';
import type { BatchItem } from './item.ts';
import { type Finding, findKept, orNull } from './find-kept.ts';
import type { BatchMode } from './mode.ts';
import type { FinishedItem, ItemRunner } from './runner.ts';
import { formatSidecar } from './sidecar-file.ts';
import { doneSidecar, failedSidecar, type Origin } from './sidecar-of.ts';
import { isDiskFault } from './machine-faults.ts';
import type { Sidecar } from './sidecar.ts';
import type { BatchJob } from './job.ts';
import { sidecarPath } from './output-names.ts';

export interface BatchParts {
  /** The items of this shard, in the order in which they are run. */
  readonly items: readonly BatchItem[];
  /** What the items were planned from. */
  readonly job: BatchJob;
  /** The program's. */
  readonly version: string;
  readonly input: InputFolder;
  readonly output: OutputFolder;
  /** The way from the output folder to the input folder, or an absolute path; null where nobody knows. */
  readonly inputFromOutput: string | null;
  readonly runner: ItemRunner;
  readonly mode: BatchMode;
  readonly signal: AbortSignal;
  readonly onEvent: (event: BatchEvent) => void;
  /** Milliseconds, for the time left; it should stand still while the batch is paused. */
  readonly nowMs?: () => number;
}

/** So many failures in a row: then it is not one mesh that is too large, but a disk that is full. */
const MOST_WRITE_FAILURES = 3;

/**
 * Cancelled, it resolves all the same: what was not done is counted as `cancelled` and has no new sidecar.
 * Rejects with `output-failed` where the disk takes nothing any more, or item after item could not be written, after
 * the events that tell so.
 */
export async function runBatch(parts: BatchParts): Promise<BatchSummary> {
  return new BatchExecutor(parts).execute();
}

/** An item that is to be computed. */
interface Turn {
  /** Index in `parts.items`. */
  readonly place: number;
  readonly item: BatchItem;
  readonly finding: Finding;
}

class BatchExecutor {
  readonly #parts: BatchParts;
  readonly #forecast: Forecast;
  readonly #open: Set<BatchItem>;
  #done = 0;
  #failed = 0;
  #kept = 0;
  #writeFailures = 0;

  constructor(parts: BatchParts) {
    this.#parts = parts;
    this.#open = new Set(parts.items);
    const bytes = parts.items.map(({ inputBytes }) => inputBytes);
    this.#forecast = new Forecast(bytes, parts.nowMs ?? (() => performance.now()));
  }

  async execute(): Promise<BatchSummary> {
    const { items, onEvent, signal } = this.#parts;
    onEvent({
      type: 'planned',
      items: items.length,
      bytes: items.reduce((sum, { inputBytes }) => sum + inputBytes, 0),
    });
    try {
      let turn = await this.#nextTurn(0);
      while (turn) {
        const following = await this.#nextTurn(turn.place + 1);
        await this.#compute(turn, following);
        turn = following;
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      for (const { index } of this.#open) onEvent({ type: 'item', index, state: 'cancelled' });
    }
    return { done: this.#done, failed: this.#failed, kept: this.#kept, cancelled: this.#open.size };
  }

  /** The next item that must be computed, from `start` on; those before it stay as they are. */
  async #nextTurn(start: number): Promise<Turn | null> {
    const { items, mode, input, output, signal } = this.#parts;
    for (let place = start; place < items.length; place++) {
      const item = items[place]!;
      signal.throwIfAborted();
      const finding = await findKept(item, mode, input, output, signal, () => this.#emitItem(item, 'checking'));
      if (!finding.kept) return { place, item, finding };
      this.#kept++;
      this.#forecast.skip(item.inputBytes);
      this.#close(item, finding.kept, true);
    }
    return null;
  }

  async #compute(turn: Turn, following: Turn | null): Promise<void> {
    const { item } = turn;
    this.#parts.signal.throwIfAborted();
    this.#emitItem(item, 'running');
    this.#forecast.begin(item.inputBytes);
    const warnings: string[] = [];
    const context = this.#contextOf(item, warnings, following);
    let finished: FinishedItem;
    try {
      finished = await this.#parts.runner.run(item, context);
    } catch (error) {
      // Whatever else it says: what is cancelled has not failed.
      this.#parts.signal.throwIfAborted();
      if (isDiskFault(error)) throw error;
      return this.#fail(turn, error, warnings);
    }
    const sidecar = doneSidecar(item, finished, this.#origin);
    const writeError = await this.#write(sidecar);
    if (isDiskFault(writeError)) throw writeError;
    if (writeError) return this.#fail({ ...turn, finding: knownHash(finished) }, writeError, finished.warnings);
    this.#writeFailures = 0;
    this.#forecast.end(true);
    this.#close(item, sidecar, false);
  }

  async #fail({ item, finding }: Turn, error: unknown, warnings: readonly string[]): Promise<void> {
    const { input, signal } = this.#parts;
    const inputSha256 = finding.sha256 ?? (await orNull(input.hash(item.input, signal), signal));
    const sidecar = failedSidecar(item, { error, inputSha256, warnings }, this.#origin);
    const writeError = isWriteFailure(error) ? error : null;
    const lastError = (await this.#write(sidecar)) ?? writeError;
    this.#writeFailures = lastError ? this.#writeFailures + 1 : 0;
    this.#forecast.end(false);
    this.#close(item, sidecar, false);
    if (lastError && this.#writeFailures === MOST_WRITE_FAILURES) throw lastError;
  }

  /** Gives what kept it from being written; rejects with nothing else. */
  async #write(sidecar: Sidecar): Promise<Error | null> {
    const bytes = new TextEncoder().encode(formatSidecar(sidecar));
    try {
      // This is not to be cancelled: the mesh that it tells of is there.
      await this.#parts.output.write(sidecarPath(sidecar.output.path), (sink) => sink.write(bytes));
      return null;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  /**
   * The following item's cloud is loaded once this one's own was read: before, both would be read at once, and a
   * runner that holds one cloud ahead would have to let go of the one that is needed now.
   */
  #contextOf(item: BatchItem, warnings: string[], following: Turn | null): RunContext {
    let isAsked = false;
    const onEvent = (event: RunEvent): void => {
      this.#parts.onEvent({ type: 'run', index: item.index, event });
      if (event.type === 'warning') warnings.push(event.message);
      if (event.type === 'progressed') {
        this.#forecast.progressed(event.share);
        this.#emitProgress();
      }
      if (event.type !== 'stage-ended' || event.stage !== 'read' || isAsked || !following) return;
      isAsked = true;
      this.#parts.runner.prefetch(following.item);
    };
    return { signal: this.#parts.signal, onEvent };
  }

  /** An item has its result. */
  #close(item: BatchItem, sidecar: Sidecar, kept: boolean): void {
    this.#open.delete(item);
    if (sidecar.state === 'done') this.#done++;
    else this.#failed++;
    const { index } = item;
    this.#parts.onEvent({ type: 'item', index, state: sidecar.state, sidecar, ...(kept ? { kept } : {}) });
    this.#emitProgress();
  }

  #emitItem({ index }: BatchItem, state: 'checking' | 'running'): void {
    this.#parts.onEvent({ type: 'item', index, state });
  }

  #emitProgress(): void {
    const { share, secondsLeft } = this.#forecast;
    this.#parts.onEvent({ type: 'progressed', share, secondsLeft });
  }

  get #origin(): Origin {
    return this.#parts;
  }
}

function knownHash({ inputSha256 }: FinishedItem): Finding {
  return { kept: null, sha256: inputSha256 };
}

function isWriteFailure(error: unknown): error is ReconstructError {
  return error instanceof ReconstructError && error.code === 'output-failed';
}
