/** What panels and commands may ask for. Each is one gesture of the person; none throws, faults become notices. */
import type { BatchMode } from '../../batch/mode.ts';
import type {
  CropBox,
  DialectChoice,
  DrawingFormat,
  MeshFormat,
  Placing,
  ReconstructOptions,
  ReturnChoice,
  TerrainPart,
  Triple,
} from '../../engine/vocabulary.ts';
import type { CommandId } from '../../contracts/commands.ts';
import type { Recovery } from '../../contracts/ipc.ts';
import type { Settings } from '../../contracts/settings.ts';
import type { FileRef, PointAct, PointValue } from '../worker/engine-api.ts';
import type {
  ColumnRole,
  CutState,
  Dialog,
  ExportChoice,
  FinishDraft,
  Measurement,
  Result,
  ScaleDraft,
  SelectSettings,
  Step,
  Tool,
  ValueRangeDraft,
  ViewOptions,
} from './state.ts';

export interface BatchJobChange {
  readonly options?: Partial<ReconstructOptions>;
  readonly format?: MeshFormat;
  /** Whether folders below are taken, too. */
  readonly recursive?: boolean;
}

/** Standing the cloud upright and at its true size. */
export interface PlaceActions {
  /** Changes how the cloud stands, one step that can be undone; what is left out stays. */
  place(change: Placing): void;
  /** By so many degrees about an axis of the scene; resolves when the points are turned, or stay. */
  turnBy(axis: 0 | 1 | 2, degrees: number): Promise<void>;
  /** Chooses the tool that picks three places of one height, or lays it down. */
  pickLevel(): void;
  /** Changes the true length of what was measured; null lets go of it. */
  draftScale(draft: ScaleDraft | null): void;
  /** Does what is picked or typed: levels, or scales. */
  apply(): void;
}

/** Distances that were measured, and stay. */
export interface MeasureActions {
  /** One step that can be undone, as `removeAll`. */
  remove(measurement: Measurement): void;
  removeAll(): void;
  /** Brings it into view. */
  show(measurement: Measurement): void;
  /** Writes them all as a table. */
  save(): void;
}

/** The section plane: a look and no step of the history. */
export interface CutActions {
  /** On in the middle of the mesh, or off. */
  toggle(): void;
  change(change: Partial<CutState>): void;
  /** Writes the outline as a drawing. */
  save(format: DrawingFormat): void;
}

/** The mesh beside another: a look and no step of the history. */
export interface CompareActions {
  /** Asks for a mesh and compares with it. */
  choose(): Promise<void>;
  /** Compares with the same file again. */
  again(): Promise<void>;
  /** Colours by the distance to the other mesh, or as it was before. */
  show(isShown: boolean): void;
  /** Colours by the distance to the points instead. */
  showPoints(): void;
  remove(): void;
  /** Shows another result beside the mesh, or none. */
  showBeside(result: Result | null): void;
  /** Takes another result for the mesh: one step that can be undone. */
  use(result: Result): void;
}

export interface ProjectActions {
  /** Takes unsaved work of a window before up again. */
  restore(recovery: Recovery): Promise<void>;
  discard(recovery: Recovery): Promise<void>;
  /** Asks for files, one of which is a scan of the project that is opened. */
  locate(): Promise<void>;
  /** Opens the project with the scans that were found. */
  openFound(): Promise<void>;
  /** Closes the window, once what is shown is saved or without. */
  leave(how: 'saved' | 'unsaved'): Promise<void>;
}

export interface DeviceActions {
  /** Examines the graphics device, unless it works. */
  examine(): Promise<void>;
}

