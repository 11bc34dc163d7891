/**
 * All files below a folder but hidden ones. Linked folders are followed once the real ones are done, and only where
 * they lead to something new: so no link makes a loop, and none takes a file away from the place where it really lies.
 */
import type { Dirent, Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { InputEntry } from '../batch/folders.ts';
import { ReconstructError } from '../engine/vocabulary.ts';
import { errorCode } from './node-files.ts';

/** `top`: the folder's own files only. */
export type Depth = 'top' | 'all';

/** So many questions to the file system are asked at once; a folder may hold a hundred thousand files. */
const STATS_AT_ONCE = 64;

interface Found {
  readonly files: InputEntry[];
  readonly folders: string[];
  readonly links: string[];
}

/**
 * Paths relative to `root`, with '/'. Folders below that cannot be read are entries with a fault, as files are whose
 * names no path can hold.
 * @throws ReconstructError with `code` where `root` cannot be read
 */
export async function listFiles(
  root: string,
  depth: Depth,
  code: 'cloud-format' | 'output-failed',
  signal: AbortSignal,
): Promise<InputEntry[]> {
  const files: InputEntry[] = [];
  const folders = [''];
  const links: string[] = [];
  const visited = new Set<string>();
  for (;;) {
    const folder = folders.shift() ?? links.shift();
    if (folder === undefined) return files;
    signal.throwIfAborted();
    const reading = readNew(root, folder, visited);
    const found =
      folder === ''
        ? await orRefuse(reading, root, code)
        : await reading.catch((error: unknown) => unreadable(folder, error));
    files.push(...found.files);
    if (depth === 'top') return files;
    folders.unshift(...found.folders);
    links.push(...found.links);
  }
}

/** One folder that cannot be read keeps none of the others from being read. */
function unreadable(folder: string, error: unknown): Found {
  const fault = folder.includes(NO_CHARACTER) ? 'name' : 'unreadable';
  // Removed meanwhile.
  if (fault !== 'name' && errorCode(error) === 'ENOENT') return { files: [], folders: [], links: [] };
  return { files: [{ path: `${folder}/`, bytes: 0, fault }], folders: [], links: [] };
}

/** The entries of a folder in order of their names; none where it was read before under another name. */
async function readNew(root: string, folder: string, visited: Set<string>): Promise<Found> {
  const found: Found = { files: [], folders: [], links: [] };
  const real = await realpath(path.join(root, folder));
  if (visited.has(real)) return found;
  visited.add(real);
  const entries = (await readdir(real, { withFileTypes: true }))
    .filter(({ name }) => !name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  for (let start = 0; start < entries.length; start += STATS_AT_ONCE) {
    const some = entries.slice(start, start + STATS_AT_ONCE);
    const targets = await Promise.all(some.map((entry) => targetOf(entry, real)));
    // Links are followed only here, not as the answers come: of several links to one folder the first by name is always
    // the one followed.
    for (const [index, entry] of some.entries()) {
      const relative = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const target = targets[index];
      if (entry.isDirectory()) found.folders.push(relative);
      else if (target?.isFile()) found.files.push({ path: relative, bytes: target.size });
      else if (!target && entry.name.includes(NO_CHARACTER))
        found.files.push({ path: relative, bytes: 0, fault: 'name' });
      else if (target?.isDirectory()) found.links.push(relative);
    }
  }
  return found;
}

/** What Node reads for bytes that are no UTF-8. A name may hold it of right; then there is a file under it. */
const NO_CHARACTER = '\ufffd';

/** What a file is, or what a link leads to; null for a link to nothing, and for a file that was removed meanwhile. */
async function targetOf(entry: Dirent, real: string): Promise<Stats | null> {
  if (!entry.isFile() && !entry.isSymbolicLink()) return null;
  return stat(path.join(real, entry.name)).catch(() => null);
}

async function orRefuse<T>(action: Promise<T>, folder: string, code: 'cloud-format' | 'output-failed'): Promise<T> {
  try {
    return await action;
  } catch (error) {
    const systemCode = errorCode(error);
    const reasons: Readonly<Record<string, string>> = {
      ENOENT: 'there is no such folder; check the path',
      ENOTDIR: 'it is no folder; give the folder that holds the files',
      EACCES: 'this user may not read it; change its permissions',
      EPERM: 'this user may not read it; change its permissions',
    };
    const message = `${folder} cannot be read: ${reasons[systemCode] ?? `the system says ${systemCode}`}.`;
    throw new ReconstructError(code, message, { path: folder, systemCode }, { cause: error });
  }
}
