/**
 * The pictures of the app in docs/pictures/app: the built window in its main states, as a person sees it.
 *
 *   npm run pictures
 *
 * Drawn and computed by Chromium on the processor, so they need no graphics card and look the same everywhere. Only our
 * own samples are shown, at a detail that takes half a minute; one run serves many pictures.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openWebHost } from '../../test/app/web-host.ts';
import type { WindowParts } from '../../test/app/window.ts';
import { toPalettePng } from './palette-png.ts';

const FOLDER = path.resolve(import.meta.dirname, '../../docs/pictures/app');
/** Far longer than any step takes on two cores. */
const PATIENCE_MS = 180_000;
const SMALL = { width: 1280, height: 800, scale: 1 } as const;
/** A display of 2560 × 1440 at 200 %. */
const LARGE = { width: 1280, height: 720, scale: 2 } as const;

type Theme = 'light' | 'dark';

const host = await openWebHost();
const ui = await host.openWindow({ reducedMotion: 'reduce' });
const devtools = await ui.page.context().newCDPSession(ui.page);

async function until(what: string, check: (parts: WindowParts) => boolean): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  // The page's policy forbids to evaluate text in it, as Playwright's own waiting does.
  while (!(await ui.page.evaluate('window.app !== undefined')) || !(await ui.read(check))) {
    if (performance.now() > end) throw new Error(`Waited too long for ${what}.`);
    await sleep(50);
  }
}

async function setSize({ width, height, scale }: typeof SMALL | typeof LARGE): Promise<void> {
  await devtools.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: scale, mobile: false });
}

/** Waits until nothing moves: the 3D view, fonts, and what slides or fades. */
async function takePicture(name: string): Promise<void> {
  await ui.page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined)));
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  });
  await ui.drawn();
  const { data } = await devtools.send('Page.captureScreenshot', { format: 'png' });
  const file = path.join(FOLDER, `${name}.png`);
  await writeFile(file, toPalettePng(Buffer.from(data, 'base64')));
  console.log(path.relative('.', file));
}

async function inBothThemes(name: string): Promise<void> {
  await setTheme('dark');
  await takePicture(`${name}-dark`);
  await setTheme('light');
  await takePicture(name);
}

const setTheme = (theme: Theme): Promise<void> => ui.read(({ app }, theme) => app.setSettings({ theme }), theme);

async function openSample(name: string): Promise<void> {
  await ui.read(({ app }, file) => app.openSample(file), name);
  await until(`${name} to open`, ({ app }) => app.state.opening === null && app.state.estimates !== null);
}

const start = (): Promise<void> => ui.read(({ app }) => app.run('reconstruct'));

/** The surface of the second level is there, and the chart of two; the third takes long enough for two pictures. */
const reachedThirdLevel = (): Promise<void> =>
  until('the third level', ({ app }) => app.state.job?.previewLevel === 128 && app.state.job.level === 256);

const idle = (): Promise<void> => until('the run to end', ({ app }) => app.state.job === null);

async function click(x: number, y: number): Promise<void> {
  const measured = await ui.read(({ app }) => JSON.stringify(app.state.measurement));
  await ui.page.mouse.click(x, y);
  while ((await ui.read(({ app }) => JSON.stringify(app.state.measurement))) === measured) await sleep(50);
}

try {
  await mkdir(FOLDER, { recursive: true });
  await setSize(SMALL);
  await until('the graphics device', ({ app }) => app.state.device !== null);
  // Numbers say more with a unit.
  await ui.read(({ app }) => app.setSettings({ unit: 'cm', language: 'en' }));
  await inBothThemes('empty');

  await openSample('lattice.ply');
  await inBothThemes('cloud');

  await start();
  await reachedThirdLevel();
  await inBothThemes('running');
  await ui.read(({ app }) => app.run('cancel'));
  await idle();

  await ui.read(({ app }) => app.setOptions({ resolution: 128 }));
  await start();
  await idle();
  await inBothThemes('finished');
  await setSize(LARGE);
  await takePicture('finished-2560');
  await setSize(SMALL);

  await ui.read(({ app }) => app.run('distances'));
  await inBothThemes('heat-map');
  await ui.read(({ app }) => app.run('distances'));

  await ui.read(({ app, viewport }) => {
    const { min, max } = viewport.bounds()!;
    app.setView({ clip: { min, max: [min[0] + 0.62 * (max[0] - min[0]), max[1], max[2]] } });
    app.run('measure');
  });
  await ui.drawn();
  await click(376, 290);
  await click(385, 600);
  // Off the view, where the next point would follow it.
  await ui.page.mouse.move(640, 790);
  await takePicture('measure-clip');
  await ui.read(({ app }) => {
    app.run('measure');
    app.setView({ clip: null });
  });

  await ui.read(({ app }) =>
    app.openFile(new File(['ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nend_header\n'], 'scan.ply')),
  );
  await until('the message', ({ app }) => app.state.notices.length > 0);
  await inBothThemes('error');
  await ui.read(({ app }) => app.dismissNotice(app.state.notices[0]!.id));

  await ui.read(({ app }) => app.showDialog('settings'));
  await inBothThemes('settings');
} finally {
  await host.close();
}
