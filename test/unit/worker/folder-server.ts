/** The program's own routes about folders, answered in this process: what the worker's `fetch` gets on the desktop. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHandler, FileGrants, FolderGrants, SaveGrants } from '../../../src/main/protocol.ts';
import type { FolderRef } from '../../../src/renderer/worker/engine-api.ts';
import { folderUrl } from '../../../src/contracts/ipc.ts';
import { commandTexts } from '../../../src/contracts/locales/language.ts';

export interface FolderServer extends AsyncDisposable {
  /** A new folder on the disk. */
  readonly root: string;
  readonly saves: SaveGrants;
  /** Method and path of every request, with what stands for tokens. */
  readonly requests: string[];
  /** In place of the global one. */
  readonly fetch: typeof fetch;
  /** @param path below `root` */
  grant(path: string, purpose: 'input' | 'output'): Promise<FolderRef>;
}

export async function startFolderServer(): Promise<FolderServer> {
  const root = await mkdtemp(join(tmpdir(), 'gridpull-folders-'));
  const [folders, saves] = [new FolderGrants(), new SaveGrants()];
  const requests: string[] = [];
  const handle = createHandler({ root, files: new FileGrants(), saves, folders, texts: () => commandTexts('en') });
  return {
    root,
    saves,
    requests,
    async fetch(address, init) {
      const url = new URL(address as string, 'http://localhost');
      requests.push(`${init?.method ?? 'GET'} ${url.pathname.replace(/[\w-]{36}/, '*')}${url.search}`);
      init?.signal?.throwIfAborted();
      return handle(new Request(url, init));
    },
    async grant(path, purpose) {
      const { token, name } = await folders.grant(join(root, path), purpose);
      return { kind: 'url', name, url: folderUrl(token) };
    },
    async [Symbol.asyncDispose]() {
      await saves.abandonAll();
      await rm(root, { recursive: true });
    },
  };
}
