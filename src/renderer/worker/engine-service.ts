/**
 * The engine for a window: keeps the clouds and runs that the window shows, the device, and the one long call that may
 * be on. Knows nothing of workers, so that all of it runs in a test under Node.
 */
import type { BatchEvent, BatchSummary } from '../../batch/events.ts';
import { parseJob } from '../../batch/job-file.ts';
import type { BatchJob } from '../../batch/job.ts';
import type { Sidecar } from '../../batch/sidecar.ts';
import { estimateRun, measureTrimmed, valueHistogram } from '../../engine/index.ts';
import type { CropBox, Placing, ReconstructOptions } from '../../engine/vocabulary.ts';
import { planWithEarlier } from './batch-plan.ts';
import { runWindowBatch } from './window-batch.ts';
import { DeviceKeeper, type OpenHost } from './device-keeper.ts';
import type {
  BatchPlan,
  BatchRequest,
  ColumnsPreview,
  ComparedMesh,
  CutOutline,
  CutPlane,
  TextReading,
  DeviceInfo,
  EngineApi,
  Estimate,
  FileRef,
  FinishChoice,
  FinishedRun,
  FolderRef,
  FoundPoints,
  KeptPoints,
  LeftOut,
  PointActOutcome,
  PointActRequest,
  PointEdits,
  PlacedCloud,
  PointMarks,
  PointSet,
  PointValue,
  ValueHistogram,
  ReconstructEvent,
  OpenedCloud,
  OpenEvent,
  OpenedProject,
  OpenRequest,
  Outcome,
  ProjectRequest,
  ProjectText,
  FoundScan,
  SaveTarget,
  WrittenFrame,
  TrimmedReport,
  WrittenMesh,
  TerrainRequest,
} from './engine-api.ts';
import { CallSlot } from './call-slot.ts';
import { type HeldCloud, keepPoints, openCloud, type Sink } from './open-cloud.ts';
import { compareRun } from './compare-run.ts';
import { cutRun, writeCut } from './cut-run.ts';
import { examineHost } from './examine.ts';
import { finishHeldRun } from './finish-run.ts';
import { FirstSurfaces } from './first-surfaces.ts';
import { openResult } from './open-result.ts';
import { outcomeOf } from './outcome.ts';
import { requireHeld } from './require-held.ts';
import { NOTHING_LEFT_OUT } from './point-acts.ts';
import { moveRun } from './move-run.ts';
import { PlacedParts } from './placed-parts.ts';
import { placeHeld } from './place-held.ts';
import { PointEditor } from './point-edits.ts';
import { describeProject, openProject } from './project.ts';
import { ScanHashes } from './scan-hashes.ts';
import { writeRunTerrain } from './terrain-run.ts';
import { previewFile } from './preview-file.ts';
import { type HeldRun, reconstructCloud } from './reconstruct-cloud.ts';
import { RunSpeeds } from './run-speeds.ts';
import { Steering } from './steering.ts';
import { writeCloud } from './write-cloud.ts';
import { type WriteOptions, writeRun } from './write-run.ts';

export class EngineService implements EngineApi, AsyncDisposable {
  readonly #keeper: DeviceKeeper;
  readonly #clouds = new Map<number, HeldCloud>();
  readonly #runs = new Map<number, HeldRun>();
  readonly #longCall = new CallSlot();
  readonly #first: FirstSurfaces;
  /** Only the last place of a slider that is dragged matters. */
  readonly #trimming = new CallSlot();
  /** Only the last state of a job that is edited matters. */
  readonly #planning = new CallSlot();
  /** Only the last choice of columns matters. */
  readonly #previewing = new CallSlot();
  readonly #writing = new Set<AbortController>();
  #speeds = new RunSpeeds({});
  #steering: Steering | undefined;
  #lastId = 0;
  readonly #points = new PointEditor(() => ++this.#lastId);
  /** Only the last options and points are of interest. */
  readonly #estimating = new CallSlot();
  readonly #finding = new CallSlot();
  /** Only the last place of a plane that is dragged matters. */
  readonly #cutting = new CallSlot();
  readonly #describing = new CallSlot();
  readonly #hashes = new ScanHashes();

  constructor(openHost: OpenHost) {
    this.#keeper = new DeviceKeeper(openHost);
    this.#first = new FirstSurfaces(this.#keeper);
  }

