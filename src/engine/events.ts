/** What a run tells while it works. Plain data, so that it survives a thread boundary. */
export type StageName = 'read' | 'prepare' | 'clean' | 'analyse' | 'orient' | 'level' | 'extract' | 'trim' | 'write';

export type RunEvent =
  | { readonly type: 'stage-started'; readonly stage: StageName; readonly level?: number }
  /** `share` is the part of the whole run that is done, 0…1; it never falls and ends at exactly 1. */
  | { readonly type: 'progressed'; readonly stage: StageName; readonly share: number }
  /** A stage's own progress, 0…1. The clock of the run turns it into `progressed`; no host gets to see it. */
  | { readonly type: 'stage-progressed'; readonly share: number }
  | { readonly type: 'metric'; readonly name: string; readonly value: number; readonly level?: number }
  | { readonly type: 'warning'; readonly message: string }
  | {
      readonly type: 'stage-ended';
      readonly stage: StageName;
      readonly level?: number;
      readonly durationMs: number;
      /** Bytes of GPU buffers alive at the end of the stage. */
      readonly gpuBytes: number;
    };

/** Handed to every call that may take longer than 50 ms. */
export interface RunContext {
  readonly signal: AbortSignal;
  onEvent(event: RunEvent): void;
}
