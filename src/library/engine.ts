/**
 * The engine as a library: a device with its workers, and what is done on it. Each platform's entry (`node.ts`,
 * `web.ts`) says how they are opened; all else is the same everywhere.
 */
import {
  type CleanedCloud,
  finishSurface,
  type FinishReport,
  type Host,
  type MeshCheck,
  type PointArrays,
  type PointCloud,
  proveMesh,
  type Reading,
  reconstruct,
  type RunContext,
  type RunReport,
  type Triple,
  validateOptions,
} from '../engine/index.ts';
import { cloudOf, type OpenPlace, type PointInput } from './points.ts';
import type { FinishOptions, SurfaceOptions } from './options.ts';
import { LatestProgress, type Progress } from './progress.ts';
import { meshOf, previewOf, type SurfaceArrays, surfaceOf } from './surface.ts';

export interface Surface extends SurfaceArrays {
  /** What was found, what was done and how sure it is; plain data. */
  readonly report: RunReport;
  /**
   * The points that the surface was made from, with normals that face as it does; where the option `cleanedCloud` asks
   * for it.
   */
  readonly cleaned?: PointArrays & { readonly origin: Triple };
}

export interface FinishedSurface extends SurfaceArrays {
  readonly report: FinishReport;
}

export interface OpenOptions {
  /** Compute without the graphics card. */
  readonly software?: boolean;
  /** The most worker threads; by default one a core, at most eight. */
  readonly workers?: number;
}

/** The options of a run, of which each has a default that is found from the points, and how it is watched and ended. */
export interface RunOptions extends SurfaceOptions {
  /** Ends the run: it rejects with `signal.reason`. */
  readonly signal?: AbortSignal;
  /** What of a file is read. */
  readonly reading?: Reading;
  /** Is shown the surface of every level but the last while the next one is being solved. */
  readonly onPreview?: (surface: SurfaceArrays) => void;
}

/** A surface in the making: await it for the surface, iterate over `progress` to watch. */
export interface SurfaceRun extends Promise<Surface> {
  readonly progress: AsyncIterable<Progress>;
  /** Ends the run with the best surface so far. */
  stop(): void;
}

export interface Engine extends AsyncDisposable {
  /** Vendor, architecture and description of what computes. */
  readonly device: string;
  /** It is the processor: correct, and slow. */
  readonly isSoftware: boolean;
  /**
   * @throws ReconstructError `cloud-…` for points without a surface, `option-invalid`, `gpu-…`; rejects with
   *   `signal.reason`
   */
  reconstruct(points: PointInput, options?: RunOptions): SurfaceRun;
  /** Keeps the largest piece, closes holes, smooths, relaxes, simplifies: whatever is asked for, in that order. */
  finish(surface: SurfaceArrays, options: FinishRequest): Promise<FinishedSurface>;
  /** What a printer asks: whether it is closed, oriented and without self-intersections, and where it is not. */
  check(surface: SurfaceArrays, options?: { readonly signal?: AbortSignal }): Promise<MeshCheck>;
  /** Ends the workers and the device. */
  close(): Promise<void>;
}

export interface FinishRequest extends FinishOptions {
  readonly signal?: AbortSignal;
  /** The points, for `trim` and for the colours of a texture. */
  readonly points?: PointInput;
}

export interface OpenedHost extends Host, AsyncDisposable {
  readonly softwareDevice: boolean;
}

/** What a platform's entry brings. */
export interface Platform {
  openHost(options: OpenOptions): Promise<OpenedHost>;
  readonly openPlace: OpenPlace;
}

export async function openEngineOn(platform: Platform, options: OpenOptions = {}): Promise<Engine> {
  const host = await platform.openHost(options);
  const close = once(() => Promise.resolve(host[Symbol.asyncDispose]()));
  return {
    device: host.deviceLabel,
    isSoftware: host.softwareDevice,
    reconstruct: (points, runOptions = {}) => startRun(() => Promise.resolve(host), platform, points, runOptions),
    finish: (surface, request) => finish(host, platform, surface, request),
    check: (surface, { signal } = {}) => proveMesh(meshOf(surface), host, quiet(signal)),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** One run on a device of its own. */
export function reconstructOn(
  platform: Platform,
  points: PointInput,
  { software, workers, ...options }: RunOptions & OpenOptions,
): SurfaceRun {
  const device = { ...(software !== undefined && { software }), ...(workers !== undefined && { workers }) };
  let opened: OpenedHost | undefined;
  const open = async (): Promise<OpenedHost> => (opened = await platform.openHost(device));
  return startRun(open, platform, points, options, async () => opened?.[Symbol.asyncDispose]());
}

function startRun(
  openHost: () => Promise<OpenedHost>,
  { openPlace }: Platform,
  points: PointInput,
  { signal = new AbortController().signal, reading, onPreview, ...options }: RunOptions,
  close: () => Promise<void> = () => Promise.resolve(),
): SurfaceRun {
  const progress = new LatestProgress();
  const stopping = new AbortController();
  let origin: Triple = [0, 0, 0];
  const context: RunContext = {
    signal,
    onEvent: (event) => {
      if (event.type === 'level-ready') onPreview?.(previewOf(event.mesh, origin));
      else progress.take(event);
    },
  };
  const run = async (): Promise<Surface> => {
    try {
      signal.throwIfAborted();
      const checked = validateOptions(options);
      progress.take({ type: 'stage-started', stage: 'read' });
      const cloud: PointCloud = await cloudOf(points, openPlace, context, reading);
      // Not before the points are known: what is wrong with them is told at once.
      const host = await openHost();
      origin = cloud.shift;
      const control = { stop: stopping.signal, previews: onPreview !== undefined };
      const { mesh, report, cleaned } = await reconstruct(cloud, checked, host, context, control);
      return { ...surfaceOf(mesh), report, ...(cleaned && { cleaned: cleanedOf(cleaned) }) };
    } finally {
      await close();
      progress.end();
    }
  };
  return Object.assign(run(), { progress, stop: () => stopping.abort() });
}

function cleanedOf({ shift, ...arrays }: CleanedCloud): PointArrays & { readonly origin: Triple } {
  return { ...arrays, origin: shift };
}

async function finish(
  host: Host,
  { openPlace }: Platform,
  surface: SurfaceArrays,
  { signal, points, ...options }: FinishRequest,
): Promise<FinishedSurface> {
  const context = quiet(signal);
  context.signal.throwIfAborted();
  const checked = validateOptions(options);
  const cloud = points === undefined ? undefined : await cloudOf(points, openPlace, context);
  const { mesh, report } = await finishSurface(meshOf(surface), checked, host, context, cloud);
  return { ...surfaceOf(mesh), report };
}

function quiet(signal = new AbortController().signal): RunContext {
  return { signal, onEvent: () => undefined };
}

function once(action: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= action());
}
