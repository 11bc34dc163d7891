/**
 * Files for the engine's byte sources and sinks. Results are written beside their place and renamed onto it when
 * complete, so that neither a crash nor an abort leaves half a mesh under the name that was asked for.
 */
import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { access, constants, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  type ByteSink,
  type ByteSource,
  MOST_PROJECTION_BYTES,
  projectionName,
  type RandomAccess,
  ReconstructError,
} from '../engine/vocabulary.ts';
import { partialName } from './partial-files.ts';

/** Reading ahead in pieces this large keeps the reader busy at a few megabytes of memory. */
const READ_BYTES = 1 << 20;

/**
 * A file as the engine reads it. Asks for its size now, opens it at each `stream()`.
 * @throws ReconstructError `cloud-format` for a path that is missing, not readable or a directory
 */
export async function fileSource(filePath: string): Promise<ByteSource> {
  const size = await readableSize(filePath);
  return {
    name: path.basename(filePath),
    ...(size === undefined ? {} : { size, open: () => openFile(filePath) }),
    stream: () => streamFile(filePath, size),
    projection: () => readProjection(filePath),
  };
}

/** What a `.prj` file beside holds, in either spelling of its ending. */
async function readProjection(filePath: string): Promise<string | undefined> {
  const name = projectionName(filePath);
  for (const candidate of [name, name.replace(/prj$/, 'PRJ')]) {
    const info = await stat(candidate).catch(() => undefined);
    if (!info?.isFile() || info.size > MOST_PROJECTION_BYTES) continue;
    return readFile(candidate, 'utf8').catch(() => undefined);
  }
  return undefined;
}

async function openFile(filePath: string): Promise<RandomAccess> {
  const refuse = (error: unknown): never => {
    throw readError('cloud-format', filePath, error);
  };
  const file = await open(filePath, 'r').catch(refuse);
  const { size } = await file.stat().catch(refuse);
  return {
    size,
    read: async (offset, length) => {
      const wanted = Math.max(0, Math.min(length, size - offset));
      const bytes = new Uint8Array(wanted);
      let read = 0;
      while (read < wanted) {
        const { bytesRead } = await file.read(bytes, read, wanted - read, offset + read).catch(refuse);
        if (bytesRead === 0) throw changedError(filePath, size, offset + read);
        read += bytesRead;
      }
      return bytes.subarray(0, read);
    },
    close: () => file.close(),
  };
}

/** Bytes of a regular file; undefined for a pipe or device, whose length nobody knows. */
async function readableSize(filePath: string): Promise<number | undefined> {
  try {
    const found = await stat(filePath);
    if (found.isDirectory()) {
      throw new ReconstructError('cloud-format', `${filePath} is a directory; give a file in it.`, { path: filePath });
    }
    await access(filePath, constants.R_OK);
    return found.isFile() ? found.size : undefined;
  } catch (error) {
    throw error instanceof ReconstructError ? error : readError('cloud-format', filePath, error);
  }
}

/**
 * A whole file in memory, for comparing meshes.
 * @throws ReconstructError `mesh-format` for a path that is missing, not readable, a directory or above 2 GiB
 */
export async function readWhole(filePath: string): Promise<Uint8Array> {
  try {
    return await readFile(filePath);
  } catch (error) {
    throw readError('mesh-format', filePath, error);
  }
}

/** @param size bytes that it had when it was asked for, which a file that is being written does not keep */
async function* streamFile(filePath: string, size: number | undefined): AsyncGenerator<Uint8Array> {
  let bytesRead = 0;
  const stream = createReadStream(filePath, { highWaterMark: READ_BYTES });
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  try {
    for (;;) {
      const next = await chunks.next().catch((error: unknown) => {
        throw readError('cloud-format', filePath, error);
      });
      if (next.done) break;
      bytesRead += next.value.length;
      yield next.value;
    }
    // Files that the system makes up while they are read have no size before.
    if (size !== undefined && size > 0 && bytesRead !== size) throw changedError(filePath, size, bytesRead);
  } finally {
    stream.destroy();
  }
}

function changedError(filePath: string, size: number, found: number): ReconstructError {
  const what = found < size ? `ended after ${found} bytes` : `went on to ${found} bytes`;
  const message =
    `${filePath} had ${size} bytes and ${what} while it was read: something is writing it. ` +
    'Wait until that is done, and try again.';
  return new ReconstructError('cloud-format', message, { path: filePath, size, found });
}

function readError(code: 'cloud-format' | 'mesh-format', filePath: string, error: unknown): ReconstructError {
  const systemCode = errorCode(error);
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file; check the path',
    ENOTDIR: 'there is no such file; check the path',
    EACCES: 'this user may not read it; change its permissions',
    EPERM: 'this user may not read it; change its permissions',
    EISDIR: 'it is a directory; give a file in it',
    ERR_FS_FILE_TOO_LARGE: 'it is larger than the 2 GiB that are read at once',
  };
  const message = `${filePath} cannot be read: ${reasons[systemCode] ?? `the system says ${systemCode}`}.`;
  return new ReconstructError(code, message, { path: filePath, systemCode }, { cause: error });
}

