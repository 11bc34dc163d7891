/**
 * All that the window shows, as one immutable value.
 *
 * `document` is what a person makes: the scene, how it is seen, the options. Every change of what is made is one entry
 * of the history, so undo is the model and not a feature; how it is seen goes with it and is no step of its own. The
 * rest (progress, notices, the step of the path) is not undone.
 */
import type { BatchSummary, ItemState } from '../../batch/events.ts';
import type { BatchItem } from '../../batch/item.ts';
import type { BatchJob } from '../../batch/job.ts';
import type { Sidecar } from '../../batch/sidecar.ts';
import type {
  ColumnName,
  CropBox,
  DialectChoice,
  MeshFormat,
  ReconstructOptions,
  RunEvent,
  SelectMode,
  Triple,
} from '../../engine/vocabulary.ts';
import type { LengthUnit, Settings } from '../../contracts/settings.ts';
import type { RecentFile, Recovery } from '../../contracts/ipc.ts';
import type {
  CloudGeometry,
  CloudInfo,
  ColumnsPreview,
  ComparedMesh,
  CutOutline,
  ExaminedDevice,
  DeviceInfo,
  Estimate,
  FileRef,
  FinishChoice,
  FinishedRun,
  FolderRef,
  FoundPoints,
  FoundScan,
  PointEdits,
  PointValue,
  ValueHistogram,
  TrimmedReport,
  ValueAttribute,
} from '../worker/engine-api.ts';

export interface LoadedCloud {
  readonly info: CloudInfo;
  readonly geometry: CloudGeometry;
  /** What it was read from; none where that cannot be read again as it was. */
  readonly files: readonly FileRef[];
}

/** Colours of the cloud: one, those of the file, or by something. */
export type CloudColoring = 'plain' | 'file' | 'height' | 'normal' | ValueAttribute;
/** Colours of the mesh. */
export type MeshColoring = 'plain' | 'file' | 'normal' | 'distance' | 'trust';

/** Where the colours of distances end, world unit: low ≤ 0 ≤ high, and not both 0. */
export type DistanceRange = readonly [low: number, high: number];

export interface ViewOptions {
  readonly cloudVisible: boolean;
  readonly cloudColoring: CloudColoring;
  /** Numbers of scans (`NumberedScan.index`) that are not drawn; a reconstruction takes them all the same. */
  readonly hiddenScans: readonly number[];
  /** Points of the cloud that have no surface near them, over all else; see `FinishedRun.lostPoints`. */
  readonly lostPointsVisible: boolean;
  /** Diameter in pixels at 100 % scaling; `auto` grows with the zoom. */
  readonly pointSize: number | 'auto';
  /** Eye-dome lighting: darkens depth edges, so that a cloud without normals reads as a shape. */
  readonly eyeDome: boolean;
  readonly meshVisible: boolean;
  readonly meshColoring: MeshColoring;
  /** What the mesh has again when the heat map is switched off. */
  readonly coloringBefore: Exclude<MeshColoring, 'distance'>;
  readonly wireframe: boolean;
  /** Where the colours of distances end; `auto`: see `heat-range.ts`. */
  readonly distanceRange: DistanceRange | 'auto';
  /** Whether points outside and inside of the surface have colours of their own. */
  readonly distanceSigned: boolean;
  /** One colour for what is within the tolerance, and one for each side beyond it. */
  readonly distanceBands: boolean;
  /** World unit: what is as near as this is good; `auto`: see `heat-range.ts`. */
  readonly tolerance: number | 'auto';
  /** Measurements, with their lengths beside them. */
  readonly measurementsVisible: boolean;
  readonly orthographic: boolean;
}

export interface DocumentState {
  readonly cloud: LoadedCloud | null;
  /** What of the cloud is selected, and what takes no part. */
  readonly edits: PointEdits;
  /** Scene space: only what is within takes part; null for all of it. */
  readonly crop: CropBox | null;
  readonly run: FinishedRun | null;
  /** Triangles further from the cloud than this (world unit) are hidden and not exported; null for none. */
  readonly trim: number | null;
  /** Distances that stay, in the order in which they were measured. */
  readonly measurements: readonly Measurement[];
  readonly view: ViewOptions;
  readonly options: ReconstructOptions;
}

/** What can be done to a mesh, in the order in which it is done. */
export const FINISH_OPERATIONS = ['pieces', 'handles', 'openings', 'smooth', 'relax', 'simplify'] as const;
export type FinishOperation = (typeof FINISH_OPERATIONS)[number];

/** What is about to be done to the mesh. */
export interface FinishDraft {
  readonly operation: FinishOperation;
  readonly choice: FinishChoice;
}

/** What draws round points to select them. */
export const SELECT_TOOLS = ['rectangle', 'lasso', 'brush'] as const;
export type SelectTool = (typeof SELECT_TOOLS)[number];

