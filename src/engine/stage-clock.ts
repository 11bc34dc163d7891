/**
 * Times the stages of one run and turns them into events: progress never falls and ends at exactly 1.
 *
 * The weights are the stages' shares of the time, measured on software Vulkan with 50k to 200k points; they only
 * make the bar move evenly.
 */
import type { RunContext, RunEvent, StageName } from './events.ts';
import type { Gpu } from './gpu/gpu.ts';
import type { StageTime } from './report.ts';

export interface PlannedStage {
  readonly stage: StageName;
  readonly weight: number;
  readonly level?: number;
}

export class StageClock {
  readonly context: RunContext;
  readonly times: StageTime[] = [];
  readonly warnings: string[] = [];
  readonly #gpu: Gpu;
  #planned: readonly PlannedStage[] = [];
  #done = 0;
  #shown = 0;
  #current: { readonly stage: StageName; readonly level: number | undefined } | undefined;
  readonly #startMs = performance.now();

  constructor(gpu: Gpu, context: RunContext) {
    this.#gpu = gpu;
    this.context = {
      signal: context.signal,
      onEvent: (event: RunEvent) => {
        if (event.type === 'warning') this.warnings.push(event.message);
        if (event.type === 'stage-progressed') this.#progress(event.share);
        else context.onEvent(event);
      },
    };
  }

  get elapsedMs(): number {
    return performance.now() - this.#startMs;
  }

  /** The stages still to come; may be called again when the run knows more (how many levels there are). */
  plan(stages: readonly PlannedStage[]): void {
    this.#planned = stages;
  }

  async run<T>(stage: StageName, body: (context: RunContext) => Promise<T> | T, level?: number): Promise<T> {
    const { context } = this;
    context.signal.throwIfAborted();
    const place = level === undefined ? {} : { level };
    context.onEvent({ type: 'stage-started', stage, ...place });
    this.#current = { stage, level };
    const startMs = performance.now();
    const result = await body(context);
    this.#current = undefined;
    context.signal.throwIfAborted();
    const durationMs = performance.now() - startMs;
    const gpuBytes = this.#gpu.liveBytes;
    this.times.push({ name: level === undefined ? stage : `${stage} ${level}`, durationMs, gpuBytes });
    context.onEvent({ type: 'stage-ended', stage, ...place, durationMs, gpuBytes });
    this.#advance(stage, level);
    return result;
  }

  /** Every planned stage is behind us. */
  finish(): void {
    this.#planned = [];
    this.#show('trim', 1);
  }

  /** The part of the current stage that is done, in proportion to its planned weight. */
  #progress(stageShare: number): void {
    const current = this.#current;
    const planned = current && this.#planned.find((p) => p.stage === current.stage && p.level === current.level);
    if (!planned) return;
    const left = this.#planned.reduce((sum, { weight }) => sum + weight, 0);
    const done = this.#done + planned.weight * Math.min(1, Math.max(0, stageShare));
    this.#show(planned.stage, Math.min(0.999, done / (this.#done + left)));
  }

  #advance(stage: StageName, level?: number): void {
    const index = this.#planned.findIndex((planned) => planned.stage === stage && planned.level === level);
    if (index < 0) return;
    this.#done += this.#planned[index]!.weight;
    this.#planned = this.#planned.filter((_, i) => i !== index);
    const left = this.#planned.reduce((sum, planned) => sum + planned.weight, 0);
    this.#show(stage, Math.min(0.999, this.#done / (this.#done + left)));
  }

  #show(stage: StageName, share: number): void {
    this.#shown = Math.max(this.#shown, share);
    this.context.onEvent({ type: 'progressed', stage, share: this.#shown });
  }
}
