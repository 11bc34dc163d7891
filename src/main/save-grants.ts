/**
 * Files that the window may write. Bytes go beside the target and take its place only when all are there and on the
 * disk: a crash, a full disk or a change of mind leaves the old file as it was.
 */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, type FileHandle, lstat, open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { FileGrant, SavedBeside } from '../contracts/ipc.ts';
import { projectionName } from '../engine/formats/formats.ts';
import { fillBeside, type FilledFiles } from './files-beside.ts';
import { asSaveRefusal, Refusal } from './refusal.ts';

interface Save {
  /** As the person chose it: of a link its own. */
  readonly name: string;
  readonly target: string;
  readonly temporary: string;
  readonly handle: FileHandle;
  /** Whether the person may ask later where it is. */
  readonly isRemembered: boolean;
  /** Bytes written so far, without gaps. */
  length: number;
  /** Slices are written one after the other, in the order in which they came. */
  last: Promise<void>;
}

/** A slice that begins past the end of what was written. */
export class GapError extends Error {}

type OpenFile = (path: string, flags: string, mode?: number) => Promise<FileHandle>;

export class SaveGrants {
  readonly #saves = new Map<string, Save>();
  readonly #saved = new Map<string, string>();
  /** Saves that are being finished or dropped: no program may end before. */
  readonly #leaving = new Set<Promise<unknown>>();
  readonly #open: OpenFile;

  /** `openFile` is another than the disk's own in tests only. */
  constructor(openFile: OpenFile = open) {
    this.#open = openFile;
  }

  /** Whether nothing half-written is left, nor about to leave. */
  get isIdle(): boolean {
    return this.#saves.size === 0 && this.#leaving.size === 0;
  }

  /** @throws Refusal at once where the place cannot be written, not after minutes of export. */
  async begin(path: string): Promise<FileGrant> {
    // The file behind a link is replaced, not the link.
    const target = await realpath(path).catch(() => resolve(path));
    return this.#begin(target, basename(path), true);
  }

  /**
   * Begins one of the thousands of files in an output folder: a link is replaced itself, for what is behind it may lie
   * outside, and a page that begins one again has forgotten the first (a reload).
   * @param path as `FolderGrants.placeIn` gives it @throws Refusal
   */
  async beginInFolder(path: string): Promise<FileGrant> {
    const earlier = [...this.#saves].filter(([, { target }]) => target === path);
    await Promise.all(earlier.map(([token]) => this.abandon(token)));
    const isLink = await lstat(path).then(
      (info) => info.isSymbolicLink(),
      () => false,
    );
    return this.#begin(path, basename(path), false, isLink);
  }

  async #begin(target: string, name: string, isRemembered: boolean, isLink = false): Promise<FileGrant> {
    try {
      const existing = isLink ? null : await stat(target).catch(() => null);
      if (existing && !existing.isFile()) throw new Refusal('notAFile', { name });
      // A rename would replace a file that its owner protected against writing.
      if (existing) await access(target, constants.W_OK);
      const token = randomUUID();
      // The name is not the target's with an ending: that may exceed what the disk takes.
      const temporary = join(dirname(target), `.gridpull-${token.slice(0, 8)}.part`);
      const handle = await this.#open(temporary, 'wx', (existing?.mode ?? 0o666) & 0o777);
      this.#saves.set(token, { name, target, temporary, handle, isRemembered, length: 0, last: Promise.resolve() });
      return { token, name, size: 0 };
    } catch (error) {
      throw asSaveRefusal(error, join(dirname(target), name));
    }
  }

