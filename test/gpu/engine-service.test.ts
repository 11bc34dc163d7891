/**
 * The window's engine as each host has it: in a page the real worker behind its client, in Node the service itself. One
 * small cloud from file to file, and a batch of folders as a browser grants them: in a page its own private folder, in
 * Node one in memory. `test/whole/engine-service.test.ts` and `test/whole/window-batch.test.ts` look at everything
 * else.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BatchEvent } from '../../src/batch/events.ts';
import { EMPTY_JOB } from '../../src/batch/job.ts';
import { openDevice } from '../../src/engine/gpu/open-device.ts';
import { inlineHost } from '../../src/engine/host/inline-host.ts';
import type { EngineApi, FileRef, ReconstructEvent, OpenEvent, Outcome } from '../../src/renderer/worker/engine-api.ts';
import { isPage } from './host.ts';

const RESOLUTION = 128;
/** That device on a machine that is busy besides. */
const SLOW_MS = 300_000;
/** Why workers were lost; one test ends its own. */
const lost: string[] = [];
let worker: Worker | undefined;
let engine: EngineApi;

async function openEngine(): Promise<EngineApi> {
  if (isPage) {
    const { createEngineClient } = await import('../../src/renderer/app/engine-client.ts');
    return createEngineClient({
      onLost: (message) => void lost.push(message),
      createWorker: (name) =>
        (worker = new Worker(new URL('../../src/renderer/worker/engine.worker.ts', import.meta.url), {
          type: 'module',
          name,
        })),
    });
  }
  const { EngineService } = await import('../../src/renderer/worker/engine-service.ts');
  return new EngineService(async () => {
    const { device, label, software } = await openDevice(navigator.gpu, 'run: npm run setup');
    const dispose = async (): Promise<void> => device.destroy();
    return { ...inlineHost(device, label), softwareDevice: software, [Symbol.asyncDispose]: dispose };
  });
}

/** Places on an even sphere. */
function spherePoints(pointCount: number): (readonly [number, number, number])[] {
  return Array.from({ length: pointCount }, (_, i) => {
    const z = 1 - (2 * i + 1) / pointCount;
    const radius = Math.sqrt(1 - z * z);
    const angle = i * Math.PI * (3 - Math.sqrt(5));
    return [radius * Math.cos(angle), radius * Math.sin(angle), z] as const;
  });
}

/** An even sphere as rows of numbers. */
const sphereText = (pointCount = 800): string =>
  `${spherePoints(pointCount)
    .map((point) => point.join(' '))
    .join('\n')}\n`;

/** One far from zero, coloured. */
function sphereFile(pointCount = 800): FileRef {
  const lines = [
    'ply',
    'format ascii 1.0',
    `element vertex ${pointCount}`,
    ...['x', 'y', 'z'].map((axis) => `property float ${axis}`),
    ...['red', 'green', 'blue'].map((color) => `property uchar ${color}`),
    'end_header',
  ];
  spherePoints(pointCount).forEach(([x, y, z], i) => lines.push(`${100_000 + x} ${y} ${z} 200 100 ${i & 255}`));
  const blob = new Blob([lines.join('\n'), '\n']);
  return { kind: 'blob', name: 'sphere.ply', size: blob.size, blob };
}

async function emptyFolder(): Promise<FileSystemDirectoryHandle> {
  if (!isPage) return (await import('../unit/worker/memory-handle.ts')).memoryFolder('scans').handle;
  const root = await navigator.storage.getDirectory();
  await root.removeEntry('scans', { recursive: true }).catch(() => undefined);
  return root.getDirectoryHandle('scans', { create: true });
}

async function put(folder: FileSystemDirectoryHandle, name: string, text: string): Promise<void> {
  const stream = await (await folder.getFileHandle(name, { create: true })).createWritable();
  await stream.write(new TextEncoder().encode(text));
  await stream.close();
}

async function namesIn(folder: FileSystemDirectoryHandle): Promise<string[]> {
  const names: string[] = [];
  for await (const [name] of folder.entries()) names.push(name);
  return names.sort();
}

function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.type !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}
const ignore = (): void => undefined;
const start = { software: false, adapter: null, speeds: {} };

beforeAll(async () => {
  engine = await openEngine();
  valueOf(await engine.start(start));
});
afterAll(() => worker?.terminate());

it('cancels at once, and pauses, in the middle of a run', async () => {
  const { info } = valueOf(await engine.open({ files: [sphereFile()] }, ignore));
  let began = (): void => undefined;
  const begun = new Promise<void>((resolve) => (began = resolve));
  const outcome = engine.reconstruct(info.id, { resolution: RESOLUTION }, { removed: null, crop: null }, (event) => {
    if (event.type === 'run' && event.event.type === 'stage-started' && event.event.stage === 'orient') began();
  });
  await begun;
  engine.pause();
  await new Promise((resolve) => setTimeout(resolve, 300));
  const startMs = performance.now();
  engine.cancel();
  expect(await outcome).toEqual({ type: 'cancelled' });
  // Twice the promise: test machines are busy.
  expect(performance.now() - startMs).toBeLessThan(200);
});

