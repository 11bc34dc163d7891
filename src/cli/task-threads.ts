/** The engine's tasks on worker threads of Node. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { wrap } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { OpenCalls, type TaskHost, TaskPool, type TaskService, type TaskThread } from '../engine/hosting.ts';

/** Past this, tasks wait for memory rather than for a core. */
const MAX_THREADS = 8;

/** Node's own arguments, but what says how to read a program that came as text: a thread's comes as a file. */
const THREAD_ARGUMENTS = process.execArgv.filter((argument) => !argument.startsWith('--input-type'));

/** Beside this file in the sources, beside the bundle's entry once built. */
const WORKER_FILE = import.meta.url.endsWith('.ts') ? './task-worker.ts' : './task-worker.js';

/**
 * A pool of at most `workers` threads, by default one a core.
 * @param file the module a thread runs, which exposes a `TaskService`.
 */
export function openTaskThreads(
  workers = Math.min(availableParallelism(), MAX_THREADS),
  file = new URL(WORKER_FILE, import.meta.url),
): TaskPool {
  return new TaskPool(workers, () => startThread(file));
}

/** Runs `body` with threads that end with it. */
export async function withTaskThreads<T>(body: (host: TaskHost) => Promise<T>): Promise<T> {
  const threads = openTaskThreads();
  try {
    return await body({
      parallelTasks: threads.size,
      memoryBytes: process.availableMemory(),
      runTask: threads.runTask.bind(threads),
    });
  } finally {
    await threads.close();
  }
}

function startThread(file: URL): TaskThread {
  const worker = new Worker(file, { name: 'gridpull tasks', execArgv: THREAD_ARGUMENTS });
  // A call over a port whose other end has died is never answered: the thread's end must be heard beside it.
  const calls = new OpenCalls();
  worker.once('error', (error: Error) => calls.end(error));
  worker.once('exit', (code) => calls.end(new Error(`the thread ended with code ${code}`)));
  const service = wrap<TaskService>(nodeEndpoint(worker));
  return {
    run: (taskName, args) => calls.answered(service.run(taskName, args)),
    close: async () => void (await worker.terminate()),
  };
}
