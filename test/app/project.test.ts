/**
 * A project in the built desktop program: saved, opened again, kept when it is not saved, and asked about when the
 * window closes. No run is made: that a mesh comes out the same again is `test/whole/project.test.ts`.
 */
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Project } from '../../src/batch/project/project.ts';
import { type DesktopApp, launch } from '../electron-stand-in/launch.ts';
import { smallSample } from '../shapes/small-sample.ts';
import { answerOpen, answerSave } from './answer-dialogs.ts';
import { AppWindow, eventually, SOON_MS } from './window.ts';

let desktop: DesktopApp;
let ui: AppWindow;
let folder = '';
let scan = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridpull-project-app-'));
  scan = join(folder, 'bracket.ply');
  await writeFile(scan, smallSample('bracket.ply', 8));
  desktop = await launch();
  ui = new AppWindow(await desktop.firstWindow());
  await ui.ready();
});
afterAll(async () => {
  await desktop?.close();
  await rm(folder, { recursive: true, force: true });
});

const choose = (path: string): Promise<void> => answerOpen(desktop, path);
const saveAs = (path: string): Promise<void> => answerSave(desktop, path);
const perform = (id: 'save' | 'undo' | 'redo'): Promise<void> => ui.read(({ app }, wanted) => app.perform(wanted), id);
const save = async (): Promise<void> => {
  const read = () => ui.read(({ app }) => app.state.project);
  const before = await read();
  await perform('save');
  await eventually(async () => {
    const { savedAt, isSaving } = await read();
    expect([savedAt === before.savedAt, isSaving]).toEqual([false, false]);
  });
};
const isSaved = (): Promise<void> =>
  ui.until(
    (state) => [state.project.isUnsaved, state.project.isSaving],
    (value) => expect(value).toEqual([false, false]),
  );
const isUnsaved = (): Promise<void> =>
  ui.until(
    (state) => state.project.isUnsaved,
    (value) => expect(value).toBe(true),
  );

