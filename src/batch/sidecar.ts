/**
 * The report beside every mesh: what went in, what was asked, what came out, on what, and how long it took. It holds
 * all that is needed to run the same again, to tell whether that is necessary, and to make the report of the whole
 * batch, so that a batch keeps no other state, and shards need not know of one another.
 */
import type { MeshFormat, ReconstructOptions, RunReport } from '../engine/vocabulary.ts';
import type { BatchJob } from './job.ts';

export const SIDECAR_VERSION = 1;

export interface Sidecar {
  readonly gridpullReport: typeof SIDECAR_VERSION;
  readonly state: 'done' | 'failed';
  readonly input: {
    /** Path relative to the input folder. */
    readonly path: string;
    readonly bytes: number;
    /** SHA-256, hexadecimal; null where the file could not be read. */
    readonly sha256: string | null;
  };
  readonly output: {
    /** Path relative to the output folder. */
    readonly path: string;
    readonly format: MeshFormat;
    /** Null where there is no mesh. */
    readonly bytes: number | null;
    readonly sha256: string | null;
  };
  readonly options: ReconstructOptions;
  readonly version: string;
  /** Null where it failed before there was one. */
  readonly device: string | null;
  /** ISO 8601, UTC. */
  readonly finishedAt: string;
  readonly result: ItemResult | null;
  readonly error: ItemError | null;
  readonly warnings: readonly string[];
  /** A job of this one file; its folders are relative to the sidecar's, null where they could not be known. */
  readonly job: BatchJob;
}

export interface ItemResult {
  readonly report: RunReport;
  /** Distances from points of the cloud to the mesh, world unit. Null where there are no points to measure. */
  readonly fit: ItemFit | null;
  readonly times: ItemTimes;
  /** Peak of the computing process since it began; null where the host cannot tell (a browser). */
  readonly peakMemoryBytes: number | null;
}

/** `median` and `lost` are missing where an older program wrote the sidecar. */
export interface ItemFit {
  readonly mean: number;
  readonly median?: number | undefined;
  readonly percentile95: number;
  readonly max: number;
  readonly lost?: { readonly count: number; readonly beyond: number } | undefined;
}

/** Milliseconds. What was done ahead while another file was computed counts where it was waited for. */
export interface ItemTimes {
  readonly read: number;
  readonly reconstruct: number;
  readonly measure: number;
  readonly draw: number;
  readonly write: number;
  readonly total: number;
}

export interface ItemError {
  /** An `ErrorCode` of the engine, `crashed` or `internal`. */
  readonly code: string;
  /** Text for a person: what, where, what to try. */
  readonly message: string;
}
