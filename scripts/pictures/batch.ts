/**
 * The pictures of a batch: the window with a folder of scans, and the report that is left in it. Made like those of
 * `app.ts`; `npm run pictures` makes both.
 */
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { openWebServer } from '../../test/app/web-server.ts';
import { Camera, FOLDER, keep, SMALL } from './camera.ts';

const SAMPLES = path.resolve(import.meta.dirname, '../../samples');
/** Names as people give them. */
const SCANS = {
  'bracket left.ply': 'bracket.ply',
  'bracket right.ply': 'bracket.ply',
  'hill.ply': 'hill.ply',
  'lattice.ply': 'lattice.ply',
} as const;

const scans = path.join(await mkdtemp(path.join(tmpdir(), 'gridpull-pictures-')), 'workshop');
await mkdir(scans);
await mkdir(FOLDER, { recursive: true });
for (const [name, sample] of Object.entries(SCANS)) await copyFile(path.join(SAMPLES, sample), path.join(scans, name));
await writeFile(
  path.join(scans, 'broken.ply'),
  'ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nend_header\n',
);

const server = await openWebServer({ files: [scans] });
try {
  const camera = await Camera.open(server);
  const { ui } = camera;
  await camera.until('the list', ({ app }) => app.state.batch?.state === 'ready');
  await ui.read(({ app }) => app.setJob({ options: { resolution: 64 } }));
  await ui.read(({ app }) => app.startBatch());
  await camera.until('the fourth', ({ app }) => (app.state.batch?.rows[3]?.share ?? 0) > 0.4);
  await camera.take('batch-running');
  await camera.until('the end', ({ app }) => app.state.batch?.state === 'ended');
  await camera.takeInBothThemes('batch');

  for (const colorScheme of ['light', 'dark'] as const) {
    const { width, height } = SMALL;
    const page = await server.browser.newPage({ viewport: { width, height }, colorScheme });
    await page.goto(pathToFileURL(path.join(scans, 'meshes', 'report.html')).href);
    await keep(colorScheme === 'dark' ? 'report-dark' : 'report', await page.screenshot());
  }
} finally {
  await server.close();
  await rm(path.dirname(scans), { recursive: true, force: true });
}
