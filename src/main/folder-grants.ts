/**
 * Folders that the window may list and read, and those that it may write results into. As with files it holds tokens
 * and names: a page that was taken over reaches what is below the folders that the person chose, no hidden file of
 * them and nothing behind a link out of them, and can make only files of the kinds that a batch makes.
 */
import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import { DEFAULT_OUTPUT, OUTPUT_ENDINGS } from '../batch/output-names.ts';
import { endingOf } from '../engine/formats/formats.ts';
import type { FolderGrant } from '../contracts/ipc.ts';
import { type FolderEntry, listFiles } from './folder-list.ts';
import { placeWithin, realPlace } from './folder-paths.ts';
import { asRefusal, asSaveRefusal, Refusal } from './refusal.ts';

export type FolderPurpose = 'input' | 'output';

interface Folder {
  /** Real: without links. An output need not be there yet. */
  readonly root: string;
  readonly purpose: FolderPurpose;
}

export class FolderGrants {
  readonly #folders = new Map<string, Folder>();

  /** @throws Refusal where an input is not there, or it is no folder */
  async grant(path: string, purpose: FolderPurpose): Promise<FolderGrant> {
    const root = await realPlace(resolve(path)).catch((error: unknown) => {
      throw asRefusal(error, path);
    });
    const info = await statOrNull(root);
    if (!info && purpose === 'input') throw new Refusal('missing', { name: nameOf(path) });
    if (info && !info.isDirectory()) throw new Refusal('notAFolder', { name: nameOf(path) });
    // Asked for again and again, a folder stays one grant: the list cannot grow without end.
    const known = [...this.#folders].find(([, folder]) => folder.root === root && folder.purpose === purpose);
    const token = known?.[0] ?? randomUUID();
    this.#folders.set(token, { root, purpose });
    return { token, name: nameOf(root) };
  }

  /** The folder for the meshes of an input that names none. @throws Refusal where it is a link to elsewhere */
  async grantDefaultOutput(inputToken: string): Promise<FolderGrant> {
    const { root } = this.#find(inputToken);
    const place = await placeWithin(root, [DEFAULT_OUTPUT]);
    if (place === null) throw new Refusal('defaultLeaves', { name: DEFAULT_OUTPUT });
    return this.grant(place, 'output');
  }

  /** The real path of an output. @throws Refusal for any other token */
  outputRoot(token: string): string {
    const { root, purpose } = this.#find(token);
    if (purpose !== 'output') throw new Refusal('inputOnly', { name: nameOf(root) });
    return root;
  }

  /** The way from one to the other, with '/'; absolute where the two are on different drives. */
  between(outputToken: string, inputToken: string): string {
    const path = relative(this.#find(outputToken).root, this.#find(inputToken).root);
    return path === '' ? '.' : path.split(sep).join('/');
  }

  /** Lists a folder's files: none of an output that is not there yet. @throws Refusal */
  async list(token: string, signal?: AbortSignal): Promise<FolderEntry[]> {
    const { root, purpose } = this.#find(token);
    if (purpose === 'output' && !(await statOrNull(root))) return [];
    return listFiles(root, signal).catch((error: unknown) => {
      throw asRefusal(error, root);
    });
  }

  /** The real path of what the window may read. @param names as `namesOf` gives them @throws Refusal */
  async fileIn(token: string, names: readonly string[]): Promise<string> {
    return this.#place(this.#find(token).root, names);
  }

  /**
   * A real path to write at, in a folder that is made as needed. @param names as `namesOf` gives them @throws Refusal
   */
  async placeIn(token: string, names: readonly string[]): Promise<string> {
    const root = this.outputRoot(token);
    const name = names.at(-1) ?? '';
    if (!OUTPUT_ENDINGS.includes(endingOf(name))) throw new Refusal('ending', { name });
    const above = names.slice(0, -1);
    const folder = await this.#place(root, above);
    try {
      await mkdir(folder, { recursive: true });
    } catch (error) {
      const isInTheWay = ['EEXIST', 'ENOTDIR'].includes((error as { code?: string }).code ?? '');
      throw isInTheWay
        ? new Refusal('notAFolder', { name: basename(folder) }, error)
        : asSaveRefusal(error, join(folder, name));
    }
    return join(await this.#place(root, above), name);
  }

  /** Called for a page that went: its successor knows none of its tokens. */
  revokeAll(): void {
    this.#folders.clear();
  }

  #find(token: string): Folder {
    const folder = this.#folders.get(token);
    if (!folder) throw new Refusal('folderOver');
    return folder;
  }

  async #place(root: string, names: readonly string[]): Promise<string> {
    const name = names.at(-1) ?? nameOf(root);
    const place = await placeWithin(root, names).catch((error: unknown) => {
      throw asRefusal(error, name);
    });
    if (place === null) throw new Refusal('leavesFolder', { name });
    return place;
  }
}

async function statOrNull(path: string): Promise<Stats | null> {
  return stat(path).catch((error: unknown) => {
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw asRefusal(error, path);
  });
}

/** A disk's root has no name of its own. */
function nameOf(path: string): string {
  return basename(path) || path;
}
