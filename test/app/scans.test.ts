/**
 * Several files as one scene: the list of their scans, hiding and removing, classes, and the columns of a text file.
 */
import { decode } from 'fast-png';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { floatField, writeE57 } from '../formats/e57-writer.ts';
import { writeLas } from '../formats/las-writer.ts';
import { newFolder, writeFiles } from '../whole/batch-folders.ts';
import { openWebServer, type WebServer } from './web-server.ts';
import { type AppWindow, eventually, SOON_MS } from './window.ts';

const SIDE = 40;

/** A square of points in the plane x = `x`, whose class is 2 below and 6 above; every second pulse came back twice. */
function wall(x: number): string {
  const lines = ['x y z classification return_number number_of_returns'];
  for (let z = 0; z < SIDE; z++) {
    for (let y = 0; y < SIDE; y++) {
      const returns = y % 4 < 2 ? '1 1' : `${1 + (y % 2)} 2`;
      lines.push(`${x} ${y} ${z} ${z < SIDE / 2 ? 2 : 6} ${returns}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** A slope with its heights first, which no header tells of. */
const odd = Array.from({ length: 400 }, (_, i) => `${0.5 * (i % 20)};${i % 20};${Math.floor(i / 20)};7`).join('\n');

let server: WebServer;
let ui: AppWindow;
const folder = writeFiles(newFolder(), { 'left.txt': wall(0), 'right.txt': wall(SIDE), 'odd.csv': `${odd}\n` });

beforeAll(async () => {
  server = await openWebServer({ files: ['left.txt', 'right.txt'].map((name) => join(folder, name)) });
  ui = await server.openWindow({ reducedMotion: 'reduce' });
  await ui.ready();
  await ui.opened('left.txt');
  await ui.read(({ app }) => app.setView({ eyeDome: false, cloudColoring: 'scan' }));
});
afterAll(async () => {
  await server?.close();
  rmSync(folder, { recursive: true });
});

/** Share of the view's pixels that are the colour of a scan. */
async function shareOf([red, green, blue]: readonly [number, number, number]): Promise<number> {
  await ui.drawn();
  const { data, width, height, channels } = decode(await ui.page.locator('canvas').first().screenshot());
  let count = 0;
  for (let i = 0; i < data.length; i += channels) {
    const isNear = [red, green, blue].every((part, k) => Math.abs(data[i + k]! - part) < 12);
    if (isNear) count++;
  }
  return count / (width * height);
}
const FIRST = [0x3f, 0x76, 0xd8] as const;
const SECOND = [0xe0, 0x8a, 0x2b] as const;
/** Less of the view than this is no wall. */
const SOME = 0.01;

const pointCount = (): Promise<number> =>
  ui.read(({ app }) => app.state.document.cloud!.info.pointsInFile - app.state.document.cloud!.info.dropped);

describe('two files that were opened together', () => {
  it('are one scene, whose scans stand in a list', async () => {
    await ui.shows('left.txt and 1 more');
    expect(await pointCount()).toBe(2 * SIDE * SIDE);
    const rows = ui.page.locator('gp-point-groups').first().getByRole('listitem');
    expect((await rows.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' ').trim())).toEqual([
      'left.txt 1,600',
      'right.txt 1,600',
    ]);
    expect(await shareOf(FIRST)).toBeGreaterThan(SOME);
    expect(await shareOf(SECOND)).toBeGreaterThan(SOME);
  });

  it('hides a scan and shows it again', async () => {
    await ui.button('Show left.txt').click();
    await ui.shows(/Scans that are hidden still take part/);
    expect(await shareOf(FIRST)).toBeLessThan(SOME / 10);
    expect(await shareOf(SECOND)).toBeGreaterThan(SOME);
    await ui.read(({ app }) => app.setView({ cloudColoring: 'plain' }));
    await ui.drawn();
    await ui.read(({ app }) => app.setView({ cloudColoring: 'scan' }));
    expect(await shareOf(FIRST)).toBeLessThan(SOME / 10);
    await ui.button('Show left.txt').click();
    expect(await shareOf(FIRST)).toBeGreaterThan(SOME);
    expect(await pointCount()).toBe(2 * SIDE * SIDE);
  });

  it('removes a scan, and brings it back', async () => {
    await ui.button('Remove right.txt').click();
    await eventually(async () => expect(await pointCount()).toBe(SIDE * SIDE), SOON_MS);
    expect(await ui.read(({ app }) => app.state.undo)).toBe('Remove right.txt');
    expect(await shareOf(SECOND)).toBeLessThan(SOME / 10);
    // The only one that is left stays.
    expect(await ui.page.getByRole('button', { name: 'Remove left.txt' }).count()).toBe(0);
    await ui.read(({ app }) => app.perform('undo'));
    expect(await pointCount()).toBe(2 * SIDE * SIDE);
    expect(await shareOf(SECOND)).toBeGreaterThan(SOME);
  });

  it('removes a class', async () => {
    await ui.read(({ app }) => app.setStep('clean'));
    await ui.button('Remove Building').click();
    await eventually(async () => expect(await pointCount()).toBe(SIDE * SIDE), SOON_MS);
    const scans = await ui.read(({ app }) => app.state.document.cloud!.info.scans.map((scan) => scan.pointCount));
    expect(scans).toEqual([800, 800]);
    await ui.read(({ app }) => app.perform('undo'));
  });

  it('keeps the returns that are asked for', async () => {
    await ui.read(({ app }) => app.setStep('clean'));
    await ui.button('Keep last returns').click();
    await eventually(async () => expect(await pointCount()).toBe(1.5 * SIDE * SIDE), SOON_MS);
    expect(await ui.read(({ app }) => app.state.undo)).toBe('Keep last returns');
    await ui.read(({ app }) => app.perform('undo'));
    expect(await pointCount()).toBe(2 * SIDE * SIDE);
  });

  it('takes more files', async () => {
    const chooser = ui.page.waitForEvent('filechooser');
    await ui.read(() => void Object.defineProperty(window, 'showOpenFilePicker', { value: undefined }));
    await ui.read(({ app }) => app.setStep('scan'));
    await ui.button('Add scans…').click();
    await (await chooser).setFiles(join(folder, 'odd.csv'));
    await eventually(async () => expect(await pointCount()).toBe(2 * SIDE * SIDE + 400), SOON_MS);
    await ui.shows('left.txt and 2 more');
    await ui.shows('odd.csv');
    await ui.read(({ app }) => app.perform('undo'));
  });
});

describe('the columns of a text file', () => {
  const heights = (): Promise<readonly [number, number]> =>
    ui.read(({ app }) => [app.state.document.cloud!.info.min[2], app.state.document.cloud!.info.max[2]]);
  const role = (column: number) => ui.page.getByLabel(`Column ${column}`, { exact: true });

  it('are shown with the first rows', async () => {
    await ui.read(({ app }, text) => app.openFiles([new File([text], 'odd.csv')]), `${odd}\n`);
    await ui.opened('odd.csv');
    expect(await heights()).toEqual([0, 19]);
    await ui.button('Columns…').click();
    await ui.shows('Columns of the file');
    expect(await role(1).inputValue()).toBe('x');
    expect((await ui.page.locator('gp-columns tbody tr').nth(1).innerText()).split(/\s+/)).toEqual([
      '0.5',
      '1',
      '0',
      '7',
    ]);
    await ui.shows('First 400 points');
    expect(await ui.page.getByLabel('Between values').inputValue()).toBe('semicolons');
  });

  it('change places, are looked at, and are opened', async () => {
    await role(1).selectOption('Z');
    await eventually(async () => expect(await role(3).inputValue()).toBe('x'), SOON_MS);
    await role(4).selectOption('Leave out');
    await ui.page.locator('gp-columns footer').getByRole('button', { name: 'Open' }).click();
    await eventually(async () => expect(await heights()).toEqual([0, 9.5]), SOON_MS);
    expect(await ui.read(({ app }) => app.state.document.cloud!.info.attributes.includes('intensity'))).toBe(false);
  });

  it('that make no point cannot be opened', async () => {
    await ui.button('Columns…').click();
    await ui.shows('Columns of the file');
    await ui.page.getByLabel('Unit of length').selectOption('Metres (m)');
    await ui.shows(/^Size .*\sm$/);
    await ui.page.getByLabel('Between values').selectOption('tabs');
    await ui.shows('No point can be read this way.');
    await ui.page.getByLabel('Between values').selectOption('semicolons');
    await ui.shows('First 400 points');
    await role(2).selectOption('Leave out');
    await ui.shows(/y is missing/);
    await ui.shows('No point can be read this way.');
    await ui.page.keyboard.press('Escape');
    await eventually(async () => expect(await ui.read(({ app }) => app.state.columns)).toBeNull(), SOON_MS);
  });
});

it('a LAS file that is cut offers its whole points, and E57 opens with its scans', async () => {
  const grid = Array.from({ length: 300 }, (_, i) => [i % 20, Math.floor(i / 20), 0] as const);
  const las = writeLas(grid.map((place) => ({ place })));
  await ui.read(
    ({ app }, bytes) => app.openFiles([new File([new Uint8Array(bytes)], 'cut.las')]),
    [...las.subarray(0, las.length - 1000)],
  );
  await ui.shows(/of the 300 points that it promises/);
  await ui.button('Read the whole points').click();
  await ui.opened('cut.las');
  expect(await pointCount()).toBeLessThan(300);
  const fields = ['X', 'Y', 'Z'].map((name, axis) =>
    floatField(
      `cartesian${name}`,
      grid.map((place) => place[axis]!),
      'single',
    ),
  );
  const scan = { fields, recordCount: 300, xml: '<name type="String">north</name>' };
  const e57 = writeE57({ scans: [scan] });
  await ui.read(({ app }, bytes) => app.openFiles([new File([new Uint8Array(bytes)], 'hall.e57')]), [...e57]);
  await ui.opened('hall.e57');
  await ui.shows('north');
});

it('nothing went wrong unheard', () => expect(ui.errors).toEqual([]));
