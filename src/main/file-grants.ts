/**
 * Files that the window may read. It holds a random token and a name, never a path: a page that was taken over can
 * read what the person opened and nothing else.
 */
import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { FileGrant } from '../contracts/ipc.ts';
import { asRefusal, Refusal } from './refusal.ts';

export class FileGrants {
  readonly #paths = new Map<string, string>();

  /** @throws Refusal where there is no such file, or it is a folder or a device. */
  async grant(path: string): Promise<FileGrant> {
    const info = await stat(path).catch((error: unknown) => {
      throw asRefusal(error, path);
    });
    if (!info.isFile()) throw new Refusal('notAFile', { name: basename(path) });
    const token = randomUUID();
    this.#paths.set(token, resolve(path));
    return { token, name: basename(path), size: info.size };
  }

  pathOf(token: string): string | undefined {
    return this.#paths.get(token);
  }

  /** Called for a page that went: its successor knows none of its tokens. */
  revokeAll(): void {
    this.#paths.clear();
  }
}
