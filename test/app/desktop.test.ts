/**
 * The built desktop program: in Electron where its binary is, otherwise its main and preload unchanged on a stand-in
 * for Electron that shows the window in Chromium.
 */
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMAND_IDS } from '../../src/contracts/commands.ts';
import { type DesktopApp, launch } from '../electron-stand-in/launch.ts';
import { knot } from '../shapes/procedural-shapes.ts';
import { plyOf, sampleCloud } from '../shapes/sampled-cloud.ts';
import { smallSample } from '../shapes/small-sample.ts';
import { readBack } from './readers.ts';
import { answerOpen, answerSave } from './answer-dialogs.ts';
import { AppWindow, eventually, SOON_MS } from './window.ts';

/** Laying flat and baking take seconds, and more beside other work. */
const TEXTURED_MS = 60_000;
let desktop: DesktopApp;
let ui: AppWindow;
let folder = '';
let bracket = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridpull-app-'));
  bracket = join(folder, 'bracket.ply');
  await writeFile(bracket, smallSample('bracket.ply', 5));
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
const menuItem = (id: string): Promise<{ enabled: boolean; checked: boolean; label: string } | null> =>
  desktop.evaluate(({ Menu }, wanted) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(wanted);
    return item ? { enabled: item.enabled, checked: item.checked, label: item.label } : null;
  }, id);
const clickMenu = (id: string): Promise<void> =>
  desktop.evaluate(({ Menu }, wanted) => {
    Menu.getApplicationMenu()?.getMenuItemById(wanted)?.click();
  }, id);

describe('the shell', () => {
  it('shows the window isolated, and exposes nothing but the bridge', async () => {
    const seen = await ui.page.evaluate(() => [
      crossOriginIsolated,
      typeof window.gridpull?.openDialog,
      'require' in window,
      'process' in window,
      Object.isFrozen(window.gridpull),
    ]);
    expect(seen).toEqual([true, 'function', false, false, true]);
  });

  it('has every command in its menu, those without sense greyed', async () => {
    for (const id of COMMAND_IDS) expect(await menuItem(id), id).not.toBeNull();
    await eventually(async () => expect((await menuItem('export'))?.enabled).toBe(false), SOON_MS);
    expect((await menuItem('open'))?.enabled).toBe(true);
  });

  it('refuses files that were not granted', async () => {
    const status = (path: string) => ui.page.evaluate(async (url) => (await fetch(url)).status, path);
    expect(await status('/_file/nope')).toBe(403);
    expect(await status('/..%2f..%2fpackage.json')).toBe(403);
  });

  it('lets nothing navigate or open a window', async () => {
    const before = ui.page.url();
    await ui.page.evaluate(() => {
      open('https://example.org/');
      location.href = 'https://example.org/';
    });
    await new Promise((done) => setTimeout(done, 300));
    expect(ui.page.url()).toBe(before);
  });
});

describe('opening', () => {
  it('by menu and dialog', async () => {
    await choose(bracket);
    await clickMenu('open');
    await ui.opened('bracket.ply');
    await ui.shows('8,000');
    await eventually(async () => expect((await menuItem('reconstruct'))?.enabled).toBe(true), SOON_MS);
    expect((await menuItem('undo'))?.label).toMatch(/Open bracket\.ply/);
  });

  it('by dropping a file', async () => {
    const copy = join(folder, 'dropped.ply');
    await copyFile(bracket, copy);
    await desktop.dropFile(ui.page, 'gp-app', copy);
    await ui.opened('dropped.ply');
  });

  it('by the list of recent files, which says when one is gone', async () => {
    const recents = await ui.read(({ app }) => app.state.recents.map(({ id, name }) => ({ id, name })));
    expect(recents.map(({ name }) => name)).toEqual(['dropped.ply', 'bracket.ply']);
    await rm(join(folder, 'dropped.ply'));
    await ui.read(({ app }, id) => app.openRecent(id), recents[0]!.id);
    await eventually(async () => expect((await ui.notices()).at(-1)?.message).toMatch(/dropped\.ply/), SOON_MS);
    await ui.read(({ app }, id) => app.openRecent(id), recents[1]!.id);
    await ui.opened('bracket.ply');
  });

  it('a bad file says what, where and what to try, and leaves the cloud', async () => {
    const bad = join(folder, 'bad.ply');
    await writeFile(bad, 'ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nend_header\n1\n2\n3\n');
    await choose(bad);
    await clickMenu('open');
    await eventually(async () => expect((await ui.notices()).at(-1)?.title).toMatch(/bad\.ply/), SOON_MS);
    await ui.page.getByRole('alert').filter({ hasText: 'bad.ply' }).first().waitFor({ state: 'visible' });
    await ui.opened('bracket.ply');
  });
});

