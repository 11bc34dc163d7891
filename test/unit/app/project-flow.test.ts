/** Saving, opening and keeping of projects: what the window says of itself, and what it asks of engine and platform. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { OpenedProject } from '../../../src/renderer/worker/engine-api.ts';
import { NO_EDITS } from '../../../src/renderer/worker/point-acts.ts';
import { FIRST_VIEW } from '../../../src/renderer/app/defaults.ts';
import { cloud, file, finished, makeApp, settle } from './fakes.ts';

/** A page reads the file itself. */
const PROJECT = { kind: 'blob', name: 'p.gridpull', size: 2, blob: new Blob(['{}']) } as const;

const BOX = { centre: [0, 0, 0], size: [1, 1, 1], turn: 0 } as const;

function project(change: Partial<OpenedProject> = {}): OpenedProject {
  return {
    opened: cloud(7, 'a.ply'),
    files: [file('a.ply')],
    edits: { removed: { id: 3, count: 5 }, selected: null },
    crop: BOX,
    options: { resolution: 128 },
    trim: null,
    mesh: null,
    view: { ...FIRST_VIEW, pointSize: 3, meshColoring: 'rainbow' },
    ...change,
  };
}

/** Only the timers of keeping are held: what is answered at once goes on by itself. */
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true }));
afterEach(() => vi.useRealTimers());

/** As soon as the window has drawn what was done. */
const unsavedAfter = async (fakes: ReturnType<typeof makeApp>): Promise<boolean> => {
  await vi.advanceTimersByTimeAsync(200);
  return fakes.app.state.project.isUnsaved;
};

it('a scan that was only opened is no work; what is done to it is, until that is undone', async () => {
  const fakes = makeApp();
  await fakes.open(cloud(1, 'a.ply'));
  fakes.app.setOptions({ resolution: 64 });
  expect(await unsavedAfter(fakes)).toBe(false);
  fakes.app.setCrop(BOX);
  expect(await unsavedAfter(fakes)).toBe(true);
  fakes.app.perform('undo');
  expect(await unsavedAfter(fakes)).toBe(false);
  expect(fakes.told.filter((told) => told.startsWith('unsaved'))).toEqual(['unsaved [true]', 'unsaved [false]']);
});

it('work is kept a moment after the last step, and no longer once it is saved', async () => {
  const fakes = makeApp();
  await fakes.open(cloud(1, 'a.ply'));
  fakes.app.setCrop(BOX);
  fakes.app.setCrop({ ...BOX, turn: 10 });
  expect(fakes.projects).toEqual([]);
  await vi.advanceTimersByTimeAsync(2000);
  expect(fakes.projects).toMatchObject([{ cloudId: 1, crop: { turn: 10 }, runId: null }]);
  fakes.described.resolve({ type: 'done', value: { text: 'kept', scans: [file('a.ply')] } });
  await settle();
  expect(fakes.told).toContain('keep ["a.ply","kept"]');
  fakes.app.perform('save');
  await settle();
  fakes.described.resolve({ type: 'done', value: { text: 'saved', scans: [] } });
  await settle();
  expect(fakes.told).toContain('saveProject ["a.gridpull","saved"]');
  expect(fakes.told).toContain('drop [null]');
  expect(fakes.app.state.project).toMatchObject({ name: 'a.gridpull', isUnsaved: false, isSaving: false });
});

it('what was kept goes with its undoing, and stays where the scene is closed', async () => {
  const fakes = makeApp();
  await fakes.open(cloud(1, 'a.ply'));
  fakes.app.setCrop(BOX);
  await vi.advanceTimersByTimeAsync(2000);
  fakes.described.resolve({ type: 'done', value: { text: 'kept', scans: [] } });
  await settle();
  fakes.app.perform('close');
  expect(await unsavedAfter(fakes)).toBe(false);
  expect(fakes.told).not.toContain('drop [null]');
  fakes.app.perform('undo');
  expect(await unsavedAfter(fakes)).toBe(true);
  fakes.app.perform('undo');
  expect(await unsavedAfter(fakes)).toBe(false);
  expect(fakes.told).toContain('drop [null]');
});

