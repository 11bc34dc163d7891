/**
 * What the window and the engine's worker say to each other (over Comlink). Requests are plain data, events go the
 * other way, big arrays are transferred or shared, never copied twice.
 *
 * **Scene space**: the file's unit and axes, less `origin` (three float64). All that the window draws is in it, so
 * float32 keeps its digits however large the file's coordinates are; a read-out adds `origin` again.
 */
import type { BatchEvent, BatchSummary } from '../../batch/events.ts';
import type { BatchItem } from '../../batch/item.ts';
import type { BatchJob } from '../../batch/job.ts';
import type { BatchMode } from '../../batch/mode.ts';
import type { Sidecar } from '../../batch/sidecar.ts';
import type {
  CropBox,
  DrawingFormat,
  LengthUnit,
  MeshFormat,
  NoteCode,
  Placing,
  PlainError,
  ReconstructOptions,
} from '../../engine/vocabulary.ts';
import type {
  ColumnsPreview,
  KeptPoints,
  OpenEvent,
  OpenRequest,
  OpenedCloud,
  PlacedCloud,
  TextReading,
} from './cloud-records.ts';
import type {
  ComparedMesh,
  CutOutline,
  CutPlane,
  FinishChoice,
  FinishedRun,
  ReconstructEvent,
  TerrainRequest,
  TrimmedReport,
  WrittenFrame,
  WrittenMesh,
} from './mesh-records.ts';
import type { FileRef, FolderRef, SaveTarget } from './file-records.ts';
import type { FoundScan, OpenedProject, ProjectRequest, ProjectText } from './project-records.ts';
import type {
  FoundPoints,
  LeftOut,
  PointActOutcome,
  PointActRequest,
  PointEdits,
  PointMarks,
  PointSet,
  PointValue,
  ValueHistogram,
} from './point-acts.ts';

export type * from './cloud-records.ts';
export type * from './mesh-records.ts';
export type * from './file-records.ts';
export type * from './point-acts.ts';
export type * from './project-records.ts';

export interface DeviceChoice {
  /** Without the graphics card. */
  readonly software: boolean;
  /** The name of the graphics card to take where there are several; null takes what the browser thinks is fast. */
  readonly adapter: string | null;
}

export interface DeviceInfo {
  /** The adapter's name, for people. */
  readonly label: string;
  /** Computed on the processor. */
  readonly software: boolean;
  /** Names of all graphics cards that the browser offers, the one that is taken without a choice first. */
  readonly cards: readonly string[];
}

export interface Estimate {
  readonly resolution: number;
  /** World unit. */
  readonly voxel: number;
  /** Bytes of the graphics device's memory. */
  readonly gpuBytes: number;
  readonly seconds: number;
  /** Why `auto` chooses this, or why the choice cannot work; a sentence. */
  readonly note: string;
  /** The same for a translation, with the numbers that it may show (lengths in the world unit). */
  readonly noteCode?: NoteCode;
  readonly noteNumbers?: Readonly<Record<string, number>>;
  readonly feasible: boolean;
}

/** A batch before it runs. */
export interface BatchPlan {
  readonly items: readonly BatchItem[];
  /** [items] what an earlier batch left in the output folder; null where it left nothing. */
  readonly earlier: readonly (Sidecar | null)[];
}

export interface BatchRequest {
  readonly job: BatchJob;
  readonly input: FolderRef;
  readonly output: FolderRef;
  /** The input folder relative to the output folder, to be kept in the sidecars; null where nobody knows. */
  readonly inputFromOutput: string | null;
  /** See `runBatch`. */
  readonly mode: BatchMode;
  /** The items that are run (`BatchItem.index`); all where it is missing. */
  readonly only?: readonly number[];
  /** The program's, for the sidecars. */
  readonly version: string;
}

export interface ExaminedDevice {
  readonly isSound: boolean;
  /** A line for each wrong answer. */
  readonly wrong: readonly string[];
  /** The report, to be handed on. */
  readonly text: string;
}

