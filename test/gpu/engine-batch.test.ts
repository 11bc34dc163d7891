/**
 * A batch in the window's engine with folders as a browser grants them: in a page the real worker and the browser's
 * own private folder, in Node the service itself and a folder in memory. `test/whole/window-batch.test.ts` looks at
 * everything else.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EMPTY_JOB } from '../../src/batch/job.ts';
import { openDevice } from '../../src/engine/gpu/open-device.ts';
import { inlineHost } from '../../src/engine/host/inline-host.ts';
import type { BatchEvent } from '../../src/batch/events.ts';
import type { EngineApi, Outcome } from '../../src/renderer/worker/engine-api.ts';
import { isPage } from './host.ts';

/** Chromium's software device on a machine that is busy besides. */
const SLOW_MS = 300_000;
let worker: Worker | undefined;
let engine: EngineApi;

async function openEngine(): Promise<EngineApi> {
  if (isPage) {
    const { createEngineClient } = await import('../../src/renderer/app/engine-client.ts');
    return createEngineClient({
      // It ends when the test is over.
      onLost: () => undefined,
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

/** An even sphere as rows of numbers. */
function sphere(pointCount = 800): string {
  const rows = Array.from({ length: pointCount }, (_, i) => {
    const z = 1 - (2 * i + 1) / pointCount;
    const radius = Math.sqrt(1 - z * z);
    const angle = i * Math.PI * (3 - Math.sqrt(5));
    return `${radius * Math.cos(angle)} ${radius * Math.sin(angle)} ${z}\n`;
  });
  return rows.join('');
}

function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.type !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

beforeAll(async () => {
  engine = await openEngine();
  valueOf(await engine.start({ software: false, adapter: null, speeds: {} }));
});
afterAll(() => worker?.terminate());

it(
  'makes meshes of the clouds in a folder, into a folder of it',
  async () => {
    const scans = await emptyFolder();
    await put(scans, 'bad.xyz', 'cabbage\n');
    await put(scans, 'ball one.xyz', sphere());
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
