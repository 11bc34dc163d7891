/**
 * What a process leaves on the disk that is killed in the middle: of its steps that change files all up to one are
 * done, that one by half where it is a write, and none after it, no cleaning up either. So many moments of death cost
 * no processes.
 */
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

export class Killed extends Error {
  override readonly name = 'Killed';
}

/**
 * Runs `body` with a disk that dies at its `at`-th step, from 1.
 * @returns whether it lived to its end @throws what `body` does, but for its death
 */
export async function livesUntil(at: number, body: () => Promise<unknown>): Promise<boolean> {
  const disk = new DyingDisk(at);
  using _ = disk.patch();
  try {
    await body();
  } catch (error) {
    if (!disk.isDead) throw error;
  }
  return !disk.isDead;
}

class DyingDisk {
  #left: number;

  constructor(at: number) {
    this.#left = at;
  }

  get isDead(): boolean {
    return this.#left <= 0;
  }

  /** Puts itself before the file system, for all modules that import it by name, too. */
  patch(): Disposable {
    const { open, rename, rm, mkdir, writeFile } = fs;
    fs.open = async (file, flags, mode) => {
      const isChanging = flags !== undefined && flags !== 'r';
      if (isChanging) this.#step();
      const handle = await open(file, flags, mode);
      return isChanging ? this.#dyingHandle(handle) : handle;
    };
    fs.rename = async (...args) => {
      this.#step();
      return rename(...args);
    };
    fs.rm = async (...args) => {
      this.#step();
      return rm(...args);
    };
    fs.mkdir = (async (...args: Parameters<typeof mkdir>) => {
      this.#step();
      return mkdir(...args);
    }) as typeof fs.mkdir;
    fs.writeFile = async (...args) => {
      this.#step();
      return writeFile(...args);
    };
    syncBuiltinESMExports();
    return {
      [Symbol.dispose]() {
        Object.assign(fs, { open, rename, rm, mkdir, writeFile });
        syncBuiltinESMExports();
      },
    };
  }

  #dyingHandle(handle: fs.FileHandle): fs.FileHandle {
    const write = handle.write.bind(handle) as (bytes: Uint8Array, offset: number, length?: number) => Promise<unknown>;
    handle.write = (async (bytes: Uint8Array, offset: number) => {
      if (this.#left === 1) await write(bytes, offset, (bytes.length - offset) >> 1);
      this.#step();
      return write(bytes, offset);
    }) as typeof handle.write;
    return handle;
  }

  /** @throws Killed at the step that is one too many, and at all after it */
  #step(): void {
    if (--this.#left <= 0) throw new Killed('killed on purpose');
  }
}
