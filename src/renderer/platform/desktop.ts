/** The desktop shell: dialogs, menu, settings and files are main's; the window holds grants and never sees a path. */
import { type Api, type FileGrant, fileUrl } from '../../shared/ipc.ts';
import type { FileRef, SaveTarget } from '../host/engine-api.ts';
import type { Platform } from './platform.ts';

export function desktopPlatform(api: Api): Platform {
  return {
    kind: 'desktop',
    hasMenu: true,
    isMac: api.platform === 'darwin',
    versions: { app: api.versions.app, electron: api.versions.electron, chrome: api.versions.chrome },
    listen(listener) {
      api.onCommand((id) => listener.command(id));
      api.onRecents((recents) => listener.recents(recents));
      api.onProblem((message) => listener.problem(message));
      // Last: a file that the program was started with comes at once, and may be followed by the others.
      api.onOpenFile((grant) => listener.open(fileOf(grant)));
    },
    chooseFile: async () => fileOrNull(await api.openDialog()),
    dropped: async (file) => fileOrNull(await api.grantDropped(file)),
    sample: async (name) => fileOf(await api.openSample(name)),
    recent: async (id) => fileOf(await api.openRecent(id)),
    recents: () => api.recents(),
    async chooseTarget(request) {
      const grant = await api.saveDialog(request);
      return grant && { kind: 'url', name: grant.name, url: fileUrl(grant.token) };
    },
    finish: (target) => api.finishSave(tokenOf(target)),
    abandon: (target) => api.abandonSave(tokenOf(target)),
    reveal: (target) => api.reveal(tokenOf(target)),
    readSettings: () => api.readSettings(),
    writeSettings: (settings) => api.writeSettings(settings),
    setMenu: (state) => api.setMenu(state),
    setProgress: (share) => api.setProgress(share),
    log: (level, message) => api.log(level, message),
  };
}

function fileOf({ token, name, size }: FileGrant): FileRef {
  return { kind: 'url', name, size, url: fileUrl(token) };
}

function fileOrNull(grant: FileGrant | null): FileRef | null {
  return grant && fileOf(grant);
}

/** Targets of this platform are grants: the token is what their URL ends in. */
function tokenOf(target: SaveTarget): string {
  const place = fileUrl('');
  if (target.kind !== 'url' || !target.url.startsWith(place)) {
    throw new Error(`${target.name} was not chosen with the desktop's save dialog`);
  }
  return target.url.slice(place.length);
}
