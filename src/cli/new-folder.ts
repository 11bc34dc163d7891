/**
 * Folders that a diagnostic fills: new, empty, or known to be an earlier one's, so that nothing else is lost in them.
 */
import { mkdir, readdir, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ReconstructError } from '../engine/index.ts';
import { orOutputFailed } from './node-files.ts';

/**
 * Makes the folder where there is none, and tries to write in it.
 * @param files what will be written in it, for messages
 * @param isOurs whether all that lies in it may be replaced; asked of a folder that is not empty
 * @throws ReconstructError `output-failed`, in one sentence
 */
export async function openNewFolder(
  folder: string,
  files: string,
  isOurs: (names: readonly string[]) => boolean,
): Promise<void> {
  await orOutputFailed(folder, mkdir(folder, { recursive: true }));
  const names = await orOutputFailed(folder, readdir(folder));
  if (names.length > 0 && !isOurs(names)) {
    const message = `${folder} is not empty; name a new folder, or remove what is in it`;
    throw new ReconstructError('output-failed', message, { path: folder });
  }
  await tryToWrite(path.join(folder, files));
}

/**
 * Tries whether a file can be written, by another beside it, which goes again.
 * @throws ReconstructError `output-failed`, in one sentence
 */
export async function tryToWrite(filePath: string, byteCount = TRIAL_BYTES): Promise<void> {
  const trial = path.join(path.dirname(filePath), `.gridpull-${process.pid}`);
  try {
    await orOutputFailed(filePath, writeFile(trial, '0'.repeat(byteCount), { flag: 'wx' }));
  } finally {
    // A part of it may be there, and would make the folder one that is not empty.
    await rm(trial, { force: true });
  }
}

/** A file system with less room than this holds nothing of use; smaller trials may fit into what is called full. */
const TRIAL_BYTES = 1 << 20;

/** Removes files of a folder, and the folder where that leaves nothing in it. */
export async function removeFiles(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) await rm(path.join(folder, name), { force: true });
  try {
    await rmdir(folder);
  } catch {
    // Somebody else's files are in it, or it is gone.
  }
}