/**
 * Lets `write` fill a hidden file in the same directory, then puts it in the place of `filePath` in one step. When
 * `write` rejects (abort included) the hidden file is removed, an older `filePath` stays as it was, and the reason is
 * passed on. An abort counts up to the moment of renaming.
 * @throws ReconstructError `output-failed` where the file system refuses
 */
export async function writeFileBeside<T>(
  filePath: string,
  write: (sink: ByteSink) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const target = await resolveTarget(filePath);
  const temporaryPath = path.join(path.dirname(target.path), partialName(target.path));
  const handle = await orOutputFailed(filePath, open(temporaryPath, 'wx', target.mode));
  try {
    const result = await write(sinkTo(handle, filePath));
    // Renaming before the bytes are on the disk could leave an empty file after a power cut.
    await orOutputFailed(filePath, syncIfPossible(handle));
    await orOutputFailed(filePath, handle.close());
    signal?.throwIfAborted();
    await orOutputFailed(filePath, rename(temporaryPath, target.path));
    await syncFolder(path.dirname(target.path));
    return result;
  } catch (error) {
    await handle.close().catch(() => undefined); // closed already where renaming failed
    await rm(temporaryPath, { force: true });
    throw error;
  }
}

/** Puts what was written on the disk, where the file system knows how to; some of networks and of drivers do not. */
async function syncIfPossible(handle: FileHandle): Promise<void> {
  try {
    await handle.sync();
  } catch (error) {
    if (!NO_SYNC.includes(errorCode(error))) throw error;
  }
}

const NO_SYNC: readonly string[] = ['EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'];

/**
 * A new name is an entry of its folder, which a power cut loses as it does bytes. Without complaint: Windows opens no
 * folders, and the file is whole under its name already.
 */
async function syncFolder(folder: string): Promise<void> {
  try {
    await using handle = await open(folder, 'r');
    await handle.sync();
  } catch {
    // There is nothing to be done about it.
  }
}

/** A sink that writes to an open file. @throws ReconstructError `output-failed`, naming `filePath` */
export function sinkTo(handle: FileHandle, filePath: string): ByteSink {
  return {
    async write(bytes) {
      let written = 0;
      while (written < bytes.length) {
        const result = await orOutputFailed(filePath, handle.write(bytes, written));
        written += result.bytesWritten;
      }
    },
    sync: () => orOutputFailed(filePath, syncIfPossible(handle)),
  };
}

/**
 * Finds where the new file really goes: through a symbolic link to its file, with an existing file's permissions.
 * Anything else under that name (a directory, a device such as /dev/null) is refused, since a rename would replace it.
 */
async function resolveTarget(filePath: string): Promise<{ path: string; mode: number }> {
  try {
    const realPath = await realpath(filePath);
    const existing = await stat(realPath);
    if (!existing.isFile()) {
      throw new ReconstructError(
        'output-failed',
        `${filePath} cannot be written: it is ${existing.isDirectory() ? 'a directory' : 'not a regular file'}; ` +
          `give the name of a file.`,
        { path: filePath },
      );
    }
    return { path: realPath, mode: existing.mode & 0o777 };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { path: path.resolve(filePath), mode: 0o666 };
    throw error instanceof ReconstructError ? error : outputError(filePath, error);
  }
}

/** @throws ReconstructError `output-failed`, saying why `filePath` cannot be written */
export async function orOutputFailed<T>(filePath: string, action: Promise<T>): Promise<T> {
  try {
    return await action;
  } catch (error) {
    throw outputError(filePath, error);
  }
}

/** Why the file system refused. */
export function outputError(filePath: string, error: unknown): ReconstructError {
  const code = errorCode(error);
  const directory = path.dirname(path.resolve(filePath));
  const noSpace = `the disk of ${directory} is full; free some space or write elsewhere`;
  const notAllowed = `this user may not write to ${directory}; change its permissions or write elsewhere`;
  const missing = `the directory ${directory} does not exist; create it or check the path`;
  const reasons: Readonly<Record<string, string>> = {
    ENOSPC: noSpace,
    EDQUOT: noSpace,
    EFBIG: 'the file system does not hold files this large; write to another disk or as binary PLY',
    EACCES: notAllowed,
    EPERM: notAllowed,
    EROFS: `${directory} is read-only; write elsewhere`,
    ENOENT: missing,
    ENOTDIR: missing,
    ENAMETOOLONG: 'its name is too long; shorten it',
    EEXIST: 'there is a file of that name; choose another name',
    EISDIR: 'there is a folder of that name; choose another name',
  };
  const message = `${filePath} cannot be written: ${reasons[code] ?? `the system says ${code}`}.`;
  return new ReconstructError('output-failed', message, { path: filePath, systemCode: code }, { cause: error });
}

/** What the system calls it, `ENOENT`; else what the error says. */
export function errorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return String(error);
}
