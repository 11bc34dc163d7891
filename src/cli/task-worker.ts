/** A worker thread of the command line: runs the engine's tasks. */
import { parentPort } from 'node:worker_threads';
import { expose, transfer } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { buffersOf, taskOutcome, type TaskService } from '../engine/hosting.ts';
import { TASKS } from '../engine/task-list.ts';

const service: TaskService = {
  async run(taskName, args) {
    const outcome = await taskOutcome(TASKS, taskName, args);
    return transfer(outcome, buffersOf(outcome));
  },
};
if (parentPort) expose(service, nodeEndpoint(parentPort));
