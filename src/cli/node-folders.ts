/** The folders of a batch on this machine's file system; see `list-files.ts` for what is found in them. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { InputFolder, OutputFolder } from '../batch/folders.ts';
import type { IncrementalHash } from '../batch/hash.ts';
import { ReconstructError } from '../engine/vocabulary.ts';
import { type Depth, listFiles } from './list-files.ts';
import { errorCode, fileSource, orOutputFailed, writeFileBeside } from './node-files.ts';
import { removeLeftovers } from './partial-files.ts';

/** `top` never opens a folder below, which may be large, slow, or not ours to read. */
export function nodeInputFolder(folder: string, depth: Depth = 'all'): InputFolder {
  const inside = (relative: string): string => pathInside(folder, relative, 'cloud-format');
  return {
    name: path.basename(path.resolve(folder)),
    list: (signal) => listFiles(folder, depth, 'cloud-format', signal),
    source: async (relative) => fileSource(inside(relative)),
    async hash(relative, signal) {
      const hash = nodeHash();
      const source = await fileSource(inside(relative));
      for await (const bytes of source.stream()) {
        signal.throwIfAborted();
        hash.update(bytes);
      }
      return hash.digest();
    },
  };
}

/** Need not exist yet: it is empty then, and made by the first writing. */
export function nodeOutputFolder(folder: string): OutputFolder {
  const inside = (relative: string): string => pathInside(folder, relative, 'output-failed');
  /** Folders made and tidied by this process, once each. */
  const ready = new Map<string, Promise<void>>();
  const makeReady = (parent: string): Promise<void> => {
    const making = ready.get(parent) ?? makeFolder(parent);
    ready.set(parent, making);
    // One that could not be made may be possible the next time.
    making.catch(() => ready.delete(parent));
    return making;
  };
  return {
    name: path.basename(path.resolve(folder)),
    async list(signal) {
      if (await isMissing(folder)) return [];
      return (await listFiles(folder, 'all', 'output-failed', signal)).filter(({ fault }) => fault === undefined);
    },
    read: (relative) => orNull(readFile(inside(relative)), relative),
    async size(relative) {
      const found = await orNull(stat(inside(relative)), relative);
      return found?.isFile() ? found.size : null;
    },
    async write(relative, body, signal) {
      const file = inside(relative);
      await makeReady(path.dirname(file));
      return writeFileBeside(file, body, signal);
    },
  };
}

export function nodeHash(): IncrementalHash {
  const hash = createHash('sha256');
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest('hex') };
}

async function makeFolder(folder: string): Promise<void> {
  await orOutputFailed(folder, mkdir(folder, { recursive: true }));
  removeLeftovers(folder);
}

async function isMissing(folder: string): Promise<boolean> {
  return (await orNull(stat(folder), folder)) === null;
}

/** Null where there is nothing under that name. */
async function orNull<T>(action: Promise<T>, name: string): Promise<T | null> {
  try {
    return await action;
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    const message = `${name} in the output folder cannot be read: the system says ${code}.`;
    throw new ReconstructError('output-failed', message, { path: name }, { cause: error });
  }
}

/** @throws ReconstructError where a path of a job would lead out of its folder */
function pathInside(folder: string, relative: string, code: 'cloud-format' | 'output-failed'): string {
  const root = path.resolve(folder);
  const whole = path.resolve(root, relative);
  if (whole.startsWith(root.endsWith(path.sep) ? root : root + path.sep)) return whole;
  throw new ReconstructError(code, `${relative} leads out of ${folder}; give a path inside it.`, { path: relative });
}
