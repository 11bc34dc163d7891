/**
 * The pictures of the app in docs/pictures/app: the built window in its main states, as a person sees it.
 *
 *   npm run pictures
 *
 * Drawn and computed by Chromium on the processor, so they need no graphics card and look the same everywhere. Only our
 * own samples are shown, at a detail that takes half a minute; one run serves many pictures.
 */
import { mkdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { openWebServer } from '../../test/app/web-server.ts';
import { Camera, FOLDER, LARGE, SMALL } from './camera.ts';

const server = await openWebServer();
const camera = await Camera.open(server);
const { ui } = camera;

async function openSample(name: string): Promise<void> {
  await ui.read(({ app }, file) => app.openSample(file), name);
  await camera.until(`${name} to open`, ({ app }) => app.state.opening === null && app.state.estimates !== null);
}

const start = (): Promise<void> => ui.read(({ app }) => app.perform('reconstruct'));

/** The surface of the second level is there, and the chart of two; the third takes long enough for two pictures. */
const reachedThirdLevel = (): Promise<void> =>
  camera.until(
    'the third level',
    ({ app }) => app.state.progress?.previewLevel === 128 && app.state.progress.level === 256,
  );

const idle = (): Promise<void> => camera.until('the run to end', ({ app }) => app.state.progress === null);

async function click(x: number, y: number): Promise<void> {
  const measured = await ui.read(({ app }) => JSON.stringify(app.state.measuring));
  await ui.page.mouse.click(x, y);
  while ((await ui.read(({ app }) => JSON.stringify(app.state.measuring))) === measured) await sleep(50);
}

try {
  await mkdir(FOLDER, { recursive: true });
  await camera.takeInBothThemes('empty');

  await openSample('lattice.ply');
  await camera.takeInBothThemes('cloud');

  await start();
  await reachedThirdLevel();
  await camera.takeInBothThemes('running');
  await ui.read(({ app }) => app.perform('cancel'));
  await idle();

  await ui.read(({ app }) => app.setOptions({ resolution: 128 }));
  await start();
  await idle();
  await camera.takeInBothThemes('finished');
  await camera.setSize(LARGE);
  await camera.take('finished-2560');
  await camera.setSize(SMALL);

  await ui.read(({ app }) => app.perform('distances'));
  await camera.takeInBothThemes('heat-map');
  await ui.read(({ app }) => app.perform('distances'));

  await ui.read(({ app }) => {
    app.setStep('finish');
    app.setView({ wireframe: true });
    app.applyFinish({ operation: 'simplify', choice: { simplify: '10%' } });
  });
  await camera.until('fewer triangles', ({ app }) => app.state.document.run?.report.finish !== undefined);
  await camera.take('finish');
  await ui.read(({ app }) => {
    app.perform('undo');
    app.setStep('check');
    app.comparing.showBeside(app.state.results[0]!);
  });
  await ui.page.locator('gp-compare').scrollIntoViewIfNeeded();
  await camera.take('beside');
  await ui.read(({ app }) => {
    app.comparing.showBeside(null);
    app.setView({ wireframe: false });
    app.setStep('export');
  });
  await camera.take('export');
  await ui.read(({ app }) => app.setStep('clean'));

  await ui.read(({ app, viewport }) => {
    const { min, max } = viewport.bounds()!;
    const size = max.map((high, axis) => (axis === 0 ? 0.62 : 1) * (high - min[axis]!)) as [number, number, number];
    const centre = min.map((low, axis) => low + size[axis]! / 2) as [number, number, number];
    app.setCrop({ centre, size, turn: 0 });
    app.perform('measure');
  });
  await ui.drawn();
  await click(408, 290);
  await click(417, 600);
  // Off the view, where the next point would follow it.
  await ui.page.mouse.move(640, 790);
  await camera.take('measure-clip');
  await ui.read(({ app }) => {
    app.perform('measure');
    app.setCrop(null);
  });

  await ui.read(({ app }) =>
    app.openFiles([new File(['ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nend_header\n'], 'scan.ply')]),
  );
  await camera.until('the message', ({ app }) => app.state.notices.length > 0);
  await camera.takeInBothThemes('error');
  await ui.read(({ app }) => app.dismissNotice(app.state.notices[0]!.id));

  await ui.read(({ app }) => app.showDialog('settings'));
  await camera.takeInBothThemes('settings');
} finally {
  await server.close();
}
