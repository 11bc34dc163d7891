/** A worker whose `splitSubtree` says which thread it is, fails as foreseen, fails by mistake, hangs or dies. */
// An ambient declaration has nothing to import: the reference is the only way to another project's.
// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference path="../../../src/cli/comlink-node.d.ts" />
import { parentPort, threadId } from 'node:worker_threads';
import { expose } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { ReconstructError } from '../../../src/engine/errors.ts';
import type { TaskOutcome, TaskService } from '../../../src/engine/host/task-outcome.ts';

export type Oddity = 'thread' | 'error' | 'fault' | 'hang' | 'exit' | 'throw';

const error = new ReconstructError('field-not-finite', 'it broke', { level: 3 }).toPlain();
const answers: Record<Oddity, () => TaskOutcome | Promise<TaskOutcome>> = {
  thread: async () => {
    // Long enough that tasks overlap where threads do.
    await new Promise((resolve) => setTimeout(resolve, 50));
    return { type: 'value', value: threadId };
  },
  error: () => ({ type: 'error', error }),
  fault: () => ({ type: 'fault', message: 'x is not a function', stack: 'at odd-worker' }),
  hang: () => new Promise(() => undefined),
  exit: () => process.exit(7),
  throw: () => {
    setTimeout(() => {
      throw new Error('out of the blue');
    });
    return new Promise(() => undefined);
  },
};
const service: TaskService = { run: async (_name, args) => answers[args as Oddity]() };
if (parentPort) expose(service, nodeEndpoint(parentPort));
