/** All that the engine asks of the program around it. */
import type { PassTimer } from '../gpu/pass-timer.ts';
import type { ShaderWatch } from '../gpu/shader-watch.ts';
import type { RunDump } from './run-dump.ts';
import type { Task } from './task.ts';

export interface Host {
  /** The host's device; the engine never destroys it. */
  readonly device: GPUDevice;
  readonly deviceLabel: string;
  /** Main memory that a run may take, where the host can tell: `auto` takes no level that needs more. */
  readonly memoryBytes?: number;
  /** How many tasks can run side by side (worker count); at least 1. */
  readonly parallelTasks: number;
  /** A diagnostic: measures every dispatch of the runs of this host. */
  readonly passTimer?: PassTimer;
  /** A diagnostic: sees the code of the kernels of its runs, and may replace it. */
  readonly shaders?: ShaderWatch;
  /** A diagnostic: is handed what every stage makes. */
  readonly dump?: RunDump;
  /**
   * Runs a task, inline or on a worker. The same function body serves both, so that results cannot depend on where it
   * ran. Large arrays travel as shared memory.
   */
  runTask<A, R>(task: Task<A, R>, args: NoInfer<A>): Promise<R>;
}

/** The part of a host that work on the CPU needs. */
export type TaskHost = Pick<Host, 'parallelTasks' | 'runTask' | 'memoryBytes'>;
