/** Ten million coloured points: seen soon, held in bounded memory, and the window stays usable. */
import { open, readdir, readFile, rm, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { plyHeader, XYZ } from '../shapes/ply-header.ts';
import { openWebServer } from './web-server.ts';

const POINTS = 10_000_000;
/** Of the file that is read when its first points are seen, at most. */
const FIRST_POINTS_SHARE = 0.5;
const RENDERER_BYTES = 1.5e9;
let folder = '';
let cloud = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridpull-large-'));
  cloud = join(folder, 'torus-10m.ply');
  await writeTorus(cloud, POINTS);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('opens ten million points', async () => {
  await using server = await openWebServer({ files: [cloud] });
  const ui = await server.openWindow();
  // Asked in the page, every few milliseconds, so that the answer does not hang on this machine's other work.
  const firstPoints = await ui.page.evaluate(
    () =>
      new Promise<{ share: number; afterMs: number }>((done) => {
        let firstByteMs = 0;
        const timer = setInterval(() => {
          const parts = window.app as
            | { app: { state: { opening: { share: number } | null } }; viewport: { stats(): { pointsDrawn: number } } }
            | undefined;
          if (!parts) return;
          const { opening } = parts.app.state;
          if (firstByteMs === 0 && (opening?.share ?? 0) > 0) firstByteMs = performance.now();
          if (parts.viewport.stats().pointsDrawn === 0) return;
          clearInterval(timer);
          done({ share: opening?.share ?? 1, afterMs: performance.now() - (firstByteMs || performance.now()) });
        }, 5);
      }),
  );
  expect(firstPoints.share).toBeLessThan(FIRST_POINTS_SHARE);
  await ui.opened('torus-10m.ply');
  expect(await ui.read(({ viewport }) => viewport.stats().points)).toBe(POINTS);
  const bytes = await rendererBytes();
  const { share, afterMs } = firstPoints;
  const seen = `first points after ${afterMs.toFixed(0)} ms, ${(100 * share).toFixed(0)} % read`;
  console.log(`${seen}, renderer ${(bytes / 1e6).toFixed(0)} MB`);
  expect(bytes).toBeLessThan(RENDERER_BYTES);
  expect(ui.errors).toEqual([]);
});

/** Binary little-endian PLY, float positions and byte colours, written in pieces. */
async function writeTorus(path: string, count: number): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.write(plyHeader(count, [...XYZ, 'uchar red', 'uchar green', 'uchar blue']));
    const step = 500_000;
    for (let first = 0; first < count; first += step) {
      const bytes = new DataView(new ArrayBuffer(15 * Math.min(step, count - first)));
      for (let i = 0; i < bytes.byteLength / 15; i++) {
        // Two irrational turns cover the torus evenly.
        const u = 2 * Math.PI * (((first + i) * 0.618033988749895) % 1);
        const v = (2 * Math.PI * (first + i)) / count;
        const ring = 2 + 0.7 * Math.cos(u);
        const point = [ring * Math.cos(v), ring * Math.sin(v), 0.7 * Math.sin(u)];
        point.forEach((value, axis) => bytes.setFloat32(15 * i + 4 * axis, value, true));
        for (let channel = 0; channel < 3; channel++) bytes.setUint8(15 * i + 12 + channel, 80 + 60 * channel);
      }
      await file.write(new Uint8Array(bytes.buffer));
    }
  } finally {
    await file.close();
  }
}

/** Resident memory of the largest renderer of Chromium on this machine. */
async function rendererBytes(): Promise<number> {
  let largest = 0;
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const command = await readFile(`/proc/${name}/cmdline`, 'latin1').catch(() => '');
    if (!command.includes('--type=renderer')) continue;
    const status = await readFile(`/proc/${name}/status`, 'latin1').catch(() => '');
    largest = Math.max(largest, 1024 * Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0));
  }
  expect(largest, 'no renderer was found').toBeGreaterThan(0);
  return largest;
}
