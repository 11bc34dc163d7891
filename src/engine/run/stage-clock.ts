/**
 * Times the stages of one run and turns them into events: progress never falls and ends at exactly 1. Time paused
 * does not count. A run that goes on from a checkpoint goes on with its times, its warnings and its progress.
 */
import type { RunContext, RunEvent, StageName } from '../events.ts';
import type { Gpu } from '../gpu/gpu.ts';
import { Pauses } from './pauses.ts';
import type { StageTime } from '../report.ts';

export interface PlannedStage {
  readonly stage: StageName;
  readonly weight: number;
  readonly level?: number;
}

/** What a run did and told so far: a checkpoint keeps it for the report and the progress of the run that goes on. */
export interface RunPast {
  readonly stages: readonly StageTime[];
  readonly warnings: readonly string[];
  /** Time without pauses. */
  readonly elapsedMs: number;
  /** Share of the run that was shown as done, and the weight of the stages behind it. */
  readonly share: number;
  readonly weightDone: number;
  readonly peakGpuBytes: number;
}

export class StageClock {
  readonly context: RunContext;
  readonly times: StageTime[];
  readonly warnings: string[];
  readonly #gpu: Gpu;
  readonly #pauses: Pauses;
  readonly #earlierMs: number;
  readonly #earlierPeakBytes: number;
  #planned: readonly PlannedStage[] = [];
  #done: number;
  #shown: number;
  #current: { readonly stage: StageName; readonly level: number | undefined } | undefined;
  readonly #startMs: number;

  constructor(gpu: Gpu, context: RunContext, pauses = new Pauses(undefined, context.signal), past?: RunPast) {
    this.#gpu = gpu;
    this.#pauses = pauses;
    this.#startMs = this.#nowMs();
    this.times = [...(past?.stages ?? [])];
    this.warnings = [...(past?.warnings ?? [])];
    this.#earlierMs = past?.elapsedMs ?? 0;
    this.#earlierPeakBytes = past?.peakGpuBytes ?? 0;
    this.#done = past?.weightDone ?? 0;
    this.#shown = past?.share ?? 0;
    this.context = {
      signal: context.signal,
      pause: () => pauses.point(),
      onEvent: (event: RunEvent) => {
        if (event.type === 'warning') this.warnings.push(event.message);
        if (event.type === 'stage-progressed') this.#progress(event.share);
        else context.onEvent(event);
      },
    };
  }

  /** Time worked, the run's before a lost device included. */
  get elapsedMs(): number {
    return this.#earlierMs + this.#nowMs() - this.#startMs;
  }

  get peakGpuBytes(): number {
    return Math.max(this.#earlierPeakBytes, this.#gpu.peakBytes);
  }

  /** The past, for a checkpoint. */
  get past(): RunPast {
    return {
      stages: [...this.times],
      warnings: [...this.warnings],
      elapsedMs: this.elapsedMs,
      share: this.#shown,
      weightDone: this.#done,
      peakGpuBytes: this.peakGpuBytes,
    };
  }

  /** The stages still to come; may be called again when the run knows more (how many levels there are). */
  plan(stages: readonly PlannedStage[]): void {
    this.#planned = stages;
    if (stages[0]) this.#show(stages[0].stage, this.#shown);
  }

  /** Takes the rest of a stage out of the plan: the run was stopped. */
  skip(stage: StageName): void {
    this.#planned = this.#planned.filter((planned) => planned.stage !== stage);
  }

  async run<T>(stage: StageName, body: () => Promise<T> | T, level?: number): Promise<T> {
    const { context } = this;
    const pausing = this.#pauses.point();
    if (pausing) await pausing;
    context.signal.throwIfAborted();
    const place = level === undefined ? {} : { level };
    context.onEvent({ type: 'stage-started', stage, ...place });
    context.signal.throwIfAborted();
    this.#current = { stage, level };
    const startMs = this.#nowMs();
    const result = await body();
    this.#current = undefined;
    context.signal.throwIfAborted();
    const durationMs = this.#nowMs() - startMs;
    const gpuBytes = this.#gpu.liveBytes;
    this.times.push({ name: level === undefined ? stage : `${stage} ${level}`, durationMs, gpuBytes });
    context.onEvent({ type: 'stage-ended', stage, ...place, durationMs, gpuBytes });
    this.#advance(stage, level);
    return result;
  }

  /** A clock that stands still while the run is paused. */
  #nowMs(): number {
    return performance.now() - this.#pauses.totalMs;
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
