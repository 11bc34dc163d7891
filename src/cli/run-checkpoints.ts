/**
 * The checkpoints of one run of the command line, of one file or of one of a batch: looked for before it, written while
 * it takes long, removed after it. What goes wrong with them is no fault of the run.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { BatchItem } from '../batch/item.ts';
import type { ItemCheckpoints } from '../batch/local-runner.ts';
import { type Checkpoint, messageOf, ReconstructError, type RunContext, type RunControl } from '../engine/index.ts';
import { checkpointKey, checkpointPath, readCheckpoint, writeCheckpoint } from './checkpoint-file.ts';
import type { BatchPlace, FileTask } from './compute-messages.ts';
import { VERSION } from './version.ts';
import { workLimits } from './work-limits.ts';

/** A run that would be done again in less is not worth a file. */
const AFTER_SECONDS = 60;

/** The command line is gone, or was told to go by the system: nobody said that the run is not wanted. */
export class Orphaned extends Error {
  override readonly name = 'Orphaned';
}

/** A run and what its result depends on, but for the device and the program. */
interface KeptRun extends Pick<FileTask, 'output' | 'software' | 'options' | 'reading' | 'project'> {
  /** SHA-256 of the clouds as they were read; null where that cannot be told any more. */
  contents(): Promise<readonly string[] | null>;
  /** Makes the folder of the output, which one of a batch may not have yet. */
  makeFolder?(): Promise<unknown>;
}

export class RunCheckpoints implements ItemCheckpoints {
  readonly #run: KeptRun;
  readonly #device: string;
  readonly #context: RunContext;
  readonly #file: string;
  readonly #startMs = performance.now();
  readonly #afterMs: number;
  #key: Promise<string | null> | undefined;
  #writing: Promise<void> = Promise.resolve();
  #next: Checkpoint | undefined;
  #isWarned = false;
  /** Not the run's own signal: what a run has come to is written to its end where the process is told to go. */
  readonly #ending = new AbortController();

  private constructor(run: KeptRun, device: string, context: RunContext, afterMs: number) {
    this.#run = run;
    this.#device = device;
    this.#context = context;
    this.#file = checkpointPath(run.output);
    this.#afterMs = afterMs;
  }

  /**
   * @param stamps `stampsOf` the inputs, from before they were read
   * @returns undefined for runs that have none: those with diagnostics, whose results may not be the program's own, and
   *   all where the environment's GRIDPULL_CHECKPOINT_SECONDS is `never`
   */
  static of(task: FileTask, device: string, stamps: string, context: RunContext): RunCheckpoints | undefined {
    if (Object.keys(task.diagnostics).length > 0) return undefined;
    const { output, software, options, reading, project, inputs } = task;
    const kept = { output, software, options, reading, ...(project && { project }) };
    return RunCheckpoints.#where({ ...kept, contents: () => contentsOf(inputs, stamps) }, device, context);
  }

  /**
   * Of a file of a batch.
   * @param sha256 of its contents, as they were read
   */
  static ofItem(
    { output, options, reading = {} }: BatchItem,
    { outputFolder, software }: Pick<BatchPlace, 'outputFolder' | 'software'>,
    { device, sha256 }: { readonly device: string; readonly sha256: string },
    context: RunContext,
  ): RunCheckpoints | undefined {
    const whole = path.join(outputFolder, output);
    const contents = (): Promise<string[]> => Promise.resolve([sha256]);
    const makeFolder = (): Promise<unknown> => mkdir(path.dirname(whole), { recursive: true });
    const run = { output: whole, software, options, reading, contents, makeFolder };
    return RunCheckpoints.#where(run, device, context);
  }

