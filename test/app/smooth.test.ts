/** The window's thread never waits: no task of more than 50 ms while a raw cloud is reconstructed. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TIMED } from '../run-context.ts';
import { knot } from '../shapes/procedural-shapes.ts';
import { plyOf, sampleCloud } from '../shapes/sampled-cloud.ts';
import { openWebServer } from './web-server.ts';

/** What a browser calls a long task, and what a person begins to notice. */
const LONG_MS = 50;

declare global {
  interface Window {
    longTasks: number[];
    /** Programs of the graphics card that were made since the run began. */
    programs: number;
  }
}

/**
 * A software graphics device computes on the processor that the window's thread needs; a card would not. Its threads
 * give way, so that what is measured is the window.
 */
async function letGraphicsGiveWay(browser: Browser): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const { id } = processInfo.find(({ type }) => type === 'GPU')!;
  // Linux keeps a priority for every thread; new ones have that of the thread that makes them.
  const threads = process.platform === 'linux' ? readdirSync(`/proc/${id}/task`).map(Number) : [id];
  for (const thread of threads) setPriority(thread, 10);
}

const POINTS = 8_000;
const NAME = 'knot-noise.ply';
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gridpull-smooth-'));
  writeFileSync(join(folder, NAME), plyOf(sampleCloud(knot(), { points: POINTS, seed: 2, noise: 0.004 })));
});
afterAll(() => rmSync(folder, { recursive: true }));

it('the window answers while a noisy cloud of 8,000 points is reconstructed', TIMED, async () => {
  await using server = await openWebServer({ files: [join(folder, NAME)] });
  const ui = await server.openWindow();
  await ui.ready();
  await ui.opened(NAME);
  await ui.drawn();
  await letGraphicsGiveWay(server.browser);
  await ui.read(({ app }) => app.setOptions({ resolution: 128 }));
  await ui.page.evaluate(() => {
    window.longTasks = [];
    window.programs = 0;
    const { prototype } = WebGL2RenderingContext;
    const own: unknown = Reflect.get(prototype, 'linkProgram');
    prototype.linkProgram = function (program) {
      window.programs++;
      (own as typeof prototype.linkProgram).call(this, program);
    };
    new PerformanceObserver((list) =>
      window.longTasks.push(...list.getEntries().map((entry) => entry.duration)),
    ).observe({
      type: 'longtask',
    });
  });
  // The command starts it: a pointer that rests on a button would have its tooltip drawn meanwhile.
  await ui.read(({ app }) => app.perform('reconstruct'));
  await ui.finished();
  await ui.drawn();
  const { tasks, programs } = await ui.page.evaluate(() => ({ tasks: window.longTasks, programs: window.programs }));
  // Waiting for one holds the window up, for as long as the card is busy.
  expect(programs).toBe(0);
  expect(tasks.filter((duration) => duration > LONG_MS)).toEqual([]);
  expect(ui.errors).toEqual([]);
});
