/** A run as a person steers it, in a browser. */
import { decode } from 'fast-png';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { torusPoints } from '../shapes/torus-points.ts';
import { newFolder, writeFiles } from '../whole/batch-folders.ts';
import { openWebServer, type WebServer } from './web-server.ts';
import { type AppWindow, eventually } from './window.ts';

let server: WebServer;
let ui: AppWindow;
/** Beside the torus, on which no surface is. */
const STRAY_COUNT = 30;
const strays = Array.from({ length: STRAY_COUNT }, (_, i) => [3.4, 0.04 * i, 0]);
const rows = [...torusPoints(6000, { minor: 0.7, tilt: 0.3 }), ...strays].map((point) => point.join(' '));
const folder = writeFiles(newFolder(), { 'torus.xyz': `${rows.join('\n')}\n` });

beforeAll(async () => {
  server = await openWebServer({ files: [join(folder, 'torus.xyz')] });
  ui = await server.openWindow();
  await ui.ready();
  await ui.opened('torus.xyz');
});
afterAll(async () => {
  await server?.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => ui.read(({ app }) => app.setOptions({ resolution: 128 })));

/** In their order. */
const STAGES: readonly string[] = ['prepare', 'clean', 'analyse', 'orient', 'level', 'extract', 'trim'];

const start = (): Promise<void> => ui.start();
const shownTriangles = (): Promise<number> => ui.read(({ viewport }) => viewport.stats().triangles);

/** Pixels of the view that have the red of points without a surface. */
async function lostPixels(): Promise<number> {
  await ui.drawn();
  const { data, channels } = decode(await ui.page.locator('canvas').first().screenshot());
  let count = 0;
  for (let i = 0; i < data.length; i += channels) {
    if ([0xde, 0x46, 0x24].every((part, k) => Math.abs(data[i + k]! - part) < 6)) count++;
  }
  return count;
}

it('can be cancelled at any time, and leaves what was there', async () => {
  for (const stage of ['prepare', 'orient', 'level'] as const) {
    await start();
    // Or the one after it: the first ones are over between two looks at times.
    await ui.until(
      (state) => state.progress?.stage,
      (value) => expect(STAGES.indexOf(value as string)).toBeGreaterThanOrEqual(STAGES.indexOf(stage)),
    );
    // From the click as the page has it: before that a pointer waits for a frame, and frames for kernels that are
    // compiled.
    await ui.page.evaluate("addEventListener('click', () => (window.clickedMs = performance.now()), { once: true })");
    await ui.page.getByRole('button', { name: 'Cancel' }).click();
    await ui.idle();
    // The engine answers within 100 ms; this question travels through a loaded machine.
    expect(await ui.page.evaluate('performance.now() - window.clickedMs')).toBeLessThan(1500);
    expect(await ui.read(({ app }) => [app.state.document.run, app.state.notices.length])).toEqual([null, 0]);
    expect(await shownTriangles()).toBe(0);
  }
});

it('shows the surface of every level, and keeps the best when it is ended early', async () => {
  await start();
  const stop = ui.page.getByRole('button', { name: 'Stop and keep' });
  expect(await stop.isDisabled()).toBe(true);
  await ui.until(
    (state) => state.progress?.previewLevel,
    (value) => expect(value).toBe(64),
  );
  await eventually(async () => expect(await shownTriangles()).toBeGreaterThan(1000));
  await stop.click();
  await ui.finished();
  const run = await ui.read(({ app }) => {
    const { stoppedEarly, report, geometry } = app.state.document.run!;
    return { stoppedEarly, watertight: report.topology.watertight, triangles: geometry.indices.length / 3 };
  });
  expect(run.stoppedEarly).toBe(true);
  expect(run.watertight).toBe(true);
  await ui.drawn();
  expect(await shownTriangles()).toBe(run.triangles);
  await ui.shows(/Stopped early/);
});

it('stands still while paused, clock and all, and goes on where it was when the graphics device is lost', async () => {
  await start();
  await ui.until(
    (state) => state.progress?.stage,
    (value) => expect(value).toBe('level'),
  );
  await ui.page.getByRole('button', { name: 'Pause' }).click();
  await ui.until(
    (state) => state.progress?.state,
    (value) => expect(value).toBe('paused'),
  );
  await new Promise((done) => setTimeout(done, 1500));
  const look = () => ui.read(({ app }) => [app.state.progress!.share, Math.round(app.state.progress!.elapsedMs / 100)]);
  const before = await look();
  await new Promise((done) => setTimeout(done, 1500));
  expect(await look()).toEqual(before);
  await ui.page.getByRole('button', { name: 'Resume' }).click();

  // From within the page: on a loaded machine the run is over before a question from here comes back.
  await ui.read(
    ({ app, engine }) =>
      new Promise<void>((done) => {
        const look = (): void => {
          if (app.state.progress?.previewLevel !== 64) return void setTimeout(look, 5);
          engine.loseDevice();
          hear();
        };
        // A warning leaves by itself, which may be before a question from outside comes through.
        const hear = (): void => {
          const isTold = app.state.notices.some(({ title }) => title === 'The graphics device was lost');
          if (isTold) done();
          else setTimeout(hear, 5);
        };
        look();
      }),
  );
  await ui.finished();
  const run = await ui.read(({ app }) => {
    const { report, stoppedEarly } = app.state.document.run!;
    return {
      stoppedEarly,
      resumedAt: report.resumedAt,
      resolution: report.resolution,
      watertight: report.topology.watertight,
    };
  });
  expect(run).toEqual({ stoppedEarly: false, resumedAt: 128, resolution: 128, watertight: true });
  expect(await ui.read(({ app }) => app.state.energies.length)).toBeGreaterThan(6);
});

it('is trimmed, coloured and undone without computing anew', async () => {
  await ui.coarse();
  await start();
  await ui.finished();
  await ui.drawn();
  const whole = await shownTriangles();
  // This is how a person drags the slider: many changes, one step.
  const percentiles = await ui.read(({ app }) => [...app.state.document.run!.distancePercentiles]);
  await ui.read(({ app }, length) => {
    for (const share of [3, 2, 1.5]) app.setTrim(share * length, true);
    app.setTrim(length);
  }, percentiles[50]);
  await ui.until(
    (state) => state.trimmed !== null,
    (value) => expect(value).toBe(true),
  );
  const trimmed = await ui.read(({ app }) => app.state.trimmed!.triangleCount);
  expect(trimmed).toBeGreaterThan(0);
  expect(trimmed).toBeLessThan(whole);

  // A slider has no use for letters, nor for undo.
  await ui.read(({ app }) => app.setStep('finish'));
  await ui.page.getByRole('slider').focus();
  await ui.page.keyboard.press('d');
  await ui.until(
    (state) => state.document.view.meshColoring,
    (value) => expect(value).toBe('distance'),
  );
  await ui.drawn();
  await ui.shows('Distance to the points');

  const look = () =>
    ui.read(({ app }) => {
      const { trim, view, run, options } = app.state.document;
      return { trim: trim !== null, coloring: view.meshColoring, run: run?.id ?? null, detail: options.resolution };
    });
  const last = await look();
  const steps = [last];
  for (let i = 0; i < 3; i++) {
    await ui.page.keyboard.press('Control+z');
    steps.unshift(await look());
  }
  const { run } = last;
  expect(steps.map(({ trim, coloring, detail }) => ({ trim, coloring, detail }))).toEqual([
    { trim: false, coloring: 'plain', detail: 128 },
    { trim: false, coloring: 'plain', detail: 64 },
    // How it is seen is no step, and stays as long as the mesh does.
    { trim: false, coloring: 'distance', detail: 64 },
    { trim: true, coloring: 'distance', detail: 64 },
  ]);
  expect(steps.map((step) => step.run === run)).toEqual([false, false, true, true]);
  for (let i = 0; i < 3; i++) await ui.page.keyboard.press('Control+Shift+z');
  expect(await look()).toEqual(last);

  expect(await ui.read(({ app }) => app.state.document.run!.fit.lost.count)).toBe(STRAY_COUNT);
  expect(await lostPixels()).toBe(0);
  await ui.read(({ app }) => app.setStep('check'));
  await ui.button('Show points without surface').click();
  expect(await lostPixels()).toBeGreaterThan(0);
  await ui.button('Hide points without surface').click();
  expect(await lostPixels()).toBe(0);

  await ui.page.locator('gp-trust wa-switch').click();
  await ui.shows('Guessed: no point supports it');
  expect(await ui.read(({ app }) => app.state.document.view.meshColoring)).toBe('trust');
  await ui.page.locator('gp-trust wa-switch').click();
  expect(await ui.read(({ app }) => app.state.document.view.meshColoring)).toBe('plain');
});

it('is made smaller in Finish, and undone to the same bytes', async () => {
  const before = await ui.read(({ app }) => [
    app.state.document.run!.id,
    app.state.document.run!.geometry.indices.length / 3,
  ]);
  await ui.read(({ app }) => app.setStep('finish'));
  const field = ui.page.getByLabel('Triangles to keep');
  await field.fill('25');
  await field.press('Enter');
  await ui.until(
    (state) => state.document.run?.report.finish?.simplified?.stoppedBy,
    (value) => expect(value).toBe('target'),
  );
  await ui.shows('Made smaller');
  await ui.shows('Added deviation, 95%');
  const triangles = await ui.read(({ app }) => app.state.document.run!.geometry.indices.length / 3);
  expect(triangles).toBeLessThanOrEqual(before[1]! / 4);
  await ui.drawn();
  expect(await shownTriangles()).toBe(triangles);
  await ui.read(({ app }) => app.setStep('check'));
  await ui.shows('No self-intersections');
  await ui.page.keyboard.press('Control+z');
  await ui.drawn();
  const after = await ui.read(({ app }) => [
    app.state.document.run!.id,
    app.state.document.run!.geometry.indices.length / 3,
  ]);
  expect(after).toEqual(before);
  expect(await shownTriangles()).toBe(before[1]);
});

it('nothing went wrong unheard', () => expect(ui.errors).toEqual([]));
