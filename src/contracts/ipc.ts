/**
 * The only contract between main, preload and the window. Handlers, bridge and the window's global are typed from
 * it, so a channel added in one place and forgotten in another does not compile.
 */
import type { CommandId } from './commands.ts';
import type { Settings } from './settings.ts';

export const SCHEME = 'app';
export const HOST = 'gridpull';

/** A file that the window may read or write. The window never sees a path. */
export interface FileGrant {
  readonly token: string;
  /** The name without folders. */
  readonly name: string;
  /** Size in bytes; 0 for a file to be written. */
  readonly size: number;
  /** What the `.prj` file beside it says of its coordinate system. */
  readonly projection?: string;
}

/** Same origin as the page, so CSP and COEP need no exceptions. */
export function fileUrl(token: string): string {
  return `/_file/${token}`;
}

/** A folder that the window may list, read from and, where it is an output, write results into. */
export interface FolderGrant {
  readonly token: string;
  /** Its own name. */
  readonly name: string;
}

/**
 * Same origin as the page, ends in '/'. `GET ?list` gives `[{ "path", "bytes" }]` of every file below (hidden ones left
 * out), `GET PATH` a file, `POST PATH` of an output begins a file beside its place and answers `{ "token" }`: its bytes
 * are put to `fileUrl(token)` like those of a saved file, `POST fileUrl(token)` puts it in its place, `DELETE` drops
 * it.
 */
export function folderUrl(token: string): string {
  return `/_folder/${token}/`;
}

/** A job file that was opened, with the folders that it names. */
export interface JobGrant {
  readonly name: string;
  /** The file's text; the window judges it. */
  readonly text: string;
  readonly input: FolderGrant;
  readonly output: FolderGrant;
}

/** Unsaved work that was kept. */
export interface Recovery {
  readonly id: string;
  /** Of its project, or of its scan. */
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
}

/** Unsaved work as it is kept: `scans` are for each scan of the text its file, null where that has none. */
export interface KeptWork<File> {
  readonly name: string;
  /** Of a project, without where its scans lie. */
  readonly text: string;
  readonly scans: readonly (File | null)[];
  /** The file that it was saved as before. */
  readonly project: File | null;
}

export interface RecentFile {
  /** Names the entry to `openRecent`; not a path. */
  readonly id: string;
  readonly name: string;
  /** How a project was seen when it was saved, as a data URL. */
  readonly picture?: string;
  /** The folder, shortened for people to tell two of one name apart. */
  readonly folder: string;
}

export interface SaveRequest {
  /** Suggested, with its ending. */
  readonly name: string;
  /** What to offer, the suggested one first; `name` already translated. */
  readonly filters: readonly { readonly name: string; readonly extensions: readonly string[] }[];
}

