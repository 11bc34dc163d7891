/**
 * What the command line and the process that computes say to one another: plain data in both directions. Why there are
 * two processes is told in `job-process.ts`.
 */
import { type PlainError, ReconstructError, type MeshFormat, type ReconstructOptions } from '../engine/index.ts';
import type { RunEvent, RunReport } from '../engine/index.ts';

/** All that a reconstruction needs to know; checked before it is sent. */
export interface Job {
  readonly input: string;
  readonly output: string;
  readonly format: MeshFormat;
  readonly software: boolean;
  readonly options: ReconstructOptions;
}

export interface JobResult {
  readonly readMs: number;
  readonly writeMs: number;
  /** The most memory that the computing process held at once. */
  readonly peakMemoryBytes: number;
  readonly report: RunReport;
}

export type ToJobProcess = { readonly type: 'run'; readonly job: Job } | { readonly type: 'cancel' };

export type FromJobProcess =
  | { readonly type: 'event'; readonly event: RunEvent }
  | { readonly type: 'done'; readonly result: JobResult }
  | { readonly type: 'cancelled' }
  | { readonly type: 'failed'; readonly error: PlainError }
  /** Not a foreseen error: the stack tells where it came from. */
  | { readonly type: 'fault'; readonly name: string; readonly message: string; readonly stack: string };

export function failureMessage(error: unknown): FromJobProcess {
  if (error instanceof ReconstructError) return { type: 'failed', error: error.toPlain() };
  const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  return { type: 'fault', name, message, stack };
}

/** The error of a failure message, thrown again on the other side as the same kind of error. */
export function errorOf(message: Extract<FromJobProcess, { type: 'failed' | 'fault' }>): Error {
  if (message.type === 'failed') return ReconstructError.fromPlain(message.error);
  const error = message.name === 'RangeError' ? new RangeError(message.message) : new Error(message.message);
  error.stack = message.stack;
  return error;
}
