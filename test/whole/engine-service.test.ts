/**
 * The window's engine from file to file, on the host of the command line: what a person does, and what goes wrong.
 */
import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openNodeHost } from '../../src/cli/node-host.ts';
import { type MeshFormat, readMesh } from '../../src/engine/index.ts';
import { measureTopology } from '../../src/engine/mesh/topology.ts';
import { NOTHING_LEFT_OUT } from '../../src/renderer/worker/point-acts.ts';
import type {
  EngineApi,
  FileRef,
  FinishedRun,
  ReconstructEvent,
  OpenedCloud,
  OpenEvent,
  Outcome,
} from '../../src/renderer/worker/engine-api.ts';
import type { ReconstructOptions } from '../../src/engine/vocabulary.ts';
import { EngineService } from '../../src/renderer/worker/engine-service.ts';
import { TIMED } from '../run-context.ts';
import { plyHeader, XYZ } from '../shapes/ply-header.ts';

/** Twice the promise: this machine is shared. */
const PROMPT_MS = 200;
const COARSE = { resolution: 64 } as const;

const service = new EngineService(() => openNodeHost({ software: true }));
const ignore = (): void => undefined;

async function sampleFile(name: string): Promise<FileRef> {
  const blob = await openAsBlob(`samples/${name}`);
  return { kind: 'blob', name, size: blob.size, blob };
}

function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.type !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

async function opened(name = 'bracket.ply'): Promise<OpenedCloud> {
  return valueOf(await service.open({ files: [await sampleFile(name)] }, ignore));
}

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
};
const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

beforeAll(async () => {
  valueOf(await service.start({ software: true, adapter: null, speeds: {} }));
});
afterAll(() => service[Symbol.asyncDispose]());

