/** What a run tells while it works. Plain data, so that it survives a thread boundary. */
export type StageName =
  | 'read'
  | 'align'
  | 'prepare'
  | 'clean'
  | 'analyse'
  | 'orient'
  | 'level'
  | 'extract'
  | 'trim'
  | 'finish'
  | 'write'
  | 'check';

export type RunEvent =
  | { readonly type: 'stage-started'; readonly stage: StageName; readonly level?: number }
  /** `share` is the part of the whole run that is done, 0…1; it never falls and ends at exactly 1. */
  | { readonly type: 'progressed'; readonly stage: StageName; readonly share: number }
  /** A stage's own progress, 0…1. The clock of the run turns it into `progressed`; no host gets to see it. */
  | { readonly type: 'stage-progressed'; readonly share: number }
  | {
      readonly type: 'metric';
      readonly name: string;
      readonly value: number;
      readonly level?: number;
      /** Iterations since the metric of this name before, on the same level. */
      readonly iterations?: number;
    }
  | { readonly type: 'warning'; readonly message: string }
  /** Once, from when `RunControl.stop` ends the run with a result: the first level is solved. */
  | { readonly type: 'stoppable' }
  /** The surface of a level that is not the last; `level` is its resolution. Only where previews are asked for. */
  | { readonly type: 'level-ready'; readonly level: number; readonly mesh: PreviewMesh }
  | {
      readonly type: 'stage-ended';
      readonly stage: StageName;
      readonly level?: number;
      readonly durationMs: number;
      /** Bytes of GPU buffers alive at the end of the stage. */
      readonly gpuBytes: number;
    };

/** A surface while finer ones are being solved. Nobody else keeps the arrays: they may be transferred. */
export interface PreviewMesh {
  /** [3 × vertexCount] in the cloud's space (world less its shift), like the mesh of the result. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** [3 × triangleCount] counter-clockwise as seen from outside. */
  readonly indices: Uint32Array<ArrayBuffer>;
  /** [3 × vertexCount] unit length, outward. */
  readonly normals: Float32Array<ArrayBuffer>;
}

/** Handed to every call that may take longer than 50 ms. */
export interface RunContext {
  readonly signal: AbortSignal;
  onEvent(event: RunEvent): void;
  /** Set by a run for its stages: see `Pauses.point`. Hosts pause through `RunControl`. */
  readonly pause?: PausePoint;
}

/** Awaited wherever work may stand still for as long as somebody likes; undefined goes on. Rejects when cancelled. */
export type PausePoint = () => Promise<void> | undefined;
