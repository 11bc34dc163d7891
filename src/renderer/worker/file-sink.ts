/**
 * The place that the engine's bytes go to: a URL in ordered slices, into a file that the browser granted, or into
 * memory for a download. Whatever the target, a file that could not be finished does not stay half-written under its
 * name.
 */
import { type ByteSink, ReconstructError } from '../../engine/vocabulary.ts';
import type { SaveTarget } from './engine-api.ts';
import { SliceBuffer } from './slice-buffer.ts';

export interface FileSink extends ByteSink {
  /** Called after the last byte. @returns the blob of the target `memory` */
  finish(): Promise<Blob | undefined>;
  /** Called instead of `finish`: drops what was written. */
  abandon(): Promise<void>;
}

/**
 * Bytes a request carries: large enough that the round trips do not count (a megabyte each took twice as long), small
 * enough that two of them (one on its way, one being filled) are nothing beside the mesh.
 */
const SLICE_BYTES = 4 << 20;

/**
 * @param signal ends a request that is on its way
 * @throws ReconstructError `output-failed` where the target refuses, here and from every method
 */
export async function openSink(target: SaveTarget, signal: AbortSignal): Promise<FileSink> {
  switch (target.kind) {
    case 'url':
      return urlSink(target.name, target.url, signal);
    case 'file':
      return handleSink(target.name, target.handle);
    case 'memory':
      return memorySink();
  }
}

/** What a target was given. */
export interface Filled<T> {
  readonly value: T;
  readonly bytes: number;
  /** For the target `memory`. */
  readonly blob?: Blob;
}

/**
 * Fills a target: it gets all that `body` writes, or nothing stays half-written that can be taken away.
 * Rejects as `body` and `openSink` do.
 * @param onBytes told how many were written
 */
export async function fillTarget<T>(
  target: SaveTarget,
  signal: AbortSignal,
  body: (sink: ByteSink) => Promise<T>,
  onBytes: (bytes: number) => void = () => undefined,
): Promise<Filled<T>> {
  const file = await openSink(target, signal);
  let bytes = 0;
  try {
    const value = await body({
      async write(piece): Promise<void> {
        await file.write(piece);
        bytes += piece.length;
        onBytes(bytes);
      },
    });
    const blob = await file.finish();
    return { value, bytes, ...(blob && { blob }) };
  } catch (error) {
    await file.abandon();
    throw error;
  }
}

/** `PUT url?offset=…`; the offset 0 begins the file anew. One slice is on its way while the next is filled. */
function urlSink(name: string, url: string, signal: AbortSignal): FileSink {
  let sent = 0;
  let sending: Promise<void> = Promise.resolve();
  const put = async (slice: Uint8Array<ArrayBuffer>, offset: number): Promise<void> => {
    const address = `${url}${url.includes('?') ? '&' : '?'}offset=${offset}`;
    // Bytes and not a blob: Electron hands them to the protocol's handler as they are.
    await sendWrite(name, address, { method: 'PUT', body: slice, signal });
  };
  const slices = new SliceBuffer(SLICE_BYTES, async (slice) => {
    await sending;
    sending = put(slice, sent);
    // Its failure is told by the next write or by `finish`.
    sending.catch(() => undefined);
    sent += slice.length;
  });
  return {
    write: (bytes) => slices.write(bytes),
    async finish() {
      // An empty file is one empty slice.
      await slices.flush(sent === 0);
      await sending;
      return undefined;
    },
    // What lies behind the URL is dropped by whoever granted it.
    abandon: () => sending.catch(() => undefined),
  };
}

/** The browser writes beside the file and puts it in place at `close`. */
async function handleSink(name: string, handle: FileSystemFileHandle): Promise<FileSink> {
  const stream = await orFailed(name, handle.createWritable());
  return {
    write: (bytes) => orFailed(name, stream.write(bytes as Uint8Array<ArrayBuffer>)),
    async finish() {
      await orFailed(name, stream.close());
      return undefined;
    },
    abandon: () => stream.abort().catch(() => undefined),
  };
}

function memorySink(): FileSink {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const slices = new SliceBuffer(SLICE_BYTES, async (slice) => void parts.push(slice));
  return {
    write: (bytes) => slices.write(bytes),
    async finish() {
      await slices.flush();
      return new Blob(parts);
    },
    async abandon() {
      parts.length = 0;
    },
  };
}

/** A request that has to do with writing `name`. @throws ReconstructError `output-failed` where it is refused */
export async function sendWrite(name: string, address: string, init: RequestInit): Promise<Response> {
  const response = await orFailed(name, fetch(address, init));
  if (response.ok) return response;
  const text = (await response.text().catch(() => '')).trim();
  throw failed(name, text || `the program answered ${response.status}`);
}

/** @throws ReconstructError `output-failed` for whatever the action rejects with */
export async function orFailed<T>(name: string, action: Promise<T>): Promise<T> {
  try {
    return await action;
  } catch (error) {
    throw failed(name, reasonOf(error), error);
  }
}

/** Names of the exceptions that the File System Access standard lets a browser throw, in words. */
const REASONS: Readonly<Record<string, string>> = {
  NotAllowedError: 'the browser was not given permission to write it; choose the place again',
  TypeMismatchError: 'a folder of that name is in the way, or a file in the way of a folder',
  NoModificationAllowedError: 'another page or program is using it; close that or choose another name',
  NotFoundError: 'it or its folder is gone; choose another place',
  QuotaExceededError: 'the disk is full, or the browser may not use more of it; free some space',
};

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return REASONS[error.name] ?? (error.message.replace(/\.$/, '') || error.name);
}

function failed(name: string, reason: string, cause?: unknown): ReconstructError {
  const message = `${name} cannot be written: ${reason.replace(/\.$/, '')}.`;
  return new ReconstructError('output-failed', message, { file: name }, { cause });
}