describe('a project', () => {
  it('is saved with what was done to the scan, and says where that is', async () => {
    await choose(scan);
    await ui.button('Open a scan…').click();
    await ui.opened('bracket.ply');
    // A scan that was only opened is no work.
    expect(await ui.read(({ app }) => app.state.project.isUnsaved)).toBe(false);
    await ui.coarse();
    await ui.read(({ app }) => {
      app.perform('clip-box');
      const box = app.state.document.crop!;
      app.setCrop({ ...box, size: [0.9 * box.size[0], box.size[1], box.size[2]] });
      app.editPoints({ act: 'select', query: { by: 'value', value: 'height', low: -1e9, high: 0 }, mode: 'new' });
      app.editPoints({ act: 'remove' });
    });
    await ui.until(
      (state) => state.document.edits.removed?.count ?? 0,
      (value) => expect(value).toBeGreaterThan(0),
    );
    await isUnsaved();
    await eventually(async () => expect(await ui.page.title()).toBe('● bracket.ply – GridPull'), SOON_MS);
    await saveAs(join(folder, 'bracket.gridpull'));
    await ui.button('Save Project').click();
    await isSaved();
    await ui.until(
      (state) => state.project.savedAt,
      (value) => expect(value).not.toBeNull(),
    );
    const project = JSON.parse(await readFile(join(folder, 'bracket.gridpull'), 'utf8')) as Project;
    expect(project.scans).toMatchObject([{ name: 'bracket.ply', path: 'bracket.ply', absolute: scan }]);
    expect(project.points).toHaveLength(1);
    expect(project).toMatchObject({ removed: 0, options: { resolution: 64 }, mesh: null });
    await eventually(async () => expect(await ui.page.title()).toBe('bracket.gridpull – GridPull'), SOON_MS);
    expect(await ui.primaryButtons()).toBeLessThanOrEqual(1);
  });

  it('is the same again when it is opened', async () => {
    const read = () =>
      ui.read(({ app, viewport }) => {
        const { edits, crop, options } = app.state.document;
        const { eye, target } = viewport.pose();
        const way = eye.map((value, axis) => value - target[axis]!);
        return { removed: edits.removed!.count, crop, options, up: way[2]! / Math.hypot(...way) };
      });
    await ui.read(({ app }) => app.perform('view-top'));
    await ui.drawn();
    await save();
    await isSaved();
    const { up: _up, ...before } = await read();
    await ui.read(({ app }) => app.perform('close'));
    // Its picture is the view that it was saved with.
    await ui.page.locator('.recents img').first().waitFor();
    await ui.page.locator('.recents button', { hasText: 'bracket.gridpull' }).click();
    await ui.until(
      (state) => [state.document.cloud?.info.name, state.project.name, state.opening],
      (value) => expect(value).toEqual(['bracket.ply', 'bracket.gridpull', null]),
    );
    const { up, ...after } = await read();
    // Seen from above, as it was.
    expect(up).toBeGreaterThan(0.95);
    expect(after).toEqual(before);
    expect(await ui.read(({ app }) => app.state.project.isUnsaved)).toBe(false);
  });

  it('is saved again without a question, and undo of what was done since makes it saved', async () => {
    await ui.read(({ app }) => app.setOptions({ noise: 'none' }));
    await isUnsaved();
    await perform('undo');
    await isSaved();
    await perform('redo');
    await isUnsaved();
    await desktop.evaluate(({ dialog }) => {
      dialog.showSaveDialog = () => Promise.reject(new Error('asked again'));
    });
    await save();
    await isSaved();
    const project = JSON.parse(await readFile(join(folder, 'bracket.gridpull'), 'utf8')) as Project;
    expect(project.options).toMatchObject({ noise: 'none' });
    expect(await ui.notices()).not.toContainEqual(expect.objectContaining({ kind: 'error' }));
  });

  it('asks before the window closes over work, once, and can be told to stay', async () => {
    await ui.read(({ app }) => app.setCrop(null));
    await isUnsaved();
    await desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await ui.shows('Save the work on bracket?');
    expect(await ui.primaryButtons()).toBeLessThanOrEqual(1);
    await ui.button('Cancel').click();
    await ui.until(
      (state) => state.dialog,
      (value) => expect(value).toBe('none'),
    );
    // It is kept meanwhile, and a page that comes after a crash is told of it.
    const home = await desktop.evaluate(({ app }) => app.getPath('userData'));
    await eventually(async () => expect(await readdir(join(home, 'recovery'))).toHaveLength(1), SOON_MS);
    await ui.page.reload();
    await ui.ready();
    await ui.until(
      (state) => state.recoveries.map(({ name }) => name),
      (value) => expect(value).toEqual(['bracket.gridpull']),
    );
  });

  it('what was not saved is taken up again', async () => {
    await ui.page.locator('button.restore').click();
    await ui.until(
      (state) => [state.recoveries.length, state.document.crop, state.document.edits.removed !== null],
      (value) => expect(value).toEqual([0, null, true]),
    );
    await isUnsaved();
    await save();
    await isSaved();
  });

  it('a scan that has changed is asked about, and one chosen by its bytes', async () => {
    const kept = join(folder, 'moved-elsewhere.ply');
    await copyFile(scan, kept);
    await writeFile(scan, (await readFile(scan)).subarray(0, 5000));
    await ui.read(({ app }) => app.perform('close'));
    await ui.page.locator('.recents button', { hasText: 'bracket.gridpull' }).click();
    await ui.shows('Scans of this project');
    await ui.shows('Go on with these');
    expect(await ui.primaryButtons()).toBeLessThanOrEqual(1);
    await choose(kept);
    await ui.button('Choose files…').click();
    await ui.until(
      (state) => [state.document.cloud !== null, state.dialog],
      (value) => expect(value).toEqual([true, 'none']),
    );
  });

  it('nothing broke on the way', () => {
    expect(ui.errors).toEqual([]);
  });
});
