/**
 * `gridpull` in pages and their workers, and in Deno: the device of `navigator.gpu`, Web Workers, addresses of files.
 */
import type { ByteSource, PointCloud, Reading } from '../engine/index.ts';
import { ReconstructError } from '../engine/index.ts';
import { openBrowserDevice } from '../renderer/worker/browser-device.ts';
import { hostWithDevice } from '../renderer/worker/worker-host.ts';
import { type Engine, openEngineOn, type OpenOptions, type Platform, reconstructOn } from './engine.ts';
import type { OpenedHost, RunOptions, SurfaceRun } from './engine.ts';
import { chunksOf, cloudOf, type PointInput } from './points.ts';

export * from './shared.ts';

const WEB: Platform = { openHost, openPlace };

/** A device with its workers, for several runs one after the other. @throws ReconstructError `gpu-unavailable` */
export function openEngine(options: OpenOptions = {}): Promise<Engine> {
  return openEngineOn(WEB, options);
}

/** A single run: opens a device, computes, and closes it. */
export function reconstruct(points: PointInput, options: RunOptions & OpenOptions = {}): SurfaceRun {
  return reconstructOn(WEB, points, options);
}

/** A cloud of any format that GridPull reads, for several runs of it. Needs no device. */
export function readPoints(
  points: PointInput,
  { signal = new AbortController().signal, ...reading }: Reading & { readonly signal?: AbortSignal } = {},
): Promise<PointCloud> {
  return cloudOf(points, openPlace, { signal, onEvent: () => undefined }, reading);
}

async function openHost({ software = false, workers }: OpenOptions): Promise<OpenedHost> {
  return hostWithDevice(await openBrowserDevice(software), startWorker, workers);
}

/** Written as bundlers look for it; the file lies beside this one in the package. */
function startWorker(): Worker {
  return new Worker(new URL(/* @vite-ignore */ './task-worker.js', import.meta.url), { type: 'module' });
}

/** A file behind an address, read as it comes: no range is asked for, since few servers answer one. */
async function openPlace(place: string | URL, signal: AbortSignal): Promise<ByteSource> {
  const address = new URL(place, 'location' in globalThis ? globalThis.location?.href : undefined);
  const response = await fetch(address, { signal });
  const { body } = response;
  if (!response.ok || !body) {
    const message = `${address.href} cannot be read: the server answered ${response.status} ${response.statusText}.`;
    throw new ReconstructError('cloud-format', message, { path: address.href, status: response.status });
  }
  const name = decodeURIComponent(address.pathname.split('/').at(-1) ?? '') || address.href;
  return { name, stream: () => chunksOf(body) };
}
