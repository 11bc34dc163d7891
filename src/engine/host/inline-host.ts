/** The simplest host: tasks run where they are called. For tests, and for pages that may not start workers. */
import type { Host, TaskHost } from './host.ts';
import type { Task } from './task.ts';

/** Without a device, for work on the CPU alone. */
export const INLINE_TASKS: TaskHost = {
  parallelTasks: 1,
  async runTask<A, R>(task: Task<A, R>, args: NoInfer<A>): Promise<R> {
    // A turn of the event loop first: without it a chain of tasks would let no abort and no event through.
    await new Promise<void>((resolve) => setTimeout(resolve));
    return task(args);
  },
};

export function inlineHost(device: GPUDevice, label: string): Host {
  return { device, deviceLabel: label, ...INLINE_TASKS };
}
