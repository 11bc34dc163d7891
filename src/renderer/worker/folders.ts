/**
 * The two folders of a batch in the window, whatever is behind them: URLs of the desktop program, or a folder that the
 * browser granted.
 */
import type { InputFolder, OutputFolder } from '../../batch/folders.ts';
import { type ByteSink, type ByteSource, MOST_PROJECTION_BYTES, projectionName } from '../../engine/vocabulary.ts';
import type { FolderRef } from './engine-api.ts';
import { fileSource } from './file-source.ts';
import { handleFolder } from './handle-folder.ts';
import type { FolderCode, OpenFolder } from './open-folder.ts';
import { hashOf } from './sha256.ts';
import { urlFolder } from './url-folder.ts';

/** @throws ReconstructError `cloud-format` from its methods, for a folder or file that is gone or cannot be read */
export function inputFolder(ref: FolderRef): InputFolder {
  const folder = openFolder(ref, 'cloud-format');
  const source = async (path: string, signal: AbortSignal): Promise<ByteSource> => ({
    ...fileSource(await folder.file(path, path, signal), signal),
    projection: async () => {
      const bytes = await folder.read(projectionName(path)).catch(() => null);
      return bytes && bytes.length <= MOST_PROJECTION_BYTES ? new TextDecoder().decode(bytes) : undefined;
    },
  });
  return {
    name: ref.name,
    list: (signal) => folder.list(signal),
    source,
    hash: async (path, signal) => hashOf(await source(path, signal), signal),
  };
}

/** @throws ReconstructError `output-failed` from its methods */
export function outputFolder(ref: FolderRef): OutputFolder {
  const folder = openFolder(ref, 'output-failed');
  return {
    name: ref.name,
    list: (signal) => folder.list(signal),
    read: (path) => folder.read(path),
    size: (path) => folder.size(path),
    async write<T>(path: string, body: (sink: ByteSink) => Promise<T>, signal: AbortSignal = NEVER): Promise<T> {
      signal.throwIfAborted();
      const file = await folder.begin(path, signal);
      try {
        const value = await body(file);
        signal.throwIfAborted();
        await file.finish();
        return value;
      } catch (error) {
        await file.abandon();
        signal.throwIfAborted();
        throw error;
      }
    },
  };
}

function openFolder(ref: FolderRef, code: FolderCode): OpenFolder {
  return ref.kind === 'url' ? urlFolder(ref.name, ref.url, code) : handleFolder(ref.name, ref.handle, code);
}

const NEVER = new AbortController().signal;
