/** A page's worker: runs the engine's tasks. */
import { expose, transfer } from 'comlink';
import { buffersOf, taskOutcome, type TaskService } from '../../engine/hosting.ts';
import { TASKS } from '../../engine/task-list.ts';

const service: TaskService = {
  async run(taskName, args) {
    const outcome = await taskOutcome(TASKS, taskName, args);
    return transfer(outcome, buffersOf(outcome));
  },
};
expose(service);
