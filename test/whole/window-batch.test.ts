/**
 * A batch as the window runs it: its engine, on the host of the command line, and folders behind the program's own
 * routes on a real disk.
 */
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { NOTHING_LEFT_OUT } from '../../src/renderer/worker/point-acts.ts';
import type { BatchEvent } from '../../src/batch/events.ts';
import { parseJob } from '../../src/batch/job-file.ts';
import { EMPTY_JOB } from '../../src/batch/job.ts';
import type { Sidecar } from '../../src/batch/sidecar.ts';
import { openNodeHost } from '../../src/cli/node-host.ts';
import type { BatchRequest, FileRef, FolderRef, OpenEvent, Outcome } from '../../src/renderer/worker/engine-api.ts';
import { EngineService } from '../../src/renderer/worker/engine-service.ts';
import { fileIn } from '../../src/renderer/app/folder-files.ts';
import { type FolderServer, startFolderServer } from '../unit/worker/folder-server.ts';
import { sameNumbers } from './engine-run.ts';

/** Twice the promise: this machine is shared. */
const PROMPT_MS = 200;
const VERSION = '1.2.3';
const JOB = {
  ...EMPTY_JOB,
  input: { ...EMPTY_JOB.input, include: ['**/*.{ply,xyz}'] },
  options: { resolution: 64 },
} as const;
const GOOD = ['ball.ply', 'far/ball.ply'];

const service = new EngineService(() => openNodeHost({ software: true }));
const ignore = (): void => undefined;

beforeAll(async () => {
  valueOf(await service.start({ software: true, adapter: null, speeds: {} }));
});
afterAll(() => service[Symbol.asyncDispose]());

function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.type !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

/** A coloured ball as PLY text. @param centre of which the digits would not fit float32 */
function ball(count: number, centre: readonly [number, number, number]): string {
  const rows = Array.from({ length: count }, (_, i) => {
    const z = 1 - (2 * i + 1) / count;
    const [turn, radius] = [i * Math.PI * (3 - Math.sqrt(5)), Math.sqrt(1 - z * z)];
    const direction = [radius * Math.cos(turn), radius * Math.sin(turn), z];
    const colour = direction.map((value) => Math.round(127 + 127 * value));
    return [...direction.map((value, axis) => (centre[axis]! + value).toFixed(6)), ...colour].join(' ');
  });
  const properties = [...['x', 'y', 'z'].map((axis) => `double ${axis}`), 'uchar red', 'uchar green', 'uchar blue'];
  return [
    'ply',
    'format ascii 1.0',
    `element vertex ${count}`,
    ...properties.map((property) => `property ${property}`),
    'end_header',
    ...rows,
    '',
  ].join('\n');
}

/** Two balls and a file that is no cloud, in folders of their own. */
class Folders {
  readonly server: FolderServer;
  readonly input: FolderRef;
  readonly output: FolderRef;

  constructor(server: FolderServer, input: FolderRef, output: FolderRef) {
    this.server = server;
    this.input = input;
    this.output = output;
  }

  static async make(): Promise<Folders> {
    const server = await startFolderServer();
    const scans = join(server.root, 'scans');
    await mkdir(join(scans, 'far'), { recursive: true });
    await writeFile(join(scans, 'ball.ply'), ball(3000, [0, 0, 0]));
    await writeFile(join(scans, 'far', 'ball.ply'), ball(4000, [483_000.25, 5_456_000.5, 300]));
    await writeFile(join(scans, 'bad.ply'), 'not a cloud\n');
    return new Folders(server, await server.grant('scans', 'input'), await server.grant('scans/meshes', 'output'));
  }

  request(change: Partial<BatchRequest> = {}): BatchRequest {
    const { input, output } = this;
    return { job: JOB, input, output, inputFromOutput: '..', mode: 'resume', version: VERSION, ...change };
  }

  async written(): Promise<string[]> {
    const root = join(this.server.root, 'scans', 'meshes');
    const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
    return entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1))
      .sort();
  }

  async cloud(path: string): Promise<FileRef> {
    return fileIn(this.input, path, (await stat(join(this.server.root, 'scans', path))).size);
  }

  async mesh(path: string): Promise<FileRef> {
    return fileIn(this.output, path, (await stat(join(this.server.root, 'scans', 'meshes', path))).size);
  }

  text(path: string): Promise<string> {
    return readFile(join(this.server.root, 'scans', 'meshes', path), 'utf8');
  }

  async sidecar(path: string): Promise<Sidecar> {
    return JSON.parse(await this.text(`${path}.json`)) as Sidecar;
  }
}

const statesOf = (events: readonly BatchEvent[], index: number): string[] =>
  events.flatMap((event) => (event.type === 'item' && event.index === index ? [event.state] : []));

let folders: Folders;
async function setUp(): Promise<void> {
  folders = await Folders.make();
  vi.stubGlobal('fetch', folders.server.fetch);
}
async function tearDown(): Promise<void> {
  vi.unstubAllGlobals();
  await folders.server[Symbol.asyncDispose]();
}

