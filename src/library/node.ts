/** `gridpull` in Node: Dawn's device, worker threads, paths of files. */
import { fileURLToPath } from 'node:url';
import { fileSource } from '../cli/node-files.ts';
import { openNodeHost } from '../cli/node-host.ts';
import type { PointCloud, Reading } from '../engine/index.ts';
import { type Engine, openEngineOn, type OpenOptions, type Platform, reconstructOn } from './engine.ts';
import type { RunOptions, SurfaceRun } from './engine.ts';
import { cloudOf, type PointInput } from './points.ts';

export * from './shared.ts';

const NODE: Platform = {
  openHost: ({ software = false, workers }) => openNodeHost({ software, ...(workers !== undefined && { workers }) }),
  openPlace: (place) => fileSource(place instanceof URL ? fileURLToPath(place) : place),
};

/**
 * A device with its workers, for several runs one after the other: kernels are compiled once.
 * @throws ReconstructError `gpu-unavailable` with what mends it
 */
export function openEngine(options: OpenOptions = {}): Promise<Engine> {
  return openEngineOn(NODE, options);
}

/** A single run: opens a device, computes, and closes it. */
export function reconstruct(points: PointInput, options: RunOptions & OpenOptions = {}): SurfaceRun {
  return reconstructOn(NODE, points, options);
}

/** A cloud of any format that GridPull reads, for several runs of it. Needs no device. */
export function readPoints(
  points: PointInput,
  { signal = new AbortController().signal, ...reading }: Reading & { readonly signal?: AbortSignal } = {},
): Promise<PointCloud> {
  return cloudOf(points, NODE.openPlace, { signal, onEvent: () => undefined }, reading);
}
