/** The engine's host in its worker: a device of the browser and a pool of workers, closed together. */
import { adapterFacts, findAdapters } from '../../engine/index.ts';
import { openBrowserDevice } from './browser-device.ts';
import type { OpenedHost } from './device-keeper.ts';
import type { DeviceChoice } from './engine-api.ts';
import { startTaskWorker } from './task-workers.ts';
import { hostWithDevice } from './worker-host.ts';

/**
 * The graphics card; the browser's software device where asked for, or where nothing else is there.
 * @throws ReconstructError `gpu-unavailable`
 */
export async function openWorkerDevice({ software, adapter }: DeviceChoice): Promise<OpenedHost> {
  const opened = await openBrowserDevice(software, adapter ?? undefined);
  const adapters = adapterFacts(await findAdapters(navigator.gpu));
  return { ...hostWithDevice(opened, startTaskWorker), adapters };
}
