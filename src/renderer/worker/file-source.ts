/**
 * A file of the window as the engine reads it: bytes of a URL of the page's own origin, or of a `File` that the person
 * chose or dropped. Nothing is read before the engine asks, so a large file never lies in memory as a whole.
 */
import { type ByteSource, type RandomAccess, ReconstructError } from '../../engine/vocabulary.ts';
import type { FileRef } from './engine-api.ts';

/**
 * @param signal ends a download that is on its way
 * @throws ReconstructError `cloud-format` (from `stream`) for a file that is gone or cannot be read
 */
export function fileSource(file: FileRef, signal: AbortSignal): ByteSource {
  return {
    name: file.name,
    // 0 stands for a size that nobody knows.
    ...(file.size > 0 ? { size: file.size } : {}),
    stream: () => chunks(file, signal),
    ...(file.projection !== undefined && { projection: () => Promise.resolve(file.projection) }),
    ...(file.size > 0 && { open: () => Promise.resolve(openAnywhere(file, signal)) }),
  };
}

/** Slices of the `File`, or ranges of what the URL serves. */
function openAnywhere(file: FileRef, signal: AbortSignal): RandomAccess {
  const slice = async (from: number, to: number): Promise<ArrayBuffer> => {
    if (file.kind === 'blob') return file.blob.slice(from, to).arrayBuffer();
    const response = await fetch(file.url, {
      signal,
      cache: 'no-store',
      headers: { Range: `bytes=${from}-${to - 1}` },
    });
    if (response.status !== 206)
      throw new Error((await response.text()).trim() || `the program answered ${response.status}`);
    return response.arrayBuffer();
  };
  return {
    size: file.size,
    read: async (offset, length) => {
      const to = Math.min(offset + length, file.size);
      if (to <= offset) return new Uint8Array(0);
      try {
        return new Uint8Array(await slice(offset, to));
      } catch (error) {
        throw signal.aborted ? error : unreadable(file, messageOf(error), error);
      }
    },
    close: () => Promise.resolve(),
  };
}

async function* chunks(file: FileRef, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  try {
    reader = (await openStream(file, signal)).getReader();
    for (;;) {
      const next = await reader.read();
      if (next.done) return;
      yield next.value;
    }
  } catch (error) {
    throw error instanceof ReconstructError || signal.aborted ? error : unreadable(file, messageOf(error), error);
  } finally {
    // The engine may have read enough, or been cancelled: then whoever serves the file may close it.
    await reader?.cancel().catch(() => undefined);
  }
}

async function openStream(file: FileRef, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
  if (file.kind === 'blob') return file.blob.stream();
  const response = await fetch(file.url, { signal, cache: 'no-store' });
  if (!response.ok) {
    const text = (await response.text()).trim();
    throw unreadable(file, text || `the program answered ${response.status}`);
  }
  return response.body ?? new Blob([]).stream();
}

function unreadable(file: FileRef, reason: string, cause?: unknown): ReconstructError {
  const message = `${file.name} cannot be read: ${reason}. If it was moved or changed since, open it again.`;
  return new ReconstructError('cloud-format', message, { file: file.name }, { cause });
}

/** What went wrong, without the full stop that our sentence sets itself. */
function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}
