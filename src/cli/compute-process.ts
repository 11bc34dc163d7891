/**
 * Starts the process that computes, and speaks for it. It takes one task after another: what costs seconds at each
 * start (the driver, its shaders, the threads) is paid once for a whole batch.
 *
 * Why a process of its own: graphics drivers are native code. They may crash, take the memory of the whole process
 * with them, block its only thread for seconds, and print to standard error what no user can act on; Dawn, for one,
 * prints two lines about limits it lowered (`maxDynamic…BuffersPerPipelineLayout`) on every Mesa driver, straight from
 * C++, with no switch against it. Kept apart, a crash is one clear line, Ctrl+C works at any moment, and the driver's
 * lines can be sorted before a person sees them.
 */
import { certificatePath, cleanedCloudPath, thumbnailPath } from '../batch/output-names.ts';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { createInterface } from 'node:readline';
import { OpenCalls } from '../engine/hosting.ts';
import { projectionName, ReconstructError, type RunContext } from '../engine/vocabulary.ts';
import {
  type Answer,
  COMPUTE_PROCESS,
  errorOf,
  type FromComputeProcess,
  type ItemTask,
  type ResultOf,
  type Task,
  type ToComputeProcess,
} from './compute-messages.ts';
import { besidePaths, terrainPaths } from './check-output.ts';
import { Interrupted, ProcessLost } from './exit-codes.ts';
import { removePartialFiles } from './partial-files.ts';
import { shaderCacheEnvironment } from './shader-cache.ts';
import { limitIn, type SystemLimit } from './system-limits.ts';

/** Known to be harmless, and printed on every run with a Mesa driver (Dawn, native/Limits.cpp). */
const HARMLESS = /^Warning: maxDynamic(Uniform|Storage)BuffersPerPipelineLayout artificially reduced/;

