/**
 * One run for the window: the engine's reconstruction on a device that may be lost on the way, previews, a clock, and
 * afterwards how well the mesh fits the points.
 */
import { shareable } from '../../engine/hosting.ts';
import {
  type Checkpoint,
  type CleanedCloud,
  FIRST_RESOLUTION,
  lostDistance,
  measureFit,
  type MeshFit,
  type PointCloud,
  projectionText,
  reconstruct,
  trimLengthsOf,
} from '../../engine/index.ts';
import {
  type ReconstructOptions,
  type RunEvent,
  type RunReport,
  type TriangleMesh,
  type Triple,
  validateOptions,
  type WorldMesh,
} from '../../engine/vocabulary.ts';
import type { FinishStep } from '../../batch/project/project.ts';
import type { DeviceKeeper, OpenedHost } from './device-keeper.ts';
import { DeviceWork } from './device-work.ts';
import type { FinishedRun, LeftOut, ReconstructEvent } from './engine-api.ts';
import type { FirstSurfaces } from './first-surfaces.ts';
import { Latest } from './latest.ts';
import { drawnTrust, finishedGeometry, previewGeometry, sharedMesh } from './mesh-geometry.ts';
import type { HeldCloud, Sink } from './open-cloud.ts';
import { RunClock } from './run-clock.ts';
import type { Steering } from './steering.ts';

/** What the worker keeps of a run. */
export interface HeldRun {
  /** What the mesh is of: the cloud, or that with its scans aligned. */
  readonly points: PointCloud;
  /** The cloud's local space. */
  readonly mesh: TriangleMesh;
  /** [vertexCount] to the surface that the points describe, world unit: see `measureFit`. */
  readonly distances: Float32Array;
  /** As the window draws and counts them; see `SignedDistances`. */
  readonly signed: { readonly points: Float32Array; readonly vertices: Float32Array };
  /** [vertexCount] world unit: see `trimLengthsOf`. */
  readonly trimLengths: Float32Array;
  /** What the run understood of the points; missing where it is not held. */
  readonly cleaned?: CleanedCloud;
  /** What was done to the mesh since its run. */
  readonly steps: readonly FinishStep[];
  /** What the window was told of it; its arrays are the mesh's own. */
  readonly finished: FinishedRun;
  /** Scene space's origin in the space of the mesh. */
  readonly centre: Triple;
  /** As it was made, of one that was moved with its cloud since. */
  readonly made?: HeldRun;
  /** For a `.prj` file beside what is written of it. */
  readonly projection?: string;
  /** What the mesh was simplified from, in its space: the relief of a texture. */
  readonly fine?: WorldMesh;
}

export interface RunRequest {
  readonly id: number;
  /** Without what is left out. */
  readonly held: HeldCloud;
  readonly leftOut: LeftOut;
  readonly options: Partial<ReconstructOptions>;
  readonly keeper: DeviceKeeper;
  readonly first: FirstSurfaces;
  readonly steering: Steering;
  readonly sink: Sink<ReconstructEvent>;
  readonly signal: AbortSignal;
}

export interface RunResult {
  readonly held: HeldRun;
  readonly finished: FinishedRun;
  /** The whole call without pauses; null where it says nothing about the machine's speed (stopped, or begun anew). */
  readonly plainMs: number | null;
}

/** Points whose cleaned cloud is held beside the mesh: some 27 bytes each, which larger ones need for themselves. */
const MOST_CLEANED = 5_000_000;

const CLOCK_MS = 250;
/** Share of the time until the mesh is there; measuring its fit takes the rest. */
const MESH_SHARE = 0.95;
/** Progress that changes more often is not seen. */
const PROGRESS_MS = 40;

/** Rejects like `reconstruct`. */
export async function reconstructCloud(request: RunRequest): Promise<RunResult> {
  const { id, held, leftOut, signal } = request;
  const options = validateOptions(request.options);
  using watch = new RunWatch(request);
  const isHeld = held.cloud.stats.finiteCount <= MOST_CLEANED;
  const first = await request.first.of(held, options, signal);
  if (first) watch.context.onEvent({ type: 'level-ready', level: FIRST_RESOLUTION, mesh: first });
  const {
    cloud: points,
    mesh: own,
    report,
    cleaned,
  } = await watch.onDevice((host, resumeFrom) =>
    reconstruct(held.cloud, { ...options, cleanedCloud: isHeld }, host, watch.context, {
      ...request.steering.control,
      previews: true,
      onCheckpoint: watch.keepCheckpoint,
      ...(resumeFrom && { resumeFrom }),
    }),
  );
  watch.release();
  const mesh = sharedMesh(own);
  const measured = await watch.onDevice((host) =>
    measureFit(
      points,
      mesh,
      host,
      { signal, onEvent: () => undefined },
      { lostBeyond: lostDistance(report), signed: true },
    ),
  );
  const trimLengths = await trimLengthsOf(mesh, measured.distances, { signal, onEvent: () => undefined });
  const run = finishRun({
    id,
    held,
    leftOut,
    points,
    options,
    mesh,
    report,
    measured,
    trimLengths,
    steps: [],
    ...(cleaned && { cleaned }),
  });
  watch.progressed(1);
  return { ...run, plainMs: report.stoppedEarly ? null : watch.plainMs };
}

