/** Folders of a batch in memory, with the promises of the real ones: whole files or none, hidden files unseen. */
import { createHash } from 'node:crypto';
import type { InputEntry, InputFolder, OutputFolder } from '../../../src/batch/folders.ts';
import type { IncrementalHash } from '../../../src/batch/hash.ts';
import { ReconstructError } from '../../../src/engine/errors.ts';
import { bytesSource } from '../formats/read/sources.ts';

export interface MemoryInput extends InputFolder {
  readonly files: Map<string, Uint8Array>;
  /** Paths in the order in which `hash` was asked for them. */
  readonly hashed: string[];
}

export interface MemoryOutput extends OutputFolder {
  readonly files: Map<string, Uint8Array>;
  /** Paths in the order in which they were completed. */
  readonly written: string[];
  /** A path for which this returns true cannot be written. */
  refuses: (path: string) => boolean;
}

export function memoryInput(files: Readonly<Record<string, Uint8Array | string>> = {}): MemoryInput {
  const contents = new Map(Object.entries(files).map(([path, data]) => [path, bytesOf(data)]));
  const hashed: string[] = [];
  const read = (path: string): Uint8Array => {
    const bytes = contents.get(path);
    if (bytes) return bytes;
    throw new ReconstructError('cloud-format', `${path} is no longer in the folder; list it again.`, { path });
  };
  return {
    name: 'clouds',
    files: contents,
    hashed,
    async list(signal) {
      signal.throwIfAborted();
      return entriesOf(contents);
    },
    source: async (path, signal) => {
      signal.throwIfAborted();
      return bytesSource(path.slice(path.lastIndexOf('/') + 1), read(path));
    },
    async hash(path, signal) {
      signal.throwIfAborted();
      hashed.push(path);
      return sha256(read(path));
    },
  };
}

export function memoryOutput(files: Readonly<Record<string, Uint8Array | string>> = {}): MemoryOutput {
  const contents = new Map(Object.entries(files).map(([path, data]) => [path, bytesOf(data)]));
  const written: string[] = [];
  const folder: MemoryOutput = {
    name: 'meshes',
    files: contents,
    written,
    refuses: () => false,
    async list(signal) {
      signal.throwIfAborted();
      return entriesOf(contents);
    },
    read: async (path) => contents.get(path) ?? null,
    size: async (path) => contents.get(path)?.byteLength ?? null,
    async write(path, body, signal) {
      signal?.throwIfAborted();
      const pieces: Uint8Array[] = [];
      const value = await body({
        async write(bytes) {
          if (folder.refuses(path)) {
            throw new ReconstructError('output-failed', `${path} cannot be written: the disk is full.`, { path });
          }
          pieces.push(bytes.slice());
        },
      });
      signal?.throwIfAborted();
      contents.set(path, Buffer.concat(pieces));
      written.push(path);
      return value;
    },
  };
  return folder;
}

/** The contents of a file as text; fails where there is none. */
export function textIn(folder: { readonly files: ReadonlyMap<string, Uint8Array> }, path: string): string {
  const bytes = folder.files.get(path);
  if (!bytes) throw new Error(`there is no ${path}, only ${[...folder.files.keys()].join(', ')}`);
  return new TextDecoder().decode(bytes);
}

export function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}

/** For runners under test. */
export function memoryHash(): IncrementalHash {
  const hash = createHash('sha256');
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest('hex') };
}

function bytesOf(data: Uint8Array | string): Uint8Array {
  return typeof data === 'string' ? new TextEncoder().encode(data) : data;
}

function entriesOf(files: ReadonlyMap<string, Uint8Array>): InputEntry[] {
  return [...files]
    .filter(([path]) => !path.split('/').some((part) => part.startsWith('.')))
    .map(([path, bytes]) => ({ path, bytes: bytes.byteLength }));
}
