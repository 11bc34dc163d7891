/**
 * The whole path of a person with a scan, by pointer and keyboard alone: a passer-by deleted, the thing stood upright,
 * reconstructed, checked, made smaller, and exported as a GLB that another program reads. Each task takes no more acts
 * than a person should need who has never seen the window.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NodeIO } from '@gltf-transform/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ball, box } from '../shapes/procedural-shapes.ts';
import { plyOf, sampleCloud } from '../shapes/sampled-cloud.ts';
import { newFolder } from '../whole/batch-folders.ts';
import { readBack } from './readers.ts';
import { openWebServer, type WebServer } from './web-server.ts';
import { type AppWindow, eventually, SOON_MS } from './window.ts';

/** A pillar whose file has y up, and somebody who stands beside it. */
const PILLAR = { low: [-1, -3, -1], high: [1, 3, 1] } as const;
const PASSER_BY = { centre: [6, -2, 0], radius: 0.5 } as const;
const [PILLAR_POINTS, PASSER_BY_POINTS] = [4000, 200];
const TRIANGLES = 500;

function scan(): Uint8Array {
  const pillar = sampleCloud(box(PILLAR.low, PILLAR.high), { points: PILLAR_POINTS, seed: 1 });
  const person = sampleCloud(ball(PASSER_BY.centre, PASSER_BY.radius), { points: PASSER_BY_POINTS, seed: 2 });
  return plyOf({ positions: Float32Array.of(...pillar.positions, ...person.positions) });
}

let server: WebServer;
let ui: AppWindow;
const folder = newFolder();
const NAME = 'pillar.ply';

beforeAll(async () => {
  writeFileSync(join(folder, NAME), scan());
  writeFileSync(join(folder, 'cut.ply'), 'ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\n');
  server = await openWebServer({ files: [join(folder, NAME)] });
  ui = await server.openWindow({ reducedMotion: 'reduce', acceptDownloads: true });
  await ui.ready();
  await ui.opened(NAME);
  await ui.coarse();
  // Its dialog is the system's, which nobody could answer here: what is saved comes as a download.
  await ui.page.evaluate('window.showSaveFilePicker = undefined');
});
afterAll(async () => {
  await server?.close();
  rmSync(folder, { recursive: true });
});

/** Clicks, one act each. */
async function click(...names: readonly (string | RegExp)[]): Promise<void> {
  for (const name of names) await ui.button(name).click();
}

/** What was done to the points. */
const work = () =>
  ui.read(({ app }) => {
    const { edits, cloud } = app.state.document;
    return [edits.selected, edits.removed?.count, cloud!.info.placement];
  });

const press = (keys: string): Promise<void> => ui.page.keyboard.press(keys);

it('a passer-by is deleted in three acts', async () => {
  await click(/\bClean$/, /^Select: .*loose part/);
  await ui.until(
    ({ document }) => document.edits.selected?.count,
    (value) => expect(value).toBe(PASSER_BY_POINTS),
  );
  await eventually(async () => expect(await ui.primaryButtons()).toBe(1), SOON_MS);
  await press('Delete');
  await ui.until(
    ({ document }) => document.edits.removed?.count,
    (value) => expect(value).toBe(PASSER_BY_POINTS),
  );
});

it('it is stood upright in three acts', async () => {
  await press('u');
  await click('+Y up');
  await ui.until(
    ({ document }) => document.cloud!.info.placement?.up,
    (value) => expect(value).toEqual([0, 1, 0]),
  );
  await press('Escape');
  expect(await ui.read(({ app }) => app.state.tool)).toBe('none');
});

it('both are undone, and done by keyboard alone', async () => {
  const before = await work();
  for (const _ of ['upright', 'deleted', 'selected']) await press('Control+z');
  await ui.until(
    ({ document }) => [document.edits.selected, document.edits.removed, document.cloud!.info.placement],
    (value) => expect(value).toEqual([null, null, null]),
  );
  await press('Alt+2');
  await ui.button(/^Select: .*loose part/).waitFor();
  await ui.tabTo(/^Select: .*loose part/);
  await press('Enter');
  await ui.until(
    ({ document }) => document.edits.selected?.count,
    (value) => expect(value).toBe(PASSER_BY_POINTS),
  );
  await press('Delete');
  await ui.until(
    ({ document }) => document.edits.removed?.count,
    (value) => expect(value).toBe(PASSER_BY_POINTS),
  );
  await press('u');
  await ui.button('+Y up').waitFor();
  await ui.tabTo(/^\+Y up/);
  await press('Enter');
  await eventually(async () => expect(await work()).toEqual(before), SOON_MS);
  await press('Escape');
});

