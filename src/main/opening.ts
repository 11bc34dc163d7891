/** Opening what the person named: in a dialog or the list of recent ones, by dropping, or on the command line. */
import { basename } from 'node:path';
import type { FileGrant, FolderGrant, WindowEvents } from '../contracts/ipc.ts';
import type { CommandTexts } from '../contracts/locales/commands.en.ts';
import type { FileGrants } from './file-grants.ts';
import type { FolderGrants } from './folder-grants.ts';
import { type JobFolders, openJobFile } from './job-file.ts';
import { pathKind } from './path-kind.ts';
import type { Recents } from './recents.ts';
import { describeFault, Refusal } from './refusal.ts';

export interface OpeningOptions {
  readonly files: FileGrants;
  readonly folders: FolderGrants;
  readonly recents: Pick<Recents, 'add' | 'remove'>;
  /** The system's own list: dock, taskbar. */
  readonly addToSystem: (path: string) => void;
  /** Whether a job may use folders that are not beside it. */
  readonly allowJob: (name: string, folders: JobFolders) => Promise<boolean>;
  readonly send: <Name extends keyof WindowEvents>(name: Name, value: WindowEvents[Name]) => void;
  readonly texts: () => CommandTexts;
}

export interface Opening {
  /** Grants a file and remembers it; one that is gone is forgotten. @throws Refusal, for a folder too */
  readonly openFile: (path: string) => Promise<FileGrant>;
  /**
   * Does what `openFile` does; null for a job, which goes to the window as an event of its own where the person agrees
   * to it.
   */
  readonly openFileOrJob: (path: string) => Promise<FileGrant | null>;
  /** Does so for files of one scene; of several paths a job is opened alone, as the first. @throws Refusal */
  readonly openFilesOrJob: (paths: readonly string[]) => Promise<readonly FileGrant[]>;
  /** Grants a folder to read from. @throws Refusal */
  readonly openFolder: (path: string) => Promise<FolderGrant>;
  /** Grants files, or the first folder or job, to the window, which is told of what went wrong. */
  readonly openInWindow: (paths: readonly string[]) => Promise<void>;
}

export function createOpening(options: OpeningOptions): Opening {
  const { files, folders, recents, addToSystem, allowJob, send, texts } = options;

  const openJob = async (path: string): Promise<void> => {
    const job = await openJobFile(path, folders, allowJob);
    if (!job) return;
    addToSystem(path);
    send('openJob', job);
  };
  const openFile = async (path: string): Promise<FileGrant> => {
    try {
      const grant = await files.grant(path);
      recents.add(path);
      addToSystem(path);
      return grant;
    } catch (error) {
      if (error instanceof Refusal && error.key === 'missing') recents.remove(path);
      throw error;
    }
  };
  const openFileOrJob = async (path: string): Promise<FileGrant | null> => {
    if ((await pathKind(path)) !== 'job') return openFile(path);
    await openJob(path);
    return null;
  };
  const openFilesOrJob = async (paths: readonly string[]): Promise<readonly FileGrant[]> => {
    const kinds = await Promise.all(paths.map(pathKind));
    const job = paths[kinds.indexOf('job')];
    if (job === undefined) {
      const grants: FileGrant[] = [];
      // One after the other, so that the recent files keep the order that they were named in.
      for (const path of paths) grants.push(await openFile(path));
      return grants;
    }
    await openJob(job);
    if (paths.length > 1) throw new Refusal('onlyFirst', { name: basename(job) });
    return [];
  };
  const openFolder = async (path: string): Promise<FolderGrant> => {
    const grant = await folders.grant(path, 'input');
    addToSystem(path);
    return grant;
  };
  const openInWindow = async (paths: readonly string[]): Promise<void> => {
    if (paths.length === 0) return;
    try {
      const kinds = await Promise.all(paths.map(pathKind));
      const folder = paths[kinds.indexOf('folder')];
      if (folder === undefined) {
        const grants = await openFilesOrJob(paths);
        if (grants.length > 0) send('openFiles', grants);
        return;
      }
      send('openFolder', await openFolder(folder));
      if (paths.length > 1) throw new Refusal('onlyFirst', { name: basename(folder) });
    } catch (error) {
      send('problem', describeFault(error, texts()).message);
    }
  };
  return { openFile, openFileOrJob, openFilesOrJob, openFolder, openInWindow };
}
