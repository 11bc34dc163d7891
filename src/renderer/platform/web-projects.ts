/**
 * Projects in a plain browser: no path is told, so scans are chosen again and known by their bytes. Unsaved work is
 * kept in the browser's database, each tab's by its own number; a tab that is gone has let go of the lock of that name.
 */
import type { Recovery } from '../../contracts/ipc.ts';
import type { SaveTarget } from '../worker/engine-api.ts';
import { download } from './browser-files.ts';
import type { Projects } from './platform.ts';

const DATABASE = 'gridpull';
const STORE = 'recovery';
const KEPT_MS = 7 * 24 * 3600 * 1000;
const MOST = 3;
const LOCK = 'gridpull-work-';

interface Kept {
  readonly name: string;
  readonly savedAt: number;
  readonly text: string;
}

export function webProjects(): Projects {
  const session = crypto.randomUUID();
  // Held until this tab is gone.
  void navigator.locks?.request(LOCK + session, () => new Promise(() => undefined));
  const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
  return {
    scansOf: () => Promise.resolve([]),
    placeOf: () => null,
    async save(place, text) {
      const blob = new Blob([text], { type: 'application/json' });
      if (place.kind === 'memory') return download(place.name, blob);
      if (place.kind !== 'file') throw new Error(`${place.name} was not chosen in this browser`);
      await writeTo(place, blob);
    },
    setPicture: () => Promise.resolve(),
    recoveries: () => recoveries(session),
    async restore(id) {
      const kept = await inStore<Kept | undefined>('readonly', (store) => store.get(id));
      if (!kept) throw new Error('This work is not kept any more.');
      return { text: kept.text, scans: [], place: null };
    },
    keep: async ({ name, text }) => {
      await inStore('readwrite', (store) => store.put({ name, text, savedAt: Date.now() } satisfies Kept, session));
    },
    drop: async (id) => {
      await inStore('readwrite', (store) => store.delete(id ?? session));
    },
    setUnsaved(isUnsaved) {
      if (isUnsaved) addEventListener('beforeunload', warn);
      else removeEventListener('beforeunload', warn);
    },
    closeWindow: () => undefined,
  };
}

/** The browser writes beside the file and puts it in place at `close`. */
async function writeTo({ handle }: SaveTarget & { kind: 'file' }, blob: Blob): Promise<void> {
  const stream = await handle.createWritable();
  try {
    await stream.write(blob);
    await stream.close();
  } catch (error) {
    await stream.abort().catch(() => undefined);
    throw error;
  }
}

/** Of tabs that are gone, newest first; what is older than a week goes. */
async function recoveries(session: string): Promise<readonly Recovery[]> {
  // Another site's settings, a private window: there is no database, and so nothing was kept.
  const ids = await inStore<IDBValidKey[]>('readonly', (store) => store.getAllKeys()).catch(() => []);
  const held = new Set((await navigator.locks?.query())?.held?.map(({ name }) => name) ?? []);
  const found: Recovery[] = [];
  for (const id of ids.map(String)) {
    if (id === session || held.has(LOCK + id)) continue;
    const kept = await inStore<Kept | undefined>('readonly', (store) => store.get(id));
    if (!kept || Date.now() - kept.savedAt > KEPT_MS) await inStore('readwrite', (store) => store.delete(id));
    else found.push({ id, name: kept.name, savedAt: kept.savedAt });
  }
  return found.sort((a, b) => b.savedAt - a.savedAt).slice(0, MOST);
}

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the browser keeps nothing'));
  });
}

async function inStore<T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest): Promise<T> {
  const database = await opened();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = ask(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result as T);
      transaction.onerror = () => reject(transaction.error ?? new Error('the browser keeps nothing'));
      transaction.onabort = () => reject(transaction.error ?? new Error('the browser keeps nothing'));
    });
  } finally {
    database.close();
  }
}