  /**
   * Writes a slice at `offset`: 0 begins the file anew, elsewhere it may go over earlier bytes but leave no gap.
   * @throws GapError past the end; Refusal for what the disk refuses
   */
  async write(token: string, offset: number, body: AsyncIterable<Uint8Array>): Promise<void> {
    const save = this.#find(token);
    const write = save.last.then(() => this.#writeSlice(save, offset, body));
    save.last = write.catch(() => {});
    try {
      await write;
    } catch (error) {
      // Closed under the write: the person changed their mind.
      if (!this.#saves.has(token)) throw new Refusal('saveOver', {}, error);
      throw asSaveRefusal(error, save.target);
    }
  }

  /**
   * Puts the file in its place, with what lies beside it. All is on the disk before the first gets its name, and the
   * file itself gets its own last. `projection` goes into a `.prj` file unless there is one: that is somebody's own.
   * @throws Refusal, and then nothing of it is left
   */
  async finish(token: string, { projection, files = [] }: SavedBeside = {}): Promise<void> {
    const save = this.#find(token);
    await save.last;
    // Abandoned while its last slice was written.
    if (!this.#saves.delete(token)) throw new Refusal('saveOver');
    await this.#leave(putInPlace(save, files));
    if (projection !== undefined) {
      await this.#leave(writeFile(projectionName(save.target), projection, { flag: 'wx' }).catch(() => undefined));
    }
    if (save.isRemembered) this.#saved.set(token, save.target);
  }

  /** Drops what was written; nothing happens for a save that is over. */
  async abandon(token: string): Promise<void> {
    const save = this.#saves.get(token);
    this.#saves.delete(token);
    if (save) await this.#leave(discard(save));
  }

  /** Drops all that is half-written, and waits for what is being finished. */
  async abandonAll(): Promise<void> {
    await Promise.allSettled([...this.#saves.keys()].map((token) => this.abandon(token)));
    await Promise.allSettled(this.#leaving);
  }

  /** The place of a save that is on. */
  targetOf(token: string): string | undefined {
    return this.#saves.get(token)?.target;
  }

  /** The place of a finished save. */
  savedPath(token: string): string | undefined {
    return this.#saved.get(token);
  }

  async #leave(leaving: Promise<void>): Promise<void> {
    this.#leaving.add(leaving);
    await leaving.finally(() => this.#leaving.delete(leaving));
  }

  #find(token: string): Save {
    const save = this.#saves.get(token);
    if (!save) throw new Refusal('saveOver');
    return save;
  }

  async #writeSlice(save: Save, offset: number, body: AsyncIterable<Uint8Array>): Promise<void> {
    if (offset > save.length) throw new GapError(`a slice at ${offset}, but only ${save.length} bytes are written`);
    if (offset === 0 && save.length > 0) {
      await save.handle.truncate(0);
      save.length = 0;
    }
    let at = offset;
    for await (const bytes of body) {
      for (let done = 0; done < bytes.length;) {
        const { bytesWritten } = await save.handle.write(bytes, done, bytes.length - done, at);
        done += bytesWritten;
        at += bytesWritten;
        save.length = Math.max(save.length, at);
      }
    }
  }
}

async function putInPlace(save: Save, files: NonNullable<SavedBeside['files']>): Promise<void> {
  let beside: FilledFiles | undefined;
  try {
    await save.handle.sync().catch(ignoreUnsupported);
    await save.handle.close();
    beside = await fillBeside(save.target, save.name, files, save.temporary);
    await beside.place();
    await rename(save.temporary, save.target);
  } catch (error) {
    await beside?.drop();
    await discard(save);
    throw asSaveRefusal(error, save.target);
  }
  await syncFolder(dirname(save.target));
}

async function discard(save: Save): Promise<void> {
  await save.handle.close().catch(() => {});
  await rm(save.temporary, { force: true });
}

/** Some network disks cannot be asked to flush; their files are no worse for it than any other program's. */
function ignoreUnsupported(error: unknown): void {
  if (!['EINVAL', 'ENOTSUP', 'ENOSYS'].includes((error as { code?: string }).code ?? '')) throw error;
}

/** Makes the new name last through a power cut. Windows and some disks cannot: the file itself is safe either way. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close().catch(() => {});
}
