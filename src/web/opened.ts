/** What the web server was started with, granted to its page. */
import { basename } from 'node:path';
import { type FileGrants, type FolderGrants, openJobFile, pathKind, Refusal } from '../main/protocol.ts';
import type { FileGrant, FolderGrant, JobGrant } from '../contracts/ipc.ts';

interface GrantedFolder {
  readonly input: FolderGrant;
  readonly output: FolderGrant;
  /** The way from the output to the input. */
  readonly between: string;
}

/** What was opened: files, or one of the others, or nothing. */
export interface Opened {
  readonly open: readonly FileGrant[];
  readonly folder: GrantedFolder | null;
  readonly job: (JobGrant & GrantedFolder) | null;
}

export const NOTHING_OPENED: Opened = Object.freeze({ open: [], folder: null, job: null });

/** @throws Refusal, for a folder or job beside other paths too */
export async function grantOpened(paths: readonly string[], files: FileGrants, folders: FolderGrants): Promise<Opened> {
  const [path] = paths;
  if (path === undefined) return NOTHING_OPENED;
  if (paths.length > 1) {
    const kinds = await Promise.all(paths.map(pathKind));
    const other = paths[kinds.findIndex((kind) => kind !== 'file')];
    if (other !== undefined) throw new Refusal('onlyFirst', { name: basename(other) });
    return { ...NOTHING_OPENED, open: await Promise.all(paths.map((one) => files.grant(one))) };
  }
  switch (await pathKind(path)) {
    case 'file':
      return { ...NOTHING_OPENED, open: [await files.grant(path)] };
    case 'folder': {
      const input = await folders.grant(path, 'input');
      const output = await folders.grantDefaultOutput(input.token);
      return { ...NOTHING_OPENED, folder: { input, output, between: folders.between(output.token, input.token) } };
    }
    case 'job': {
      // Named by the person in a terminal, as for `gridpull run`, which does not ask either.
      const job = await openJobFile(path, folders, () => Promise.resolve(true));
      return { ...NOTHING_OPENED, job: job && { ...job, between: folders.between(job.output.token, job.input.token) } };
    }
  }
}
