/** What the window asks of the program around it: the desktop shell, or a plain browser. */
import type { CommandId } from '../../contracts/commands.ts';
import type { LogLevel, MenuState, RecentFile, Recovery, SaveRequest } from '../../contracts/ipc.ts';
import type { Settings } from '../../contracts/settings.ts';
import type { FileRef, FolderRef, SaveTarget, WrittenMesh } from '../worker/engine-api.ts';

export interface PlatformListener {
  /** One scene. */
  open(files: readonly FileRef[]): void;
  openFolder(input: FolderRef): void;
  openJob(job: OpenedJob): void;
  command(id: CommandId): void;
  recents(recents: readonly RecentFile[]): void;
  /** The person wants to close the window, which has unsaved work. */
  closing(): void;
  /** A sentence for the person. */
  problem(message: string): void;
}

/** A job file with the folders that it names. */
export interface OpenedJob {
  readonly name: string;
  readonly text: string;
  readonly input: FolderRef;
  readonly output: FolderRef;
}

/** Folders, for batches. */
export interface Folders {
  choose(purpose: 'input' | 'output'): Promise<FolderRef | null>;
  /** A dropped folder; null for anything else. Called at once in the drop's event: later its items are gone. */
  dropped(item: DataTransferItem): Promise<FolderRef | null>;
  /** `meshes` in the input folder. */
  defaultOutput(input: FolderRef): Promise<FolderRef>;
  /** The way from the output to the input folder, for job files; null where a browser does not tell. */
  between(output: FolderRef, input: FolderRef): Promise<string | null>;
  /** Null where a file manager cannot be had. */
  readonly reveal: ((output: FolderRef) => Promise<void>) | null;
  /** Opens the report of a batch in a browser; null in one: the page's policy would hold for the report, too. */
  readonly openReport: ((output: FolderRef) => Promise<void>) | null;
  /** Hands a copy of it over as a download, where it cannot be opened. */
  readonly copyReport?: (output: FolderRef) => Promise<void>;
}

/** Unsaved work, to be kept until it is saved. */
export interface UnsavedWork {
  readonly name: string;
  /** Of a project. */
  readonly text: string;
  /** The files that its scans are, in their order. */
  readonly scans: readonly FileRef[];
  /** Where it was saved before. */
  readonly place: SaveTarget | null;
}

/** Files of projects. */
export interface Projects {
  /** For each scan the file that it is, or that lies in its place; null, or missing, where nobody knows. */
  scansOf(project: FileRef): Promise<readonly (FileRef | null)[]>;
  /** Where an opened project is saved again; null where that is to be asked. */
  placeOf(project: FileRef): SaveTarget | null;
  /** Writes it whole or not at all. @param scans the files that its scans are, in their order */
  save(place: SaveTarget, text: string, scans: readonly FileRef[]): Promise<void>;
  /** @param picture a data URL */
  setPicture(place: SaveTarget, picture: string): Promise<void>;
  /** What windows before left unsaved. */
  recoveries(): Promise<readonly Recovery[]>;
  restore(id: string): Promise<{
    readonly text: string;
    readonly scans: readonly (FileRef | null)[];
    readonly place: SaveTarget | null;
  }>;
  /** In place of what this window kept before. */
  keep(work: UnsavedWork): Promise<void>;
  /** Null for what this window keeps. */
  drop(id: string | null): Promise<void>;
  /** Whether closing is to be asked about. */
  setUnsaved(isUnsaved: boolean): void;
  /** Closes the window without asking. */
  closeWindow(): void;
}

export interface Platform {
  readonly kind: 'desktop' | 'web';
  /** Whether accelerators come from a native menu; otherwise the window listens for all of them itself. */
  readonly hasMenu: boolean;
  readonly isMac: boolean;
  /** What is behind the window, for the about box. */
  readonly versions: Readonly<Record<string, string>>;
  listen(listener: PlatformListener): void;
  /** Asks for files of one scene; null where the person thinks better of it. */
  chooseFiles(): Promise<readonly FileRef[] | null>;
  /** Asks for a mesh that is only looked at; null where the person thinks better of it. */
  chooseMesh(): Promise<FileRef | null>;
  dropped(file: File): Promise<FileRef | null>;
  sample(name: string): Promise<FileRef>;
  recent(id: string): Promise<FileRef>;
  recents(): Promise<readonly RecentFile[]>;
  readonly projects: Projects;
  /** Null where the browser has no way to write into a folder. */
  readonly folders: Folders | null;
  /** Asks where to save. */
  chooseTarget(request: SaveRequest): Promise<SaveTarget | null>;
  /**
   * Makes what was written the file, or hands the blob to the person as a download; with what lies beside it: the text
   * of a `.prj` file, where there is a beside, and the other files of an OBJ, which are downloaded where there is none.
   */
  finish(target: SaveTarget, written?: Pick<WrittenMesh, 'blob' | 'projection' | 'files'>): Promise<void>;
  abandon(target: SaveTarget): Promise<void>;
  /** Null where a file manager cannot be had. */
  readonly reveal: ((target: SaveTarget) => Promise<void>) | null;
  readSettings(): Promise<Settings>;
  writeSettings(settings: Settings): Promise<void>;
  setMenu(state: MenuState): void;
  setProgress(share: number | null): void;
  log(level: LogLevel, message: string): void;
}
