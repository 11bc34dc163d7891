/**
 * The CPU work that may run on a worker: named pure functions of plain data (typed arrays over shared memory where
 * they are large). A host calls `runTask(name, arguments)`; a worker calls `TASKS[name]`.
 */
export const TASKS = {} as const;

export type Tasks = typeof TASKS;
export type TaskName = keyof Tasks & string;
export type TaskArguments<N extends TaskName> = Tasks[N] extends (args: infer A) => unknown ? A : never;
export type TaskResult<N extends TaskName> = Tasks[N] extends (args: never) => infer R ? Awaited<R> : never;
