/**
 * The engine's hold on a device it does not own: compiled kernels, command lists, readbacks, and the one place where
 * GPU faults surface. A fault (validation, out of memory, lost device) stops the run at the next submit or readback: a
 * mesh computed past an error is never shown.
 */
import { ReconstructError } from '../errors.ts';
import type { PausePoint } from '../events.ts';
import { CommandList } from './command-list.ts';
import type { Kernel } from './kernel.ts';
import { compileKernel, type CompiledKernel } from './compile.ts';
import { ErrorScopes, type HeededCommand } from './error-scopes.ts';
import type { PassTimer } from './pass-timer.ts';
import type { Recorder } from './recorder.ts';
import type { ShaderWatch } from './shader-watch.ts';
import { MAP_READ, USAGE } from './usage.ts';

/** What a run wants to hear from its device, and to do to it. */
export interface GpuWatch {
  /** Called at most once a fault, so that a run ends at once that waits for something else. */
  readonly onFault?: (fault: ReconstructError) => void;
  /** Awaited between submits and before readbacks. */
  readonly pause?: PausePoint;
  /** Ends the wait for kernels that are being compiled, which on a slow device takes 100 ms. */
  readonly signal?: AbortSignal;
  /** Measures every dispatch. */
  readonly passTimer?: PassTimer;
  /** Sees the code of kernels, and may replace it. */
  readonly shaders?: ShaderWatch;
  /** Zeros for what is read back, such as memory that tasks need no copy of; memory of this thread alone without. */
  readonly allocate?: (bytes: number) => ArrayBufferLike;
}

/** How long after a strange failure the news of the device's loss may still come. */
const LOSS_NEWS_MS = 100;
/** The same where the loss is certain: a busy graphics process took longer than a second to tell it. */
const LATE_NEWS_MS = 30_000;

/**
 * Kernels that are compiled ahead side by side. All at once kept Chromium's graphics process busy for 7.4 s of a first
 * run on a loaded machine, and with it the worker that should have heard of a cancellation.
 */
const PRELOAD_LANES = 2;

/**
 * What was compiled for a device, for all its runs: the fifty kernels and more of a run take a second on a software
 * device, which a batch would pay for every file.
 */
const COMPILED = new WeakMap<GPUDevice, WeakMap<Kernel, Promise<CompiledKernel>>>();

/** Those of the device, or those of one run where its host looks at the code of kernels or replaces it. */
function compiledFor(device: GPUDevice, { shaders }: GpuWatch): WeakMap<Kernel, Promise<CompiledKernel>> {
  const compiled = (!shaders && COMPILED.get(device)) || new WeakMap<Kernel, Promise<CompiledKernel>>();
  if (!shaders) COMPILED.set(device, compiled);
  return compiled;
}

export class Gpu implements Recorder, Disposable {
  readonly device: GPUDevice;
  readonly label: string;
  /** Bytes of buffers alive in scopes of this device: zero again after any run, however it ended. */
  liveBytes = 0;
  /** The largest value `liveBytes` had. */
  peakBytes = 0;
  readonly #compiled = new Map<Kernel, CompiledKernel>();
  /** Those that are being compiled, and those that were. */
  readonly #compiling: WeakMap<Kernel, Promise<CompiledKernel>>;
  #fault: ReconstructError | undefined;
  /** Aborted when the device is lost. */
  readonly #loss = new AbortController();
  #isDisposed = false;
  readonly #scopes: ErrorScopes;
  /** Told instead of the watch that memory ran out. */
  #onShortage: ((fault: ReconstructError) => void) | undefined;
  #watch: GpuWatch;

  constructor(device: GPUDevice, label: string, watch: GpuWatch = {}) {
    this.device = device;
    this.label = label;
    this.#watch = watch;
    this.#compiling = compiledFor(device, watch);
    this.#scopes = new ErrorScopes(device, (fault) => {
      if (!this.#fault) this.#setFault(fault);
    });
    device.addEventListener('uncapturederror', this.#onUncaptured);
    void device.lost.then((info) => this.#onLost(info));
  }

  /** Stops listening to the device, which outlives this and has other runs to come. */
  [Symbol.dispose](): void {
    this.#isDisposed = true;
    this.device.removeEventListener('uncapturederror', this.#onUncaptured);
    // `device.lost` cannot be left: it holds this, which lets go of all that is large.
    this.#watch = {};
    this.#compiled.clear();
  }

  #onLost({ message, reason }: GPUDeviceLostInfo): void {
    this.#loss.abort();
    // A device on its way out may refuse commands first; memory that ran out is the better explanation.
    if (this.#fault?.code === 'gpu-out-of-memory') {
      if (this.#onShortage) this.#watch.onFault?.(this.#fault);
      return;
    }
    this.#setFault(
      new ReconstructError(
        'gpu-lost',
        `the graphics device was lost (${message || reason}); run again, or with software rendering`,
        { reason },
      ),
    );
  }

  #setFault(fault: ReconstructError): void {
    this.#fault = fault;
    if (this.#onShortage && fault.code === 'gpu-out-of-memory') this.#onShortage(fault);
    else this.#watch.onFault?.(fault);
  }

  readonly #onUncaptured = (event: GPUUncapturedErrorEvent): void => {
    // Whoever made the device would print it, and all that follows from it.
    event.preventDefault();
    this.#onError(event.error);
  };

