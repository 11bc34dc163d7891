/** What a grant of the desktop program or the web server is to the window: a URL of the page's own origin. */
import { type FileGrant, fileUrl, type FolderGrant, folderUrl, type JobGrant } from '../../contracts/ipc.ts';
import type { FileRef, FolderRef } from '../worker/engine-api.ts';
import type { OpenedJob } from './platform.ts';

export function fileOf({ token, name, size, projection }: FileGrant): FileRef {
  return { kind: 'url', name, size, url: fileUrl(token), ...(projection !== undefined && { projection }) };
}

export function folderOf({ token, name }: FolderGrant): FolderRef {
  return { kind: 'url', name, url: folderUrl(token) };
}

export function jobOf({ name, text, input, output }: JobGrant): OpenedJob {
  return { name, text, input: folderOf(input), output: folderOf(output) };
}
