/** The window's own workers. */
import { hostOfWorkers, type WorkerHost } from './worker-host.ts';

/** A given device and a pool of workers that run the engine's tasks; see `hostOfWorkers`. */
export function workerHost(device: GPUDevice, label: string): WorkerHost {
  return hostOfWorkers(device, label, startTaskWorker);
}

export function startTaskWorker(): Worker {
  return new Worker(new URL('./task.worker.ts', import.meta.url), { type: 'module', name: 'gridpull tasks' });
}
