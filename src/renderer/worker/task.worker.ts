/** A page's worker: runs the engine's named tasks. */
import { expose, transfer } from 'comlink';
import { buffersOf, taskOutcome, type TaskService } from '../../engine/host/task-outcome.ts';

const service: TaskService = {
  async run(name, args) {
    const outcome = await taskOutcome(name, args);
    return transfer(outcome, buffersOf(outcome));
  },
};
expose(service);
