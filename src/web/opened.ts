/** What the web server was started with, granted to its page. */
import { type FileGrants, type FolderGrants, openJobFile, pathKind } from '../main/protocol.ts';
import type { FileGrant, FolderGrant, JobGrant } from '../contracts/ipc.ts';

interface GrantedFolder {
  readonly input: FolderGrant;
  readonly output: FolderGrant;
  /** The way from the output to the input. */
  readonly between: string;
}

/** What was opened: at most one of the three is there. */
export interface Opened {
  readonly open: FileGrant | null;
  readonly folder: GrantedFolder | null;
  readonly job: (JobGrant & GrantedFolder) | null;
}

/** @throws Refusal */
export async function grantOpened(path: string | null, files: FileGrants, folders: FolderGrants): Promise<Opened> {
  const nothing: Opened = { open: null, folder: null, job: null };
  if (path === null) return nothing;
  switch (await pathKind(path)) {
    case 'file':
      return { ...nothing, open: await files.grant(path) };
    case 'folder': {
      const input = await folders.grant(path, 'input');
      const output = await folders.grantDefaultOutput(input.token);
      return { ...nothing, folder: { input, output, between: folders.between(output.token, input.token) } };
    }
    case 'job': {
      // Named by the person in a terminal, as for `gridpull run`, which does not ask either.
      const job = await openJobFile(path, folders, () => Promise.resolve(true));
      return { ...nothing, job: job && { ...job, between: folders.between(job.output.token, job.input.token) } };
    }
  }
}
