/** What both kinds of folder can do, and how they say that something cannot be done. */
import type { InputEntry } from '../../batch/folders.ts';
import { ReconstructError } from '../../engine/vocabulary.ts';
import type { FileRef } from './engine-api.ts';
import type { FileSink } from './file-sink.ts';

/** All methods throw the folder's error for what is refused, or the signal's reason. */
export interface OpenFolder {
  /** Every file below, in no order, without the hidden ones. */
  list(signal: AbortSignal): Promise<InputEntry[]>;
  /** A file to be read as a stream; `name` is what messages call it. It must be there. */
  file(path: string, name: string, signal: AbortSignal): Promise<FileRef>;
  /** Null where there is none. */
  read(path: string): Promise<Uint8Array | null>;
  size(path: string): Promise<number | null>;
  /** A file beside `path` that takes its place with `finish`. @param signal ends bytes that are on their way */
  begin(path: string, signal: AbortSignal): Promise<FileSink>;
}

/** Code of the errors: what the folder is for. */
export type FolderCode = 'cloud-format' | 'output-failed';

/**
 * A folder or a file in it that cannot be read. @param what its path, or the folder's name @param reason with what to
 * try
 */
export function unreadable(code: FolderCode, what: string, reason: string, cause?: unknown): ReconstructError {
  const message = `${what} cannot be read: ${reason.replace(/\.$/, '')}.`;
  return new ReconstructError(code, message, { file: what }, { cause });
}
