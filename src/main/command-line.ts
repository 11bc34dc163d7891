/**
 * The clouds, folders and jobs that a command line names, as absolute paths: a second instance is started in another
 * folder.
 */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * `argv` as of the process. `isBare`: Electron runs a folder of code, whose name then comes before the files (while
 * developing). Chromium puts switches of its own among ours; none of them takes a separate value.
 */
export function filesOfCommandLine(argv: readonly string[], folder: string, isBare: boolean): string[] {
  return argv
    .slice(1)
    .filter((argument) => argument !== '' && !argument.startsWith('-'))
    .slice(isBare ? 1 : 0)
    .map((argument) => (argument.startsWith('file://') ? fileURLToPath(argument) : resolve(folder, argument)));
}
