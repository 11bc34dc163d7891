/**
 * What a batch is to do, as a job file states it (`job-file.ts` reads and writes it). The same job runs from the
 * command line and from the window; nothing in it depends on either.
 *
 * Paths inside a job use '/' between folders on every system.
 */
import {
  BATCH_FORMATS,
  type ClassName,
  endingsOf,
  type MeshFormat,
  type Reading,
  type ReconstructOptions,
} from '../engine/vocabulary.ts';
import { DEFAULT_OUTPUT } from './output-names.ts';

/** Version of the job file's form: a program refuses files of a later one. */
export const JOB_VERSION = 1;

export interface BatchJob {
  readonly gridpullJob: typeof JOB_VERSION;
  readonly input: JobInput;
  readonly output: JobOutput;
  /** Options for every file; what is missing is found from the cloud itself (`DEFAULTS`). */
  readonly options: Partial<ReconstructOptions>;
  /** What of each file is read; all of it where this is missing. */
  readonly reading?: JobReading;
  /** Applied in their order, later ones win. */
  readonly overrides: readonly JobOverride[];
}

/** As `Reading`, with names of classes, too. */
export type JobReading = Omit<Reading, 'classes'> & { readonly classes?: readonly (number | ClassName)[] };

export interface JobInput {
  /**
   * A path relative to the job file's folder, or absolute. Null where the writer could not know (the window in a
   * browser).
   */
  readonly folder: string | null;
  /** Glob patterns (`glob.ts`) of paths relative to `folder`. */
  readonly include: readonly string[];
  /** Patterns of what is left out again. */
  readonly exclude: readonly string[];
}

export interface JobOutput {
  /** See `JobInput.folder`. */
  readonly folder: string | null;
  readonly format: MeshFormat;
}

export interface JobOverride {
  /** Glob patterns, relative to the input folder; the override holds for files that match one of them. */
  readonly files: readonly string[];
  readonly options: Partial<ReconstructOptions>;
  readonly reading?: JobReading;
  readonly format?: MeshFormat;
  /** The mesh's path in the output folder; for a pattern that names one file. */
  readonly output?: string;
}

/** All clouds that the engine reads, but for the vertices of meshes. */
export const CLOUD_PATTERN = `*.{${endingsOf(BATCH_FORMATS).join(',')}}`;

export const EMPTY_JOB: BatchJob = {
  gridpullJob: JOB_VERSION,
  input: { folder: '.', include: [CLOUD_PATTERN], exclude: [] },
  output: { folder: DEFAULT_OUTPUT, format: 'ply' },
  options: {},
  overrides: [],
};
