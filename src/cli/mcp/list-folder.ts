/** What lies in a folder that an agent may use. */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { CLOUD_FORMATS, endingsOf, ReconstructError } from '../../engine/index.ts';
import type { Reach } from './reach.ts';

/** More than an agent can make use of at once. */
const MOST_ENTRIES = 500;

export interface FolderList {
  readonly folder: string;
  readonly folders: readonly string[];
  /** Point clouds and meshes: files that one of the tools reads. */
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  /** How many more there are. */
  readonly leftOut: number;
}

/** @throws ReconstructError for a folder that cannot be listed */
export function listFolder(name: string, reach: Reach): FolderList {
  const folder = reach.resolve(name);
  const endings = new Set(endingsOf(CLOUD_FORMATS));
  const folders: string[] = [];
  const files: { name: string; bytes: number }[] = [];
  for (const entry of entriesOf(folder, name)) {
    const whole = path.join(folder, entry);
    const found = reach.has(whole) ? statSync(whole, { throwIfNoEntry: false }) : undefined;
    if (found?.isDirectory()) folders.push(entry);
    else if (found?.isFile() && endings.has(endingOf(entry))) {
      files.push({ name: entry, bytes: found.size });
    }
  }
  const leftOut = Math.max(0, folders.length + files.length - MOST_ENTRIES);
  const shownFolders = folders.slice(0, MOST_ENTRIES);
  return { folder, folders: shownFolders, files: files.slice(0, MOST_ENTRIES - shownFolders.length), leftOut };
}

/** Of `scan.xyz.gz` that of the file within. */
function endingOf(entry: string): string {
  return path.extname(entry.replace(/\.gz$/i, '')).slice(1).toLowerCase();
}

function entriesOf(folder: string, name: string): string[] {
  try {
    return readdirSync(folder)
      .filter((entry) => !entry.startsWith('.'))
      .sort();
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    throw new ReconstructError('option-invalid', `${name} cannot be listed: the system says ${code}`, { path: name });
  }
}
