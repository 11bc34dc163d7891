/**
 * A folder behind a URL of the page's own origin: the desktop program's, or the web server's. The routes are those of
 * `folderUrl` in `contracts/ipc.ts`; answers that refuse carry a sentence for the person.
 */
import type { InputEntry } from '../../batch/folders.ts';
import type { FileRef } from './engine-api.ts';
import { type FileSink, openSink, sendWrite } from './file-sink.ts';
import { segmentsOf } from './folder-paths.ts';
import { type FolderCode, type OpenFolder, unreadable } from './open-folder.ts';

/** @param url ends in '/' @param code of the errors of reading; writing has its own */
export function urlFolder(name: string, url: string, code: FolderCode): OpenFolder {
  const addressOf = (path: string): string => url + segmentsOf(path).map(encodeURIComponent).join('/');
  const ask = (what: string, address: string, init: RequestInit): Promise<Response> =>
    fetch(address, { cache: 'no-store', ...init }).catch((error: unknown) => {
      init.signal?.throwIfAborted();
      throw unreadable(code, what, error instanceof Error ? error.message : String(error), error);
    });
  const demand = async (what: string, address: string, init: RequestInit): Promise<Response> => {
    const response = await ask(what, address, init);
    if (response.ok) return response;
    throw unreadable(code, what, await sentenceOf(response));
  };
  /** Null where there is no such file. */
  const find = async (path: string, init: RequestInit): Promise<Response | null> => {
    const response = await ask(path, addressOf(path), init);
    if (response.status === 404) return null;
    if (!response.ok) throw unreadable(code, path, await sentenceOf(response));
    return response;
  };
  return {
    async list(signal) {
      const response = await demand(name, `${url}?list`, { signal });
      return (await response.json()) as InputEntry[];
    },
    async file(path, called, signal): Promise<FileRef> {
      const address = addressOf(path);
      const response = await demand(path, address, { method: 'HEAD', signal });
      return { kind: 'url', name: called, size: lengthOf(response), url: address };
    },
    async read(path) {
      const response = await find(path, {});
      return response && new Uint8Array(await response.arrayBuffer());
    },
    async size(path) {
      const response = await find(path, { method: 'HEAD' });
      return response && lengthOf(response);
    },
    begin: (path, signal) => beginFile(path, addressOf(path), signal),
  };
}

/**
 * Neither its beginning nor its end follows the signal: a file that was begun must be known by its token to be dropped,
 * and one that is being put in its place must be known to be there or not.
 */
async function beginFile(path: string, address: string, signal: AbortSignal): Promise<FileSink> {
  const begun = await sendWrite(path, address, { method: 'POST' });
  const { token } = (await begun.json()) as { readonly token: string };
  const url = fileUrl(token, address);
  const sink = await openSink({ kind: 'url', name: path, url }, signal);
  return {
    write: (bytes) => sink.write(bytes),
    async finish() {
      await sink.finish();
      await sendWrite(path, url, { method: 'POST' });
      return undefined;
    },
    async abandon() {
      await sink.abandon();
      await sendWrite(path, url, { method: 'DELETE' }).catch(() => undefined);
    },
  };
}

/** `fileUrl` of `contracts/ipc.ts`, on the folder's own origin where its URL names one. */
function fileUrl(token: string, address: string): string {
  return `${/^\w+:\/\/[^/]*/.exec(address)?.[0] ?? ''}/_file/${token}`;
}

async function sentenceOf(response: Response): Promise<string> {
  // A HEAD has no body to carry one.
  const text = (await response.text().catch(() => '')).trim();
  return (
    text ||
    (response.status === 404
      ? 'it is not there any more; choose the folder again'
      : `the program answered ${response.status}`)
  );
}

/** 0 where it is not told, which stands for a size that nobody knows. */
function lengthOf(response: Response): number {
  return Number(response.headers.get('Content-Length') ?? 0);
}
