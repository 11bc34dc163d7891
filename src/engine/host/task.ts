/**
 * A task is a pure function of plain data (typed arrays over shared memory where they are large) that may run on a
 * worker: the function itself, with the name by which it crosses to another thread.
 *
 *     export const countUnits = task('countUnits', ({ positions }: CountUnitsArguments): UnitCounts => …);
 *     await host.runTask(countUnits, { positions });   // on a worker
 *     countUnits({ positions });                       // here
 *
 * Whoever has a task run imports its value, so neither `host/` nor a host knows the names of stages; only a worker
 * needs them all (`task-list.ts`). Modules with tasks import no shader text: a worker thread runs them from the
 * sources, without the bundler.
 */
export interface Task<A, R> {
  (args: A): R;
  readonly taskName: string;
}

/** Any task, for lists of them, whatever they take and give. */
export type AnyTask = Task<never, unknown>;

/** Makes a task of `body`. `name` is that of the exported constant: the test of the task list compares them. */
export function task<A, R>(name: string, body: (args: A) => R): Task<A, R> {
  return Object.assign((args: A): R => body(args), { taskName: name });
}
