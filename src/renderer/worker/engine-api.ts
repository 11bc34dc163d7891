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
import type { FinishStep } from '../../batch/project/project.ts';
import type { Sidecar } from '../../batch/sidecar.ts';
import type {
  AttributeName,
  ClassName,
  CoordinateSystem,
  CropBox,
  DialectChoice,
  DistanceFigures,
  DrawingFormat,
  LengthUnit,
  MeshFormat,
  MeshTopology,
  NoteCode,
  Placement,
  Placing,
  PlainError,
  PointFit,
  ReconstructOptions,
  ReturnChoice,
  RunEvent,
  RunReport,
  Scan,
  TextPreview,
  Triple,
} from '../../engine/vocabulary.ts';

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

export type * from './point-acts.ts';

/** A file to read: behind a URL of the page's own origin (desktop, or granted by the web server), or chosen. */
export type FileRef = {
  readonly name: string;
  readonly size: number;
  /** Of the `.prj` file beside it. */
  readonly projection?: string;
} & ({ readonly kind: 'url'; readonly url: string } | { readonly kind: 'blob'; readonly blob: Blob });

export interface WrittenMesh {
  readonly bytes: number;
  /** For the target `memory`. */
  readonly blob?: Blob;
  /** For a `.prj` file beside it. */
  readonly projection?: string;
  /** For beside it: the material and the pictures of an OBJ, a certificate. */
  readonly files?: readonly { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }[];
}

/** Which way is up in a file, and what its lengths are. */
export type WrittenFrame = Pick<ReconstructOptions, 'outputUp' | 'outputUnit'>;

/** A place to write: slices put to a URL, a file that the browser granted, or memory for a download. */
export type SaveTarget =
  | { readonly kind: 'url'; readonly name: string; readonly url: string }
  | { readonly kind: 'file'; readonly name: string; readonly handle: FileSystemFileHandle }
  | { readonly kind: 'memory'; readonly name: string };

/**
 * A folder: behind a URL of the page's own origin that ends in '/' (desktop: see `contracts/ipc.ts`, `folderUrl`), or
 * one that the browser granted.
 */
export type FolderRef =
  | { readonly kind: 'url'; readonly name: string; readonly url: string }
  | { readonly kind: 'handle'; readonly name: string; readonly handle: FileSystemDirectoryHandle };

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

/** What points may be coloured by besides colour, normal and place. */
export type ValueAttribute = Exclude<AttributeName, 'returnCount'>;

/** [count] each: a byte a point for a table of 256 colours. What the bytes say stands in `byte-scale.ts`. */
type ValueBytes = { readonly [A in ValueAttribute]?: Uint8Array<ArrayBuffer> };

/** Points to draw. Any prefix of the arrays is an even sample of the whole, so a viewport may draw only the first. */
export interface CloudGeometry extends ValueBytes {
  /** [3 × count] scene space. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** [4 × count] red green blue 255, sRGB. */
  readonly colors?: Uint8Array<ArrayBuffer>;
  /** [4 × count] x y z 0, unit length as signed bytes: those of the file. */
  readonly normals?: Int8Array<ArrayBuffer>;
  /** Scene space. */
  readonly min: Triple;
  readonly max: Triple;
}

/** The values at the two ends of a ramp of colours. */
export interface ValueRange {
  readonly low: number;
  readonly high: number;
  /** Drawn points without a value. */
  readonly missingCount: number;
}

export interface ValueCount {
  readonly value: number;
  /** Drawn points that have it. */
  readonly count: number;
  /** Of a class that ASPRS has given a name. */
  readonly name?: ClassName;
}

/** What the bytes of a `CloudGeometry` mean. Counts are by value, ascending, for those values that occur. */
export interface CloudValues {
  /** In the file's own scale. */
  readonly intensity?: ValueRange;
  /** Seconds. */
  readonly time?: ValueRange;
  readonly classification?: readonly ValueCount[];
  readonly returnNumber?: readonly ValueCount[];
}

export interface NumberedScan extends Scan {
  /** What the points of `PointAttributes.scan` have, and so its colour. */
  readonly index: number;
  /** For people, where it has no name: its own in a file that numbers its scans, else its place from 1. */
  readonly number: number;
}

export interface CloudInfo {
  readonly id: number;
  /** Of the first file. */
  readonly name: string;
  /** How many files it was put together from. */
  readonly fileCount: number;
  /** Of all of them. */
  readonly fileBytes: number;
  readonly pointsInFile: number;
  /** Points without three finite coordinates. */
  readonly dropped: number;
  /** World position that the reader subtracted; zeros where coordinates are small. */
  readonly shift: Triple;
  /** World position of scene space's origin, `shift` included. */
  readonly origin: Triple;
  /** World space. */
  readonly min: Triple;
  readonly max: Triple;
  readonly hasColors: boolean;
  readonly hasNormals: boolean;
  readonly attributes: readonly AttributeName[];
  readonly values: CloudValues;
  /** None where the file does not tell them apart. */
  readonly scans: readonly NumberedScan[];
  /** How it stands; null where that is as in its file. */
  readonly placement: Placement | null;
  /** Null where the file says nothing of it. */
  readonly crs: Pick<CoordinateSystem, 'epsg' | 'name'> | null;
  /** Distance between neighbouring points, about; world unit. */
  readonly spacing: number;
  /** It is text, whose columns a person may choose. */
  readonly hasColumns: boolean;
  readonly warnings: readonly string[];
}

