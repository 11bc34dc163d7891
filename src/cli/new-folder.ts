/** Folders that a diagnostic fills: new, empty, or known to be an earlier one's, so that nothing else is lost in them. */
import { mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ReconstructError } from '../engine/index.ts';
import { outputError } from './node-files.ts';

/**
 * Makes the folder where there is none, and tries to write in it.
 * @param isOurs whether all that lies in it may be replaced; asked of a folder that is not empty
 * @returns whether the folder was made
 * @throws ReconstructError `output-failed`, in one sentence
 */
export function openNewFolder(folder: string, isOurs: (names: readonly string[]) => boolean): boolean {
  const isNew = fileSystem(folder, () => mkdirSync(folder, { recursive: true })) !== undefined;
  const names = fileSystem(folder, () => readdirSync(folder));
  if (names.length > 0 && !isOurs(names)) {
    const message = `${folder} is not empty; name a new folder, or remove what is in it`;
    throw new ReconstructError('output-failed', message, { path: folder });
  }
  const trial = path.join(folder, `.gridpull-${process.pid}`);
  fileSystem(path.join(folder, 'index.html'), () => writeFileSync(trial, '0'.repeat(TRIAL_BYTES), { flag: 'wx' }));
  rmSync(trial, { force: true });
  return isNew;
}

/** A file system with less room than this holds nothing of use; smaller trials may fit into what is called full. */
const TRIAL_BYTES = 1 << 20;

/** Removes files of a folder, and the folder where that leaves nothing in it. */
export function removeFiles(folder: string, names: readonly string[]): void {
  for (const name of names) rmSync(path.join(folder, name), { force: true });
  try {
    rmdirSync(folder);
  } catch {
    // Somebody else's files are in it, or it is gone.
  }
}

function fileSystem<T>(name: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw outputError(name, error);
  }
}
