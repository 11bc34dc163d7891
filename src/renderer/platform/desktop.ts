/** The desktop shell: dialogs, menu, settings and files are main's; the window holds grants and never sees a path. */
import { type Api, type FileGrant, fileUrl, type FolderGrant, folderUrl } from '../../contracts/ipc.ts';
import type { FileRef, FolderRef, SaveTarget } from '../worker/engine-api.ts';
import { desktopProjects } from './desktop-projects.ts';
import { fileOf, folderOf, jobOf } from './granted.ts';
import type { Folders, Platform } from './platform.ts';

export function desktopPlatform(api: Api): Platform {
  return {
    kind: 'desktop',
    hasMenu: true,
    isMac: api.platform === 'darwin',
    versions: { app: api.versions.app, electron: api.versions.electron, chrome: api.versions.chrome },
    listen(listener) {
      api.onCommand((id) => listener.command(id));
      api.onClosing(() => listener.closing());
      api.onRecents((recents) => listener.recents(recents));
      api.onProblem((message) => listener.problem(message));
      // Last: what the program was started with comes at once, and may be followed by the others.
      api.onOpenFolder((grant) => listener.openFolder(folderOf(grant)));
      api.onOpenJob((job) => listener.openJob(jobOf(job)));
      api.onOpenFiles((grants) => listener.open(grants.map(fileOf)));
    },
    async chooseFiles() {
      const grants = await api.openDialog();
      return grants.length > 0 ? grants.map(fileOf) : null;
    },
    chooseMesh: async () => fileOrNull(await api.openMeshDialog()),
    dropped: async (file) => fileOrNull(await api.grantDropped(file)),
    sample: async (name) => fileOf(await api.openSample(name)),
    recent: async (id) => fileOf(await api.openRecent(id)),
    recents: () => api.recents(),
    projects: desktopProjects(api),
    folders: desktopFolders(api),
    async chooseTarget(request) {
      const grant = await api.saveDialog(request);
      return grant && { kind: 'url', name: grant.name, url: fileUrl(grant.token) };
    },
    finish: (target, { projection, files } = {}) =>
      api.finishSave(tokenOf(target), {
        ...(projection !== undefined && { projection }),
        ...(files && { files }),
      }),
    abandon: (target) => api.abandonSave(tokenOf(target)),
    reveal: (target) => api.reveal(tokenOf(target)),
    readSettings: () => api.readSettings(),
    writeSettings: (settings) => api.writeSettings(settings),
    setMenu: (state) => api.setMenu(state),
    setProgress: (share) => api.setProgress(share),
    log: (level, message) => api.log(level, message),
  };
}

function desktopFolders(api: Api): Folders {
  return {
    choose: async (purpose) => folderOrNull(await api.folderDialog(purpose)),
    async dropped(item) {
      const file = item.getAsFile();
      return file && folderOrNull(await api.grantDroppedFolder(file));
    },
    defaultOutput: async (input) => folderOf(await api.defaultOutput(folderToken(input))),
    between: (output, input) => api.folderBetween(folderToken(output), folderToken(input)),
    reveal: (output) => api.revealFolder(folderToken(output)),
    openReport: (output) => api.openReport(folderToken(output)),
  };
}

function folderOrNull(grant: FolderGrant | null): FolderRef | null {
  return grant && folderOf(grant);
}

function fileOrNull(grant: FileGrant | null): FileRef | null {
  return grant && fileOf(grant);
}

/** Folders of this platform are grants: the token is the last part of their URL. */
function folderToken(folder: FolderRef): string {
  const token = folder.kind === 'url' ? /([\w-]+)\/$/.exec(folder.url)?.[1] : undefined;
  if (token === undefined || folder.kind !== 'url' || folder.url !== folderUrl(token)) {
    throw new Error(`${folder.name} was not opened by the desktop program`);
  }
  return token;
}

/** Targets of this platform are grants: the token is what their URL ends in. */
function tokenOf(target: SaveTarget): string {
  const place = fileUrl('');
  if (target.kind !== 'url' || !target.url.startsWith(place)) {
    throw new Error(`${target.name} was not chosen with the desktop's save dialog`);
  }
  return target.url.slice(place.length);
}