  /** Of what no scope was round: parameters of a dispatch, memory that the driver needs for itself. */
  #onError(error: GPUError): void {
    const tell = (fault: ReconstructError): void => {
      if (!this.#fault) this.#setFault(fault);
    };
    if (error.constructor.name === 'GPUOutOfMemoryError') {
      const message = 'the graphics device is out of memory; try a lower resolution';
      return tell(new ReconstructError('gpu-out-of-memory', message, {}));
    }
    const refused = new ReconstructError(
      'shader-invalid',
      `the graphics device refused a command: ${error.message}`,
      {},
    );
    // What uses a buffer that there was no memory for is refused, too, and may be told before the buffer is.
    if (this.#scopes.isOpen) this.#scopes.afterAnswers(() => tell(refused));
    else tell(refused);
  }

  /** What `act` returns; what the device says against its commands becomes the fault, with their name and size. */
  heed<T>(command: HeededCommand, act: () => T): T {
    return this.#scopes.heed(command, act);
  }

  /** A buffer of the device: of a scope (`BufferScope`) or of whoever destroys it. */
  createBuffer(descriptor: GPUBufferDescriptor & { readonly label: string }): GPUBuffer {
    const { label, size } = descriptor;
    return this.heed({ label, bytes: size }, () => this.device.createBuffer(descriptor));
  }

  /** Throws the first fault the device reported, if any. */
  check(): void {
    if (this.#fault) throw this.#fault;
  }

  /**
   * What `work` resolves to. Memory that runs out meanwhile ends `work` at its next submit or readback, and is told to
   * `onShortage` alone: the device serves on, as if `work` had not been. Rejects with what `work` rejects with.
   */
  async sparing<T>(onShortage: (fault: ReconstructError) => void, work: () => Promise<T>): Promise<T> {
    const outer = this.#onShortage;
    this.#onShortage = onShortage;
    try {
      return await work();
    } finally {
      await this.#answered(this.#watch.signal);
      await this.#forgetShortage();
      this.#onShortage = outer;
    }
  }

  /** Throws the fault, if any, that the commands so far come to: what is done next is not to blame for it. */
  async settle(): Promise<void> {
    await this.#answered(this.#watch.signal);
    this.check();
  }

  /** What the device has against the commands so far has become the fault; not waited for by who is cancelled. */
  async #answered(signal?: AbortSignal): Promise<void> {
    if (!this.#scopes.isOpen || signal?.aborted) return;
    // Not a race with `device.lost`: that holds whatever ever waited for it.
    const answers = abortable(this.#scopes.answered(), this.#loss.signal);
    await abortable(answers, signal).catch(() => undefined);
  }

  /** A lost device forgets nothing. */
  async #forgetShortage(): Promise<void> {
    if (this.#fault?.code !== 'gpu-out-of-memory') return;
    // Commands that use the buffer which is missing are refused as well: told before the queue is through with them.
    await Promise.race([this.device.queue.onSubmittedWorkDone(), this.device.lost]);
    if (!this.#loss.signal.aborted) this.#fault = undefined;
  }

  /**
   * What to tell instead of `error`: the device's fault, where there is one. Work on a lost device fails with messages
   * that say nothing, and some of it before the loss itself is told.
   */
  async faultBehind(error: unknown): Promise<unknown> {
    const explained = error instanceof ReconstructError && error.code !== 'shader-invalid';
    if (!this.#fault && !explained) {
      await within(LOSS_NEWS_MS, this.device.lost);
    }
    return this.#fault ?? error;
  }

  /** Where a host wants to know what each kernel takes. */
  get passTimer(): PassTimer | undefined {
    return this.#watch.passTimer;
  }

  /** Stands still while the run is paused; undefined where it goes on. */
  pausePoint(): Promise<void> | undefined {
    return this.#watch.pause?.();
  }

  /** Compiles kernels ahead of use, side by side; those compiled before cost nothing. Rejects when cancelled. */
  async load(...kernels: readonly Kernel[]): Promise<void> {
    const missing = kernels.filter((kernel) => !this.#compiled.has(kernel));
    const compiling = Promise.all(missing.map((kernel) => this.#compile(kernel)));
    const compiled = await abortable(compiling, this.#watch.signal);
    missing.forEach((kernel, i) => this.#compiled.set(kernel, compiled[i]!));
  }

  /**
   * Begins to compile kernels that will be asked for, and does not wait: a few at a time, so that a kernel that is
   * wanted now, and the end of a run that is cancelled, wait for those alone. What is wrong with one is told to whom
   * loads it.
   */
  preload(kernels: readonly Kernel[]): void {
    // Who looks at the code is shown that of kernels which are dispatched, in their order.
    const waiting = this.#watch.shaders ? [] : [...kernels];
    const lane = async (): Promise<void> => {
      for (let kernel = waiting.shift(); kernel && !this.#isDone; kernel = waiting.shift()) {
        await this.#compile(kernel).catch(() => undefined);
      }
    };
    for (let i = 0; i < PRELOAD_LANES; i++) void lane();
  }

  /** Nobody waits for kernels any more. */
  get #isDone(): boolean {
    return this.#isDisposed || this.#loss.signal.aborted || this.#watch.signal?.aborted === true;
  }

  #compile(kernel: Kernel): Promise<CompiledKernel> {
    const begun = this.#compiling.get(kernel);
    if (begun) return begun;
    const compiling = this.#compileAnew(kernel);
    this.#compiling.set(kernel, compiling);
    // The next run asks again: a device that was short of memory may have some by then.
    compiling.catch(() => this.#compiling.delete(kernel));
    return compiling;
  }

  #compileAnew(kernel: Kernel): Promise<CompiledKernel> {
    const { shaders } = this.#watch;
    const replaced = shaders?.replaced.get(kernel.label);
    shaders?.onCompile(kernel.label, replaced?.code ?? kernel.code);
    if (!replaced) return compileKernel(this.device, kernel);
    return compileKernel(this.device, { ...kernel, code: replaced.code }, replaced.file);
  }

  compiled(kernel: Kernel): CompiledKernel {
    const found = this.#compiled.get(kernel);
    if (!found) throw new ReconstructError('shader-invalid', `kernel ${kernel.label} was not loaded before use`);
    return found;
  }

  commands(label: string): CommandList {
    return new CommandList(this, label);
  }

  /**
   * Copies `bytes` of a buffer to the CPU; waits for the work submitted before. In memory of the watch's `allocate`,
   * whatever the type promises: none of this program's code minds. Rejects with `signal.reason` at once when the run is
   * cancelled, whatever the device still has to do.
   */
  async read(source: GPUBuffer, bytes: number, signal?: AbortSignal, offset = 0): Promise<ArrayBuffer> {
    const pausing = this.pausePoint();
    if (pausing) await pausing;
    this.check();
    signal?.throwIfAborted();
    if (bytes === 0) return new ArrayBuffer(0);
    const label = `${source.label} readback`;
    const staging = this.createBuffer({ label, size: bytes, usage: USAGE.MAP_READ | USAGE.COPY_DST });
    let mapping: Promise<unknown> = Promise.resolve();
    try {
      const encoder = this.device.createCommandEncoder({ label });
      encoder.copyBufferToBuffer(source, offset, staging, 0, bytes);
      this.heed({ label }, () => this.device.queue.submit([encoder.finish()]));
      mapping = staging.mapAsync(MAP_READ);
      await abortable(mapping, signal);
      await this.#answered(signal);
      signal?.throwIfAborted();
      this.check();
      const range = staging.getMappedRange();
      const memory = this.#watch.allocate?.(bytes);
      if (!memory) return range.slice(0);
      new Uint8Array(memory).set(new Uint8Array(range));
      return memory as ArrayBuffer;
    } catch (error) {
      await this.#answered(signal);
      await Promise.resolve();
      if (signal?.aborted) throw signal.reason;
      // Nobody unmaps what is being mapped, so an AbortError is a lost device's; the news of it has to come and tell
      // why.
      if (isAbortError(error)) await abortable(within(LATE_NEWS_MS, this.device.lost), signal);
      this.check();
      throw error;
    } finally {
      // Not while it is being mapped: Dawn in Node would settle that promise twice, the second time in memory of
      // something else.
      const destroy = (): void => staging.destroy();
      void mapping.then(destroy, destroy);
    }
  }

  async readFloats(source: GPUBuffer, count: number, signal?: AbortSignal): Promise<Float32Array<ArrayBuffer>> {
    return new Float32Array(await this.read(source, 4 * count, signal));
  }

  async readUints(source: GPUBuffer, count: number, signal?: AbortSignal): Promise<Uint32Array<ArrayBuffer>> {
    return new Uint32Array(await this.read(source, 4 * count, signal));
  }
}

/** Of a browser or of Dawn in Node, whose class is another. */
function isAbortError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'AbortError';
}

/** Waits for the promise, but no longer than `ms`. */
async function within(ms: number, promise: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([promise, enough]);
  clearTimeout(timer);
}

/** The promise, or a rejection with `signal.reason` as soon as the signal aborts. */
export async function abortable<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return promise;
  // Who stops waiting does not hear how it ends.
  promise.catch(() => undefined);
  signal.throwIfAborted();
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    // The reason is whatever the caller aborted with: passed on as it is.
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
