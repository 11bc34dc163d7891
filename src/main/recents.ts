/** The files opened last, newest first. The window and the menu know them by an id, only main by their paths. */
import { createHash } from 'node:crypto';
import { basename, dirname, sep } from 'node:path';
import { z } from 'zod';
import type { RecentFile } from '../contracts/ipc.ts';
import { JsonStore, type JsonStoreOptions } from './json-store.ts';

const MOST = 10;
/** Longest folder shown, in characters: about the width of a menu. */
const FOLDER_LENGTH = 48;

const schema = z.object({
  paths: z.array(z.string().min(1)).catch([]),
  /** Data URLs by path. */
  pictures: z.record(z.string(), z.string()).catch({}),
});
type Kept = z.infer<typeof schema>;

type RecentsOptions = Omit<JsonStoreOptions<z.infer<typeof schema>>, 'name' | 'schema'> & {
  /** Shown as `~`. */
  readonly home: string;
  readonly onChange: (recents: readonly RecentFile[]) => void;
};

export class Recents {
  readonly #store: JsonStore<Kept>;
  readonly #options: RecentsOptions;

  constructor(options: RecentsOptions) {
    this.#options = options;
    this.#store = new JsonStore({ ...options, name: 'recents', schema });
  }

  list(): readonly RecentFile[] {
    const { home } = this.#options;
    const { paths, pictures } = this.#store.value;
    return paths.slice(0, MOST).map((path) => ({
      id: idOf(path),
      name: basename(path),
      folder: shortenFolder(dirname(path), home),
      ...(pictures[path] !== undefined && { picture: pictures[path] }),
    }));
  }

  pathOf(id: string): string | undefined {
    return this.#store.value.paths.find((path) => idOf(path) === id);
  }

  has(path: string): boolean {
    return this.#store.value.paths.includes(path);
  }

  /** @param picture a data URL */
  setPicture(path: string, picture: string): void {
    const { paths, pictures } = this.#store.value;
    if (paths.includes(path)) this.#set(paths, { ...pictures, [path]: picture });
  }

  add(path: string): void {
    this.#set([path, ...this.#store.value.paths.filter((other) => other !== path)].slice(0, MOST));
  }

  remove(path: string): void {
    this.#set(this.#store.value.paths.filter((other) => other !== path));
  }

  clear(): void {
    this.#set([]);
  }

  #set(paths: string[], pictures = this.#store.value.pictures): void {
    const kept = Object.entries(pictures).filter(([path]) => paths.includes(path));
    this.#store.set({ paths, pictures: Object.fromEntries(kept) });
    this.#options.onChange(this.list());
  }
}

/** The same at every start, so that a menu that is still open names the right file. */
function idOf(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 16);
}

/** `/home/ada/scans` → `~/scans`; of a long one the last folders, which tell two files of one name apart. */
export function shortenFolder(folder: string, home: string): string {
  const isAtHome = home !== '' && (folder === home || folder.startsWith(home + sep));
  const full = isAtHome ? `~${folder.slice(home.length)}` : folder;
  if (full.length <= FOLDER_LENGTH) return full;
  let tail = '';
  for (const part of full.split(sep).reverse()) {
    if (tail.length + part.length + 2 > FOLDER_LENGTH) break;
    tail = sep + part + tail;
  }
  return `…${tail === '' ? full.slice(1 - FOLDER_LENGTH) : tail}`;
}