  start({ speeds, ...choice }: Parameters<EngineApi['start']>[0]): Promise<Outcome<DeviceInfo>> {
    this.#speeds = new RunSpeeds(speeds);
    return outcomeOf(this.#keeper.start(choice), NEVER);
  }

  examine(...[system, onTrying]: Parameters<EngineApi['examine']>): ReturnType<EngineApi['examine']> {
    return this.#longCall.run(async (signal) => examineHost(await this.#keeper.host(), system, onTrying, signal));
  }

  open({ files, onto, leftOut, reading }: OpenRequest, sink: Sink<OpenEvent>): Promise<Outcome<OpenedCloud>> {
    this.#first.forget();
    return this.#longCall.run(async (signal) => {
      const id = ++this.#lastId;
      const base = onto === undefined ? undefined : await this.#left(onto, leftOut ?? NOTHING_LEFT_OUT, signal);
      const request = { id, files, ...(base && { onto: base }), ...(reading && { reading }) };
      const { held, opened } = await openCloud(request, sink, signal);
      signal.throwIfAborted();
      return this.#adopt(held, opened);
    });
  }

  keepPoints(cloudId: number, kept: KeptPoints, leftOut: LeftOut): Promise<Outcome<OpenedCloud>> {
    return this.#longCall.run(async (signal) => {
      const id = ++this.#lastId;
      const { held, opened } = await keepPoints(id, await this.#left(cloudId, leftOut, signal), kept, signal);
      signal.throwIfAborted();
      return this.#adopt(held, opened);
    });
  }

  /** Keeps what was opened, and looks ahead at its surface. */
  #adopt<T>(held: HeldCloud, opened: T): T {
    this.#clouds.set(held.info.id, held);
    this.#first.begin(held);
    return opened;
  }

  place(
    cloudId: number,
    placing: Placing,
    leftOut: { readonly removed: PointSet | null; readonly crop: CropBox | null },
    runId: number | null,
  ): Promise<Outcome<PlacedCloud>> {
    return this.#longCall.run(async (signal) => {
      const held = requireHeld(this.#clouds, cloudId, 'cloud');
      const run = runId === null ? null : requireHeld(this.#runs, runId, 'run');
      const placed = await placeHeld(++this.#lastId, held, placing, signal);
      const places = new PlacedParts(this.#points, held, placed.held);
      const { removed, crop } = places.of(leftOut);
      const moved = run && (await this.#move(run, places, placed.held, signal));
      // Kept only now: of what a cancelled call had kept nobody would know.
      signal.throwIfAborted();
      const opened = this.#adopt(placed.held, placed.opened);
      if (moved) this.#runs.set(moved.finished.id, moved.held);
      return { ...opened, removed, crop, run: moved && moved.finished };
    });
  }

  /** The mesh of a run as its cloud then stands. */
  async #move(run: HeldRun, places: PlacedParts, cloud: HeldCloud, signal: AbortSignal) {
    const { removed, crop } = places.of(this.#points.setsOf(run.finished.leftOut));
    const leftOut = { removed: removed?.id ?? null, crop };
    const left = await this.#points.left(cloud, leftOut, signal);
    const id = ++this.#lastId;
    return moveRun({ id, run, cloud, leftOut, left: left.cloud });
  }

  cut(runId: number, plane: CutPlane): Promise<Outcome<CutOutline>> {
    return this.#cutting.run(async (signal) => {
      const run = requireHeld(this.#runs, runId, 'run');
      const { origin } = requireHeld(this.#clouds, run.finished.cloudId, 'cloud').info;
      return cutRun(run, plane, origin, signal);
    });
  }

  compare(runId: number, file: FileRef, sink: Sink<number>): Promise<Outcome<ComparedMesh>> {
    return this.#longCall.run(async (signal) => compareRun(requireHeld(this.#runs, runId, 'run'), file, sink, signal));
  }

  writeCut(
    runId: number,
    plane: CutPlane,
    drawing: Parameters<EngineApi['writeCut']>[2],
    target: SaveTarget,
  ): Promise<Outcome<WrittenMesh>> {
    const work = async (): Promise<WrittenMesh> =>
      writeCut(requireHeld(this.#runs, runId, 'run'), plane, drawing, target, NEVER);
    return outcomeOf(work(), NEVER);
  }

  editPoints(request: PointActRequest): Promise<Outcome<PointActOutcome>> {
    const work = async (): Promise<PointActOutcome> => {
      const held = requireHeld(this.#clouds, request.cloudId, 'cloud');
      return this.#points.perform(held, request, await this.#keeper.host(), NEVER);
    };
    return outcomeOf(work(), NEVER);
  }

  findPoints(cloudId: number, removed: number | null): Promise<Outcome<FoundPoints>> {
    return this.#finding.run((signal) =>
      this.#points.found(requireHeld(this.#clouds, cloudId, 'cloud'), removed, signal),
    );
  }

  valueHistogram(cloudId: number, value: PointValue): Promise<Outcome<ValueHistogram | null>> {
    const work = async () => valueHistogram(requireHeld(this.#clouds, cloudId, 'cloud').cloud, value);
    return outcomeOf(work(), NEVER);
  }

  markPoints(cloudId: number, edits: PointEdits): Promise<Outcome<PointMarks>> {
    const work = async (): Promise<PointMarks> => {
      const held = requireHeld(this.#clouds, cloudId, 'cloud');
      return this.#points.marks(held, edits, await this.#keeper.host(), NEVER);
    };
    return outcomeOf(work(), NEVER);
  }

  /** The cloud without what is left out of it. */
  #left(cloudId: number, leftOut: LeftOut, signal: AbortSignal): Promise<HeldCloud> {
    return this.#points.left(requireHeld(this.#clouds, cloudId, 'cloud'), leftOut, signal);
  }

  previewColumns(file: FileRef, choice: TextReading = {}): Promise<Outcome<ColumnsPreview | null>> {
    return this.#previewing.run((signal) => previewFile(file, choice, signal));
  }

  estimate(
    cloudId: number,
    resolutions: readonly ReconstructOptions['resolution'][],
    options: Partial<ReconstructOptions>,
    leftOut: LeftOut,
  ): Promise<Outcome<readonly Estimate[]>> {
    return this.#estimating.run(async (signal) => {
      const { survey } = await this.#left(cloudId, leftOut, signal);
      const host = await this.#keeper.host();
      const speed = this.#speeds.of(host);
      const { maxBufferSize, maxStorageBufferBindingSize } = host.device.limits;
      const { memoryBytes } = host;
      const machine = { maxBufferSize, maxStorageBufferBindingSize, ...(memoryBytes && { memoryBytes }) };
      return resolutions.map((resolution) => estimateRun(survey, { ...options, resolution }, machine, speed));
    });
  }

  reconstruct(
    cloudId: number,
    options: Partial<ReconstructOptions>,
    leftOut: LeftOut,
    sink: Sink<ReconstructEvent>,
  ): Promise<Outcome<FinishedRun>> {
    return this.#longCall.run((signal) =>
      this.#steered(async (steering) => {
        const held = await this.#left(cloudId, leftOut, signal);
        const id = ++this.#lastId;
        const services = { keeper: this.#keeper, first: this.#first };
        const run = await reconstructCloud({ id, held, leftOut, options, ...services, steering, sink, signal });
        signal.throwIfAborted();
        this.#runs.set(id, run.held);
        if (run.plainMs !== null) this.#speeds.learn(held.survey, run.finished, run.plainMs);
        return run.finished;
      }),
    );
  }

  /** Ends the long call that is on; where there is none, the writing of files. */
  cancel(): void {
    if (this.#longCall.isBusy) this.#longCall.cancel();
    else for (const controller of this.#writing) controller.abort();
  }

  pause(): void {
    this.#steering?.pause();
  }

  resume(): void {
    this.#steering?.resume();
  }

  stop(): void {
    this.#steering?.stop();
  }

  measureTrimmed(runId: number, length: number | null): Promise<Outcome<TrimmedReport>> {
    return this.#trimming.run(async (signal) => {
      const { mesh, trimLengths } = requireHeld(this.#runs, runId, 'run');
      return measureTrimmed(mesh, trimLengths, length, { signal, onEvent: () => undefined });
    });
  }

  finish(runId: number, choice: FinishChoice, trim: number | null, sink: Sink<number>): Promise<Outcome<FinishedRun>> {
    return this.#longCall.run(async (signal) => {
      const from = requireHeld(this.#runs, runId, 'run');
      const cloud = await this.#left(from.finished.cloudId, from.finished.leftOut, signal);
      const id = ++this.#lastId;
      const run = await finishHeldRun({ id, from, cloud, choice, trim, keeper: this.#keeper, sink, signal });
      signal.throwIfAborted();
      this.#runs.set(id, run.held);
      return run.finished;
    });
  }

  write(runId: number, options: WriteOptions, target: SaveTarget, sink: Sink<number>): Promise<Outcome<WrittenMesh>> {
    return this.#write(async (signal) =>
      writeRun(requireHeld(this.#runs, runId, 'run'), options, target, this.#keeper, sink, signal),
    );
  }

  writeTerrain(runId: number, asked: TerrainRequest, target: SaveTarget): Promise<Outcome<WrittenMesh>> {
    return this.#write(async (signal) => writeRunTerrain(requireHeld(this.#runs, runId, 'run'), asked, target, signal));
  }

  writeCloud(
    runId: number,
    frame: WrittenFrame,
    target: SaveTarget,
    sink: Sink<number>,
  ): Promise<Outcome<WrittenMesh>> {
    return this.#write(async (signal) =>
      writeCloud(requireHeld(this.#runs, runId, 'run'), frame, target, sink, signal),
    );
  }

  async #write(begin: (signal: AbortSignal) => Promise<WrittenMesh>): Promise<Outcome<WrittenMesh>> {
    const controller = new AbortController();
    this.#writing.add(controller);
    const { signal } = controller;
    const work = begin(signal);
    try {
      // Waits until what was half-written is gone, however it ends: only then may the window touch the target again.
      await work.catch(() => undefined);
      return await outcomeOf(work, signal);
    } finally {
      this.#writing.delete(controller);
    }
  }

  readJob(text: string, name: string): Promise<Outcome<BatchJob>> {
    return outcomeOf((async () => parseJob(text, name))(), NEVER);
  }

  planBatch(input: FolderRef, output: FolderRef | null, job: BatchJob): Promise<Outcome<BatchPlan>> {
    return this.#planning.run((signal) => planWithEarlier(input, output, job, signal));
  }

  batch(request: BatchRequest, sink: Sink<BatchEvent>): Promise<Outcome<BatchSummary>> {
    return this.#longCall.runToEnd((signal) =>
      this.#steered((steering) => runWindowBatch({ request, keeper: this.#keeper, steering, sink, signal })),
    );
  }

  openResult(
    cloud: FileRef,
    mesh: FileRef,
    sidecar: Sidecar,
    sink: Sink<OpenEvent>,
  ): Promise<Outcome<{ readonly opened: OpenedCloud; readonly run: FinishedRun }>> {
    return this.#longCall.run(async (signal) => {
      const ids = { cloud: ++this.#lastId, run: ++this.#lastId };
      const result = await openResult({ ids, cloud, mesh, sidecar, keeper: this.#keeper, sink, signal });
      signal.throwIfAborted();
      this.#clouds.set(ids.cloud, result.held.cloud);
      this.#runs.set(ids.run, result.held.run);
      return { opened: result.opened, run: result.finished };
    });
  }

  describeProject(request: ProjectRequest): Promise<Outcome<ProjectText>> {
    return this.#describing.run(async (signal) => {
      const held = requireHeld(this.#clouds, request.cloudId, 'cloud');
      const run = request.runId === null ? null : requireHeld(this.#runs, request.runId, 'run');
      return describeProject(request, { held, run, points: this.#points, hashes: this.#hashes }, signal);
    });
  }

  findScans(text: string, name: string, offered: readonly (FileRef | null)[]): Promise<Outcome<readonly FoundScan[]>> {
    return outcomeOf(this.#hashes.find(text, name, offered, NEVER), NEVER);
  }

  openProject(
    text: string,
    name: string,
    files: readonly FileRef[],
    sink: Sink<OpenEvent>,
  ): Promise<Outcome<OpenedProject>> {
    this.#first.forget();
    return this.#longCall.run(async (signal) => {
      const id = ++this.#lastId;
      const { held, opened, project } = await openProject({ id, text, name, files }, this.#points, sink, signal);
      signal.throwIfAborted();
      this.#adopt(held, opened);
      return project;
    });
  }

  release({ clouds, runs, points }: Parameters<EngineApi['release']>[0]): void {
    for (const id of clouds) {
      this.#clouds.delete(id);
      this.#first.forgetCloud(id);
    }
    for (const id of runs) this.#runs.delete(id);
    this.#points.release(points, (held) => this.#clouds.get(held.info.id) === held);
  }

  async speeds(): Promise<Readonly<Record<string, number>>> {
    return this.#speeds.seen;
  }

  loseDevice(): void {
    this.#keeper.lose();
  }

  /** Gives `work` the buttons of this call for as long as it takes. */
  async #steered<T>(work: (steering: Steering) => Promise<T>): Promise<T> {
    const steering = new Steering();
    this.#steering = steering;
    try {
      return await work(steering);
    } finally {
      if (this.#steering === steering) this.#steering = undefined;
    }
  }

  /** Ends what runs and closes the device. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#longCall.cancel();
    this.#first.forget();
    this.#trimming.cancel();
    this.#planning.cancel();
    this.#previewing.cancel();
    this.#estimating.cancel();
    this.#finding.cancel();
    this.#cutting.cancel();
    this.#describing.cancel();
    for (const controller of this.#writing) controller.abort();
    const slots = [
      this.#longCall,
      this.#first,
      this.#trimming,
      this.#planning,
      this.#previewing,
      this.#estimating,
      this.#finding,
      this.#cutting,
      this.#describing,
    ];
    await Promise.all(slots.map((slot) => slot.idle()));
    await this.#keeper.close();
  }
}

/** The signal of calls that nobody can cancel. */
const NEVER = new AbortController().signal;
