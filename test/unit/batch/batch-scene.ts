/** A batch over folders in memory, as often as a test likes, and a runner to which anything may happen. */
import type { BatchEvent } from '../../../src/batch/events.ts';
import type { BatchItem } from '../../../src/batch/item.ts';
import { type BatchJob, EMPTY_JOB } from '../../../src/batch/job.ts';
import { planBatch } from '../../../src/batch/plan.ts';
import { type BatchParts, runBatch } from '../../../src/batch/run-batch.ts';
import type { FinishedItem, ItemRunner } from '../../../src/batch/runner.ts';
import type { RunContext } from '../../../src/engine/events.ts';
import { type MemoryInput, memoryInput, memoryOutput, type MemoryOutput, sha256, textIn } from './memory-folders.ts';
import { finishedOf } from './sidecars.ts';

/** Writes `mesh of CLOUD` for each cloud, and does what `happens` says instead where it throws. */
export class TestRunner implements ItemRunner {
  readonly calls: string[] = [];
  happens: (item: BatchItem, context: RunContext) => Promise<void> | void = () => undefined;
  readonly #input: MemoryInput;
  readonly #output: MemoryOutput;

  constructor(input: MemoryInput, output: MemoryOutput) {
    this.#input = input;
    this.#output = output;
  }

  prefetch(item: BatchItem): void {
    this.calls.push(`prefetch ${item.input}`);
  }

  async run(item: BatchItem, context: RunContext): Promise<FinishedItem> {
    this.calls.push(`run ${item.input}`);
    const cloud = this.#input.files.get(item.input)!;
    context.onEvent({ type: 'stage-started', stage: 'read' });
    context.onEvent({ type: 'stage-ended', stage: 'read', durationMs: 1, gpuBytes: 0 });
    context.onEvent({ type: 'progressed', stage: 'level', share: 0.5 });
    context.onEvent({ type: 'warning', message: `odd ${item.input}` });
    await this.happens(item, context);
    context.signal.throwIfAborted();
    const mesh = new TextEncoder().encode(`mesh of ${new TextDecoder().decode(cloud)} with ${item.options.seed}`);
    await this.#output.write(item.output, (sink) => sink.write(mesh));
    const warnings = [`odd ${item.input}`];
    return finishedOf({
      inputSha256: sha256(cloud),
      outputSha256: sha256(mesh),
      outputBytes: mesh.byteLength,
      warnings,
    });
  }
}

export const CLOUDS = { 'a.xyz': 'cloud a', 'b.xyz': 'cloud b', 'c.xyz': 'cloud c', 'd.xyz': 'cloud d' };

/** One batch after another over the same folders. */
export class Scene {
  readonly input: MemoryInput;
  readonly output = memoryOutput();
  readonly runner: TestRunner;
  readonly controller = new AbortController();
  job: BatchJob = EMPTY_JOB;
  events: BatchEvent[] = [];

  constructor(files: Readonly<Record<string, string>> = CLOUDS) {
    this.input = memoryInput(files);
    this.runner = new TestRunner(this.input, this.output);
  }

  async items(): Promise<BatchItem[]> {
    return planBatch(this.job, await this.input.list(this.controller.signal));
  }

  async run(mode: BatchParts['mode'] = 'fresh', changes: Partial<BatchParts> = {}) {
    this.events = [];
    this.runner.calls.length = 0;
    this.input.hashed.length = 0;
    const { job, input, output, runner } = this;
    const onEvent = (event: BatchEvent): void => void this.events.push(event);
    const [items, signal] = [await this.items(), this.controller.signal];
    const common = { version: '1.2.3', inputFromOutput: '../in', mode, signal, onEvent };
    return runBatch({ items, job, input, output, runner, ...common, ...changes });
  }

  /** `0 done` … in order; kept ones with a mark. */
  get states(): string[] {
    return this.events.flatMap((event) =>
      event.type === 'item' ? [`${event.index} ${event.state}${event.kept ? ' kept' : ''}`] : [],
    );
  }

  /** All files; of sidecars what does not depend on the time. */
  get result(): Record<string, string> {
    const paths = [...this.output.files.keys()].sort();
    return Object.fromEntries(
      paths.map((path) => [path, textIn(this.output, path).replace(/"finishedAt": "[^"]+"/, '"finishedAt": …')]),
    );
  }
}