describe('a folder of clouds, one of them bad', () => {
  const events: BatchEvent[] = [];
  beforeAll(setUp);
  afterAll(tearDown);

  it('is listed', async () => {
    const { items, earlier } = valueOf(await service.planBatch(folders.input, folders.output, JOB));
    expect(items.map(({ input }) => input)).toEqual(['bad.ply', 'ball.ply', 'far/ball.ply']);
    expect(earlier).toEqual([null, null, null]);
    expect(valueOf(await service.planBatch(folders.input, null, JOB)).items).toEqual(items);
  });

  it('becomes meshes and a report', async () => {
    const summary = valueOf(await service.batch(folders.request(), (event) => void events.push(event)));
    expect(summary).toEqual({ done: 2, failed: 1, kept: 0, cancelled: 0 });
    expect(await folders.written()).toEqual(
      [
        'bad.ply.json',
        ...GOOD.flatMap((path) => [path, `${path}.json`, `${path}.png`]),
        'job.json',
        'report.csv',
        'report.html',
      ].sort(),
    );
    expect(folders.server.saves.isIdle).toBe(true);
    const sidecar = await folders.sidecar('far/ball.ply');
    expect(sidecar).toMatchObject({ state: 'done', version: VERSION, input: { path: 'far/ball.ply' } });
    expect(await folders.sidecar('bad.ply')).toMatchObject({ state: 'failed', error: { code: 'cloud-format' } });
    expect(await folders.text('report.html')).toContain('bad.ply');
  });

  it('tells of every file, and of progress that ends', () => {
    expect(events[0]).toMatchObject({ type: 'planned', items: 3 });
    expect(statesOf(events, 0).at(-1)).toBe('failed');
    for (const index of [1, 2]) expect(statesOf(events, index).slice(-2)).toEqual(['running', 'done']);
    const shares = events.flatMap((event) => (event.type === 'progressed' ? [event.share] : []));
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
    expect(events.some((event) => event.type === 'run' && event.event.type === 'progressed')).toBe(true);
    expect(structuredClone(events)).toEqual(events);
  });

  it('leaves the job where it can be run again', async () => {
    const job = parseJob(await folders.text('job.json'), 'job.json');
    expect(job).toEqual({
      ...JOB,
      input: { ...JOB.input, folder: '..' },
      output: { ...JOB.output, folder: '.' },
    });
    expect(valueOf(await service.readJob(await folders.text('job.json'), 'job.json'))).toEqual(job);
    expect(await service.readJob('{', 'job.json')).toMatchObject({ error: { code: 'option-invalid' } });
  });

  it('is done: its meshes are no clouds, and all of it is kept', async () => {
    const { items, earlier } = valueOf(await service.planBatch(folders.input, folders.output, JOB));
    expect(items.map(({ input }) => input)).toEqual(['bad.ply', 'ball.ply', 'far/ball.ply']);
    expect(earlier.map((sidecar) => sidecar?.state)).toEqual(['failed', 'done', 'done']);
    const summary = valueOf(await service.batch(folders.request(), ignore));
    expect(summary).toEqual({ done: 2, failed: 1, kept: 3, cancelled: 0 });
    const again = valueOf(await service.batch(folders.request({ mode: 'fresh', only: [0] }), ignore));
    expect(again).toEqual({ done: 0, failed: 1, kept: 0, cancelled: 0 });
    expect(await folders.text('report.html')).toContain('far/ball.ply');
  });

  it.each(GOOD)('opens %s as the run had it', async (path) => {
    const [cloud, mesh] = [await folders.cloud(path), await folders.mesh(path)];
    const sidecar = await folders.sidecar(path);
    const shares: number[] = [];
    const { opened, run } = valueOf(
      await service.openResult(cloud, mesh, sidecar, (event: OpenEvent) => {
        if (event.type === 'progress') shares.push(event.share);
      }),
    );
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    const same = valueOf(await service.open({ files: [cloud] }, ignore));
    const wanted = valueOf(await service.reconstruct(same.info.id, JOB.options, NOTHING_LEFT_OUT, ignore));
    expect(opened.info).toEqual({ ...same.info, id: opened.info.id });
    expect(run).toMatchObject({ cloudId: opened.info.id, options: wanted.options, stoppedEarly: false });
    expect(run.report).toEqual(sidecar.result!.report);
    expect(sameNumbers(run.geometry.indices, wanted.geometry.indices)).toBe(true);
    expect(sameNumbers(run.geometry.colors!, wanted.geometry.colors!)).toBe(true);
    expect(mostDifference(run.geometry.positions, wanted.geometry.positions)).toBeLessThan(1e-6);
    expect(mostDifference(run.geometry.normals, wanted.geometry.normals)).toBeLessThan(1e-4);
    expect(mostDifference(run.geometry.distances!, wanted.geometry.distances!)).toBeLessThan(1e-6);
    expect(mostDifference(run.distancePercentiles, wanted.distancePercentiles)).toBeLessThan(1e-6);
    for (const figure of ['mean', 'percentile95', 'max'] as const) {
      expect(Math.abs(run.fit[figure] - wanted.fit[figure])).toBeLessThan(1e-6);
      expect(Math.abs(run.fit[figure] - sidecar.result!.fit![figure])).toBeLessThan(1e-6);
    }
    // It is held: what a window does with a run, it does with this one.
    const length = run.distancePercentiles[90]!;
    expect(valueOf(await service.measureTrimmed(run.id, length)).triangleCount).toBeGreaterThan(0);
    const target = { kind: 'memory', name: 'a.stl' } as const;
    expect(valueOf(await service.write(run.id, { format: 'stl', trim: length }, target, ignore)).bytes).toBeGreaterThan(
      84,
    );
    expect(valueOf(await service.estimate(opened.info.id, [64], {}, NOTHING_LEFT_OUT))).toHaveLength(1);
  });

  it('opens no mesh that there is none of, or of another cloud', async () => {
    const [cloud, mesh] = [await folders.cloud('ball.ply'), await folders.mesh('ball.ply')];
    const failed = await folders.sidecar('bad.ply');
    expect(await service.openResult(cloud, mesh, failed, ignore)).toMatchObject({ error: { code: 'option-invalid' } });
    const other = await folders.sidecar('far/ball.ply');
    expect(await service.openResult(cloud, mesh, other, ignore)).toMatchObject({
      error: { code: 'option-invalid', message: expect.stringContaining('far/ball.ply is not the file') as string },
    });
    const moved = { ...other, input: { ...other.input, bytes: cloud.size } };
    expect(await service.openResult(cloud, mesh, moved, ignore)).toMatchObject({ error: { code: 'option-invalid' } });
  });
});