/** Files of one scene, in the order of their scans. */
export interface OpenRequest {
  /** At least one. */
  readonly files: readonly FileRef[];
  /** A cloud that the files are added to, without what of it is left out; it stays as it is. */
  readonly onto?: number;
  readonly leftOut?: LeftOut;
  readonly reading?: FileReading;
}

/** How a text file is read, as `ReadOptions` has it. */
export interface TextReading {
  readonly columns?: readonly string[];
  readonly dialect?: DialectChoice;
}

export interface FileReading extends TextReading {
  /** The whole points of a file that is cut. */
  readonly partial?: boolean;
}

/** What of a cloud is kept; see `selectPoints`. */
export interface KeptPoints {
  readonly scans?: readonly number[];
  readonly classes?: readonly number[];
  readonly returns?: ReturnChoice;
}

/** The columns of a text file as they would be read, with points from its beginning. */
export interface ColumnsPreview extends TextPreview {
  /** Null where no point can be read that way. */
  readonly sample: {
    readonly positions: Float32Array;
    readonly colors?: Uint8Array;
    /** Along each axis, world unit. */
    readonly size: readonly number[];
  } | null;
}

export interface OpenedCloud {
  readonly info: CloudInfo;
  readonly geometry: CloudGeometry;
}

/** The points of a cloud as they stand then, with what of them takes no part. */
export interface PlacedCloud {
  readonly info: CloudInfo;
  /** Null where no coordinate changed: that from before. */
  readonly geometry: CloudGeometry | null;
  readonly removed: PointSet | null;
  /** Scene space; a box that would not stand upright became points that are removed. */
  readonly crop: CropBox | null;
  /** The mesh that was asked for, moved with the points: a run of its own. */
  readonly run: FinishedRun | null;
}

/** A plane in the world that cuts a mesh as it is trimmed. */
export interface CutPlane {
  readonly normal: Triple;
  readonly through: Triple;
  readonly trim: number | null;
}

/** How far the vertices of a run's mesh are from another mesh. */
export interface ComparedMesh {
  /** Of the other mesh. */
  readonly name: string;
  readonly triangles: number;
  /** [vertexCount] world unit: positive outside of the other mesh, negative inside. */
  readonly distances: Float32Array<ArrayBuffer>;
  readonly figures: DistanceFigures;
}

/** Where a plane cuts a mesh. */
export interface CutOutline {
  /** [6 × pieces] scene space: both ends of each. */
  readonly lines: Float32Array<ArrayBuffer>;
  readonly curves: number;
  /** Of the curves. */
  readonly closed: number;
  /** World unit, of all curves. */
  readonly length: number;
  /** Within the closed ones, squared. */
  readonly area: number;
}

/** What is done to a finished mesh, as `gridpull finish` takes it; each is left out where it is not asked for. */
export type FinishChoice = Partial<
  Pick<
    ReconstructOptions,
    'keep' | 'keepArea' | 'handles' | 'close' | 'smooth' | 'smoothKind' | 'relax' | 'simplify' | 'simplifyWithin'
  >
>;

/** Events while a file is read. */
export type OpenEvent =
  | { readonly type: 'progress'; readonly share: number }
  /** An even sample of the points read so far, replacing the one before. Scene space of its own `origin`. */
  | { readonly type: 'points'; readonly geometry: CloudGeometry; readonly origin: Triple };

/** How sure a mesh is at its vertices, as it is drawn. */
export interface DrawnTrust {
  /** [vertexCount] world unit. */
  readonly uncertainties: Float32Array;
  /** [vertexCount] 1 where no point supports the surface, else 0: numbers that a shader takes as they are. */
  readonly guessed: Float32Array;
  /** World unit, at the end of the colours. */
  readonly range: number;
}

/** Triangles to draw. */
export interface MeshGeometry {
  /** [3 × vertexCount] scene space. */
  readonly positions: Float32Array;
  /** [3 × triangleCount] */
  readonly indices: Uint32Array;
  /** [3 × vertexCount] unit length, outward. */
  readonly normals: Float32Array;
  /** [3 × vertexCount] red green blue, sRGB. */
  readonly colors?: Uint8Array;
  /**
   * [vertexCount] world unit: how far the points near the vertex are from the mesh, negative where they lie inside of it,
   * and where there are none how far those are that there are. Not there in previews.
   */
  readonly distances?: Float32Array;
  /** Not there in previews, and in meshes of files that do not say it. */
  readonly trust?: DrawnTrust;
  /** [vertexCount] world unit: the length of trimming below which each vertex goes. There with `distances`. */
  readonly trimLengths?: Float32Array;
}