it('it is reconstructed with the keyboard, and found to be closed', async () => {
  await press('Control+Enter');
  await ui.finished();
  await ui.shows('Watertight');
  expect(await ui.read(({ app }) => app.state.step)).toBe('check');
});

it('it is made smaller in three acts', async () => {
  const { triangles } = await ui.read(({ app }) => app.state.document.run!.report.topology);
  await click('Make smaller…');
  const field = ui.page.locator('gp-finish #simplify').getByRole('textbox');
  await field.fill(String((100 * TRIANGLES) / triangles));
  await field.press('Enter');
  await ui.shows('Made smaller');
});

it('it is made smaller by keyboard alone, to the same mesh', async () => {
  const triangles = (): Promise<number> => ui.read(({ app }) => app.state.document.run!.report.topology.triangles);
  const fewer = await triangles();
  // Out of the field, whose own text the next key would take back.
  await press('Alt+4');
  await ui.button('Make smaller…').waitFor();
  await press('Control+z');
  await eventually(async () => expect(await triangles()).toBeGreaterThan(fewer), SOON_MS);
  const share = (100 * TRIANGLES) / (await triangles());
  await ui.tabTo(/^Make smaller…$/);
  await press('Enter');
  await ui.page.getByLabel('Triangles to keep').waitFor();
  await ui.tabTo(/^Triangles to keep/);
  await press('Control+a');
  await ui.page.keyboard.type(String(share));
  await press('Enter');
  await eventually(async () => expect(await triangles()).toBe(fewer));
});

it('it is exported as GLB in three acts, two for a texture and one for its certificate: upright, of so many triangles, and without the passer-by', async () => {
  await ui.page.locator('gp-foot button.primary').click();
  await ui.page.locator('gp-export').getByText('GLB', { exact: true }).click();
  await ui.page.locator('gp-export #texture').click();
  await ui.page.getByRole('option', { name: '512' }).click();
  await ui.page.locator('gp-export #certify').click();
  const [download] = await Promise.all([
    ui.page.waitForEvent('download', (saved) => saved.suggestedFilename().endsWith('.glb')),
    ui.page.locator('gp-foot button.primary').click(),
  ]);
  expect(download.suggestedFilename()).toBe('pillar-mesh.glb');
  const file = join(folder, 'pillar-mesh.glb');
  await download.saveAs(file);

  const { triangles, min, max, textures } = await readBack(file);
  // The relief of the mesh before it was made smaller; the scan has no colours.
  expect(textures).toEqual([['normal', 512]]);
  expect(triangles).toBeLessThanOrEqual(TRIANGLES);
  expect(triangles).toBeGreaterThan(TRIANGLES / 2);
  const size = max.map((high, axis) => high - min[axis]!);
  // Two cells of the coarsest level: nothing of the passer-by, four widths away, is left.
  const cell = 6 / 64;
  [2, 2, 6].forEach((length, axis) => expect(Math.abs(size[axis]! - length)).toBeLessThan(2 * cell));
  // The file's node turns z to y, which is up in GLB.
  const node = (await new NodeIO().readBinary(await readFile(file))).getRoot().listNodes()[0]!;
  const [x, y, z, w] = node.getRotation();
  [-Math.SQRT1_2, 0, 0, Math.SQRT1_2].forEach((part, i) => expect([x, y, z, w][i]).toBeCloseTo(part, 6));
});

it('it is exported by keyboard alone, as what is chosen with an arrow', async () => {
  const format = (): Promise<string> => ui.read(({ app }) => app.state.exportFormat);
  await press('Alt+6');
  await ui.page.locator('gp-export').getByText('GLB', { exact: true }).waitFor();
  await ui.tabTo(/^GLB/);
  await press('ArrowDown');
  await eventually(async () => expect(await format()).not.toBe('glb'), SOON_MS);
  const [download] = await Promise.all([ui.page.waitForEvent('download'), press('Control+e')]);
  expect(download.suggestedFilename()).toBe(`pillar-mesh.${await format()}`);
});

it('what is wrong with a file is said in German in the German window', async () => {
  await ui.read(({ app }) => app.setSettings({ language: 'de' }));
  await ui.shows('Bereinigen');
  const bytes = await readFile(join(folder, 'cut.ply'), 'utf8');
  await ui.read(({ app }, text) => app.openFiles([new File([text], 'cut.ply')]), bytes);
  const wrong: unknown = expect.stringMatching(
    /^Der Kopf hat keine Zeile end_header.* Die Datei ist unvollständig oder keine PLY-Datei\.$/,
  );
  await eventually(
    async () => expect((await ui.notices()).map(({ message }) => message)).toContainEqual(wrong),
    SOON_MS,
  );
  expect(ui.errors).toEqual([]);
});