/** What lies beside a saved file. */
export interface SavedBeside {
  /** The coordinate system, for a `.prj` file unless there is one. */
  readonly projection?: string;
  /** The material and the pictures of an OBJ, as `besideName` calls them, and a certificate (`certificatePath`). */
  readonly files?: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

/** What the native menu shows of the window's state. */
export interface MenuState {
  readonly enabled: readonly CommandId[];
  readonly checked: readonly CommandId[];
  /** Already translated: “Undo Trim”. */
  readonly undoLabel: string;
  readonly redoLabel: string;
}

export type LogLevel = 'error' | 'warn' | 'info';

export interface Api {
  readonly platform: 'darwin' | 'win32' | 'linux';
  readonly versions: { readonly app: string; readonly electron: string; readonly chrome: string };
  /** The open dialog; none where the person closed it, or chose a job, which comes as an event. */
  openDialog(): Promise<readonly FileGrant[]>;
  /** The open dialog for a mesh that is only read; null where the person closed it. */
  openMeshDialog(): Promise<FileGrant | null>;
  /** Rejects with a sentence for the person where the file is gone. */
  openRecent(id: string): Promise<FileGrant>;
  /** A cloud that comes with the program. */
  openSample(name: string): Promise<FileGrant>;
  /** A file dropped on the window, a `File`; null for what is no file on this machine's disk (a folder, say). */
  grantDropped(file: unknown): Promise<FileGrant | null>;
  /** The save dialog, which asks before it overwrites; the grant writes beside the file until `finishSave`. */
  saveDialog(request: SaveRequest): Promise<FileGrant | null>;
  /** Puts what was written in its place, with what lies beside it. */
  finishSave(token: string, beside?: SavedBeside): Promise<void>;
  /** Drops what was written. */
  abandonSave(token: string): Promise<void>;
  /** Shows a saved file in the file manager. */
  reveal(token: string): Promise<void>;
  /** The folder dialog; null where the person closed it. An `output` may be written to. */
  folderDialog(purpose: 'input' | 'output'): Promise<FolderGrant | null>;
  /** A folder dropped on the window, a `File`, to read from; null for what is none. */
  grantDroppedFolder(file: unknown): Promise<FolderGrant | null>;
  /** The folder `meshes` in a granted folder, to write to; it need not be there yet. */
  defaultOutput(inputToken: string): Promise<FolderGrant>;
  /** The way from an output folder to an input folder, with '/', for job files; absolute where there is none. */
  folderBetween(outputToken: string, inputToken: string): Promise<string>;
  /** Shows an output folder in the file manager. */
  revealFolder(token: string): Promise<void>;
  /** Opens `report.html` of an output folder in the browser. */
  openReport(token: string): Promise<void>;
  recents(): Promise<readonly RecentFile[]>;
  /** For each scan of an opened project its file; null where there is none that may be read. */
  projectScans(token: string): Promise<readonly (FileGrant | null)[]>;
  /**
   * Writes a project: in the place that `saveDialog` gave, or again over one that was saved or opened. `scans` are the
   * tokens of its scans' files, whose places are put into the text.
   */
  saveProject(token: string, text: string, scans: readonly (string | null)[]): Promise<void>;
  /** A small picture (a data URL) of a project that was saved, for the list of recent files. */
  setPicture(token: string, picture: string): Promise<void>;
  /** Unsaved work that windows before left, without that of `session`, which is this page's own. */
  recoveries(session: string): Promise<readonly Recovery[]>;
  keepWork(session: string, work: KeptWork<string>): Promise<void>;
  restoreWork(id: string): Promise<KeptWork<FileGrant>>;
  dropWork(id: string): Promise<void>;
  /** Closes the window without asking. */
  closeWindow(): Promise<void>;
  /** Whether closing is to be asked about: `closing` comes in its place. */
  setUnsaved(isUnsaved: boolean): void;
  readSettings(): Promise<Settings>;
  writeSettings(settings: Settings): Promise<void>;
  setMenu(state: MenuState): void;
  /** Progress on the taskbar or dock, 0…1; null for none. */
  setProgress(share: number | null): void;
  log(level: LogLevel, message: string): void;
  /** Files of one scene. */
  onOpenFiles(listener: (grants: readonly FileGrant[]) => void): () => void;
  onOpenFolder(listener: (grant: FolderGrant) => void): () => void;
  onOpenJob(listener: (job: JobGrant) => void): () => void;
  onCommand(listener: (id: CommandId) => void): () => void;
  /** The person wants to close the window, which has unsaved work. */
  onClosing(listener: () => void): () => void;
  onRecents(listener: (recents: readonly RecentFile[]) => void): () => void;
  /** A sentence for the person about something main could not do (a file of the command line is missing, say). */
  onProblem(listener: (message: string) => void): () => void;
}

/** What main answers: each is a channel of its own, called like the bridge's method. */
export type RequestName = {
  [Key in keyof Api]: Api[Key] extends (...args: never[]) => Promise<unknown> ? Key : never;
}[keyof Api];

/** What the window tells main without waiting for an answer. */
export type MessageName = 'setMenu' | 'setProgress' | 'setUnsaved' | 'log';

/** What main tells the window, by channel. */
export interface WindowEvents {
  readonly openFiles: readonly FileGrant[];
  readonly openFolder: FolderGrant;
  readonly openJob: JobGrant;
  readonly command: CommandId;
  readonly recents: readonly RecentFile[];
  readonly closing: null;
  readonly problem: string;
}

/** What crosses for a call: as the bridge's method has it, but a dropped `File` goes as its path. */
export type CallArguments<Name extends RequestName | MessageName> = Name extends 'grantDropped' | 'grantDroppedFolder'
  ? [path: string]
  : Parameters<Api[Name]>;

/** An answer; a refusal is a sentence for the person. Errors themselves would arrive with Electron's words before. */
export type Answer<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly message: string };

/** The arguments that main gives the sandboxed preload, which cannot ask for the program's version itself. */
export const VERSION_ARGUMENT = '--gridpull-version=';

/** In the fragment of the web server's address: what its page shows to be told what it was given. */
export const KEY_PARAMETER = 'key';

/** The `Authorization` header (RFC 6750) that shows it. */
export function keyHeader(key: string): string {
  return `Bearer ${key}`;
}
