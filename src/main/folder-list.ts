/** Every file below a folder, for the window. */
import { lstat, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isPlainName } from './folder-paths.ts';
import { Refusal } from './refusal.ts';

export interface FolderEntry {
  /** A relative path with '/' between folders. */
  readonly path: string;
  readonly bytes: number;
}

/** Someone opened their whole disk: the list would fill the memory before a person could do anything with it. */
export const MOST_FILES = 200_000;
/** Sizes asked for at a time. */
const GROUP = 64;

/**
 * Lists files in no order. Links are left out, so that no loop is walked and nothing outside the folder appears, and so
 * is what may not be read.
 * @throws what the file system says of the folder itself; Refusal where there are too many files
 */
export async function listFiles(root: string, signal?: AbortSignal, most = MOST_FILES): Promise<FolderEntry[]> {
  const paths: string[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    signal?.throwIfAborted();
    const isRoot = folder === '';
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((error: unknown) => {
      if (isRoot) throw error;
      return [];
    });
    for (const entry of entries.filter(({ name }) => isPlainName(name))) {
      if (entry.isDirectory()) folders.push(`${folder}${entry.name}/`);
      else if (entry.isFile()) paths.push(folder + entry.name);
    }
    if (paths.length + folders.length > most) {
      throw new Refusal('tooManyFiles', { name: basename(root) || root, most: String(most) });
    }
  }
  return withSizes(root, paths, signal);
}

async function withSizes(root: string, paths: readonly string[], signal?: AbortSignal): Promise<FolderEntry[]> {
  const files: FolderEntry[] = [];
  for (let start = 0; start < paths.length; start += GROUP) {
    signal?.throwIfAborted();
    const group = paths.slice(start, start + GROUP);
    const infos = await Promise.all(group.map((path) => lstat(join(root, path)).catch(() => null)));
    for (const [index, path] of group.entries()) {
      const info = infos[index];
      // Gone meanwhile, or a name that is no text and so cannot be asked for.
      if (info?.isFile()) files.push({ path, bytes: info.size });
    }
  }
  return files;
}
