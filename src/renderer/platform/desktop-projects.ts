/** Projects on the desktop: main knows where files lie, the window their tokens. */
import { type Api, fileUrl } from '../../contracts/ipc.ts';
import type { FileRef, SaveTarget } from '../worker/engine-api.ts';
import { fileOf } from './granted.ts';
import type { Projects } from './platform.ts';

export function desktopProjects(api: Api): Projects {
  const session = crypto.randomUUID();
  return {
    scansOf: async (project) => (await api.projectScans(tokenOf(project))).map((grant) => grant && fileOf(grant)),
    placeOf: ({ name, ...ref }) => (ref.kind === 'url' ? { kind: 'url', name, url: ref.url } : null),
    save: (place, text, scans) => api.saveProject(tokenOf(place), text, scans.map(tokenOrNull)),
    setPicture: (place, picture) => api.setPicture(tokenOf(place), picture),
    recoveries: () => api.recoveries(session),
    async restore(id) {
      const { text, scans, project } = await api.restoreWork(id);
      const place: SaveTarget | null = project && { kind: 'url', name: project.name, url: fileUrl(project.token) };
      return { text, scans: scans.map((grant) => grant && fileOf(grant)), place };
    },
    keep: ({ name, text, scans, place }) =>
      api.keepWork(session, { name, text, scans: scans.map(tokenOrNull), project: place && tokenOf(place) }),
    drop: (id) => api.dropWork(id ?? session),
    setUnsaved: (isUnsaved) => api.setUnsaved(isUnsaved),
    closeWindow: () => void api.closeWindow(),
  };
}

const PLACE = fileUrl('');

/** Null for a file that was not granted: a blob made by a test. */
function tokenOrNull(file: FileRef): string | null {
  return file.kind === 'url' && file.url.startsWith(PLACE) ? file.url.slice(PLACE.length) : null;
}

/** Files and targets of this platform are grants: the token is what their URL ends in. */
function tokenOf(file: FileRef | SaveTarget): string {
  if (file.kind === 'url' && file.url.startsWith(PLACE)) return file.url.slice(PLACE.length);
  throw new Error(`${file.name} was not opened by the desktop program`);
}