it('what is done while it is saved is unsaved all the same', async () => {
  const fakes = makeApp();
  await fakes.open(cloud(1, 'a.ply'));
  fakes.app.setCrop(BOX);
  fakes.app.perform('save');
  await settle();
  fakes.app.setCrop(null);
  fakes.app.setCrop({ ...BOX, turn: 5 });
  fakes.described.resolve({ type: 'done', value: { text: 'saved', scans: [] } });
  await settle();
  expect(await unsavedAfter(fakes)).toBe(true);
});

it('one that cannot be written is told, and its place let go of', async () => {
  const fakes = makeApp();
  await fakes.open(cloud(1, 'a.ply'));
  fakes.app.setCrop(BOX);
  fakes.app.perform('save');
  await settle();
  fakes.described.resolve({ type: 'failed', error: { code: 'internal', message: 'a.ply is gone.' } });
  await settle();
  expect(fakes.app.state.notices).toMatchObject([{ kind: 'error', message: 'a.ply is gone.' }]);
  expect(fakes.told).toContain('abandon');
  expect(await unsavedAfter(fakes)).toBe(true);
  expect(fakes.app.state.project).toMatchObject({ name: null, isSaving: false });
});

it.each([
  [
    { distanceRange: [-0.5, 2], tolerance: 0.25, distanceSigned: false },
    { distanceRange: [-0.5, 2], tolerance: 0.25, distanceSigned: false },
  ],
  [
    { distanceRange: 0.5, tolerance: -1 },
    { distanceRange: 'auto', tolerance: 'auto' },
  ],
  [
    { distanceRange: [1, 2], tolerance: 'much' },
    { distanceRange: 'auto', tolerance: 'auto' },
  ],
  [{ distanceRange: [0, 0] }, { distanceRange: 'auto', distanceSigned: true }],
])('how distances were seen is seen again where it makes sense: %j', async (kept, shown) => {
  const fakes = makeApp();
  const opening = fakes.app.open([PROJECT]);
  await settle();
  fakes.project.resolve({ type: 'done', value: project({ view: { ...FIRST_VIEW, ...kept } }) });
  await opening;
  expect(fakes.app.state.document.view).toMatchObject(shown);
});

it('a project opens with its edits, and is saved as it is', async () => {
  const fakes = makeApp();
  const opening = fakes.app.open([PROJECT]);
  await settle();
  expect(fakes.told).toContain('openProject ["p.gridpull",["a.ply"]]');
  fakes.project.resolve({ type: 'done', value: project() });
  await opening;
  const { document, project: shown } = fakes.app.state;
  expect(document).toMatchObject({ crop: BOX, options: { resolution: 128 }, edits: { removed: { count: 5 } } });
  // What this window does not know of how it was seen is as it is by itself.
  expect(document.view).toMatchObject({ pointSize: 3, meshColoring: 'plain' });
  expect(shown).toMatchObject({ name: 'p.gridpull', isUnsaved: false });
  fakes.app.setCrop(null);
  expect(await unsavedAfter(fakes)).toBe(true);
});

it('its mesh is made again by the options and points that it was made by, and outdated where those are others now', async () => {
  const fakes = makeApp();
  const mesh = {
    options: { resolution: 64 as const },
    leftOut: { removed: null, crop: null },
    removed: null,
    finish: [{ trim: 0.5, choice: { simplify: 600 } }],
  };
  const opening = fakes.app.open([PROJECT]);
  await settle();
  fakes.project.resolve({ type: 'done', value: project({ mesh, trim: 2, edits: NO_EDITS }) });
  await settle();
  expect(fakes.leftOuts).toEqual([{ removed: null, crop: null }]);
  fakes.run.resolve({ type: 'done', value: finished(20, 7) });
  await settle();
  expect(fakes.told).toContain('finishMesh [20,{"simplify":600},0.5]');
  fakes.finishing.resolve({ type: 'done', value: finished(21, 7) });
  await opening;
  expect(fakes.app.state.document).toMatchObject({ run: { id: 21 }, trim: 2, crop: BOX });
  expect(fakes.app.state).toMatchObject({ step: 'check', project: { isUnsaved: false }, finishing: null });
});

