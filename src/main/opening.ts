/** Opening files that the person named: in a dialog or the list of recent ones, by dropping, or on the command line. */
import { basename } from 'node:path';
import type { FileGrant, WindowEvents } from '../shared/ipc.ts';
import type { CommandTexts } from '../shared/locales/commands.en.ts';
import type { FileGrants } from './file-grants.ts';
import type { Recents } from './recents.ts';
import { describeFault, Refusal } from './refusal.ts';

export interface OpeningOptions {
  readonly files: FileGrants;
  readonly recents: Pick<Recents, 'add' | 'remove'>;
  /** The system's own list: dock, taskbar. */
  readonly addToSystem: (path: string) => void;
  readonly send: <Name extends keyof WindowEvents>(name: Name, value: WindowEvents[Name]) => void;
  readonly texts: () => CommandTexts;
}

export interface Opening {
  /** Grants a file and remembers it; one that is gone is forgotten. @throws Refusal */
  readonly openFile: (path: string) => Promise<FileGrant>;
  /** Grants the first file to the window, which is told of what went wrong. */
  readonly openInWindow: (paths: readonly string[]) => Promise<void>;
}

export function createOpening({ files, recents, addToSystem, send, texts }: OpeningOptions): Opening {
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
  const openInWindow = async (paths: readonly string[]): Promise<void> => {
    const [first] = paths;
    if (first === undefined) return;
    try {
      send('openFile', await openFile(first));
      if (paths.length > 1) throw new Refusal('onlyFirst', { name: basename(first) });
    } catch (error) {
      send('problem', describeFault(error, texts()).message);
    }
  };
  return { openFile, openInWindow };
}
