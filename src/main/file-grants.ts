/**
 * Files that the window may read. It holds a random token and a name, never a path: a page that was taken over can
 * read what the person opened and nothing else.
 */
import { randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { FileGrant } from '../contracts/ipc.ts';
import { MOST_PROJECTION_BYTES, projectionName } from '../engine/formats/formats.ts';
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
    const projection = await readProjection(path);
    return { token, name: basename(path), size: info.size, ...(projection !== undefined && { projection }) };
  }

  pathOf(token: string): string | undefined {
    return this.#paths.get(token);
  }

  /** Called for a page that went: its successor knows none of its tokens. */
  revokeAll(): void {
    this.#paths.clear();
  }
}

/** What a person opens with the file, though it lies beside it: text of a few hundred letters. */
async function readProjection(path: string): Promise<string | undefined> {
  const place = projectionName(path);
  const info = await stat(place).catch(() => undefined);
  if (!info?.isFile() || info.size > MOST_PROJECTION_BYTES) return undefined;
  return readFile(place, 'utf8').catch(() => undefined);
}
