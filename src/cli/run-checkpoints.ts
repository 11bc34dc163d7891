/**
 * The checkpoints of one run of the command line: looked for before it, written while it takes long, removed after it. What
 * goes wrong with them is no fault of the run.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { type Checkpoint, messageOf, ReconstructError, type RunContext, type RunControl } from '../engine/index.ts';
import { checkpointKey, checkpointPath, readCheckpoint, writeCheckpoint } from './checkpoint-file.ts';
import type { FileTask } from './compute-messages.ts';
import { VERSION } from './version.ts';
import { workLimits } from './work-limits.ts';

/** A run that would be done again in less is not worth a file. */
const AFTER_SECONDS = 60;

/** The command line is gone, or was told to go by the system: nobody said that the run is not wanted. */
export class Orphaned extends Error {
  override readonly name = 'Orphaned';
}

export class RunCheckpoints {
  readonly #task: FileTask;
  readonly #device: string;
  readonly #context: RunContext;
  readonly #file: string;
  readonly #startMs = performance.now();
  readonly #afterMs: number;
  /** Sizes and times of the inputs before they were read. */
  readonly #stamps: string;
  #key: Promise<string | null> | undefined;
  #writing: Promise<void> = Promise.resolve();
  #next: Checkpoint | undefined;
  #isWarned = false;
  /** Not the run's own signal: what a run has come to is written to its end where the process is told to go. */
  readonly #ending = new AbortController();

  private constructor(task: FileTask, device: string, context: RunContext, stamps: string, afterMs: number) {
    this.#task = task;
    this.#device = device;
    this.#context = context;
    this.#file = checkpointPath(task.output);
    this.#stamps = stamps;
    this.#afterMs = afterMs;
  }

  /**
   * @param stamps `stampsOf` the inputs, from before they were read
   * @returns undefined for runs that have none: those with diagnostics, whose results may not be the program's own, and
   *   all where the environment's GRIDPULL_CHECKPOINT_SECONDS is `never`
   */
  static of(task: FileTask, device: string, stamps: string, context: RunContext): RunCheckpoints | undefined {
    const seconds = process.env['GRIDPULL_CHECKPOINT_SECONDS'] ?? String(AFTER_SECONDS);
    if (Object.keys(task.diagnostics).length > 0 || !(Number(seconds) >= 0)) return undefined;
    return new RunCheckpoints(task, device, context, stamps, 1000 * Number(seconds));
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
    await writeCheckpoint(this.#file, key, checkpoint, signal).catch((error: unknown) => {
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
    const { inputs, options, reading, project, software } = this.#task;
    try {
      const contents: string[] = [];
      for (const input of inputs) contents.push(await hashOf(input));
      if ((await stampsOf(inputs)) !== this.#stamps) return null;
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