it('a run that is cancelled on the way leaves the points, and says so', async () => {
  const fakes = makeApp();
  const mesh = { options: {}, leftOut: { removed: null, crop: null }, removed: null, finish: [] };
  const opening = fakes.app.open([PROJECT]);
  await settle();
  fakes.project.resolve({ type: 'done', value: project({ mesh }) });
  await settle();
  fakes.run.resolve({ type: 'cancelled' });
  await opening;
  expect(fakes.app.state.document).toMatchObject({ run: null, crop: BOX });
  expect(fakes.app.state.notices).toMatchObject([{ kind: 'warning' }]);
});

it('a scan that is missing is asked for, and nothing changes before', async () => {
  const fakes = makeApp();
  await fakes.open(cloud(1, 'shown.ply'));
  const changed = { name: 'a.ply', bytes: 3, state: 'changed', file: file('a.ply') } as const;
  fakes.scans.find = (offered) => ({
    type: 'done',
    value: [offered.length > 1 ? changed : { name: 'a.ply', bytes: 3, state: 'missing', file: null }],
  });
  await fakes.app.open([PROJECT]);
  expect(fakes.app.state).toMatchObject({ dialog: 'scans', scanSearch: { scans: [{ state: 'missing' }] } });
  expect(fakes.app.state.document.cloud?.info.name).toBe('shown.ply');
  void fakes.app.projects.openFound();
  await settle();
  expect(fakes.told.some((told) => told.startsWith('openProject'))).toBe(false);
  fakes.chosen.value = [file('other.ply')];
  void fakes.app.projects.locate();
  await settle();
  expect(fakes.app.state.scanSearch?.scans).toMatchObject([{ state: 'changed' }]);
  void fakes.app.projects.openFound();
  await settle();
  expect(fakes.told).toContain('openProject ["p.gridpull",["a.ply"]]');
});

it('closing saves first where that is asked for, and stays where it fails', async () => {
  const fakes = makeApp();
  await fakes.open(cloud(1, 'a.ply'));
  fakes.app.setCrop(BOX);
  await fakes.app.start();
  fakes.listener().closing();
  expect(fakes.app.state.dialog).toBe('unsaved');
  void fakes.app.projects.leave('saved');
  await settle();
  fakes.described.resolve({ type: 'cancelled' });
  await settle();
  expect(fakes.told).not.toContain('closeWindow');
  void fakes.app.projects.leave('saved');
  await settle();
  fakes.described.resolve({ type: 'done', value: { text: 'saved', scans: [] } });
  await settle();
  expect(fakes.told).toContain('closeWindow');
});

it('closing without saving keeps what is unsaved for later', async () => {
  const fakes = makeApp();
  await fakes.open(cloud(1, 'a.ply'));
  fakes.app.setCrop(BOX);
  void fakes.app.projects.leave('unsaved');
  await settle();
  fakes.described.resolve({ type: 'done', value: { text: 'kept', scans: [] } });
  await settle();
  expect(fakes.told.slice(-2)).toEqual(['keep ["a.ply","kept"]', 'closeWindow']);
});

it('unsaved work of a window before is taken up unsaved, or discarded', async () => {
  const fakes = makeApp();
  const recovery = { id: 'x', name: 'a.ply', savedAt: 5 };
  fakes.app.store.set({ recoveries: [recovery, { ...recovery, id: 'y' }] });
  void fakes.app.projects.discard(fakes.app.state.recoveries[1]!);
  void fakes.app.projects.restore(recovery);
  await settle();
  fakes.project.resolve({ type: 'done', value: project() });
  await settle();
  await settle();
  expect(fakes.app.state).toMatchObject({ recoveries: [], project: { isUnsaved: true, savedAt: 5 } });
  expect(fakes.told).toEqual(expect.arrayContaining(['drop ["y"]', 'drop ["x"]']));
});

it('the points of a run are written from the window, where they are held', async () => {
  const fakes = makeApp();
  await fakes.app.start();
  await fakes.open(cloud(1, 'a.ply'));
  fakes.app.perform('reconstruct');
  fakes.run.resolve({
    type: 'done',
    value: { ...finished(20, 1), cleaned: { points: 9, hasNormals: true, hasColors: false } },
  });
  await settle();
  fakes.app.exportCloud();
  await settle();
  expect(fakes.told).toContain('writeCloud [20]');
  expect(fakes.app.state).toMatchObject({ exporting: null, notices: [{ kind: 'success' }] });
});
