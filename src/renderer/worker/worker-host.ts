/** The engine's host in a page or in a worker of one: a given device and a pool of Web Workers. */
import { wrap } from 'comlink';
import type { OpenedDevice } from '../../engine/index.ts';
import { type Host, OpenCalls, TaskPool, type TaskService, type TaskThread } from '../../engine/hosting.ts';

export interface WorkerHost extends Host, AsyncDisposable {}

/** Past this, tasks wait for memory rather than for a core. */
const MAX_WORKERS = 8;

/**
 * The workers start with the first task. Disposing ends them; the device stays its owner's.
 * @param start makes a worker that exposes a `TaskService`
 * @param workers the most workers; by default one a core.
 */
export function hostOfWorkers(
  device: GPUDevice,
  label: string,
  start: () => Worker,
  workers = Math.min(navigator.hardwareConcurrency, MAX_WORKERS),
): WorkerHost {
  const pool = new TaskPool(workers, () => taskThread(start()));
  return {
    device,
    deviceLabel: label,
    parallelTasks: pool.size,
    memoryBytes: memoryOfPage(),
    runTask: (task, args) => pool.runTask(task, args),
    [Symbol.asyncDispose]: () => pool.close(),
  };
}

/** The same on a device that goes with it. */
export function hostWithDevice(
  { device, label, software }: OpenedDevice,
  start: () => Worker,
  workers?: number,
): WorkerHost & { readonly softwareDevice: boolean } {
  const host = hostOfWorkers(device, label, start, workers);
  return {
    ...host,
    softwareDevice: software,
    async [Symbol.asyncDispose]() {
      await host[Symbol.asyncDispose]();
      device.destroy();
    },
  };
}

/**
 * What a page is told of the machine, a power of two of at most 8 or 32 GiB; browsers that do not tell have phones in
 * mind.
 */
const LEAST_TOLD_GIB = 8;

/** Half of the memory that the browser tells of. */
function memoryOfPage(): number {
  const { deviceMemory = LEAST_TOLD_GIB } = navigator as { readonly deviceMemory?: number };
  return (deviceMemory / 2) * 2 ** 30;
}

function taskThread(worker: Worker): TaskThread {
  // A worker that failed to load, or broke outside a task, answers no call: its error must be heard beside it.
  const calls = new OpenCalls();
  worker.addEventListener('error', (event) => calls.end(new Error(event.message || 'the worker could not be loaded')), {
    once: true,
  });
  worker.addEventListener('messageerror', () => calls.end(new Error('an answer could not be read')), { once: true });
  const service = wrap<TaskService>(worker);
  return {
    run: (taskName, args) => calls.answered(service.run(taskName, args)),
    close: () => Promise.resolve(worker.terminate()),
  };
}