describe('a cloud from first look to export', () => {
  const openEvents: OpenEvent[] = [];
  const events: ReconstructEvent[] = [];
  let cloud: OpenedCloud;
  let run: FinishedRun;

  beforeAll(async () => {
    cloud = valueOf(
      await service.open({ files: [await sampleFile('bracket.ply')] }, (event) => void openEvents.push(event)),
    );
    const { id } = cloud.info;
    run = valueOf(
      await service.reconstruct(id, { resolution: 128 }, NOTHING_LEFT_OUT, (event) => void events.push(event)),
    );
  });

  it('tells what it read, and shows points while it reads', () => {
    const { info, geometry } = cloud;
    expect(info).toMatchObject({ name: 'bracket.ply', pointsInFile: 40_000, dropped: 0, warnings: [] });
    expect(info.spacing).toBeGreaterThan(0);
    expect(geometry.positions.length).toBe(3 * info.pointsInFile);
    for (const axis of [0, 1, 2] as const) {
      expect(info.origin[axis]).toBeCloseTo((info.min[axis] + info.max[axis]) / 2, 4);
      expect(geometry.max[axis]).toBeCloseTo(info.max[axis] - info.origin[axis], 3);
    }
    const shares = openEvents.flatMap((event) => (event.type === 'progress' ? [event.share] : []));
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(openEvents.some(({ type }) => type === 'points')).toBe(true);
  });

  it('estimates every choice', async () => {
    const estimates = valueOf(await service.estimate(cloud.info.id, ['auto', 64, 2048], {}, NOTHING_LEFT_OUT));
    expect(estimates.map(({ resolution }) => resolution)).toEqual([expect.any(Number), 64, 2048]);
    for (const estimate of estimates) {
      expect(estimate.seconds).toBeGreaterThan(0);
      expect(estimate.gpuBytes).toBeGreaterThan(0);
      expect(estimate.note).not.toBe('');
    }
    expect(await service.estimate(cloud.info.id, [3], {}, NOTHING_LEFT_OUT)).toMatchObject({
      error: { code: 'option-invalid' },
    });
  });

  it('learns how fast the machine is', async () => {
    const [[device, speed]] = Object.entries(await service.speeds()) as [[string, number]];
    expect(device).toBe(run.report.device);
    const [estimate] = valueOf(await service.estimate(cloud.info.id, [128], {}, NOTHING_LEFT_OUT));
    const clock = events.findLast((event) => event.type === 'clock');
    expect(estimate!.seconds).toBeGreaterThan((0.5 * clock!.elapsedMs) / 1000);
    expect(speed).toBeGreaterThan(0);
  });

  it('shows the surface of every level but the last, and its progress', () => {
    expect(events.flatMap((event) => (event.type === 'preview' ? [event.level] : []))).toEqual([64]);
    const preview = events.find((event) => event.type === 'preview')!.geometry;
    expect(preview.normals.length).toBe(preview.positions.length);
    // In scene space, where the points are: its voxel is twice the report's.
    expect(leastX(preview.positions)).toBeCloseTo(cloud.geometry.min[0], -Math.log10(2 * 2 * run.report.voxel));
    expect(leastX(run.geometry.positions)).toBeCloseTo(cloud.geometry.min[0], -Math.log10(2 * run.report.voxel));
    const shares = events.flatMap((event) =>
      event.type === 'run' && event.event.type === 'progressed' ? [event.event.share] : [],
    );
    expect(shares).toEqual([...new Set(shares)].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
    expect(events.some(({ type }) => type === 'stoppable')).toBe(true);
    expect(events.filter(({ type }) => type === 'clock').length).toBeGreaterThan(2);
    expect(events.some((event) => event.type === 'run' && event.event.type === 'metric')).toBe(true);
  });

  it('gives the mesh in scene space and shared memory, with how well it fits', () => {
    const { geometry, fit, distancePercentiles, pointDistances, report } = run;
    expect(run).toMatchObject({ cloudId: cloud.info.id, stoppedEarly: false, options: { resolution: 128, seed: 1 } });
    expect(geometry.positions.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(geometry.distances!.length).toBe(geometry.positions.length / 3);
    expect(geometry.normals.length).toBe(geometry.positions.length);
    // A smooth part: a fifth of a voxel, and nowhere more than a few.
    expect(fit.mean).toBeLessThan(0.2 * report.voxel);
    expect(fit.percentile95).toBeGreaterThan(fit.mean);
    expect(distancePercentiles).toHaveLength(101);
    // What is counted and what is said are of the same points; some lie on either side.
    expect(pointDistances.length).toBe(fit.sampleCount);
    expect(Math.fround(fit.max)).toBe(pointDistances.reduce((most, d) => Math.max(most, Math.abs(d)), 0));
    expect(pointDistances.filter((d) => d < 0).length / pointDistances.length).toBeGreaterThan(0.2);
    expect(pointDistances.filter((d) => d > 0).length / pointDistances.length).toBeGreaterThan(0.2);
  });

  it('measures what trimming leaves, the last place of a slider only', async () => {
    const whole = valueOf(await service.measureTrimmed(run.id, null));
    expect(whole).toMatchObject({ triangleCount: run.geometry.indices.length / 3 });
    const length = run.distancePercentiles[90]!;
    const [overtaken, last] = await Promise.all([
      service.measureTrimmed(run.id, 2 * length),
      service.measureTrimmed(run.id, length),
    ]);
    expect(overtaken).toEqual({ type: 'cancelled' });
    const trimmed = valueOf(last);
    expect(trimmed.triangleCount).toBeLessThan(whole.triangleCount);
    expect(trimmed.triangleCount).toBeGreaterThan(0.5 * whole.triangleCount);
    expect(trimmed.topology.boundaryEdges).toBeGreaterThan(0);
  });

  it.each<[MeshFormat, boolean, string]>([
    ['ply', false, 'mesh.ply'],
    ['ply', true, 'mesh.ply'],
    ['obj', false, 'mesh.obj'],
    ['stl', false, 'mesh.stl'],
  ])('writes %s (text: %s), trimmed, to be read again', async (format, ascii, name) => {
    const trim = run.distancePercentiles[90]!;
    const { triangleCount } = valueOf(await service.measureTrimmed(run.id, trim));
    const shares: number[] = [];
    const outcome = await service.write(run.id, { format, trim, ascii }, { kind: 'memory', name }, (share) => {
      shares.push(share);
    });
    const { blob, bytes } = valueOf(outcome);
    expect(blob?.size).toBe(bytes);
    expect(shares.length).toBeGreaterThan(0);
    const mesh = await readMesh(new Uint8Array(await blob!.arrayBuffer()), name, { signal: NEVER, onEvent: ignore });
    expect(mesh.indices.length).toBe(3 * triangleCount);
  });

  it('writes GLB', async () => {
    const outcome = await service.write(
      run.id,
      { format: 'glb', trim: null },
      { kind: 'memory', name: 'a.glb' },
      ignore,
    );
    const bytes = await valueOf(outcome).blob!.arrayBuffer();
    expect(new DataView(bytes).getUint32(0, true)).toBe(0x46546c67); // "glTF"
    expect(new DataView(bytes).getUint32(8, true)).toBe(bytes.byteLength);
  });

  it('forgets what is released', async () => {
    service.release({ clouds: [], runs: [run.id], points: [] });
    expect(await service.measureTrimmed(run.id, null)).toMatchObject({ error: { code: 'internal' } });
    expect(valueOf(await service.estimate(cloud.info.id, [64], {}, NOTHING_LEFT_OUT))).toHaveLength(1);
    service.release({ clouds: [cloud.info.id], runs: [], points: [] });
    expect(await service.estimate(cloud.info.id, [64], {}, NOTHING_LEFT_OUT)).toMatchObject({
      error: { code: 'internal' },
    });
  });
});

describe('a large cloud', () => {
  /** A sphere of radius 1 at (5, 0, 0). */
  function sphereFile(pointCount: number): FileRef {
    const header = plyHeader(pointCount, XYZ);
    const points = Float32Array.from({ length: 3 * pointCount }, (_, at) => {
      const i = Math.floor(at / 3);
      const z = 1 - (2 * i + 1) / pointCount;
      const [ring, turn] = [Math.sqrt(1 - z * z), i * 2.399963229728653];
      return [5 + ring * Math.cos(turn), ring * Math.sin(turn), z][at % 3]!;
    });
    const blob = new Blob([header, points]);
    return { kind: 'blob', name: 'sphere.ply', size: blob.size, blob };
  }

  it('shows a first surface before the run begins, turned as the run will have it', async () => {
    const { info } = valueOf(await service.open({ files: [sphereFile(100_000)] }, ignore));
    /** Of what is shown first; nothing where that is no surface. */
    const firstVolume = async (options: Partial<ReconstructOptions>): Promise<number | undefined> => {
      let first: ReconstructEvent | undefined;
      const outcome = service.reconstruct(info.id, options, NOTHING_LEFT_OUT, (event) => {
        if (event.type === 'clock') return;
        first ??= event;
        service.cancel();
      });
      expect((await outcome).type).toBe('cancelled');
      if (first?.type !== 'preview') return undefined;
      const { positions, indices, normals } = first.geometry;
      expect(normals.length).toBe(positions.length);
      const context = { signal: new AbortController().signal, onEvent: ignore };
      return (await measureTopology(positions, indices, context)).signedVolume;
    };
    const outward = await firstVolume({});
    expect(outward).toBeCloseTo((4 / 3) * Math.PI, 1);
    // As it was found the first time, where nothing of its own was chosen otherwise.
    expect(await firstVolume({ resolution: 512 })).toBe(outward);
    expect(await firstVolume({ flip: true })).toBeCloseTo((-4 / 3) * Math.PI, 1);
    expect(await firstVolume({ preset: 'paper' })).toBeUndefined();
  });

  it('has one from 100,000 points on', async () => {
    const { info } = valueOf(await service.open({ files: [sphereFile(99_999)] }, ignore));
    const events: ReconstructEvent[] = [];
    const outcome = service.reconstruct(info.id, {}, NOTHING_LEFT_OUT, (event) => {
      if (event.type === 'clock') return;
      events.push(event);
      service.cancel();
    });
    await outcome;
    expect(events[0]?.type).toBe('run');
  });
});

describe('cancelling', () => {
  it.each([0, 50, 150, 300, 500, 800, 1200, 2000, 3000])('after %i ms answers at once', TIMED, async (ms) => {
    const { info } = await opened();
    const events: ReconstructEvent[] = [];
    // Long enough: at 128 a quiet machine is done after 3 s.
    const outcome = service.reconstruct(
      info.id,
      { resolution: 512 },
      NOTHING_LEFT_OUT,
      (event) => void events.push(event),
    );
    await after(ms);
    const startMs = performance.now();
    service.cancel();
    const { type } = await outcome;
    expect(performance.now() - startMs).toBeLessThan(PROMPT_MS);
    expect(type).toBe('cancelled');
    const count = events.length;
    await after(100);
    expect(events.length).toBe(count);
  });

  it('while the fit is measured answers at once', TIMED, async () => {
    const { info } = await opened();
    let startMs = 0;
    // At the event itself: a question asked every few milliseconds can come when all is over.
    const outcome = service.reconstruct(info.id, COARSE, NOTHING_LEFT_OUT, ({ type, ...rest }) => {
      if (startMs > 0 || type !== 'run' || !('event' in rest)) return;
      if (rest.event.type !== 'progressed' || rest.event.share < 0.949) return;
      startMs = performance.now();
      service.cancel();
    });
    expect((await outcome).type).toBe('cancelled');
    expect(performance.now() - startMs).toBeLessThan(PROMPT_MS);
  });

  it('while a file is read answers at once, and the next file waits for its memory', TIMED, async () => {
    const blob = new Blob([await readFile('samples/lattice.ply')]);
    for (const ms of [0, 5, 20, 40, 80, 120]) {
      const outcome = service.open({ files: [{ kind: 'blob', name: 'lattice.ply', size: blob.size, blob }] }, ignore);
      await after(ms);
      const startMs = performance.now();
      service.cancel();
      await outcome;
      expect(performance.now() - startMs).toBeLessThan(PROMPT_MS);
    }
    const [first, second] = await Promise.all([
      service.open({ files: [await sampleFile('lattice.ply')] }, ignore),
      service.open({ files: [await sampleFile('bracket.ply')] }, ignore),
    ]);
    expect(first).toEqual({ type: 'cancelled' });
    expect(valueOf(second).info.name).toBe('bracket.ply');
  });

  it('a run by the next one leaves room for it', async () => {
    const { info } = await opened();
    const first = service.reconstruct(info.id, { resolution: 256 }, NOTHING_LEFT_OUT, ignore);
    await after(400);
    const second = service.reconstruct(info.id, COARSE, NOTHING_LEFT_OUT, ignore);
    expect(await first).toEqual({ type: 'cancelled' });
    expect(valueOf(await second).report.resolution).toBe(64);
  });
});

describe('steering', () => {
  it('stops with the surface so far', async () => {
    const { info } = await opened();
    const outcome = service.reconstruct(info.id, { resolution: 512 }, NOTHING_LEFT_OUT, (event) => {
      if (event.type === 'stoppable') service.stop();
    });
    const run = valueOf(await outcome);
    expect(run.stoppedEarly).toBe(true);
    expect(run.report.resolution).toBeLessThan(512);
    expect(run.geometry.indices.length).toBeGreaterThan(3000);
  });

  it('stands still in a pause, and the clock with it', async () => {
    const { info } = await opened();
    const events: ReconstructEvent[] = [];
    const outcome = service.reconstruct(info.id, COARSE, NOTHING_LEFT_OUT, (event) => void events.push(event));
    await until(() => events.some((event) => event.type === 'run'));
    service.pause();
    await after(600);
    const heldEvents = events.filter(({ type }) => type === 'run').length;
    const clockMs = (): number => events.findLast((event) => event.type === 'clock')!.elapsedMs;
    const heldMs = clockMs();
    await after(900);
    expect(events.filter(({ type }) => type === 'run').length).toBe(heldEvents);
    expect(clockMs()).toBe(heldMs);
    service.resume();
    const run = valueOf(await outcome);
    expect(clockMs()).toBeGreaterThan(heldMs);
    expect(run.report.totalMs).toBeLessThan(clockMs() + 500);
  });

  it('cancels a paused run', async () => {
    const { info } = await opened();
    const outcome = service.reconstruct(info.id, COARSE, NOTHING_LEFT_OUT, ignore);
    await after(200);
    service.pause();
    await after(200);
    service.cancel();
    expect(await outcome).toEqual({ type: 'cancelled' });
    expect(valueOf(await service.reconstruct(info.id, COARSE, NOTHING_LEFT_OUT, ignore)).stoppedEarly).toBe(false);
  });
});

describe('a lost device', () => {
  it('in a run is opened again, and the run goes on from its last level', async () => {
    const { info } = await opened();
    const losses: (number | null)[] = [];
    const run = valueOf(
      await service.reconstruct(info.id, { resolution: 128 }, NOTHING_LEFT_OUT, (event) => {
        if (event.type === 'device-lost') losses.push(event.resumesAt);
        if (event.type === 'run' && event.event.type === 'stage-started' && event.event.level === 128) {
          if (losses.length === 0) service.loseDevice();
        }
      }),
    );
    expect(losses).toEqual([128]);
    expect(run.report).toMatchObject({ resolution: 128, resumedAt: 128 });
    expect(run.fit.mean).toBeLessThan(0.2 * run.report.voxel);
  });

  it('before the first level begins the run anew', async () => {
    const { info } = await opened();
    const events: ReconstructEvent[] = [];
    const outcome = service.reconstruct(info.id, COARSE, NOTHING_LEFT_OUT, (event) => {
      events.push(event);
      if (event.type === 'run' && event.event.type === 'stage-started' && event.event.stage === 'orient') {
        if (!events.some(({ type }) => type === 'device-lost')) service.loseDevice();
      }
    });
    expect(valueOf(await outcome).report.resolution).toBe(64);
    expect(events).toContainEqual({ type: 'device-lost', resumesAt: null });
  });

  it('between runs is opened when it is needed', async () => {
    const { info } = await opened();
    service.loseDevice();
    expect(valueOf(await service.estimate(info.id, [64], {}, NOTHING_LEFT_OUT))).toHaveLength(1);
    expect(valueOf(await service.reconstruct(info.id, COARSE, NOTHING_LEFT_OUT, ignore)).report.resolution).toBe(64);
  });

  it('again and again ends the run with the loss', async () => {
    const { info } = await opened();
    let losses = 0;
    const outcome = await service.reconstruct(info.id, COARSE, NOTHING_LEFT_OUT, (event) => {
      if (event.type === 'device-lost') losses++;
      if (event.type === 'run' && event.event.type === 'stage-started') service.loseDevice();
    });
    expect(losses).toBe(2);
    expect(outcome).toMatchObject({ type: 'failed', error: { code: 'gpu-lost' } });
  });
});

describe('what cannot work', () => {
  it.each([
    ['no cloud', 'cabbage.ply', 'cabbage', 'cloud-format'],
    ['an unknown kind', 'photo.jpg', 'JFIF', 'cloud-format'],
    ['an empty file', 'empty.ply', '', 'cloud-empty'],
  ])('%s is refused with a sentence', async (_what, name, text, code) => {
    const blob = new Blob([text]);
    const outcome = await service.open({ files: [{ kind: 'blob', name, size: blob.size, blob }] }, ignore);
    expect(outcome).toMatchObject({
      type: 'failed',
      error: { code, message: expect.stringContaining(name) as string },
    });
  });

  it('an option out of range is refused before the device is asked', async () => {
    const { info } = await opened();
    expect(await service.reconstruct(info.id, { resolution: 100 }, NOTHING_LEFT_OUT, ignore)).toMatchObject({
      error: { code: 'option-invalid' },
    });
  });

  it('a target that refuses is told, and abandoned', async () => {
    const { info } = await opened();
    const run = valueOf(await service.reconstruct(info.id, COARSE, NOTHING_LEFT_OUT, ignore));
    let isAborted = false;
    const stream = {
      write: () => Promise.reject(new DOMException('full', 'QuotaExceededError')),
      abort: async () => void (isAborted = true),
    };
    const handle = { createWritable: async () => stream } as unknown as FileSystemFileHandle;
    const target = { kind: 'file', name: 'mesh.ply', handle } as const;
    expect(await service.write(run.id, { format: 'ply', trim: null }, target, ignore)).toMatchObject({
      error: { code: 'output-failed', message: expect.stringContaining('disk is full') as string },
    });
    expect(isAborted).toBe(true);
  });
});

describe('the device is examined', () => {
  it('and the report that is handed on says how', async () => {
    const done: number[] = [];
    const found = valueOf(await service.examine({ program: 'a test' }, (count) => done.push(count)));
    expect(found).toMatchObject({ isSound: true, wrong: [] });
    expect(found.text).toMatch(/^program +a test\n/);
    expect(found.text).toMatch(/verdict +this device computes rightly\n$/);
    expect(done).toEqual(done.map((_, i) => i));
    expect(done.length).toBeGreaterThan(7);
  });

  it('until it is cancelled', async () => {
    const ended = service.examine({}, (count) => {
      if (count === 1) service.cancel();
    });
    expect((await ended).type).toBe('cancelled');
  });
});

it('starts again with another choice of device', async () => {
  const other: EngineApi = service;
  expect(valueOf(await other.start({ software: false, adapter: null, speeds: { card: 5 } })).label).not.toBe('');
  expect(await other.speeds()).toEqual({ card: 5 });
});

const NEVER = new AbortController().signal;

function leastX(positions: Float32Array): number {
  let least = Infinity;
  for (let i = 0; i < positions.length; i += 3) least = Math.min(least, positions[i]!);
  return least;
}
