/** The requests about granted folders that `folderUrl` documents. */
import { GRANT_HEADERS, refuse } from './answers.ts';
import { fileResponse } from './file-response.ts';
import type { FolderGrants } from './folder-grants.ts';
import { namesOf } from './folder-paths.ts';
import { asRefusal } from './refusal.ts';
import type { SaveGrants } from './save-grants.ts';

export interface FolderRouteOptions {
  readonly folders?: FolderGrants;
  readonly saves?: SaveGrants;
}

/** @throws Refusal */
export async function answerFolder(options: FolderRouteOptions, url: URL, request: Request): Promise<Response> {
  const { folders, saves } = options;
  const [, token, path] = /^\/_folder\/([\w-]+)\/(.*)$/.exec(url.pathname) ?? [];
  if (!folders || token === undefined || path === undefined) return refuse(403, 'This page may not read that folder.');
  const isReading = request.method === 'GET' || request.method === 'HEAD';
  if (path === '' && isReading && url.search === '?list') {
    return Response.json(await folders.list(token, request.signal), { headers: GRANT_HEADERS });
  }
  const names = namesOf(path);
  if (!names) return refuse(403, 'The address leaves the folder.');
  if (isReading) return readFile(await folders.fileIn(token, names), request);
  if (request.method !== 'POST' || !saves) return refuse(405, 'Only reading is possible here.');
  const grant = await saves.beginInFolder(await folders.placeIn(token, names));
  return Response.json({ token: grant.token }, { status: 201, headers: GRANT_HEADERS });
}

async function readFile(path: string, request: Request): Promise<Response> {
  try {
    return await fileResponse(path, request, GRANT_HEADERS);
  } catch (error) {
    throw asRefusal(error, path);
  }
}