describe('a reconstruction', () => {
  it('ends in a watertight mesh, with the report beside it', async () => {
    await ui.coarse();
    await ui.reconstruct();
    const result = await ui.read(({ app }) => {
      const { report, fit } = app.state.document.run!;
      return { watertight: report.topology.watertight, mean: fit.mean, extent: 80 };
    });
    expect(result.watertight).toBe(true);
    // Half a cell of the coarsest level.
    expect(result.mean).toBeLessThan(result.extent / 64 / 2);
    await ui.shows('Watertight');
    await eventually(async () => expect((await menuItem('export'))?.enabled).toBe(true), SOON_MS);
  });

  it.each(['ply', 'obj', 'stl', 'glb'] as const)(
    'is exported as %s and read back by another program',
    async (format) => {
      const path = join(folder, `mesh.${format}`);
      await saveAs(path);
      await ui.read(({ app }, wanted) => app.exportMesh(wanted), format);
      await eventually(async () => expect((await ui.notices()).at(-1)?.title).toMatch(`mesh.${format}`), SOON_MS);
      const back = await readBack(path);
      expect(back.triangles).toBe(await ui.read(({ app }) => app.state.document.run!.geometry.indices.length / 3));
      const size = back.max.map((value, axis) => value - back.min[axis]!);
      [80, 60, 50].forEach((length, axis) => expect(Math.abs(size[axis]! - length)).toBeLessThan(2));
      expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
    },
  );

  it('is exported with the relief that it had before it was simplified, as a picture', async () => {
    await ui.read(({ app }) => app.setStep('export'));
    await ui.read(({ app }) => app.setExportFormat('glb'));
    await ui.shows(/^There is nothing to show/);
    await ui.read(({ app }) => app.applyFinish({ operation: 'simplify', choice: { simplify: '10%' } }));
    await ui.until(
      ({ document, finishing }) => [finishing, document.run?.isSimplified],
      (value) => expect(value).toEqual([null, true]),
    );
    await ui.shows(/^The relief that the mesh had/);
    await ui.page.locator('gp-export #texture').click();
    await ui.page.getByRole('option', { name: '512 pixels a side' }).click();
    const path = join(folder, 'relief.glb');
    await saveAs(path);
    await ui.page.locator('gp-foot #export').click();
    await eventually(async () => expect((await ui.notices()).at(-1)?.title).toMatch('relief.glb'), TEXTURED_MS);
    const { textures, triangles } = await readBack(path);
    expect(textures).toEqual([['normal', 512]]);
    expect(triangles).toBe(await ui.read(({ app }) => app.state.document.run!.geometry.indices.length / 3));
    await ui.read(({ app }) => app.setExportFormat('obj'));
    await ui.shows(/OBJ has it in files that belong beside it/);
    await saveAs(join(folder, 'relief.obj'));
    await ui.page.locator('gp-foot #export').click();
    await eventually(async () => expect((await ui.notices()).at(-1)?.title).toMatch('relief.obj'), TEXTURED_MS);
    const beside = (await readdir(folder)).filter((name) => name.startsWith('relief.') && name !== 'relief.glb');
    expect(beside.sort()).toEqual(['relief.mtl', 'relief.obj', 'relief.relief.png']);
    expect((await readBack(join(folder, 'relief.obj'))).triangles).toBe(triangles);
    await ui.read(({ app }) => app.setExportFormat('glb'));
    await ui.read(({ app }) => app.perform('undo'));
    await ui.shows(/^There is nothing to show/);
  });

  it('is not written where it cannot be, and nothing is left there', async () => {
    await saveAs(join(folder, 'missing', 'mesh.ply'));
    await ui.read(({ app }) => app.exportMesh('ply'));
    await eventually(async () => expect((await ui.notices()).at(-1)).toMatchObject({ kind: 'error' }), SOON_MS);
    expect((await ui.notices()).at(-1)?.message).toMatch(/missing/);
  });

  it('is pictured', async () => {
    const path = join(folder, 'view.png');
    await saveAs(path);
    await clickMenu('screenshot');
    await eventually(async () => expect((await readFile(path)).subarray(1, 4).toString()).toBe('PNG'), SOON_MS);
  });
});

it('a scan with noise, strays and holes is opened and reconstructed as it is', async () => {
  const scan = sampleCloud(knot(), {
    points: 20_000,
    seed: 6,
    noise: 0.002,
    outliers: 0.05,
    holes: [{ centre: [0, -1.3, 0], radius: 0.5 }],
  });
  const bytes = plyOf(scan);
  const path = join(folder, 'scan.ply');
  await writeFile(path, bytes);
  await choose(path);
  await clickMenu('open');
  await ui.opened('scan.ply');
  expect(await ui.read(({ app }) => app.state.document.cloud!.info.fileBytes)).toBe(bytes.length);
  await ui.coarse();
  await ui.reconstruct();
  const { components, mean, cell } = await ui.read(({ app }) => {
    const { report, fit } = app.state.document.run!;
    return { components: report.topology.components, mean: fit.mean, cell: report.voxel };
  });
  expect(components).toBe(1);
  // Strays around the knot count, too.
  expect(mean).toBeLessThan(2 * cell);
});

describe('start-up', () => {
  it('opens a file of the command line, and one of a second start in the same window', async () => {
    const userData = await mkdtemp(join(tmpdir(), 'gridpull-user-'));
    const first = await launch({ args: [bracket], userData });
    const shown = new AppWindow(await first.firstWindow());
    await shown.ready();
    await shown.opened('bracket.ply');
    const other = join(folder, 'second.ply');
    await copyFile(bracket, other);
    const second = await launch({ args: [other], userData });
    expect(await second.exited()).toBe(0);
    await shown.opened('second.ply');
    expect(shown.errors).toEqual([]);
    await first.close();
    await rm(userData, { recursive: true, force: true, maxRetries: 3 });
  });
});

it('nothing went wrong unheard', () => expect(ui.errors).toEqual([]));