export interface Actions {
  readonly placing: PlaceActions;
  readonly measuring: MeasureActions;
  readonly cutting: CutActions;
  readonly comparing: CompareActions;
  readonly graphics: DeviceActions;
  /** Performs a command of the menu table, if it makes sense now. */
  perform(command: CommandId): void;
  /** Whether the command makes sense now. */
  enabled(command: CommandId): boolean;
  checked(command: CommandId): boolean;
  openSample(name: string): void;
  readonly projects: ProjectActions;
  openRecent(id: string): void;
  /** Chosen or dropped files, at least one: one scene. */
  openFiles(files: readonly File[]): void;
  /** Asks for files and adds their points to the cloud that is shown. */
  addScans(): void;
  /** Leaves the points of a scan (`NumberedScan.index`) out of the cloud. */
  removeScan(index: number): void;
  /** Leaves the points of a class (its number) out of the cloud. */
  removeClass(value: number): void;
  /** Leaves all but these returns of the pulses out of the cloud. */
  keepReturns(choice: ReturnChoice): void;
  /** Opens the dialog for the columns of a text file: that of the cloud shown, or one that could not be opened. */
  chooseColumns(file?: FileRef): void;
  setColumns(roles: readonly ColumnRole[]): void;
  /** Says how the rows of the file of the dialog are written; its columns are found anew. */
  setDialect(change: DialectChoice): void;
  /** Opens the file of the dialog with the columns that were chosen. */
  openWithColumns(): void;
  /** `transient` while a slider is dragged: changes at once, but enters the history only with the last, final call. */
  setOptions(change: Partial<ReconstructOptions>, transient?: boolean): void;
  setView(change: Partial<ViewOptions>): void;
  /** Scene space; null for all of the cloud. */
  setCrop(crop: CropBox | null, transient?: boolean): void;
  setTrim(length: number | null, transient?: boolean): void;
  /** Brings a place of the mesh, in world coordinates, into view. */
  showPlace(place: { readonly min: Triple; readonly max: Triple }): void;
  /** Changes the batch that is shown: options, format, patterns. */
  setJob(change: BatchJobChange): void;
  chooseBatchOutput(): void;
  /** Starts the batch; one that has results already asks what to do with them (a dialog). */
  startBatch(mode?: BatchMode): void;
  /** Does one item again. */
  retryItem(index: number): void;
  /** Opens the cloud and the mesh of an item that is done in the viewport; the batch stays behind it. */
  openItem(index: number): void;
  /** Back to the batch from a result that was opened from it. */
  showBatch(): void;
  openBatchReport(): void;
  revealBatch(): void;
  /** Takes the options back to those that the mesh shown was made by. */
  restoreOptions(): void;
  /** Changes what is about to be done to the mesh; null lets go of it. */
  draftFinish(draft: FinishDraft | null): void;
  /** Does it: one step that can be undone. */
  applyFinish(draft: FinishDraft): void;
  setExportFormat(format: MeshFormat): void;
  setExportChoice(change: Partial<ExportChoice>): void;
  exportMesh(format: MeshFormat): void;
  /** Writes the points as the run understood them. */
  exportCloud(): void;
  /** The heights of the mesh, with what `exportChoice` says of them. */
  exportTerrain(part: TerrainPart): void;
  /** Shows a step of the path, and the panel if it was hidden. */
  setStep(step: Step): void;
  /** Chooses what the pointer does in the view; what was picked for another is gone. */
  setTool(tool: Tool): void;
  /** Says how points are selected. */
  setSelecting(change: Partial<SelectSettings>): void;
  /** Selects, removes or brings back points: one step that can be undone. */
  editPoints(act: PointAct): void;
  /** Chooses the number by which points are selected. */
  chooseValue(value: PointValue): void;
  /** Changes its range; what is in it is selected with the last, final call. */
  setValueRange(change: Partial<Pick<ValueRangeDraft, 'low' | 'high'>>, transient?: boolean): void;
  setSettings(change: Partial<Settings>): void;
  showDialog(dialog: Dialog): void;
  dismissNotice(id: number): void;
  /** While they are pointed at or have the focus, messages stay. */
  holdNotices(held: boolean): void;
}
