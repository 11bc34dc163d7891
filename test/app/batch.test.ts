/**
 * A folder of scans in the window: the desktop program on its folders, then the same page from the local server. The
 * folder holds good, bad, empty, duplicate and huge-header files; which is which is told by `whole/batch-folders.ts`.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DesktopApp, launch } from '../electron-stand-in/launch.ts';
import { BAD, GOOD, meshesIn, newFolder, sidecarOf, torusPly, writeFiles, writeScans } from '../whole/batch-folders.ts';
import { openWebServer } from './web-server.ts';
import { answerOpen } from './answer-dialogs.ts';
import { AppWindow, eventually } from './window.ts';

/** Every name of the list with its state, as the window has it. */
const rowsOf = (ui: AppWindow): Promise<Record<string, string>> =>
  ui.read(({ app }) => Object.fromEntries(app.state.batch!.rows.map(({ item, state }) => [item.input, state])));

const batchIs = (ui: AppWindow, state: string): Promise<void> =>
  ui.until(
    ({ batch }) => batch?.state,
    (value) => expect(value).toBe(state),
  );

const coarse = (ui: AppWindow): Promise<void> => ui.read(({ app }) => app.setJob({ options: { resolution: 64 } }));

/** A software device takes ten seconds for a torus here: two good clouds are enough, of the same contents. */
const MESHES = ['again.ply', 'one.ply'];
const EXPECTED: Readonly<Record<string, string>> = Object.fromEntries([
  ...MESHES.map((name) => [name, 'done'] as const),
  ...Object.keys(BAD).map((name) => [name, 'failed'] as const),
]);

describe('on the desktop', () => {
  let desktop: DesktopApp;
  let ui: AppWindow;
  const scans = writeScans();
  for (const name of Object.keys(GOOD)) if (!MESHES.includes(name)) rmSync(join(scans, name));
  const output = join(scans, 'meshes');

  beforeAll(async () => {
    desktop = await launch();
    ui = new AppWindow(await desktop.firstWindow());
    await ui.ready();
  });
  afterAll(async () => {
    await desktop?.close();
    rmSync(scans, { recursive: true, force: true });
  });

  const choose = (path: string): Promise<void> => answerOpen(desktop, path);

  it('is opened by menu, listed, and run by one button', async () => {
    await choose(scans);
    await desktop.evaluate(({ Menu }) => {
      Menu.getApplicationMenu()?.getMenuItemById('open-folder')?.click();
    });
    await batchIs(ui, 'ready');
    expect(Object.keys(await rowsOf(ui)).sort()).toEqual(Object.keys(EXPECTED).sort());
    await coarse(ui);
    await ui.page.locator('#start').click();
    await batchIs(ui, 'ended');
    expect(await rowsOf(ui)).toEqual(EXPECTED);
    await ui.shows('empty.ply');
  });

  it('leaves every good mesh, a reason for every bad file, and the report', () => {
    expect(Object.keys(meshesIn(output)).sort()).toEqual(MESHES);
    for (const [name, reason] of Object.entries(BAD)) {
      const { state, error } = sidecarOf(output, name);
      expect([name, state]).toEqual([name, 'failed']);
      expect(error?.message).toMatch(reason);
    }
    expect(readdirSync(output)).toEqual(expect.arrayContaining(['report.html', 'report.csv', 'job.json']));
    expect(readdirSync(output).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('shows a result in the viewport, and leads back to the list', async () => {
    const index = await ui.read(({ app }) => app.state.batch!.rows.find(({ state }) => state === 'done')!.item.index);
    await ui.read(({ app }, at) => app.openItem(at), index);
    await ui.until(
      ({ document, opening }) => [opening, document.run !== null],
      (value) => expect(value).toEqual([null, true]),
    );
    await ui.drawn();
    await eventually(
      async () => expect(await ui.page.locator('gp-foot #export').getAttribute('aria-disabled')).toBeNull(),
      10_000,
    );
    const triangles = await ui.read(({ app }) => app.state.document.run!.report.topology.triangles);
    expect(triangles).toBeGreaterThan(1000);
    expect(await ui.read(({ app }) => app.state.batch?.shown)).toBe(false);
    await ui.read(({ app }) => app.showBatch());
    expect(await ui.read(({ app }) => app.state.batch?.shown)).toBe(true);
  });

  it('asks what to do with results, keeps them, and tries a mended file again', async () => {
    const before = meshesIn(output);
    writeFiles(scans, { 'garbage.ply': torusPly(0.3) });
    await ui.page.locator('#start').click();
    await ui.page.locator('[data-mode=retry-failed]').click();
    await batchIs(ui, 'ended');
    expect(await rowsOf(ui)).toEqual({ ...EXPECTED, 'garbage.ply': 'done' });
    expect(await ui.read(({ app }) => app.state.batch!.rows.filter(({ kept }) => kept).length)).toBe(MESHES.length);
    expect(meshesIn(output)).toMatchObject(before);
  });

  it('is cancelled in the middle, and goes on with what is missing', async () => {
    rmSync(output, { recursive: true });
    writeFiles(scans, { 'garbage.ply': 'cabbage' });
    await ui.page.locator('#start').click();
    await ui.page.locator('[data-mode=fresh]').click();
    await batchIs(ui, 'running');
    await ui.until(
      ({ batch }) => batch?.rows.filter(({ state }) => state === 'done').length,
      (value) => expect(value).toBeGreaterThanOrEqual(1),
    );
    await ui.read(({ app }) => app.perform('cancel'));
    await batchIs(ui, 'ended');
    const cancelled = Object.values(await rowsOf(ui)).filter((state) => state === 'cancelled').length;
    expect(cancelled).toBeGreaterThan(0);
    const first = meshesIn(output);
    await ui.page.locator('#start').click();
    await ui.page.locator('[data-mode=resume]').click();
    await batchIs(ui, 'ended');
    expect(await rowsOf(ui)).toEqual(EXPECTED);
    expect(meshesIn(output)).toMatchObject(first);
    expect(ui.errors).toEqual([]);
  });
});

describe('in a browser', () => {
  it('a folder of the command line is run with the folders in it', async () => {
    const scans = writeFiles(newFolder(), { 'a.ply': 'cabbage', 'deep/b.ply': torusPly(0.4) });
    await using server = await openWebServer({ files: [scans] });
    const ui = await server.openWindow();
    await ui.ready();
    await batchIs(ui, 'ready');
    await coarse(ui);
    await ui.read(({ app }) => app.setJob({ recursive: true }));
    await eventually(async () => expect(Object.keys(await rowsOf(ui)).sort()).toEqual(['a.ply', 'deep/b.ply']));
    await batchIs(ui, 'ready');
    await ui.page.locator('#start').click();
    await batchIs(ui, 'ended');
    expect(await rowsOf(ui)).toEqual({ 'a.ply': 'failed', 'deep/b.ply': 'done' });
    const output = join(scans, 'meshes');
    expect(existsSync(join(output, 'report.html'))).toBe(true);
    expect(Object.keys(meshesIn(output))).toEqual(['deep/b.ply']);
    const [copy] = await Promise.all([
      ui.page.waitForEvent('download'),
      ui.page.getByRole('button', { name: 'Download the report' }).click(),
    ]);
    expect(readFileSync(await copy.path())).toEqual(readFileSync(join(output, 'report.html')));
    expect(ui.errors).toEqual([]);
  });
});