describe('a batch that is steered', () => {
  beforeEach(setUp);
  afterEach(tearDown);

  it('stands still in a pause', async () => {
    const events: BatchEvent[] = [];
    const outcome = service.batch(folders.request(), (event) => void events.push(event));
    await vi.waitUntil(() => events.some((event) => event.type === 'run'), { timeout: 60_000, interval: 5 });
    service.pause();
    // A task that is on in another thread is done first.
    await new Promise((resolve) => setTimeout(resolve, 700));
    const count = events.length;
    await new Promise((resolve) => setTimeout(resolve, 900));
    expect(events.length).toBe(count);
    service.resume();
    expect(valueOf(await outcome)).toMatchObject({ done: 2, failed: 1 });
  });

  it.each(['running', 'paused'])('is cancelled while %s, with what it had', async (how) => {
    let startMs = 0;
    const outcome = service.batch(folders.request(), (event) => {
      if (startMs > 0 || event.type !== 'run' || event.index !== 2 || event.event.type !== 'progressed') return;
      if (how === 'paused') service.pause();
      startMs = performance.now();
      service.cancel();
    });
    expect(valueOf(await outcome)).toEqual({ done: 1, failed: 1, kept: 0, cancelled: 1 });
    // The report takes its time, too.
    expect(performance.now() - startMs).toBeLessThan(5 * PROMPT_MS);
    const written = [
      'bad.ply.json',
      'ball.ply',
      'ball.ply.json',
      'ball.ply.png',
      'job.json',
      'report.csv',
      'report.html',
    ];
    expect(await folders.written()).toEqual(written);
    expect(folders.server.saves.isIdle).toBe(true);
    expect(valueOf(await service.batch(folders.request(), ignore))).toEqual({
      done: 2,
      failed: 1,
      kept: 2,
      cancelled: 0,
    });
  });

  it('gives way to a cloud that is opened', async () => {
    const running = new Promise<void>((resolve) => {
      void service.batch(folders.request(), (event) => {
        if (event.type === 'run') resolve();
      });
    });
    await running;
    const cloud = await folders.cloud('ball.ply');
    expect(valueOf(await service.open({ files: [cloud] }, ignore)).info.name).toBe('ball.ply');
    expect(await folders.written()).toContain('report.html');
  });

  it('goes on after a lost device', async () => {
    let isLost = false;
    const outcome = service.batch(folders.request({ only: [1, 2] }), (event) => {
      if (isLost || event.type !== 'run' || event.event.type !== 'stage-started' || event.event.stage !== 'orient')
        return;
      isLost = true;
      service.loseDevice();
    });
    expect(valueOf(await outcome)).toEqual({ done: 2, failed: 0, kept: 0, cancelled: 0 });
    expect((await folders.sidecar('ball.ply')).warnings.join()).toMatch(/device was lost/);
    expect((await folders.sidecar('far/ball.ply')).warnings.join()).not.toMatch(/device was lost/);
  });

  it('is refused where the clouds are, or where there is no folder', async () => {
    const same = await folders.server.grant('scans', 'output');
    expect(await service.batch(folders.request({ output: same }), ignore)).toMatchObject({
      error: { code: 'option-invalid' },
    });
    const gone = { ...folders.input, url: '/_folder/gone/' } as FolderRef;
    expect(await service.planBatch(gone, folders.output, JOB)).toMatchObject({ error: { code: 'cloud-format' } });
  });
});

function mostDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i]! - b[i]!));
  return most;
}
