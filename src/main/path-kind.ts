/** What a person named on a command line, in a dialog or by dropping it. */
import { stat } from 'node:fs/promises';
import { isJobName } from '../batch/output-names.ts';

/** What is missing or unreadable counts as a file: granting it says why it cannot be had. */
export async function pathKind(path: string): Promise<'file' | 'folder' | 'job'> {
  const isFolder = await stat(path).then(
    (info) => info.isDirectory(),
    () => false,
  );
  if (isFolder) return 'folder';
  return isJobName(path) ? 'job' : 'file';
}
