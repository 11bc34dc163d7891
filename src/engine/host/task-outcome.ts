/**
 * What a worker answers: a value, or an error as plain data, because cloning an `Error` drops its fields. Used by the
 * workers of every host, so that an error looks the same wherever the task ran.
 */
import { type PlainError, ReconstructError } from '../errors.ts';
import { runNamedTask } from './inline-host.ts';
import type { TaskArguments, TaskName } from '../task-list.ts';

export type TaskOutcome =
  | { readonly type: 'value'; readonly value: unknown }
  | { readonly type: 'error'; readonly error: PlainError }
  /** A mistake in a task, not a foreseen error: the stack tells where. */
  | { readonly type: 'fault'; readonly message: string; readonly stack: string };

/** What a worker offers to its pool. */
export interface TaskService {
  run(name: TaskName, args: unknown): Promise<TaskOutcome>;
}

/** Runs a task and catches what it throws. */
export async function taskOutcome(name: TaskName, args: unknown): Promise<TaskOutcome> {
  try {
    return { type: 'value', value: await runNamedTask(name, args as TaskArguments<TaskName>) };
  } catch (error) {
    if (error instanceof ReconstructError) return { type: 'error', error: error.toPlain() };
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    return { type: 'fault', message, stack };
  }
}

/** The value, or the error thrown again. */
export function valueOf(outcome: TaskOutcome): unknown {
  switch (outcome.type) {
    case 'value':
      return outcome.value;
    case 'error':
      throw ReconstructError.fromPlain(outcome.error);
    case 'fault': {
      const error = new Error(outcome.message);
      error.stack = outcome.stack;
      throw error;
    }
  }
}

/**
 * The array buffers of a result, to be moved instead of copied: a worker has no further use for them. Shared memory
 * is not among them, it stays where it is.
 */
export function buffersOf(value: unknown, found = new Set<ArrayBuffer>()): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) buffersOf(value.buffer, found);
  else if (value instanceof ArrayBuffer) found.add(value);
  else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) buffersOf(part, found);
  }
  return [...found];
}
