/**
 * What main does for the window. The handlers are plain functions over narrow interfaces; `registerIpc` puts the
 * checks before every one of them: who asks, and for what.
 */
import { existsSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { IpcMain, WebContents } from 'electron';
import { REPORT_HTML } from '../batch/output-names.ts';
import type { Answer, Api, CallArguments, MessageName, RequestName } from '../contracts/ipc.ts';
import type { CommandTexts } from '../contracts/locales/commands.en.ts';
import type { Dialogs } from './dialogs.ts';
import type { FileGrants } from './file-grants.ts';
import type { FolderGrants } from './folder-grants.ts';
import type { Log } from './log.ts';
import { payloads } from './payloads.ts';
import type { Opening } from './opening.ts';
import type { Projects } from './projects.ts';
import type { Recents } from './recents.ts';
import type { RecoveryStore } from './recovery-store.ts';
import { describeFault, Refusal } from './refusal.ts';
import type { SaveGrants } from './save-grants.ts';
import { isOwnPage } from './sender.ts';
import type { SettingsStore } from './settings-store.ts';

export type Requests = {
  readonly [Name in RequestName]: (...args: CallArguments<Name>) => Promise<Awaited<ReturnType<Api[Name]>>>;
};
export type Messages = { readonly [Name in MessageName]: (...args: CallArguments<Name>) => void };

export interface RequestsOptions {
  readonly files: FileGrants;
  readonly folders: FolderGrants;
  readonly saves: SaveGrants;
  readonly settings: SettingsStore;
  readonly recents: Recents;
  readonly dialogs: Pick<Dialogs, 'chooseFiles' | 'chooseMesh' | 'chooseFolder' | 'chooseTarget'>;
  readonly samplesFolder: string;
  readonly opening: Pick<Opening, 'openFile' | 'openFileOrJob' | 'openFilesOrJob' | 'openFolder'>;
  /** Shows a file or folder in the file manager. */
  readonly reveal: (path: string) => void;
  /** Opens a page of the disk in the browser; resolves to what went wrong, empty for nothing. */
  readonly openPage: (path: string) => Promise<string>;
  readonly onSettings: () => void;
  readonly projects: Projects;
  readonly recovery: RecoveryStore;
  /** Closes the window, whatever is unsaved. */
  readonly closeWindow: () => void;
}

export function createRequests(options: RequestsOptions): Requests {
  const { files, saves, settings, recents, dialogs, opening } = options;
  return {
    openDialog: async () => {
      return opening.openFilesOrJob(await dialogs.chooseFiles());
    },
    openMeshDialog: async () => {
      const path = await dialogs.chooseMesh();
      return path === null ? null : files.grant(path);
    },
    openRecent: async (id) => {
      const path = recents.pathOf(id);
      if (path === undefined) throw new Refusal('noRecent');
      return opening.openFile(path);
    },
    openSample: async (name) => {
      const path = join(options.samplesFolder, name);
      if (!existsSync(path)) throw new Refusal('noSample', { name });
      return files.grant(path);
    },
    grantDropped: (path) => nullIf('notAFile', opening.openFileOrJob(path)),
    saveDialog: async (request) => {
      const path = await dialogs.chooseTarget(request);
      return path === null ? null : saves.begin(path);
    },
    finishSave: (token, beside) => saves.finish(token, beside),
    abandonSave: (token) => saves.abandon(token),
    reveal: async (token) => {
      const path = saves.savedPath(token);
      if (path === undefined) throw new Refusal('notSaved');
      options.reveal(path);
    },
    ...folderRequests(options),
    ...projectRequests(options),
    recents: async () => recents.list(),
    readSettings: async () => settings.value,
    writeSettings: async (value) => {
      settings.set(value);
      options.onSettings();
    },
  };
}

type FolderRequestName =
  'folderDialog' | 'grantDroppedFolder' | 'defaultOutput' | 'folderBetween' | 'revealFolder' | 'openReport';

function folderRequests(options: RequestsOptions): Pick<Requests, FolderRequestName> {
  const { folders, dialogs, opening } = options;
  return {
    folderDialog: async (purpose) => {
      const path = await dialogs.chooseFolder(purpose);
      if (path === null) return null;
      return purpose === 'input' ? opening.openFolder(path) : folders.grant(path, 'output');
    },
    grantDroppedFolder: (path) => nullIf('notAFolder', opening.openFolder(path)),
    defaultOutput: (inputToken) => folders.grantDefaultOutput(inputToken),
    folderBetween: async (outputToken, inputToken) => folders.between(outputToken, inputToken),
    revealFolder: async (token) => {
      const root = folders.outputRoot(token);
      const report = join(root, REPORT_HTML);
      // A file manager shows where a thing is: with the report, the inside of the folder.
      const shown = [report, root].find((path) => existsSync(path));
      if (shown === undefined) throw new Refusal('missing', { name: basename(root) });
      options.reveal(shown);
    },
    openReport: async (token) => {
      const root = folders.outputRoot(token);
      const report = join(root, REPORT_HTML);
      // No link is followed: what is opened is the page that a batch wrote, nothing else of the disk.
      const info = await lstat(report).catch(() => null);
      if (!info?.isFile()) throw new Refusal('noReport', { name: basename(root) });
      const reason = await options.openPage(report);
      if (reason !== '') throw new Refusal('failed', { name: REPORT_HTML, reason });
    },
  };
}

type ProjectRequestName =
  | 'projectScans'
  | 'saveProject'
  | 'setPicture'
  | 'recoveries'
  | 'keepWork'
  | 'restoreWork'
  | 'dropWork'
  | 'closeWindow';

function projectRequests(options: RequestsOptions): Pick<Requests, ProjectRequestName> {
  const { files, saves, recents, projects, recovery } = options;
  const placeOf = (token: string): string | undefined => saves.savedPath(token) ?? files.pathOf(token);
  return {
    projectScans: (token) => projects.scansOf(token),
    saveProject: (token, text, scans) => projects.save(token, text, scans),
    setPicture: async (token, picture) => {
      const path = placeOf(token);
      if (path !== undefined) recents.setPicture(path, picture);
    },
    recoveries: async (session) => recovery.list(session),
    keepWork: async (session, { name, text, scans, project }) => {
      const place = project === null ? null : (placeOf(project) ?? null);
      const work = { name, savedAt: Date.now(), project: place, text: projects.withPlaces(text, scans, null) };
      recovery.keep(session, work);
    },
    restoreWork: async (id) => {
      const work = recovery.read(id);
      if (!work) throw new Refusal('noWork');
      const { name, text, project } = work;
      const grant = project === null ? null : await files.grant(project).catch(() => null);
      return { name, text, scans: await projects.grantKept(text), project: grant };
    },
    dropWork: async (id) => recovery.drop(id),
    closeWindow: async () => options.closeWindow(),
  };
}

async function nullIf<T>(key: Refusal['key'], action: Promise<T>): Promise<T | null> {
  try {
    return await action;
  } catch (error) {
    if (error instanceof Refusal && error.key === key) return null;
    throw error;
  }
}

export interface RegisterOptions {
  readonly requests: Requests;
  readonly messages: Messages;
  /** The window's own, all others are refused. */
  readonly contents: () => WebContents | null;
  readonly texts: () => CommandTexts;
  readonly log: Pick<Log, 'error'>;
}

export function registerIpc(ipc: Pick<IpcMain, 'handle' | 'on'>, options: RegisterOptions): void {
  const { requests, messages, contents, texts, log } = options;
  for (const name of Object.keys(requests) as RequestName[]) {
    ipc.handle(name, async (event, ...args: unknown[]): Promise<Answer<unknown>> => {
      try {
        if (!isOwnPage(event, contents())) throw new Error('refused: not our page');
        const checked = payloads[name].safeParse(args);
        if (!checked.success) throw new Error(`the request ${name} is malformed`, { cause: checked.error });
        const handler = requests[name] as (...args: unknown[]) => Promise<unknown>;
        return { ok: true, value: await handler(...checked.data) };
      } catch (error) {
        const { message, isExpected } = describeFault(error, texts());
        if (!isExpected) log.error(`request ${name}:`, error);
        return { ok: false, message };
      }
    });
  }
  for (const name of Object.keys(messages) as MessageName[]) {
    ipc.on(name, (event, ...args: unknown[]) => {
      const checked = isOwnPage(event, contents()) ? payloads[name].safeParse(args) : null;
      if (checked?.success) (messages[name] as (...args: unknown[]) => void)(...checked.data);
      else log.error(`message ${name} refused:`, checked?.error?.message ?? 'not our page');
    });
  }
}