/** A mesh (in shared memory where there is some) as the window and the worker keep it. */
export function finishRun(parts: {
  readonly id: number;
  readonly held: HeldCloud;
  readonly leftOut: LeftOut;
  readonly points: PointCloud;
  readonly options: ReconstructOptions;
  readonly mesh: TriangleMesh;
  readonly report: RunReport;
  readonly measured: MeshFit;
  readonly trimLengths: Float32Array;
  readonly steps: readonly FinishStep[];
  readonly fine?: WorldMesh;
  readonly cleaned?: CleanedCloud;
}): { readonly held: HeldRun; readonly finished: FinishedRun } {
  const { id, held, leftOut, points, options, mesh, report, measured, trimLengths, steps, fine, cleaned } = parts;
  const distances = shareable(measured.distances);
  const { points: ofPoints, vertices } = measured.signed ?? { points: new Float32Array(0), vertices: distances };
  const signed = { points: shareable(ofPoints), vertices: shareable(vertices) };
  const trust = drawnTrust(mesh, report.trust);
  const finished: FinishedRun = {
    id,
    cloudId: held.info.id,
    leftOut,
    options,
    geometry: finishedGeometry(mesh, { distances: signed.vertices, trimLengths, ...(trust && { trust }) }, held.centre),
    report,
    fit: measured.fit,
    distancePercentiles: measured.percentiles,
    pointDistances: signed.points,
    lostPoints: shareable(measured.lostPositions.map((value, i) => value - held.centre[i % 3]!)),
    cleaned: cleaned
      ? {
          points: cleaned.positions.length / 3,
          hasNormals: cleaned.normals !== undefined,
          hasColors: cleaned.colors !== undefined,
        }
      : null,
    stoppedEarly: report.stoppedEarly,
    ...(fine && { isSimplified: true }),
  };
  const projection = projectionText(report.crs);
  return {
    held: {
      points,
      mesh,
      distances,
      signed,
      trimLengths,
      steps,
      centre: held.centre,
      ...(cleaned && { cleaned }),
      finished,
      ...(projection !== undefined && { projection }),
      ...(fine && { fine }),
    },
    finished,
  };
}

/** What the window gets to see of a run, and what the run falls back on when its device is lost. */
class RunWatch implements Disposable {
  readonly context: { readonly signal: AbortSignal; readonly onEvent: (event: RunEvent) => void };
  readonly #request: RunRequest;
  readonly #clock = new RunClock();
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #previews: Latest<RunEvent & { type: 'level-ready' }>;
  readonly #work: DeviceWork;
  #checkpoint: Checkpoint | undefined;
  #shown = 0;
  #shownMs = -Infinity;
  #stage: (RunEvent & { type: 'progressed' })['stage'] = 'prepare';

  constructor(request: RunRequest) {
    this.#request = request;
    this.#work = new DeviceWork(request.keeper, request.signal, () => {
      const done = this.#checkpoint?.level.frame.resolution;
      void this.#send({ type: 'device-lost', resumesAt: done === undefined ? null : 2 * done });
    });
    this.context = { signal: request.signal, onEvent: (event) => this.#onEvent(event) };
    this.#timer = setInterval(() => this.#tick(), CLOCK_MS);
    this.#previews = new Latest(({ level, mesh }) =>
      this.#send({ type: 'preview', level, geometry: previewGeometry(mesh, request.held.centre) }),
    );
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#previews.close();
  }

  get plainMs(): number | null {
    return this.#work.losses === 0 ? this.#clock.elapsedMs : null;
  }

  readonly keepCheckpoint = (checkpoint: Checkpoint): void => void (this.#checkpoint = checkpoint);

  /** The mesh is there: nothing to go back to, nothing to preview. */
  release(): void {
    this.#checkpoint = undefined;
    this.#previews.close();
  }

  /** Runs `body`, again on a new device where its device is lost. */
  onDevice<T>(body: (host: OpenedHost, resumeFrom?: Checkpoint) => Promise<T>): Promise<T> {
    return this.#work.run((host) => body(host, this.#checkpoint));
  }

  /** @param share of the whole call, 0…1 */
  progressed(share: number): void {
    this.#clock.progress(share);
    const nowMs = performance.now();
    // A run that goes back to its last level does not go back on the bar.
    if (share <= this.#shown || (share < 1 && nowMs - this.#shownMs < PROGRESS_MS)) return;
    this.#shown = share;
    this.#shownMs = nowMs;
    void this.#send({ type: 'run', event: { type: 'progressed', stage: this.#stage, share } });
  }

  #onEvent(event: RunEvent): void {
    if (event.type === 'level-ready') return this.#previews.push(event);
    if (event.type === 'stoppable') {
      this.#request.steering.allowStop();
      return void this.#send(event);
    }
    if (event.type === 'progressed') {
      this.#stage = event.stage;
      return this.progressed(MESH_SHARE * event.share);
    }
    void this.#send({ type: 'run', event });
  }

  #tick(): void {
    if (this.#request.steering.isPaused) this.#clock.pause();
    else this.#clock.resume();
    void this.#send({ type: 'clock', ...this.#clock.read() });
  }

  /** Resolves when the window has taken the event; a window that is gone, or has cancelled, needs none. */
  async #send(event: ReconstructEvent): Promise<void> {
    if (this.#request.signal.aborted) return;
    try {
      await this.#request.sink(event);
    } catch {
      // Its end of the channel is closed.
    }
  }
}
