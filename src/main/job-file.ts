/**
 * Opens a job file: grants the folders that it names. Of the file only these two are understood here; the window
 * judges the rest, and a text that cannot be read gets the folders of an empty job, so that it can say what is wrong.
 */
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { DEFAULT_OUTPUT } from '../batch/output-names.ts';
import type { JobGrant } from '../contracts/ipc.ts';
import type { FolderGrants } from './folder-grants.ts';
import { isWithin, realPlace } from './folder-paths.ts';
import { asRefusal, Refusal } from './refusal.ts';

const MOST_BYTES = 4 << 20;

export interface JobFolders {
  readonly input: string;
  readonly output: string;
}

/**
 * @param allow asked where a folder is not in the job file's own; nothing is granted before it says yes
 * @returns null where `allow` says no
 * @throws Refusal where the file or its input folder cannot be had
 */
export async function openJobFile(
  path: string,
  folders: FolderGrants,
  allow: (name: string, folders: JobFolders) => Promise<boolean>,
): Promise<JobGrant | null> {
  const name = basename(path);
  const text = await readText(path).catch((error: unknown) => {
    throw asRefusal(error, path);
  });
  const home = dirname(resolve(path));
  const named = namedFolders(text);
  const input = await locate(home, named.input, name);
  const output = await locate(home, named.output, name);
  const isAllowed =
    (input.isInside && output.isInside) || (await allow(name, { input: input.path, output: output.path }));
  if (!isAllowed) return null;
  return {
    name,
    text,
    input: await folders.grant(input.path, 'input'),
    output: await folders.grant(output.path, 'output'),
  };
}

async function readText(path: string): Promise<string> {
  const info = await stat(path);
  if (!info.isFile()) throw new Refusal('notAFile', { name: basename(path) });
  if (info.size > MOST_BYTES) throw new Refusal('jobTooLarge', { name: basename(path) });
  // The text comes without the mark at the beginning that some editors write.
  return new TextDecoder().decode(await readFile(path));
}

/** Reads by hand and not by zod: the web server runs this, and comes without packages. */
function namedFolders(text: string): JobFolders {
  const value = recordOf(parsed(text));
  // A report beside a mesh holds the job that made it.
  const job = 'gridpullReport' in value ? recordOf(value['job']) : value;
  return { input: folderOf(job['input'], '.'), output: folderOf(job['output'], DEFAULT_OUTPUT) };
}

/** Another type than a string, and null (“not known”), give way to what an empty job has. */
function folderOf(side: unknown, fallback: string): string {
  const { folder } = recordOf(side);
  return typeof folder === 'string' ? folder : fallback;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function recordOf(value: unknown): { readonly [key: string]: unknown; readonly folder?: unknown } {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** A folder outside by its name alone is not looked at: on Windows that could sign the person in at another machine. */
async function locate(home: string, folder: string, name: string): Promise<{ path: string; isInside: boolean }> {
  if (folder.includes('\0')) throw new Refusal('leavesFolder', { name });
  const path = resolve(home, folder);
  if (!isWithin(home, path)) return { path, isInside: false };
  try {
    const [realHome, realPath] = [await realPlace(home), await realPlace(path)];
    return { path: realPath, isInside: isWithin(realHome, realPath) };
  } catch (error) {
    throw asRefusal(error, path);
  }
}
