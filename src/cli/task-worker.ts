/** A worker thread of the command line: runs the engine's named tasks. */
import { parentPort } from 'node:worker_threads';
import { expose, transfer } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { buffersOf, taskOutcome, type TaskService } from '../engine/host/task-outcome.ts';

const service: TaskService = {
  async run(name, args) {
    const outcome = await taskOutcome(name, args);
    return transfer(outcome, buffersOf(outcome));
  },
};
if (parentPort) expose(service, nodeEndpoint(parentPort));
