/** What the program's own local server tells about itself; a static server has nothing to tell. */
import { type FileGrant, type FolderGrant, type JobGrant, KEY_PARAMETER, keyHeader } from '../../contracts/ipc.ts';

export interface ServerInfo {
  readonly version: string;
  /** The files of the command line. */
  readonly open: readonly FileGrant[];
  /** The folder of the command line, with the one for its meshes. */
  readonly folder: GrantedFolder | null;
  /** The job of the command line. */
  readonly job: GrantedJob | null;
  /** Sizes in bytes, by the samples' names. */
  readonly sampleSizes: ReadonlyMap<string, number>;
  /** Whether the server was given something that it tells a page with its key alone. */
  readonly isLocked: boolean;
}

export interface GrantedFolder {
  readonly input: FolderGrant;
  readonly output: FolderGrant;
  /** The way from the output to the input, for job files. */
  readonly between: string;
}

export type GrantedJob = JobGrant & GrantedFolder;

export async function readServerInfo(): Promise<ServerInfo | null> {
  try {
    const key = takeKey();
    const headers = key === null ? {} : { Authorization: keyHeader(key) };
    const response = await fetch(ownPlace('_server.json'), { cache: 'no-store', headers });
    return response.ok ? serverInfoOf(await response.json()) : null;
  } catch {
    // No such file, or a page in its place.
    return null;
  }
}

/** The address of a file of the page's own folder, which need not be a host's root. */
export function ownPlace(file: string): string {
  return new URL(file, document.baseURI).pathname;
}

/** Of the address, which loses it: addresses are copied and photographed. The tab keeps it, to be loaded again. */
function takeKey(): string | null {
  const key = new URLSearchParams(location.hash.slice(1)).get(KEY_PARAMETER);
  if (key === null) return sessionStorage.getItem(STORED_KEY);
  sessionStorage.setItem(STORED_KEY, key);
  history.replaceState(history.state, '', location.pathname + location.search);
  return key;
}

const STORED_KEY = 'gridpull-key';

function serverInfoOf(value: unknown): ServerInfo | null {
  if (!isRecord(value) || value['kind'] !== 'web') return null;
  const { version } = value;
  const samples = Array.isArray(value['samples']) ? value['samples'].filter(isRecord) : [];
  return {
    version: typeof version === 'string' ? version : '',
    open: Array.isArray(value['open']) ? value['open'].filter(isFile) : [],
    folder: folderOfInfo(value['folder']),
    job: jobOfInfo(value['job']),
    isLocked: value['isLocked'] === true,
    sampleSizes: new Map(samples.map(({ name, size }) => [String(name), Number(size) || 0])),
  };
}

function folderOfInfo(value: unknown): GrantedFolder | null {
  if (!isRecord(value)) return null;
  const { input, output, between } = value;
  if (!isFolder(input) || !isFolder(output) || typeof between !== 'string') return null;
  return { input, output, between };
}

function jobOfInfo(value: unknown): GrantedJob | null {
  const folders = folderOfInfo(value);
  if (!folders || !isRecord(value)) return null;
  const { name, text } = value;
  return typeof name === 'string' && typeof text === 'string' ? { ...folders, name, text } : null;
}

function isFile(value: unknown): value is FileGrant {
  return isFolder(value) && isRecord(value) && typeof value['size'] === 'number';
}

function isFolder(value: unknown): value is FolderGrant {
  return isRecord(value) && typeof value['token'] === 'string' && typeof value['name'] === 'string';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