/** How a call ended. Errors and cancellation cross the thread as plain data. */
export type Outcome<T> =
  | { readonly type: 'done'; readonly value: T }
  | { readonly type: 'cancelled' }
  | { readonly type: 'failed'; readonly error: PlainError | { readonly code: 'internal'; readonly message: string } };

/** One long call at a time: `open` and `reconstruct` cancel what still runs. */
export interface EngineApi {
  /**
   * Whether the graphics device computes rightly. A long call like `open`.
   * @param system lines for the report
   * @param onTrying told how many tests are done, before each
   */
  examine(system: Readonly<Record<string, string>>, onTrying: (done: number) => void): Promise<Outcome<ExaminedDevice>>;
  /** Opens the graphics device; call once before anything else. */
  start(options: DeviceChoice & { readonly speeds: Readonly<Record<string, number>> }): Promise<Outcome<DeviceInfo>>;
  open(request: OpenRequest, sink: (event: OpenEvent) => void): Promise<Outcome<OpenedCloud>>;
  /** A cloud of its own with some of the points of another, without what is left out; that one stays as it is. */
  keepPoints(cloudId: number, kept: KeptPoints, leftOut: LeftOut): Promise<Outcome<OpenedCloud>>;
  /**
   * The same points as they are to stand, as a cloud of its own, and the mesh of a run with them; both stay as they
   * are. A long call like `open`. Rejected with `cloud-degenerate` where they lie on no plane that could be level.
   */
  place(
    cloudId: number,
    placing: Placing,
    leftOut: { readonly removed: PointSet | null; readonly crop: CropBox | null },
    runId: number | null,
  ): Promise<Outcome<PlacedCloud>>;
  /** Where a plane cuts the mesh of a run. The next call cancels this one. */
  cut(runId: number, plane: CutPlane): Promise<Outcome<CutOutline>>;
  /**
   * Measures the whole mesh of a run to that of a file, in world coordinates. @param sink told how much is done, 0…1
   */
  compare(runId: number, file: FileRef, sink: (share: number) => void): Promise<Outcome<ComparedMesh>>;
  /** Writes that as a drawing; `blob` for the target `memory`. */
  writeCut(
    runId: number,
    plane: CutPlane,
    drawing: { readonly format: DrawingFormat; readonly unit: LengthUnit | null },
    target: SaveTarget,
  ): Promise<Outcome<WrittenMesh>>;
  /** Writes the heights of a run's mesh. */
  writeTerrain(runId: number, asked: TerrainRequest, target: SaveTarget): Promise<Outcome<WrittenMesh>>;
  /** Selects, removes or brings back points of a cloud. May be called while something else runs. */
  editPoints(request: PointActRequest): Promise<Outcome<PointActOutcome>>;
  /** What stands apart among the points that are not removed. The next call cancels this one. */
  findPoints(cloudId: number, removed: number | null): Promise<Outcome<FoundPoints>>;
  /** Null where the cloud has no such numbers. */
  valueHistogram(cloudId: number, value: PointValue): Promise<Outcome<ValueHistogram | null>>;
  /** What is drawn of edits that were made before. */
  markPoints(cloudId: number, edits: PointEdits): Promise<Outcome<PointMarks>>;
  /** Null for a file that has no columns to choose from. The next call cancels this one. */
  previewColumns(file: FileRef, choice?: TextReading): Promise<Outcome<ColumnsPreview | null>>;
  /** One estimate for each resolution asked for, `auto` among them. The next call cancels this one. */
  estimate(
    cloudId: number,
    resolutions: readonly ReconstructOptions['resolution'][],
    options: Partial<ReconstructOptions>,
    leftOut: LeftOut,
  ): Promise<Outcome<readonly Estimate[]>>;
  reconstruct(
    cloudId: number,
    options: Partial<ReconstructOptions>,
    leftOut: LeftOut,
    sink: (event: ReconstructEvent) => void,
  ): Promise<Outcome<FinishedRun>>;
  /** Ends the long call that is on, at once; where there is none, what is being written. */
  cancel(): void;
  pause(): void;
  resume(): void;
  /** Ends the run with what it has, a pause too; nothing before `stoppable`. */
  stop(): void;
  /**
   * What trimming beyond `length` (world unit; null for no trimming) leaves of a finished run. The next call cancels
   * this one.
   */
  measureTrimmed(runId: number, length: number | null): Promise<Outcome<TrimmedReport>>;
  /**
   * A run of its own with the mesh of `runId` as trimmed and then finished, checked and measured against its cloud;
   * that of `runId` stays as it is. A long call like `reconstruct`; `sink` is told how much is done, 0…1.
   */
  finish(
    runId: number,
    choice: FinishChoice,
    trim: number | null,
    sink: (share: number) => void,
  ): Promise<Outcome<FinishedRun>>;
  /** Writes the mesh as trimmed; `blob` for the target `memory`. */
  write(
    runId: number,
    options: {
      readonly format: MeshFormat;
      readonly trim: number | null;
      readonly ascii?: boolean;
      readonly trust?: boolean;
      /** Pixels along a side of the pictures that it gets; for a mesh that `textureObstacle` finds nothing of. */
      readonly texture?: number;
      /** A certificate lies beside it, of this version of the program. */
      readonly certify?: { readonly version: string };
    } & Partial<WrittenFrame>,
    target: SaveTarget,
    sink: (share: number) => void,
  ): Promise<Outcome<WrittenMesh>>;
  /** Writes the points as the run understood them, with normals that face outward, as PLY; cancelled like `write`. */
  writeCloud(
    runId: number,
    frame: WrittenFrame,
    target: SaveTarget,
    sink: (share: number) => void,
  ): Promise<Outcome<WrittenMesh>>;
  /** The text of a job file, judged: what is wrong with it is said in one sentence (`option-invalid`). */
  readJob(text: string, name: string): Promise<Outcome<BatchJob>>;
  /** Lists the clouds that a job takes. `output` tells what was done before; null looks at nothing. */
  planBatch(input: FolderRef, output: FolderRef | null, job: BatchJob): Promise<Outcome<BatchPlan>>;
  /**
   * Runs a batch, a long call like `reconstruct`: `cancel`, `pause` and `resume` are for it too. Ends with the report
   * (`report.html`, `report.csv`) and the job (`job.json`) in the output folder, also when cancelled: then it is `done`
   * all the same, and the summary tells what was.
   */
  batch(request: BatchRequest, sink: (event: BatchEvent) => void): Promise<Outcome<BatchSummary>>;
  /** Opens a cloud and the mesh that a batch made of it, as if it had been reconstructed just now. */
  openResult(
    cloud: FileRef,
    mesh: FileRef,
    sidecar: Sidecar,
    sink: (event: OpenEvent) => void,
  ): Promise<Outcome<{ readonly opened: OpenedCloud; readonly run: FinishedRun }>>;
  /**
   * What is shown as the text of a project. May be called while something else runs; the next call cancels this one.
   */
  describeProject(request: ProjectRequest): Promise<Outcome<ProjectText>>;
  /**
   * Which files are the scans of a project, by their bytes. `offered`: for each scan where it should be, null where
   * nothing is, then any others.
   */
  findScans(text: string, name: string, offered: readonly (FileRef | null)[]): Promise<Outcome<readonly FoundScan[]>>;
  /** Opens the cloud of a project, a long call like `open`; its mesh is for the window to ask for. */
  openProject(
    text: string,
    name: string,
    files: readonly FileRef[],
    sink: (event: OpenEvent) => void,
  ): Promise<Outcome<OpenedProject>>;
  /** Forgets clouds, runs and sets of points that nothing shows any more. */
  release(ids: {
    readonly clouds: readonly number[];
    readonly runs: readonly number[];
    readonly points: readonly number[];
  }): void;
  /** Work units a second seen so far by device name, to keep in the settings. */
  speeds(): Promise<Readonly<Record<string, number>>>;
  /** Ends the device as a driver crash would, for tests. */
  loseDevice(): void;
}
