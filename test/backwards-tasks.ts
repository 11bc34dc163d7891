import type { TaskHost } from '../src/engine/host/host.ts';

/** Begins the last of the tasks that wait: the order that no pool would take. */
export const BACKWARDS: TaskHost = (() => {
  const waiting: (() => void)[] = [];
  return {
    parallelTasks: 7,
    runTask: (task, args) =>
      new Promise((resolve, reject) => {
        waiting.push(() => {
          try {
            resolve(task(args));
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        });
        setTimeout(() => waiting.pop()?.(), 1);
      }),
  };
})();