export class ComputeProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  /** Resolves when the process has ended, by whatever, and all that it printed has been read. */
  readonly #ended: Promise<void>;
  readonly #calls = new OpenCalls();
  #isLost = false;
  /** What the system refused, by what was printed; a stack follows, or a complaint about a driver. */
  #limit: SystemLimit | null = null;
  #memoryBytes = 0;
  /** What the task that runs may leave half-written. */
  #outputs: readonly string[] = [];
  #onMessage: (message: FromComputeProcess) => void = () => undefined;

  /** `onDriverLine` hears what native code printed, but for lines known to be harmless. */
  constructor(onDriverLine: (line: string) => void) {
    this.#child = fork(process.argv[1] ?? '', [COMPUTE_PROCESS], {
      serialization: 'advanced',
      // Its standard output is no result of ours: what native code prints there is treated like its other lines.
      env: { ...process.env, ...shaderCacheEnvironment(process.env) },
      stdio: ['inherit', 'pipe', 'pipe', 'ipc'],
    });
    const onLine = (line: string): void => {
      this.#limit ??= limitIn(line);
      if (!this.#limit && !HARMLESS.test(line)) onDriverLine(line);
    };
    const lines = [this.#child.stdout, this.#child.stderr].map((stream) => eachLine(stream, onLine));
    this.#child.on('message', (message: FromComputeProcess) => {
      if ('memoryBytes' in message) this.#memoryBytes = message.memoryBytes;
      this.#onMessage(message);
    });
    this.#ended = this.#untilEnded(lines);
    process.once('exit', this.#kill);
  }

  /** Whether it can take another task. */
  get isAlive(): boolean {
    return !this.#isLost;
  }

  /** What it held after its last task; 0 before. */
  get memoryBytes(): number {
    return this.#memoryBytes;
  }

  prefetch(task: ItemTask): void {
    this.#send({ type: 'prefetch', task });
  }

  /**
   * Runs one task, passing its events on; one at a time. Rejects like the task itself, with `ProcessLost` where the
   * process died, with `signal.reason` when cancelled.
   */
  async run<T extends Task>(
    task: T,
    context: RunContext,
    onTrying: (name: string) => void = () => undefined,
  ): Promise<ResultOf<T>> {
    const { signal } = context;
    signal.throwIfAborted();
    this.#outputs = outputsOf(task);
    const cancel = (): void => {
      const { reason } = signal as { readonly reason: unknown };
      this.#send({ type: 'cancel', isWish: !(reason instanceof Interrupted) || reason.isWish });
    };
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const answered = new Promise<Answer>((resolve) => {
        this.#onMessage = (message) => {
          if (message.type === 'event') context.onEvent(message.event);
          else if (message.type === 'trying') onTrying(message.name);
          else resolve(message);
        };
      });
      this.#send({ type: 'run', task });
      return resultOf<T>(await this.#calls.answered(answered), context);
    } catch (error) {
      // Ctrl+C in a terminal reaches both processes: one that had not yet begun to listen is simply gone.
      if (error instanceof ProcessLost) signal.throwIfAborted();
      if (this.#limit && isOfDevice(error)) throw new ProcessLost('no device', this.#limit);
      throw error;
    } finally {
      this.#onMessage = () => undefined;
      signal.removeEventListener('abort', cancel);
    }
  }

  /** Ends the process at once: what drivers do while they are unloaded is not worth waiting for. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#kill();
    await this.#ended;
  }

  async #untilEnded(lines: readonly Promise<void>[]): Promise<void> {
    const how = await new Promise<string>((resolve) => {
      this.#child.once('error', (error) => resolve(error.message));
      this.#child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    this.#isLost = true;
    this.#kill();
    process.removeListener('exit', this.#kill);
    await Promise.all(lines);
    this.#calls.end(new ProcessLost(how, this.#limit));
  }

  /** However we end, the other process ends with us; a second Ctrl+C goes by way of `exit`. */
  readonly #kill = (): void => {
    this.#isLost = true;
    this.#child.kill('SIGKILL');
    if (this.#child.pid === undefined) return;
    for (const output of this.#outputs) removePartialFiles(output, this.#child.pid);
  };

  #send(message: ToComputeProcess): void {
    // A process that is gone tells so by its exit.
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }
}

/** No device, or one that failed at once: where the system refused something, that is why. */
function isOfDevice(error: unknown): boolean {
  if (error instanceof ReconstructError) return error.code === 'gpu-unavailable' || error.code === 'gpu-lost';
  return error instanceof Error && /vkCreateDevice|vkCreateInstance/.test(error.message);
}

function outputsOf(task: Task): string[] {
  // The phases of a shared run leave theirs in its folder, where the next one looks for them.
  if (task.type === 'doctor' || task.type === 'tiles-plan' || task.type === 'tiles-part') return [];
  if (task.type === 'file') {
    const { output, diagnostics, options } = task;
    const terrain = terrainPaths(output, options);
    const beside = [
      cleanedCloudPath(output),
      certificatePath(output),
      projectionName(output),
      ...besidePaths(output),
      ...terrain,
    ];
    return [output, ...beside, ...(diagnostics.profile === undefined ? [] : [diagnostics.profile])];
  }
  const { item, place } = task;
  return [
    item.output,
    thumbnailPath(item.output),
    ...besidePaths(item.output),
    ...terrainPaths(item.output, item.options),
  ].map((name) => path.join(place.outputFolder, name));
}

function resultOf<T extends Task>(answer: Answer, { signal }: RunContext): ResultOf<T> {
  switch (answer.type) {
    case 'done':
      return answer.result as ResultOf<T>;
    case 'failed':
    case 'fault':
      throw errorOf(answer);
    case 'cancelled':
      throw signal.reason;
  }
}

async function eachLine(stream: Readable | null, onLine: (line: string) => void): Promise<void> {
  if (!stream) return;
  const reader = createInterface({ input: stream });
  reader.on('line', onLine);
  await once(reader, 'close');
}