/** A number that points have, and the part of its range that is asked for. */
export interface ValueRangeDraft {
  readonly value: PointValue;
  /** Null where the points have no such numbers. */
  readonly histogram: ValueHistogram | null;
  readonly low: number;
  readonly high: number;
}

export type Tool = 'none' | 'measure' | 'level' | SelectTool;

/** The true length of what was measured. */
export interface ScaleDraft {
  /** Null until it is typed. */
  readonly length: number | null;
  readonly unit: LengthUnit;
}

/** A plane across an axis that cuts the mesh. */
export interface CutState {
  readonly across: 'x' | 'y' | 'z';
  /** Scene space, along that axis. */
  readonly position: number;
  /** What lies before it is shown in place of what lies behind. */
  readonly isFlipped: boolean;
  /** Whether the half that is not cut away is shown. */
  readonly isRestShown: boolean;
}

/** How points are selected. */
export interface SelectSettings {
  /** Where no key asks for another. */
  readonly mode: SelectMode;
  /** What the keys that are held ask for; null where none is. */
  readonly heldMode: SelectMode | null;
  /** Points behind others, too. */
  readonly hiddenToo: boolean;
  /** CSS pixels. */
  readonly brushRadius: number;
}

/** Another mesh, and how far the one that is shown is from it. */
export interface Comparison {
  readonly file: FileRef;
  /** Whose vertices were measured: of another run it says nothing. */
  readonly run: FinishedRun;
  readonly compared: ComparedMesh;
  /** Its distances are those that the mesh is coloured by. */
  readonly isShown: boolean;
}

/** Two places as the file has them: wherever the cloud is turned, moved or scaled to, they are of the same points. */
export interface Measurement {
  readonly from: Triple;
  readonly to: Triple;
}

/** What was clicked on last with the tool that measures: a first place, or the measurement that a second one ended. */
export type Measuring = { readonly from: Triple } | { readonly ended: Measurement };

export interface EnergyPoint {
  readonly level: number;
  /** Counts on over the levels. */
  readonly iteration: number;
  readonly energy: number;
}

export interface RunProgress {
  readonly state: 'running' | 'paused' | 'stopping';
  readonly stage: (RunEvent & { type: 'stage-started' })['stage'];
  readonly level: number | null;
  /** Share of the whole run, 0…1. */
  readonly share: number;
  readonly elapsedMs: number;
  readonly secondsLeft: number | null;
  readonly stoppable: boolean;
  readonly energies: readonly EnergyPoint[];
  /** Level of the surface that is shown. */
  readonly previewLevel: number | null;
}

/** A cloud in the list of a batch. */
export interface BatchRow {
  readonly item: BatchItem;
  readonly state: ItemState;
  /** `done` or `failed` by an earlier batch. */
  readonly kept: boolean;
  /** Share of its run, 0…1. */
  readonly share: number;
  /** Null unless it is `done` or `failed`. */
  readonly sidecar: Sidecar | null;
}

/** A folder of clouds instead of one: takes the place of the viewport until it is closed. */
export interface BatchState {
  /** False while a cloud that was opened meanwhile is looked at. */
  readonly shown: boolean;
  readonly state: 'listing' | 'ready' | 'running' | 'paused' | 'ended';
  readonly input: FolderRef;
  readonly output: FolderRef | null;
  /** Format, options and patterns as they are edited; of the folders in it nothing is used. */
  readonly job: BatchJob;
  readonly rows: readonly BatchRow[];
  /** Share of the whole batch, 0…1. */
  readonly share: number;
  readonly elapsedMs: number;
  readonly secondsLeft: number | null;
  readonly summary: BatchSummary | null;
}

/** The path from a scan to a file, in its order. */
export const STEPS = ['scan', 'clean', 'reconstruct', 'check', 'finish', 'export'] as const;
export type Step = (typeof STEPS)[number];

/** A file that is read, a run, a file that is written, the device, or none of them. */
export type NoticeCause = 'open' | 'run' | 'export' | 'device' | 'other';

export interface Notice {
  readonly id: number;
  readonly kind: 'error' | 'warning' | 'success';
  /** What it is about: it leaves when that is done again. */
  readonly cause: NoticeCause;
  readonly title: string;
  readonly message: string;
  /** What can be done about it, as a button. */
  readonly action?: { readonly label: string; readonly perform: () => void };
}

export type Dialog =
  'none' | 'scans' | 'unsaved' | 'shortcuts' | 'settings' | 'about' | 'columns' | 'batch-existing' | 'device';

/** The examination of the graphics device. */
export type Examination =
  /** `trying`: tests that are done. */
  | { readonly state: 'running'; readonly trying: number }
  | { readonly state: 'done'; readonly found: ExaminedDevice }
  | { readonly state: 'failed'; readonly error: { readonly message: string } };

/** What a column of a text file is; `-` for one that is passed over. */
export type ColumnRole = ColumnName | '-';