// In a page the specs of the window do so, and lose its device (`test/app/run.test.ts`).
if (!isPage) {
  it(
    'reads, reconstructs and writes a cloud',
    async () => {
      const openEvents: OpenEvent[] = [];
      const { info, geometry } = valueOf(
        await engine.open({ files: [sphereFile()] }, (event) => void openEvents.push(event)),
      );
      expect(info).toMatchObject({ pointsInFile: 800, hasColors: true, hasNormals: false, shift: [100_000, 0, 0] });
      expect(info.origin[0]).toBeCloseTo(100_000, 1);
      expect(geometry.positions.length).toBe(2400);
      expect(geometry.colors!.slice(0, 2)).toEqual(new Uint8Array([200, 100]));
      expect(openEvents.some(({ type }) => type === 'points')).toBe(true);

      const events: ReconstructEvent[] = [];
      const run = valueOf(
        await engine.reconstruct(
          info.id,
          { resolution: RESOLUTION },
          { removed: null, crop: null },
          (event) => void events.push(event),
        ),
      );
      expect(run.report.topology).toMatchObject({ watertight: true, components: 1, genus: 0 });
      expect(run.geometry.positions.buffer).toBeInstanceOf(SharedArrayBuffer);
      expect(run.geometry.colors!.length).toBe(run.geometry.positions.length);
      // In scene space: a sphere about the origin.
      const [x, y, z] = run.geometry.positions;
      expect(Math.hypot(x!, y!, z!)).toBeCloseTo(1, 1);
      expect(events.filter(({ type }) => type === 'preview').length).toBe(1);
      expect(events.some(({ type }) => type === 'stoppable')).toBe(true);

      const target = { kind: 'memory', name: 'sphere.stl' } as const;
      const { bytes, blob } = valueOf(await engine.write(run.id, { format: 'stl', trim: null }, target, ignore));
      expect(bytes).toBe(84 + (50 / 3) * run.geometry.indices.length);
      expect(blob?.size).toBe(bytes);
      expect(Object.keys(await engine.speeds())).toEqual([run.report.device]);
      engine.release({ clouds: [info.id], runs: [run.id], points: [] });
      expect(await engine.measureTrimmed(run.id, null)).toMatchObject({ type: 'failed', error: { code: 'internal' } });
    },
    SLOW_MS,
  );

  it(
    'goes on from its last level where the device is lost',
    async () => {
      const { info } = valueOf(await engine.open({ files: [sphereFile()] }, ignore));
      const losses: (number | null)[] = [];
      const outcome = engine.reconstruct(
        info.id,
        { resolution: RESOLUTION },
        { removed: null, crop: null },
        (event) => {
          if (event.type === 'preview' && losses.length === 0) engine.loseDevice();
          if (event.type === 'device-lost') losses.push(event.resumesAt);
        },
      );
      const run = valueOf(await outcome);
      expect(losses).toEqual([RESOLUTION]);
      expect(run.report).toMatchObject({ resumedAt: RESOLUTION, resolution: RESOLUTION });
    },
    SLOW_MS,
  );
}

it(
  'makes meshes of the clouds in a folder, into a folder of it',
  async () => {
    const scans = await emptyFolder();
    await put(scans, 'bad.xyz', 'cabbage\n');
    await put(scans, 'ball one.xyz', sphereText());
    const meshes = await scans.getDirectoryHandle('meshes', { create: true });
    const input = { kind: 'handle', name: 'scans', handle: scans } as const;
    const output = { kind: 'handle', name: 'meshes', handle: meshes } as const;
    const job = {
      ...EMPTY_JOB,
      input: { ...EMPTY_JOB.input, include: ['**/*'] },
      options: { resolution: 64 },
    } as const;
    const { items } = valueOf(await engine.planBatch(input, output, job));
    expect(items.map((item) => item.output)).toEqual(['bad.ply', 'ball one.ply']);

    const events: BatchEvent[] = [];
    const request = { job, input, output, inputFromOutput: '..', mode: 'resume', version: '1' } as const;
    const summary = valueOf(await engine.batch(request, (event) => void events.push(event)));
    expect(summary).toEqual({ done: 1, failed: 1, kept: 0, cancelled: 0 });
    expect(events.some((event) => event.type === 'run')).toBe(true);
    expect(await namesIn(meshes)).toEqual([
      'bad.ply.json',
      'ball one.ply',
      'ball one.ply.json',
      'ball one.ply.png',
      'job.json',
      'report.csv',
      'report.html',
    ]);

    // Its results are no clouds.
    const again = valueOf(await engine.planBatch(input, output, job));
    expect(again.items).toEqual(items);
    const sidecar = again.earlier[1]!;
    const [cloud, mesh] = await Promise.all(
      [scans.getFileHandle('ball one.xyz'), meshes.getFileHandle('ball one.ply')].map(async (handle) => {
        const blob = await (await handle).getFile();
        return { kind: 'blob', name: blob.name, size: blob.size, blob } as const;
      }),
    );
    const { opened, run } = valueOf(await engine.openResult(cloud!, mesh!, sidecar, () => undefined));
    expect(opened.geometry.positions.length).toBe(2400);
    expect(run.geometry.positions.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(run.fit.mean).toBeCloseTo(sidecar.result!.fit!.mean, 6);
    expect(valueOf(await engine.measureTrimmed(run.id, null)).topology.watertight).toBe(true);
  },
  SLOW_MS,
);

it('refuses what is no cloud with a sentence', async () => {
  const blob = new Blob(['cabbage']);
  expect(await engine.open({ files: [{ kind: 'blob', name: 'a.ply', size: 7, blob }] }, ignore)).toMatchObject({
    type: 'failed',
    error: { code: 'cloud-format', message: expect.stringContaining('a.ply') as string },
  });
});

// Only a page has a worker that can die.
if (isPage) {
  it('notices that its worker has gone without a word, and starts another', async () => {
    const call = engine.open({ files: [sphereFile(300_000)] }, ignore);
    worker?.terminate();
    expect(await call).toMatchObject({ type: 'failed', error: { code: 'internal' } });
    expect(lost).toHaveLength(1);
    expect(valueOf(await engine.start(start)).label).not.toBe('');
    expect(valueOf(await engine.open({ files: [sphereFile()] }, ignore)).info.pointsInFile).toBe(800);
  });
}
