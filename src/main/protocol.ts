/**
 * What the page gets from its own origin: the window's files, granted files and folders to read, granted places to
 * write. Pure Request → Response without Electron, so that the web server serves the same and tests need no window.
 */
import { join, normalize, sep } from 'node:path';
import type { CommandTexts } from '../contracts/locales/commands.en.ts';
import { GRANT_HEADERS, refuse, SECURITY_HEADERS, WORKER_HEADERS } from './answers.ts';
import { FileGrants } from './file-grants.ts';
import { fileResponse, pageType } from './file-response.ts';
import { FolderGrants } from './folder-grants.ts';
import { answerFolder } from './folder-routes.ts';
import { pathKind } from './path-kind.ts';
import { openJobFile } from './job-file.ts';
import { asRefusal, describeFault, Refusal, type RefusalKey } from './refusal.ts';
import { GapError, SaveGrants } from './save-grants.ts';

export {
  describeFault,
  FileGrants,
  fileResponse,
  FolderGrants,
  openJobFile,
  pathKind,
  Refusal,
  SaveGrants,
  SECURITY_HEADERS,
  WORKER_HEADERS,
};

/** As the build names them: `engine.worker.ts` and `task.worker.ts`, with the hash of what is in them. */
export const WORKER_SCRIPT = /^\/assets\/(?:engine|task)\.worker-[\w-]+\.js$/;

const STATUS_BY_REFUSAL: Partial<Record<RefusalKey, number>> = {
  missing: 404,
  notAFile: 404,
  notAFolder: 404,
  notAllowed: 403,
  folderOver: 403,
  inputOnly: 403,
  leavesFolder: 403,
  ending: 403,
  tooManyFiles: 413,
  readOnly: 403,
  saveOver: 410,
  diskFull: 507,
};

export interface HandlerOptions {
  /** Folder of the built window. */
  readonly root: string;
  readonly files: FileGrants;
  /** Where it is missing nothing can be written. */
  readonly saves?: SaveGrants;
  /** Where it is missing no folder can be reached. */
  readonly folders?: FolderGrants;
  /** Texts for the one sentence in the body of an answer that refuses. */
  readonly texts: () => CommandTexts;
  /** Vite's server while developing, behind the page's own origin. */
  readonly devUrl?: string | undefined;
  readonly fetcher?: (url: string) => Promise<Response>;
  readonly onFault?: (error: unknown) => void;
}

export function createHandler(options: HandlerOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url);
    const token = /^\/_file\/([\w-]+)$/.exec(url.pathname)?.[1];
    try {
      if (url.pathname.startsWith('/_folder/')) return await answerFolder(options, url, request);
      if (token !== undefined && request.method === 'PUT') return await putSlice(options, token, url, request);
      if (token !== undefined && (request.method === 'POST' || request.method === 'DELETE')) {
        return await endSave(options, token, request.method);
      }
      if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'Only reading is possible here.');
      if (token !== undefined) return await readGrant(options, token, request);
      if (options.devUrl) return await proxy(options, url, options.devUrl);
      return await readPage(options.root, url, request);
    } catch (error) {
      return answerFault(error, options);
    }
  };
}

function answerFault(error: unknown, options: HandlerOptions): Response {
  const { message, isExpected } = describeFault(error, options.texts());
  if (!isExpected) options.onFault?.(error);
  if (error instanceof GapError) return refuse(409, message);
  return refuse(error instanceof Refusal ? (STATUS_BY_REFUSAL[error.key] ?? 500) : 500, message);
}

async function readGrant({ files }: HandlerOptions, token: string, request: Request): Promise<Response> {
  const path = files.pathOf(token);
  if (path === undefined) return refuse(403, 'This page may not read that file.');
  try {
    return await fileResponse(path, request, GRANT_HEADERS);
  } catch (error) {
    throw asRefusal(error, path);
  }
}

/** `PUT /_file/<token>?offset=<bytes written so far>`: 204, or a sentence with a status for why not. */
async function putSlice({ saves, files }: HandlerOptions, token: string, url: URL, request: Request) {
  if (!saves || files.pathOf(token) !== undefined) return refuse(403, 'This page may not write that file.');
  const offset = Number(url.searchParams.get('offset') ?? '0');
  if (!Number.isSafeInteger(offset) || offset < 0) return refuse(400, 'The offset is not a whole number of bytes.');
  await saves.write(token, offset, request.body ?? new ReadableStream({ start: (body) => body.close() }));
  return new Response(null, { status: 204, headers: GRANT_HEADERS });
}

/** Ends a save: `POST` puts the file in its place, `DELETE` drops what was written. */
async function endSave({ saves }: HandlerOptions, token: string, method: 'POST' | 'DELETE'): Promise<Response> {
  if (!saves) return refuse(403, 'This page may not write that file.');
  await (method === 'POST' ? saves.finish(token) : saves.abandon(token));
  return new Response(null, { status: 204, headers: GRANT_HEADERS });
}

async function readPage(root: string, url: URL, request: Request): Promise<Response> {
  let name: string;
  try {
    name = decodeURIComponent(url.pathname === '/' ? '/index.html' : url.pathname);
  } catch {
    return refuse(400, 'The address is malformed.');
  }
  const path = normalize(join(root, name));
  if (!path.startsWith(normalize(root) + sep) || name.includes('\0'))
    return refuse(403, 'The address leaves the page.');
  try {
    const headers = WORKER_SCRIPT.test(name) ? WORKER_HEADERS : SECURITY_HEADERS;
    return await fileResponse(path, request, headers, pageType);
  } catch (error) {
    throw asRefusal(error, path);
  }
}

async function proxy({ fetcher = fetch }: HandlerOptions, url: URL, devUrl: string): Promise<Response> {
  const upstream = await fetcher(new URL(url.pathname + url.search, devUrl).href);
  const headers = new Headers(upstream.headers);
  // Vite's own page has inline scripts and a socket, which the policy would refuse.
  for (const [name, value] of Object.entries(SECURITY_HEADERS))
    if (name !== 'Content-Security-Policy') headers.set(name, value);
  return new Response(upstream.body, { status: upstream.status, headers });
}
