/**
 * Measures every dispatch of a run by timestamp queries: which kernel, how many threads, how long on the device.
 *
 * A diagnostic. A host that wants it gives a timer to `reconstruct` (`Host.passTimer`); without one nothing is made,
 * recorded or waited for. With one, each dispatch is a compute pass of its own, since WebGPU writes timestamps only
 * where passes begin and end; dispatches that depend on one another wait for one another either way.
 *
 * A command list takes its queries from query sets of 4,096, the most that WebGPU allows in one; one with more
 * dispatches takes further sets. They go round: what a list wrote is resolved at the end of its own submit, and only
 * then does the next list get the set, whose submit the queue puts after it.
 *
 * Browsers round timestamps to 100 µs and Dawn does so unless told otherwise (`timestamp_quantization`; WebGPU, section
 * 20.4 "Timestamp Query"): then a short dispatch counts as nothing or as 100 µs, and only sums over many mean much.
 */
import type { Allocator } from './error-scopes.ts';
import type { ParamValues } from './params-layout.ts';
import { MAP_READ, USAGE } from './usage.ts';

/** One dispatch. */
export interface KernelPass {
  /** The kernel's label. */
  readonly kernel: string;
  /** The label of the command list that it was recorded in; called batch because files of profiles call it so. */
  readonly batch: string;
  readonly threads: number;
  readonly params: ParamValues;
  /** Size of every bound buffer, bytes: no less than what is used of it. */
  readonly bufferBytes: Readonly<Record<string, number>>;
  /** Time from the beginning to the end of the pass on the device. */
  readonly ms: number;
}

type Dispatch = Omit<KernelPass, 'ms'>;

/** Queries of one set: the most that WebGPU allows. */
const QUERIES = 4096;
const QUERY_BYTES = 8;

export class PassTimer {
  readonly #device: GPUDevice;
  readonly #idle: GPUQuerySet[] = [];
  readonly #reading: Promise<void>[] = [];
  readonly #passes: KernelPass[] = [];

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  static isSupported(device: GPUDevice): boolean {
    return device.features.has('timestamp-query');
  }

  /** Opens a timer for the dispatches of one command list, which has its queries and buffers from `allocator`. */
  openList(allocator: Allocator): ListTimer {
    return new ListTimer({
      take: () => this.#idle.pop() ?? this.#createQueries(allocator),
      giveBack: (queries) => void this.#idle.push(queries),
      createBuffer: (descriptor) => allocator.createBuffer(descriptor),
      read: (staging, dispatches) => void this.#reading.push(this.#read(staging, dispatches)),
    });
  }

  /**
   * Every dispatch that was submitted, in the order of the queue; waits for those still running. Those of a device that
   * was lost meanwhile are missing.
   */
  async passes(): Promise<readonly KernelPass[]> {
    await Promise.all(this.#reading);
    return this.#passes;
  }

  #createQueries(allocator: Allocator): GPUQuerySet {
    const descriptor = { label: 'pass timer', type: 'timestamp', count: QUERIES } as const;
    return allocator.heed({ label: descriptor.label, bytes: QUERIES * QUERY_BYTES }, () =>
      this.#device.createQuerySet(descriptor),
    );
  }

  /** Maps are answered in the order of the queue, so passes are too. */
  async #read(staging: GPUBuffer, dispatches: readonly Dispatch[]): Promise<void> {
    try {
      await staging.mapAsync(MAP_READ);
      const times = new BigUint64Array(staging.getMappedRange());
      dispatches.forEach((dispatch, i) => this.#passes.push({ ...dispatch, ms: elapsedMs(times, i) }));
    } catch {
      // The device is lost: the run itself tells so.
    } finally {
      staging.destroy();
    }
  }
}

/** Clocks of some devices run backwards when their frequency changes: no time rather than a negative one. */
function elapsedMs(times: BigUint64Array, pass: number): number {
  const [begin, end] = [times[2 * pass] ?? 0n, times[2 * pass + 1] ?? 0n];
  return end > begin ? Number(end - begin) / 1e6 : 0;
}

interface TimerParts {
  readonly take: () => GPUQuerySet;
  readonly giveBack: (queries: GPUQuerySet) => void;
  readonly createBuffer: Allocator['createBuffer'];
  readonly read: (staging: GPUBuffer, dispatches: readonly Dispatch[]) => void;
}

/** The queries of one command list. */
export class ListTimer {
  readonly #parts: TimerParts;
  readonly #sets: GPUQuerySet[] = [];
  readonly #dispatches: Dispatch[] = [];
  #temporary: GPUBuffer | undefined;
  #staging: GPUBuffer | undefined;

  constructor(parts: TimerParts) {
    this.#parts = parts;
  }

  /** What the pass of the next dispatch has to write. */
  next(dispatch: Dispatch): GPUComputePassTimestampWrites {
    const query = (2 * this.#dispatches.length) % QUERIES;
    if (query === 0) this.#sets.push(this.#parts.take());
    this.#dispatches.push(dispatch);
    return {
      querySet: this.#sets[this.#sets.length - 1]!,
      beginningOfPassWriteIndex: query,
      endOfPassWriteIndex: query + 1,
    };
  }

  /** Records the way of the timestamps to the CPU, after all dispatches. */
  resolve(encoder: GPUCommandEncoder): void {
    const bytes = 2 * QUERY_BYTES * this.#dispatches.length;
    if (bytes === 0) return;
    const resolved = this.#parts.createBuffer({
      label: 'pass timer',
      size: QUERIES * QUERY_BYTES * this.#sets.length,
      usage: USAGE.QUERY_RESOLVE | USAGE.COPY_SRC,
    });
    const usage = USAGE.MAP_READ | USAGE.COPY_DST;
    const staging = this.#parts.createBuffer({ label: 'pass timer readback', size: bytes, usage });
    this.#sets.forEach((set, i) => {
      const count = Math.min(QUERIES, 2 * this.#dispatches.length - i * QUERIES);
      encoder.resolveQuerySet(set, 0, count, resolved, i * QUERIES * QUERY_BYTES);
    });
    encoder.copyBufferToBuffer(resolved, 0, staging, 0, bytes);
    this.#temporary = resolved;
    this.#staging = staging;
  }

  /** The commands are with the queue. */
  submitted(): void {
    const staging = this.#staging;
    this.#staging = undefined;
    if (staging) this.#parts.read(staging, this.#dispatches);
  }

  /** Called for a list that was submitted or dropped. */
  close(): void {
    this.#temporary?.destroy();
    this.#staging?.destroy();
    this.#sets.splice(0).forEach((set) => this.#parts.giveBack(set));
  }
}
