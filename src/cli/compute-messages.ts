/**
 * What the command line and the process that computes say to one another: plain data in both directions. Why there are
 * two processes is told in `compute-process.ts`.
 */
import type { BatchItem } from '../batch/item.ts';
import type { Project } from '../batch/project/project.ts';
import type { FinishedItem } from '../batch/runner.ts';
import {
  type DeviceReport,
  type MeshFormat,
  type PlainError,
  type PointFit,
  type Reading,
  ReconstructError,
  type ReconstructOptions,
  type RunEvent,
  type RunReport,
  type TerrainReport,
} from '../engine/index.ts';
import type { ShaderFiles } from './shader-files.ts';
import type { PartResult, PartTask, PlanResult, PlanTask } from './tiles/tiles-task.ts';

/** The argument that makes the program the computing process. */
export const COMPUTE_PROCESS = '--compute-process';

/** One reconstruction from files to a file; all that it needs to know, checked before it is sent. */
export interface FileTask {
  readonly type: 'file';
  /** At least one; several are one scene. */
  readonly inputs: readonly string[];
  readonly reading: Reading;
  /** What `inputs`, its scans in their order, are made into; its options are `options`. */
  readonly project?: Project;
  readonly output: string;
  readonly format: MeshFormat;
  /** Where a first surface is written before the run. */
  readonly preview?: { readonly output: string; readonly format: MeshFormat };
  readonly software: boolean;
  /** Words of the name of the graphics adapter to take. */
  readonly adapter?: string;
  readonly options: ReconstructOptions;
  readonly diagnostics: Diagnostics;
  /** The folder of a shared run whose surfaces are to be joined, instead of computing them. */
  readonly tiles?: string;
  /** Whether anybody reads how far the points are from the mesh. */
  readonly wantsFit: boolean;
}

/** What a run shows of itself beside its result, each where it was asked for. */
export interface Diagnostics {
  /** File for the times of all dispatches. */
  readonly profile?: string;
  /** Folder for what every stage makes. */
  readonly dump?: string;
  /** Folder for the code of the kernels. */
  readonly writeShaders?: string;
  /** Code in the place of kernels. */
  readonly shaders?: ShaderFiles;
}

export interface FileResult {
  readonly readMs: number;
  /** From the cloud to its first surface, where one was asked for. */
  readonly previewMs?: number;
  readonly writeMs: number;
  /** The most memory that the computing process held at once. */
  readonly peakMemoryBytes: number;
  readonly report: RunReport;
  /** Null where nobody asked. */
  readonly fit: PointFit | null;
  /** Of the height raster and the contours, where they are written. */
  readonly terrain?: TerrainReport;
}

/** One file of a batch. */
export interface ItemTask {
  readonly type: 'item';
  readonly place: BatchPlace;
  readonly item: BatchItem;
}

/** What the files of a batch have in common; the same for all that one process is given. */
export interface BatchPlace {
  readonly inputFolder: string;
  readonly outputFolder: string;
  readonly software: boolean;
  readonly adapter?: string;
}

/** An examination of the device, which may end the process. */
export interface DoctorTask {
  readonly type: 'doctor';
  readonly software: boolean;
  readonly adapter?: string;
}

export type Task = FileTask | ItemTask | DoctorTask | PlanTask | PartTask;
export type ResultOf<T extends Task> = T extends FileTask
  ? FileResult
  : T extends ItemTask
    ? FinishedItem
    : T extends PlanTask
      ? PlanResult
      : T extends PartTask
        ? PartResult
        : DeviceReport;
export type AnyResult = FileResult | FinishedItem | DeviceReport | PlanResult | PartResult;

export type ToComputeProcess =
  | { readonly type: 'run'; readonly task: Task }
  /** Told ahead of the task, while another runs. Never answered. */
  | { readonly type: 'prefetch'; readonly task: ItemTask }
  /** Cancels the task that runs; without one it means nothing. */
  | {
      readonly type: 'cancel';
      /** A person does not want it any more; else the system ends it, and it may be asked for again. */
      readonly isWish: boolean;
    };

/** `event` any number of times, then one of the others, for each `run`. */
export type FromComputeProcess =
  | { readonly type: 'event'; readonly event: RunEvent }
  /** What an examination tries next. */
  | { readonly type: 'trying'; readonly name: string }
  | Answer;

export type Answer = { /** What the process holds now. */ readonly memoryBytes: number } & Outcome;

export type Outcome = { readonly type: 'done'; readonly result: AnyResult } | Failure;

export type Failure =
  | { readonly type: 'cancelled' }
  | { readonly type: 'failed'; readonly error: PlainError }
  /** An error that nobody foresaw: the stack tells where it came from. */
  | { readonly type: 'fault'; readonly name: string; readonly message: string; readonly stack: string };

export function failureMessage(error: unknown): Failure {
  if (error instanceof ReconstructError) return { type: 'failed', error: error.toPlain() };
  const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  return { type: 'fault', name, message, stack };
}

/** The error of a failure message, thrown again on the other side as the same kind of error. */
export function errorOf(message: Extract<Failure, { type: 'failed' | 'fault' }>): Error {
  if (message.type === 'failed') return ReconstructError.fromPlain(message.error);
  const error = message.name === 'RangeError' ? new RangeError(message.message) : new Error(message.message);
  error.stack = message.stack;
  return error;
}
