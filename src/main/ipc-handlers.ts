/**
 * What main does for the window. The handlers are plain functions over narrow interfaces; `registerIpc` puts the
 * checks before every one of them: who asks, and for what.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { IpcMain, WebContents } from 'electron';
import type { Answer, Api, CallArguments, FileGrant, MessageName, RequestName } from '../shared/ipc.ts';
import type { CommandTexts } from '../shared/locales/commands.en.ts';
import type { Dialogs } from './dialogs.ts';
import type { FileGrants } from './file-grants.ts';
import type { Log } from './log.ts';
import { payloads } from './payloads.ts';
import type { Recents } from './recents.ts';
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
  readonly saves: SaveGrants;
  readonly settings: SettingsStore;
  readonly recents: Recents;
  readonly dialogs: Pick<Dialogs, 'chooseFile' | 'chooseTarget'>;
  readonly samplesFolder: string;
  /** Grants a file and remembers it among the recent ones. */
  readonly openFile: (path: string) => Promise<FileGrant>;
  readonly reveal: (path: string) => void;
  readonly onSettings: () => void;
}

export function createRequests(options: RequestsOptions): Requests {
  const { files, saves, settings, recents, dialogs, openFile } = options;
  return {
    openDialog: async () => {
      const path = await dialogs.chooseFile();
      return path === null ? null : openFile(path);
    },
    openRecent: async (id) => {
      const path = recents.pathOf(id);
      if (path === undefined) throw new Refusal('noRecent');
      return openFile(path);
    },
    openSample: async (name) => {
      const path = join(options.samplesFolder, name);
      if (!existsSync(path)) throw new Refusal('noSample', { name });
      return files.grant(path);
    },
    grantDropped: async (path) => {
      try {
        return await openFile(path);
      } catch (error) {
        if (error instanceof Refusal && error.key === 'notAFile') return null;
        throw error;
      }
    },
    saveDialog: async (request) => {
      const path = await dialogs.chooseTarget(request);
      return path === null ? null : saves.begin(path);
    },
    finishSave: (token) => saves.finish(token),
    abandonSave: (token) => saves.abandon(token),
    reveal: async (token) => {
      const path = saves.savedPath(token);
      if (path === undefined) throw new Refusal('notSaved');
      options.reveal(path);
    },
    recents: async () => recents.list(),
    readSettings: async () => settings.value,
    writeSettings: async (value) => {
      settings.set(value);
      options.onSettings();
    },
  };
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
