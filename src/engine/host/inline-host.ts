/** The simplest host: tasks run where they are called. For tests, and for pages that may not start workers. */
import type { Host } from './host.ts';
import { TASKS, type TaskArguments, type TaskName, type TaskResult } from '../task-list.ts';

export function inlineHost(device: GPUDevice, label: string): Host {
  return {
    device,
    deviceLabel: label,
    parallelTasks: 1,
    async runTask<N extends TaskName>(name: N, args: TaskArguments<N>): Promise<TaskResult<N>> {
      // A turn of the event loop first: without it a chain of tasks would let no abort and no event through.
      await new Promise<void>((resolve) => setTimeout(resolve));
      return runNamedTask(name, args);
    },
  };
}

/** Calls a task by its name: the one body that inline hosts and workers share. */
export async function runNamedTask<N extends TaskName>(name: N, args: TaskArguments<N>): Promise<TaskResult<N>> {
  // TypeScript cannot see that the arguments of `name` are those of `TASKS[name]`.
  const task = TASKS[name] as unknown as (args: TaskArguments<N>) => TaskResult<N>;
  return task(args);
}