/** The columns of a text file, which a person is choosing. */
export interface ColumnsState {
  readonly file: FileRef;
  /** [columns] as chosen so far. */
  readonly roles: readonly ColumnRole[];
  /** How its rows are written, as far as it was chosen. */
  readonly dialect: DialectChoice;
  /** As they would be read; of an earlier choice while the next one is looked at. */
  readonly preview: ColumnsPreview;
  /** Why the choice cannot be read by; null where it can. */
  readonly problem: string | null;
}

/** What of the document is on the disk. */
export interface ProjectState {
  /** Of the file; null where there is none. */
  readonly name: string | null;
  /** There is work that it does not have. */
  readonly isUnsaved: boolean;
  readonly isSaving: boolean;
  /** Milliseconds since 1970; null where it was not saved by this window. */
  readonly savedAt: number | null;
}

/** A mesh that was made of the points that are shown, as it was trimmed. */
export interface Result {
  readonly run: FinishedRun;
  readonly trim: number | null;
}

/** What was there before a mesh: the mesh that it was made of, or the points. */
export type Before = 'mesh' | 'points';

/**
 * What the file gets besides the mesh, and how it holds it: trust and texture where its format has a place for them,
 * the axis that points up, the unit, a certificate beside it.
 */
export type ExportChoice = Pick<ReconstructOptions, 'trust' | 'texture' | 'outputUp' | 'outputUnit' | 'certify'> & {
  /** World unit. */
  readonly heightRaster: number | 'auto';
  readonly contours: number | 'auto';
};

export interface AppState {
  readonly document: DocumentState;
  readonly undo: string | null;
  readonly redo: string | null;
  /** Null until the graphics device is open. */
  readonly device: DeviceInfo | null;
  /** The file being read. */
  readonly opening: { readonly name: string; readonly share: number } | null;
  readonly progress: RunProgress | null;
  /** What can be done with a batch's output folder; null where no batches can be had. */
  readonly folders: { readonly reveal: boolean; readonly report: boolean } | null;
  /** Null where one cloud is worked on. */
  readonly batch: BatchState | null;
  /** The chart of the last run stays. */
  readonly energies: readonly EnergyPoint[];
  /** Estimates by resolution, `auto` among them; null while unknown. */
  readonly estimates: ReadonlyMap<ReconstructOptions['resolution'], Estimate> | null;
  /** The report after trimming; null while it is computed or where nothing is trimmed. */
  readonly trimmed: TrimmedReport | null;
  /** What is being chosen in Finish; null where nothing differs from how its operations begin. */
  readonly finishDraft: FinishDraft | null;
  /** The operation on the mesh that is on, and how much of it is done, 0…1. */
  readonly finishing: { readonly operation: FinishOperation; readonly share: number } | null;
  readonly exporting: { readonly name: string; readonly share: number } | null;
  /** Where on the path from scan to file the person is: what the panel shows. */
  readonly step: Step;
  /** As which the mesh is written next. */
  readonly exportFormat: MeshFormat;
  readonly exportChoice: ExportChoice;
  readonly tool: Tool;
  readonly selecting: SelectSettings;
  /** What was found among the points; null while it is looked for. */
  readonly found: FoundPoints | null;
  /** The range of a number by which points are selected; null until one is chosen. */
  readonly byValue: ValueRangeDraft | null;
  readonly measuring: Measuring | null;
  /** Scene space: places that are to be of one height, up to three. */
  readonly levelPicks: readonly Triple[];
  readonly scaleDraft: ScaleDraft | null;
  /** The section plane; null where there is none. */
  readonly cut: CutState | null;
  /** Its outline; null until it is found. */
  readonly outline: CutOutline | null;
  /** What the mesh is compared with; null where nothing is. */
  readonly comparison: Comparison | null;
  /** Other meshes of the points that are shown, which undo or redo would show: the latest first. */
  readonly results: readonly Result[];
  /** One that is shown beside the mesh; null for none. */
  readonly beside: Result | null;
  /** The mesh that is read to be compared with, and how much of that is done, 0…1. */
  readonly comparing: { readonly name: string; readonly share: number } | null;
  readonly notices: readonly Notice[];
  readonly dialog: Dialog;
  /** Null unless the dialog `columns` is open. */
  readonly columns: ColumnsState | null;
  /** A file hovers over the window. */
  readonly dropping: boolean;
  readonly project: ProjectState;
  /** Unsaved work of windows before, that can be taken up again. */
  readonly recoveries: readonly Recovery[];
  /** What is shown in place of the mesh, as long as a key is held. */
  readonly before: Before | null;
  /** Of the graphics device; null until one is asked for. */
  readonly examination: Examination | null;
  /** Null unless the dialog `scans` is open. */
  readonly scanSearch: { readonly name: string; readonly scans: readonly FoundScan[] } | null;
  readonly recents: readonly RecentFile[];
  readonly settings: Settings;
  readonly platform: 'desktop' | 'web';
}
