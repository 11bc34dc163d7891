/** The sidecar of an item that was done or that failed, and in it the job that does this one file again. */
import { ReconstructError } from '../engine/vocabulary.ts';
import type { BatchItem } from './item.ts';
import { type BatchJob, JOB_VERSION } from './job.ts';
import { plainName } from './name-outputs.ts';
import { literally } from './patterns.ts';
import type { FinishedItem } from './runner.ts';
import { type ItemError, type Sidecar, SIDECAR_VERSION } from './sidecar.ts';

/** What all sidecars of a batch have in common. */
export interface Origin {
  /** The program's version. */
  readonly version: string;
  /** The way from the output folder to the input folder, or an absolute path; null where nobody knows. */
  readonly inputFromOutput: string | null;
}

export function doneSidecar(item: BatchItem, finished: FinishedItem, origin: Origin): Sidecar {
  const { inputSha256, outputSha256, outputBytes, device, result, warnings } = finished;
  return {
    ...commonPart(item, origin),
    state: 'done',
    input: { path: item.input, bytes: item.inputBytes, sha256: inputSha256 },
    output: { path: item.output, format: item.format, bytes: outputBytes, sha256: outputSha256 },
    device,
    result,
    error: null,
    warnings,
  };
}

export interface Failure {
  readonly error: unknown;
  readonly inputSha256: string | null;
  readonly warnings: readonly string[];
}

export function failedSidecar(item: BatchItem, { error, inputSha256, warnings }: Failure, origin: Origin): Sidecar {
  return {
    ...commonPart(item, origin),
    state: 'failed',
    input: { path: item.input, bytes: item.inputBytes, sha256: inputSha256 },
    output: { path: item.output, format: item.format, bytes: null, sha256: null },
    device: null,
    result: null,
    error: itemError(error),
    warnings,
  };
}

/** A job of this one file, to be run from the folder that its sidecar lies in. */
export function jobOf(item: BatchItem, inputFromOutput: string | null): BatchJob {
  const { input, output, format, options, reading } = item;
  const depth = output.split('/').length - 1;
  const toOutput = depth === 0 ? '.' : Array.from({ length: depth }, () => '..').join('/');
  const files = [literally(input)];
  return {
    gridpullJob: JOB_VERSION,
    input: { folder: inputFromOutput && joined(toOutput, inputFromOutput), include: files, exclude: [] },
    output: { folder: toOutput, format },
    options,
    ...(reading && { reading }),
    // Alone, the file would get another name where it shared its own with others.
    overrides: output === plainName({ input, format }) ? [] : [{ files, options: {}, output }],
  };
}

function commonPart(item: BatchItem, { version, inputFromOutput }: Origin) {
  return {
    gridpullReport: SIDECAR_VERSION,
    options: item.options,
    version,
    finishedAt: new Date().toISOString(),
    job: jobOf(item, inputFromOutput),
  } as const;
}

function joined(base: string, path: string): string {
  if (/^([/\\]|[a-z]:)/i.test(path) || base === '.') return path;
  return path === '.' ? base : `${base}/${path}`;
}

function itemError(error: unknown): ItemError {
  if (error instanceof ReconstructError) return { code: error.code, message: error.message };
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { code: name === 'ProcessLost' ? 'crashed' : 'internal', message: message || name };
}
