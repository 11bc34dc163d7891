/**
 * The two folders of a batch as the host gives them. Paths are relative, with '/' between folders, and never lead out
 * of the folder. Errors are `ReconstructError`s (`cloud-format` for input, `output-failed` for output) that name the
 * path and say what to try.
 */
import type { ByteSink, ByteSource } from '../engine/vocabulary.ts';

export interface InputEntry {
  readonly path: string;
  readonly bytes: number;
  /** Why nothing can be read under that path; `unreadable` of a folder means all that is in it. */
  readonly fault?: EntryFault;
}

/** `name`: it is written in bytes that are no UTF-8, and no path leads there. */
export type EntryFault = 'unreadable' | 'name';

export interface InputFolder {
  /** The name alone, without the folders above it. */
  readonly name: string;
  /** Every file below, in no order; hidden files and folders (a name with '.' first) are left out. */
  list(signal: AbortSignal): Promise<InputEntry[]>;
  source(path: string, signal: AbortSignal): Promise<ByteSource>;
  /** SHA-256 of the contents in hexadecimal digits. */
  hash(path: string, signal: AbortSignal): Promise<string>;
}

export interface OutputFolder {
  readonly name: string;
  /** Every file below, as above, but for what cannot be read. */
  list(signal: AbortSignal): Promise<InputEntry[]>;
  /** A small file whole; null where there is none. */
  read(path: string): Promise<Uint8Array | null>;
  /** Bytes of a file; null where there is none. */
  size(path: string): Promise<number | null>;
  /**
   * Lets `body` fill a file that takes the place of `path` when it is complete. However it ends otherwise, an older
   * file stays as it was and nothing half-written is left. Folders are made as needed.
   */
  write<T>(path: string, body: (sink: ByteSink) => Promise<T>, signal?: AbortSignal): Promise<T>;
}