  static #where(run: KeptRun, device: string, context: RunContext): RunCheckpoints | undefined {
    const seconds = process.env['GRIDPULL_CHECKPOINT_SECONDS'] ?? String(AFTER_SECONDS);
    if (!(Number(seconds) >= 0)) return undefined;
    return new RunCheckpoints(run, device, context, 1000 * Number(seconds));
  }

  /** What the run is to be steered by: where it goes on, and what becomes of its own checkpoints. */
  async control(): Promise<RunControl> {
    const resumeFrom = await this.#found();
    return {
      isCheckpointDue: () => performance.now() - this.#startMs >= this.#afterMs,
      onCheckpoint: (checkpoint) => this.#keep(checkpoint),
      ...(resumeFrom && { resumeFrom, resumeReason: 'interrupted' as const }),
    };
  }

  /** After the run: its file is not needed any more, unless the same command may want to go on. */
  async settle(error?: unknown): Promise<void> {
    const isWanted = error !== undefined && mayGoOn(error);
    if (!isWanted) this.#ending.abort();
    await this.#writing;
    if (!isWanted) await rm(this.#file, { force: true }).catch(() => undefined);
  }

  async #found(): Promise<Checkpoint | undefined> {
    const there = await checkpointKey(this.#file);
    if (there === null) return undefined;
    const key = await this.#keyNow();
    return (key !== null && key === there && (await readCheckpoint(this.#file, key))) || undefined;
  }

  /** The latest counts: a level that is done while an earlier one is written takes its place in the queue. */
  #keep(checkpoint: Checkpoint): void {
    const isIdle = this.#next === undefined;
    this.#next = checkpoint;
    if (isIdle) this.#writing = this.#writing.then(() => this.#writeNext());
  }

  async #writeNext(): Promise<void> {
    const checkpoint = this.#next;
    this.#next = undefined;
    const { signal } = this.#ending;
    const key = checkpoint && !signal.aborted && (await this.#keyNow());
    if (!checkpoint || !key) return;
    const folder = Promise.resolve(this.#run.makeFolder?.());
    const written = folder.then(() => writeCheckpoint(this.#file, key, checkpoint, signal));
    await written.catch((error: unknown) => {
      if (signal.aborted || this.#isWarned) return;
      this.#isWarned = true;
      const message = `A run of this length is kept on disk as far as it is, but that failed: ${messageOf(error)}`;
      this.#context.onEvent({ type: 'warning', message });
    });
  }

  /** Null where an input is not any more what was read. */
  #keyNow(): Promise<string | null> {
    return (this.#key ??= this.#makeKey());
  }

  async #makeKey(): Promise<string | null> {
    const { options, reading, project, software } = this.#run;
    try {
      const contents = await this.#run.contents();
      if (!contents) return null;
      const whole = {
        VERSION,
        device: this.#device,
        limits: workLimits(),
        software,
        options,
        reading,
        project,
        contents,
      };
      return createHash('sha256').update(JSON.stringify(whole)).digest('hex');
    } catch {
      return null;
    }
  }
}

/** Null where they are not any more what they were when they were stamped. */
async function contentsOf(inputs: readonly string[], stamps: string): Promise<string[] | null> {
  const contents: string[] = [];
  for (const input of inputs) contents.push(await hashOf(input));
  return (await stampsOf(inputs)) === stamps ? contents : null;
}

/** Changes with the contents of the files, as far as the system tells. */
export async function stampsOf(inputs: readonly string[]): Promise<string> {
  const found = await Promise.all(inputs.map((input) => stat(input, { bigint: true })));
  return found.map(({ size, mtimeNs, ino }) => [size, mtimeNs, ino].join(':')).join(' ');
}

/** What another try may get past: a device or a disk that failed, the end of the process. Not a wish of the person. */
function mayGoOn(error: unknown): boolean {
  if (error instanceof ReconstructError) return error.code === 'gpu-lost' || error.code === 'output-failed';
  return error instanceof Orphaned;
}

/** SHA-256 of a file, in hexadecimal digits. Rejects with `signal.reason` when cancelled. */
export async function hashOf(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(file, { highWaterMark: 1 << 20 })) {
    signal?.throwIfAborted();
    hash.update(bytes as Uint8Array);
  }
  return hash.digest('hex');
}