/** What a length of trimming leaves. */
export interface TrimmedReport {
  readonly vertexCount: number;
  readonly triangleCount: number;
  readonly topology: MeshTopology;
  /** Vertices of crumbs that go though their length alone would leave them. */
  readonly crumbVertices: Uint32Array;
}

export interface FinishedRun {
  readonly id: number;
  readonly cloudId: number;
  /** What of the cloud it was made without. */
  readonly leftOut: LeftOut;
  readonly options: ReconstructOptions;
  readonly geometry: MeshGeometry;
  readonly report: RunReport;
  readonly fit: PointFit;
  /**
   * [101] ascending, the 0th to the 100th percentile of how far the vertices are from the surface that the points describe,
   * which trimming goes by; world unit.
   */
  readonly distancePercentiles: readonly number[];
  /**
   * [fit.sampleCount] world unit: how far each measured point is from the mesh, negative inside of it; `fit` speaks of them
   * without their signs.
   */
  readonly pointDistances: Float32Array;
  /** [3 × …] scene space: the measured points that `fit.lost` counts, of a large cloud an even share of them. */
  readonly lostPoints: Float32Array;
  /** The points as the run understood them; null where they are not held. */
  readonly cleaned: { readonly points: number; readonly hasNormals: boolean; readonly hasColors: boolean } | null;
  /** The person ended the run early; the mesh is of the level that was reached. */
  readonly stoppedEarly: boolean;
  /** What it was simplified from is held, for the relief of a texture. */
  readonly isSimplified?: true;
}

export type ReconstructEvent =
  /** Any event but `level-ready`, which comes as `preview`. */
  | { readonly type: 'run'; readonly event: RunEvent }
  | { readonly type: 'preview'; readonly level: number; readonly geometry: MeshGeometry }
  /** `secondsLeft` is null until enough is known. Time paused does not count. */
  | { readonly type: 'clock'; readonly elapsedMs: number; readonly secondsLeft: number | null }
  /** From now on the run can be ended early with a result. */
  | { readonly type: 'stoppable' }
  | { readonly type: 'device-lost'; readonly resumesAt: number | null };

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

/** What a project is made of. */
export interface ProjectRequest {
  /** The program's. */
  readonly version: string;
  readonly cloudId: number;
  readonly edits: PointEdits;
  /** Scene space. */
  readonly crop: CropBox | null;
  readonly options: ReconstructOptions;
  readonly trim: number | null;
  /** Null where there is no mesh. */
  readonly runId: number | null;
  /** How all is seen, in the window's own words: plain data. */
  readonly view: Readonly<Record<string, unknown>>;
}

/** The text of a project, and the files that its scans are, in their order. */
export interface ProjectText {
  readonly text: string;
  readonly scans: readonly FileRef[];
}

/** A scan of a project, and the file that it is. */
export type FoundScan = {
  readonly name: string;
  /** As it was when the project was saved. */
  readonly bytes: number;
} & (
  { readonly state: 'same' | 'changed'; readonly file: FileRef } | { readonly state: 'missing'; readonly file: null }
);

export interface OpenedProject {
  readonly opened: OpenedCloud;
  /** None where the cloud cannot be read again from them as it is. */
  readonly files: readonly FileRef[];
  readonly edits: PointEdits;
  /** Scene space. */
  readonly crop: CropBox | null;
  readonly options: Partial<ReconstructOptions>;
  readonly trim: number | null;
  /** What the mesh was made by; null where there was none. */
  readonly mesh: {
    readonly options: Partial<ReconstructOptions>;
    readonly leftOut: LeftOut;
    /** The set that `leftOut` speaks of. */
    readonly removed: PointSet | null;
    readonly finish: readonly FinishStep[];
  } | null;
  readonly view: Readonly<Record<string, unknown>>;
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
   * The same points as they are to stand, as a cloud of its own, and the mesh of a run with them; both stay as they are. A long
   * call like `open`.
   * Rejected with `cloud-degenerate` where they lie on no plane that could be level.
   */
  place(
    cloudId: number,
    placing: Placing,
    leftOut: { readonly removed: PointSet | null; readonly crop: CropBox | null },
    runId: number | null,
  ): Promise<Outcome<PlacedCloud>>;
  /** Where a plane cuts the mesh of a run. The next call cancels this one. */
  cut(runId: number, plane: CutPlane): Promise<Outcome<CutOutline>>;
  /** Measures the whole mesh of a run to that of a file, in world coordinates. @param sink told how much is done, 0…1 */
  compare(runId: number, file: FileRef, sink: (share: number) => void): Promise<Outcome<ComparedMesh>>;
  /** Writes that as a drawing; `blob` for the target `memory`. */
  writeCut(
    runId: number,
    plane: CutPlane,
    drawing: { readonly format: DrawingFormat; readonly unit: LengthUnit | null },
    target: SaveTarget,
  ): Promise<Outcome<WrittenMesh>>;
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
   * A run of its own with the mesh of `runId` as trimmed and then finished, checked and measured against its cloud; that
   * of `runId` stays as it is. A long call like `reconstruct`; `sink` is told how much is done, 0…1.
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
  /** What is shown as the text of a project. May be called while something else runs; the next call cancels this one. */
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
