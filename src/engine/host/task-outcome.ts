/**
 * What a worker answers: a value, or an error as plain data, because cloning an `Error` drops its fields. Used by the
 * workers of every host, so that an error looks the same wherever the task ran.
 */
import { type PlainError, ReconstructError } from '../errors.ts';
import type { AnyTask } from './task.ts';

export type TaskOutcome =
  | { readonly type: 'value'; readonly value: unknown }
  | { readonly type: 'error'; readonly error: PlainError }
  /** A mistake in a task, not a foreseen error: the stack tells where. */
  | { readonly type: 'fault'; readonly message: string; readonly stack: string };

/** What a worker offers to its pool: functions do not cross threads, so tasks go by their names. */
export interface TaskService {
  run(taskName: string, args: unknown): Promise<TaskOutcome>;
}

/** Runs the task of that name and catches what it throws. */
export async function taskOutcome(tasks: readonly AnyTask[], taskName: string, args: unknown): Promise<TaskOutcome> {
  try {
    const task = tasks.find((candidate) => candidate.taskName === taskName);
    if (!task) throw new Error(`the worker knows no task ${taskName}; is it in task-list.ts?`);
    // The pool's caller was typed by the task itself.
    return { type: 'value', value: await task(args as never) };
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
