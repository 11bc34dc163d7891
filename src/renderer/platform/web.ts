/**
 * A plain browser. Files come through the File System Access standard where the browser has it, else through an input
 * element and a download. Behind the page may be the program's own local server, which hands over a file of the
 * command line and the samples, or any static server, which does not.
 */
import { isJobName, PROJECT_ENDING } from '../../batch/output-names.ts';
import { CLOUD_FORMATS, endingsOf, projectionName, READ_MESH_FORMATS } from '../../engine/vocabulary.ts';
import { chooseLanguage, commandTexts } from '../../contracts/locales/language.ts';
import type { RecentFile, SaveRequest } from '../../contracts/ipc.ts';
import type { FileRef, SaveTarget } from '../worker/engine-api.ts';
import { download, inputFiles } from './browser-files.ts';
import { fileOf, folderOf, jobOf } from './granted.ts';
import { ownPlace, readServerInfo } from './server-info.ts';
import { orNull, webFolders } from './web-folders.ts';
import { webProjects } from './web-projects.ts';
import type { Platform } from './platform.ts';
import { withProjections } from './with-projections.ts';
import { readStoredSettings, writeStoredSettings } from './stored-settings.ts';

/** Of clouds, and of what names their coordinate system. The dialog also offers “all files”. */
const CLOUD_ENDINGS = [...endingsOf(CLOUD_FORMATS), 'prj', PROJECT_ENDING].map((ending): `.${string}` => `.${ending}`);
const MESH_ENDINGS = endingsOf(READ_MESH_FORMATS).map((ending): `.${string}` => `.${ending}`);
/** Makes the browser's dialogs remember the folder of clouds and those of meshes apart. */
const PICKER_IDS = { open: 'gridpull-clouds', mesh: 'gridpull-references', save: 'gridpull-meshes' } as const;

export async function webPlatform(): Promise<Platform> {
  const server = await readServerInfo();
  return {
    kind: 'web',
    hasMenu: false,
    isMac: /^mac/i.test(navigator.platform),
    versions: { ...(server ? { app: server.version } : {}), browser: browserName(navigator.userAgent) },
    listen(listener) {
      if (server && server.open.length > 0) listener.open(server.open.map(fileOf));
      if (server?.folder) listener.openFolder(folderOf(server.folder.input));
      if (server?.job) listener.openJob(jobOf(server.job));
      if (server?.isLocked) listener.problem(lockedSentence());
    },
    chooseFiles,
    chooseMesh,
    dropped: async (file) => ((await isFolder(file)) ? null : cloudOf(file)),
    sample: (name) => findSample(name, server?.sampleSizes.get(name)),
    recent: () =>
      Promise.reject(new Error('A browser does not let a page open a file again by itself. Choose it again.')),
    recents: () => Promise.resolve<readonly RecentFile[]>([]),
    projects: webProjects(),
    folders: webFolders(server?.folder ?? server?.job ?? null),
    chooseTarget,
    async finish(target, { blob, projection, files = [] } = {}) {
      if (target.kind === 'memory' && blob) download(target.name, blob);
      // A page cannot write beside a file that it was granted; a download lies beside the other.
      if (target.kind === 'memory' && projection) download(projectionName(target.name), new Blob([projection]));
      for (const { name, bytes } of files) download(name, new Blob([bytes]));
    },
    abandon,
    reveal: null,
    readSettings: () => Promise.resolve(readStoredSettings()),
    writeSettings: async (settings) => writeStoredSettings(settings),
    setMenu: () => undefined,
    setProgress: () => undefined,
    log: (level, message) => console[level](message),
  };
}

/** Before the window has its texts: in the language that it will have. */
function lockedSentence(): string {
  return commandTexts(chooseLanguage(readStoredSettings().language, navigator.languages)).shell.locked;
}

async function chooseFiles(): Promise<readonly FileRef[] | null> {
  if (!window.showOpenFilePicker) {
    const files = await inputFiles(CLOUD_ENDINGS);
    return files && withProjections(files, cloudOf);
  }
  const types = [{ accept: { 'application/octet-stream': CLOUD_ENDINGS } }];
  const handles = await orNull(window.showOpenFilePicker({ id: PICKER_IDS.open, types, multiple: true }));
  return handles && withProjections(await Promise.all(handles.map((handle) => handle.getFile())), cloudOf);
}

async function chooseMesh(): Promise<FileRef | null> {
  const types = [{ accept: { 'application/octet-stream': MESH_ENDINGS } }];
  const [handle] = window.showOpenFilePicker
    ? ((await orNull(window.showOpenFilePicker({ id: PICKER_IDS.mesh, types }))) ?? [])
    : [];
  const [file] = window.showOpenFilePicker ? [await handle?.getFile()] : ((await inputFiles(MESH_ENDINGS)) ?? []);
  return file ? { kind: 'blob', name: file.name, size: file.size, blob: file } : null;
}

async function chooseTarget({ name, filters }: SaveRequest): Promise<SaveTarget | null> {
  // Without the standard the browser saves where it always does, and never over another file.
  if (!window.showSaveFilePicker) return { kind: 'memory', name };
  const types = filters.map((filter) => ({
    description: filter.name,
    accept: { 'application/octet-stream': filter.extensions.map((extension) => `.${extension}`) },
  }));
  const handle = await orNull(window.showSaveFilePicker({ id: PICKER_IDS.save, suggestedName: name, types }));
  return handle && { kind: 'file', name: handle.name, handle };
}

/** The dialog made an empty file under the new name: not to be left behind. A file that was there keeps its bytes. */
async function abandon(target: SaveTarget): Promise<void> {
  if (target.kind !== 'file') return;
  const handle = target.handle as FileSystemFileHandle & { remove?: () => Promise<void> };
  if ((await handle.getFile()).size === 0) await handle.remove?.();
}

/** @throws Error for a job: a page that is given a file is not given the folders beside it */
function cloudOf(file: File): FileRef {
  if (isJobName(file.name)) {
    throw new Error(
      'A browser does not give this page the folders that a job names. ' +
        'Open the job with “npm start -- JOB”, run it with “gridpull run JOB”, or open its folder here.',
    );
  }
  return { kind: 'blob', name: file.name, size: file.size, blob: file };
}

/** A folder is dropped as a file without a type, which only fails when it is read. */
async function isFolder(file: File): Promise<boolean> {
  if (file.type !== '') return false;
  return file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => false,
      () => true,
    );
}

async function findSample(name: string, knownSize: number | undefined): Promise<FileRef> {
  const url = ownPlace(`_sample/${encodeURIComponent(name)}`);
  const size = knownSize ?? (await sizeOf(name, url));
  return { kind: 'url', name, size, url };
}

async function sizeOf(name: string, url: string): Promise<number> {
  const response = await fetch(url, { method: 'HEAD' }).catch(() => undefined);
  if (!response?.ok) throw new Error(`The sample ${name} is not on this server. Open a file of your own instead.`);
  return Number(response.headers.get('content-length') ?? 0);
}

/** “Chrome 150”, for the about box. */
function browserName(userAgent: string): string {
  const found = /(Firefox|Edg|OPR|Chrome|Version)\/(\d+)(?![\s\S]*(?:Edg|OPR)\/)/.exec(userAgent);
  const names: Readonly<Record<string, string>> = { Edg: 'Edge', OPR: 'Opera', Version: 'Safari' };
  return found ? `${names[found[1]!] ?? found[1]!} ${found[2]!}` : userAgent;
}
