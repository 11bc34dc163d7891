/**
 * What a host is built from: its contract, the workers' side of tasks, memory that threads share, long work in steps.
 * Light, without any stage: a worker thread loads it from the sources. `index.ts` has all of it, too.
 */
export type { Host, TaskHost } from './host/host.ts';
export { OpenCalls } from './host/open-calls.ts';
export { allocateShareable, shareable } from './host/shared-memory.ts';
export { finishSteps, runSteps, STEP_MASK, type Steps } from './host/steps.ts';
export { buffersOf, taskOutcome, type TaskService } from './host/task-outcome.ts';
export { TaskPool, type TaskThread } from './host/task-pool.ts';

// What a run may be asked to write down of itself
export type { DumpedMesh, DumpedPoints, DumpedSlice, DumpedValues, DumpStage, RunDump } from './host/run-dump.ts';
