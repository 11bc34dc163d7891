/**
 * A folder that the browser granted (File System Access). The permission is the page's to ask for, before it hands the
 * folder over: a worker has no window in which the browser could ask.
 */
import type { InputEntry } from '../../batch/folders.ts';
import type { FileRef } from './engine-api.ts';
import { type FileSink, openSink, orFailed } from './file-sink.ts';
import { nameOf, segmentsOf } from './folder-paths.ts';
import { type FolderCode, type OpenFolder, unreadable } from './open-folder.ts';

/** Files whose sizes are asked for side by side: each is a message to the browser's own process and back. */
const LANES = 16;

/** @param code of the errors of reading; writing has its own */
export function handleFolder(name: string, root: FileSystemDirectoryHandle, code: FolderCode): OpenFolder {
  const orUnreadable = async <T>(what: string, action: Promise<T>, signal?: AbortSignal): Promise<T> => {
    try {
      return await action;
    } catch (error) {
      signal?.throwIfAborted();
      throw unreadable(code, what, READ_REASONS[(error as Error).name] ?? String(error), error);
    }
  };
  /** Null where there is no such file. */
  const find = (path: string): Promise<File | null> => orUnreadable(path, fileAt(root, path).catch(nullIfMissing));
  return {
    list: (signal) => orUnreadable(name, listFiles(root, signal), signal),
    async file(path, called): Promise<FileRef> {
      const blob = await find(path);
      if (!blob) throw unreadable(code, path, GONE);
      return { kind: 'blob', name: called, size: blob.size, blob };
    },
    async read(path) {
      const blob = await find(path);
      return blob && new Uint8Array(await orUnreadable(path, blob.arrayBuffer()));
    },
    size: async (path) => (await find(path))?.size ?? null,
    begin: (path, signal) => beginFile(root, path, signal),
  };
}

const GONE = 'it is not there any more; choose the folder again';

/** Names of the exceptions that the standard lets a browser throw when it reads, in words. */
const READ_REASONS: Readonly<Record<string, string>> = {
  NotAllowedError: 'the browser was not given permission to read it; choose the folder again',
  NotFoundError: GONE,
  NotReadableError: 'the system does not let the browser read it; look at its permissions',
};

async function listFiles(root: FileSystemDirectoryHandle, signal: AbortSignal): Promise<InputEntry[]> {
  const found: Found[] = [];
  await collect(root, '', found, signal);
  const entries: InputEntry[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < found.length) {
      signal.throwIfAborted();
      const { path, handle } = found[next++]!;
      // One that went since is one that is not there.
      const file = await handle.getFile().catch(nullIfMissing);
      if (file) entries.push({ path, bytes: file.size });
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return entries;
}

interface Found {
  readonly path: string;
  readonly handle: FileSystemFileHandle;
}

async function collect(
  folder: FileSystemDirectoryHandle,
  prefix: string,
  found: Found[],
  signal: AbortSignal,
): Promise<void> {
  for await (const [name, handle] of folder.entries()) {
    signal.throwIfAborted();
    if (name.startsWith('.')) continue;
    const path = prefix + name;
    if (handle.kind === 'file') found.push({ path, handle });
    else await collect(handle, `${path}/`, found, signal);
  }
}

/** The browser writes beside the file and puts it in place at the end, but only beside one that is there. */
async function beginFile(root: FileSystemDirectoryHandle, path: string, signal: AbortSignal): Promise<FileSink> {
  const name = nameOf(path);
  const folder = await orFailed(path, folderOf(root, path, true));
  const isNew = (await orFailed(path, folder.getFileHandle(name).catch(nullIfMissing))) === null;
  const removeNew = async (): Promise<void> => {
    if (isNew) await folder.removeEntry(name).catch(() => undefined);
  };
  const handle = await orFailed(path, folder.getFileHandle(name, { create: true }));
  try {
    const sink = await openSink({ kind: 'file', name: path, handle }, signal);
    const abandon = async (): Promise<void> => {
      await sink.abandon();
      await removeNew();
    };
    return { ...sink, abandon };
  } catch (error) {
    await removeNew();
    throw error;
  }
}

async function fileAt(root: FileSystemDirectoryHandle, path: string): Promise<File> {
  const folder = await folderOf(root, path, false);
  return (await folder.getFileHandle(nameOf(path))).getFile();
}

/** The folder that a path's file is in. */
async function folderOf(
  root: FileSystemDirectoryHandle,
  path: string,
  create: boolean,
): Promise<FileSystemDirectoryHandle> {
  let folder = root;
  for (const name of segmentsOf(path).slice(0, -1)) folder = await folder.getDirectoryHandle(name, { create });
  return folder;
}

function nullIfMissing(error: unknown): null {
  if ((error as Error).name === 'NotFoundError') return null;
  throw error;
}
