/** Items of a batch computed in this process, from a folder in memory to another one. */
import { decode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchItem } from '../../src/batch/item.ts';
import { LocalRunner, type LocalRunnerParts } from '../../src/batch/local-runner.ts';
import type { FinishedItem } from '../../src/batch/runner.ts';
import {
  asWritten,
  DEFAULTS,
  type Host,
  lostDistance,
  measureFit,
  readCloud,
  reconstruct,
  type RunEvent,
} from '../../src/engine/index.ts';
import type { MeshFormat, PointCloud, RunContext } from '../../src/engine/index.ts';
import { bytesSource } from '../unit/formats/read/sources.ts';
import {
  memoryHash,
  type MemoryInput,
  memoryInput,
  type MemoryOutput,
  memoryOutput,
  sha256,
  textIn,
} from '../unit/batch/memory-folders.ts';
import { quietContext } from '../run-context.ts';
import { meshBytes } from '../shapes/mesh-bytes.ts';
import { plyOf } from '../shapes/sampled-cloud.ts';
import { torusPoints } from '../shapes/torus-points.ts';
import { type CountedHost, openCountedHost } from './engine-run.ts';

const OPTIONS = { ...DEFAULTS, resolution: 64, seed: 3 } as const;
const MEGABYTE = 2 ** 20;

/** A binary PLY of a torus, with two points twice, so that there is something to be warned of. */
function torusFile(pointCount = 1500, minor = 0.7): Uint8Array {
  const positions = Float32Array.from(torusPoints(pointCount, { minor }).flat());
  positions.copyWithin(0, 3, 6);
  return plyOf({ positions });
}

const FILES = {
  'a.ply': torusFile(),
  'sub/b.ply': torusFile(1400, 0.5),
  'bad.ply': 'ply\nformat nonsense\nend_header\n',
};

let host: CountedHost;
beforeAll(async () => void (host = await openCountedHost()));
afterAll(() => host[Symbol.asyncDispose]());

interface Bench extends AsyncDisposable {
  readonly input: MemoryInput;
  readonly output: MemoryOutput;
  readonly runner: LocalRunner;
  /** Paths in the order in which they were opened. */
  readonly opened: string[];
  /** How often a host was asked for. */
  hosts(): number;
}

function bench(parts: Partial<LocalRunnerParts> = {}): Bench {
  const input = memoryInput(FILES);
  const output = memoryOutput();
  const opened: string[] = [];
  const source = input.source.bind(input);
  input.source = (path, signal) => {
    opened.push(path);
    return source(path, signal);
  };
  let hosts = 0;
  const runner = new LocalRunner({
    host: async () => {
      hosts++;
      return host;
    },
    input,
    output,
    createHash: memoryHash,
    freeMemoryBytes: () => 1000 * MEGABYTE,
    peakMemoryBytes: () => 123,
    ...parts,
  });
  return {
    input,
    output,
    runner,
    opened,
    hosts: () => hosts,
    [Symbol.asyncDispose]: () => runner[Symbol.asyncDispose](),
  };
}

function itemOf(input: keyof typeof FILES | 'gone.ply', index = 0, format: MeshFormat = 'ply'): BatchItem {
  const inputBytes = input === 'gone.ply' ? 1 : FILES[input].length;
  const output = input.replace(/ply$/, format === 'stl' ? 'stl' : 'ply');
  return { index, input, inputBytes, output, format, options: OPTIONS };
}

/** What the engine makes of a file, without a batch. */
async function expected(name: 'a.ply' | 'sub/b.ply', on: Host = host) {
  const cloud = await cloudOf(FILES[name]);
  const { mesh, report } = await reconstruct(cloud, OPTIONS, on, quietContext);
  const { fit } = await measureFit(cloud, mesh, on, quietContext);
  // A run measures the trust of its mesh in any case; a file has it where that is asked for.
  return { bytes: await meshBytes(asWritten(mesh, OPTIONS), 'ply'), report, fit };
}

const cloudOf = (bytes: Uint8Array): Promise<PointCloud> => readCloud(bytesSource('torus.ply', bytes), quietContext);

/** A context that keeps what it is told; `watch` sees it as it comes. */
function listener(watch: (event: RunEvent) => void = () => undefined) {
  const events: RunEvent[] = [];
  const controller = new AbortController();
  const context: RunContext = {
    signal: controller.signal,
    onEvent(event) {
      events.push(event);
      watch(event);
    },
  };
  return { context, events, controller };
}

function shares(events: readonly RunEvent[]): number[] {
  return events.flatMap((event) => (event.type === 'progressed' ? [event.share] : []));
}

function expectMesh(output: MemoryOutput, item: BatchItem, finished: FinishedItem, bytes: Uint8Array): void {
  expect(sha256(output.files.get(item.output)!)).toBe(sha256(bytes));
  expect(finished.outputSha256).toBe(sha256(bytes));
  expect(finished.outputBytes).toBe(bytes.length);
}

describe('an item', () => {
  it('is mesh and picture, with all that there is to tell', async () => {
    await using made = bench();
    const { output, runner, input } = made;
    const { context, events } = listener();
    const item = { ...itemOf('a.ply'), options: { ...OPTIONS, cleanedCloud: true } };
    const startMs = performance.now();
    const finished = await runner.run(item, context);
    const tookMs = performance.now() - startMs;
    const { bytes, report, fit } = await expected('a.ply');

    expect(output.written).toEqual(['a.ply', 'a.ply.cloud.ply', 'a.ply.png']);
    expectMesh(output, item, finished, bytes);
    const cleaned = await cloudOf(output.files.get('a.ply.cloud.ply')!);
    expect(cleaned.positions).toHaveLength(3 * report.points.used);
    expect(cleaned.normals).toHaveLength(3 * report.points.used);
    const picture = decode(output.files.get('a.ply.png')!);
    expect([picture.width, picture.height]).toEqual([256, 192]);
    expect(picture.data.some((value) => value > 0)).toBe(true);
    // Hashed while it was read: no second pass over the file.
    expect(finished.inputSha256).toBe(sha256(FILES['a.ply']));
    expect(input.hashed).toEqual([]);

    expect(finished.device).toBe(host.deviceLabel);
    expect(finished.warnings).toEqual(report.warnings);
    expect(finished.warnings).toEqual([expect.stringMatching(/1 of 1500 points were dropped/)]);
    const { result } = finished;
    expect(result.report.topology).toEqual(report.topology);
    const { mean, median, percentile95, max } = fit;
    const lost = { count: 0, beyond: lostDistance(report), bounds: null };
    expect(result.fit).toEqual({ mean, median, percentile95, max, lost });
    expect(result.peakMemoryBytes).toBe(123);
    const { total, ...steps } = result.times;
    for (const ms of Object.values(steps)) expect(ms).toBeGreaterThan(0);
    const sum = Object.values(steps).reduce((all, ms) => all + ms, 0);
    expect(sum).toBeLessThanOrEqual(total);
    expect(total).toBeLessThan(tookMs);
    expect(sum).toBeGreaterThan(0.9 * total);

    const stages = events.flatMap((event) => (event.type === 'stage-started' ? [event.stage] : []));
    expect([stages[0], stages.at(-1)]).toEqual(['read', 'write']);
    expect(shares(events).at(-1)).toBe(1);
    expect(await host.liveBuffers()).toEqual([]);
  });

  it('tells what its format does not keep', async () => {
    await using made = bench();
    const source = made.input.source.bind(made.input);
    made.input.source = async (path, signal) => ({
      ...(await source(path, signal)),
      projection: () => Promise.resolve('PROJCS["here"]'),
    });
    const { warnings } = await made.runner.run(itemOf('a.ply', 0, 'stl'), quietContext);
    expect(warnings).toContain('STL does not keep: shared vertices');
    // The coordinate system, which none of the formats keeps, stands beside the mesh.
    expect(textIn(made.output, 'a.prj')).toBe('PROJCS["here"]\n');
  });

  it('without its picture is done all the same', async () => {
    await using made = bench();
    made.output.refuses = (path) => path.endsWith('.png');
    const { warnings } = await made.runner.run(itemOf('a.ply'), quietContext);
    expect(made.output.written).toEqual(['a.ply']);
    expect(warnings.at(-1)).toMatch(/picture of the mesh was not written: a\.ply\.png cannot be written/);
  });

  it('that fails says why and leaves nothing; the next one is none the worse', async () => {
    await using made = bench();
    const { output, runner } = made;
    await expect(runner.run(itemOf('bad.ply'), quietContext)).rejects.toMatchObject({ code: 'cloud-format' });
    await expect(runner.run(itemOf('gone.ply'), quietContext)).rejects.toMatchObject({ code: 'cloud-format' });
    // The graphics card is not asked for what cannot be read.
    expect(made.hosts()).toBe(0);
    output.refuses = () => true;
    await expect(runner.run(itemOf('a.ply'), quietContext)).rejects.toMatchObject({ code: 'output-failed' });
    expect(output.files.size).toBe(0);
    output.refuses = () => false;
    await runner.run(itemOf('a.ply'), quietContext);
    expect(output.written).toEqual(['a.ply', 'a.ply.png']);
    expect(made.hosts()).toBe(1);
  });

  it.each(['read', 'level', 'write'] as const)('cancelled in %s leaves nothing', async (stage) => {
    await using made = bench();
    const { context, controller } = listener((event) => {
      if (event.type === 'stage-started' && event.stage === stage) controller.abort('enough');
    });
    await expect(made.runner.run(itemOf('a.ply'), context)).rejects.toBe('enough');
    expect(made.output.files.size).toBe(0);
    expect(await host.liveBuffers()).toEqual([]);
  });

  it('does not count the time that it is paused for', async () => {
    let pressed: Promise<void> | undefined;
    await using made = bench({ control: { pause: () => pressed } });
    let pauses = 0;
    const { context } = listener((event) => {
      if (event.type !== 'stage-started' || !['read', 'level', 'write'].includes(event.stage)) return;
      pauses++;
      pressed = new Promise((resolve) => {
        setTimeout(() => {
          pressed = undefined;
          resolve();
        }, 400);
      });
    });
    const startMs = performance.now();
    const { result } = await made.runner.run(itemOf('a.ply'), context);
    const tookMs = performance.now() - startMs;
    expect(pauses).toBe(3);
    expect(result.times.total).toBeLessThan(tookMs - 1100);
    const { read, reconstruct: computed, measure, draw, write } = result.times;
    expect(read + computed + measure + draw + write).toBeLessThanOrEqual(result.times.total);
  });
});

describe('the next item', () => {
  it('got ready meanwhile comes to the same bytes, with the same warnings', async () => {
    await using made = bench();
    const { output, runner, opened } = made;
    const [first, second] = [itemOf('a.ply', 0), itemOf('sub/b.ply', 1)];
    const { context } = listener((event) => {
      if (event.type === 'stage-started' && event.stage === 'orient') runner.prefetch(second);
    });
    await runner.run(first, context);
    expect(opened).toEqual(['a.ply', 'sub/b.ply']);
    const finished = await runner.run(second, quietContext);
    expect(opened).toEqual(['a.ply', 'sub/b.ply']);
    const { bytes, report } = await expected('sub/b.ply');
    expectMesh(output, second, finished, bytes);
    expect(finished.inputSha256).toBe(sha256(FILES['sub/b.ply']));
    expect(finished.warnings).toEqual(report.warnings);
    expect(finished.warnings).toHaveLength(1);
    expect(made.hosts()).toBe(1);
  });

  it('is left alone where memory is short', async () => {
    await using made = bench({ freeMemoryBytes: () => 10_000 });
    made.runner.prefetch(itemOf('a.ply'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(made.opened).toEqual([]);
  });

  it('that cannot be read fails when its turn comes', async () => {
    await using made = bench();
    made.runner.prefetch(itemOf('bad.ply'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    await expect(made.runner.run(itemOf('bad.ply'), quietContext)).rejects.toMatchObject({ code: 'cloud-format' });
    expect(made.opened).toEqual(['bad.ply']);
  });

  it('paused before it is read waits for nobody when it is dropped', async () => {
    await using made = bench({ control: { pause: () => new Promise(() => undefined) } });
    made.runner.prefetch(itemOf('a.ply'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    await made.runner[Symbol.asyncDispose]();
    expect(made.opened).toEqual([]);
  });
});

describe('a lost device', () => {
  /** Hosts of a bench that are lost at the first level of a run, and how many of them. */
  function losing(losses: number) {
    const hosts: CountedHost[] = [];
    const parts = {
      host: async (): Promise<Host> => {
        const opened = await openCountedHost();
        hosts.push(opened);
        return opened;
      },
    };
    const watch = (event: RunEvent): void => {
      const current = hosts.at(-1);
      if (event.type === 'stage-started' && event.stage === 'level' && hosts.length <= losses)
        current?.device.destroy();
    };
    const close = async (): Promise<void> => {
      for (const each of hosts) await each[Symbol.asyncDispose]();
    };
    return { parts, watch, hosts, close };
  }

  it('costs the time, not the result', async () => {
    const { parts, watch, hosts, close } = losing(1);
    await using made = bench(parts);
    const { context, events } = listener(watch);
    const finished = await made.runner.run(itemOf('a.ply'), context);
    const { bytes, report } = await expected('a.ply');
    expectMesh(made.output, itemOf('a.ply'), finished, bytes);
    // What the lost run had warned of is told once.
    const [lost, ...others] = finished.warnings;
    expect(lost).toMatch(/graphics device was lost/);
    expect(others).toEqual(report.warnings);
    const shown = shares(events);
    expect([...shown].sort((a, b) => a - b)).toEqual(shown);
    expect(hosts).toHaveLength(2);
    await close();
  });

  it('twice fails the item; the next one asks for another', async () => {
    const { parts, watch, hosts, close } = losing(2);
    await using made = bench(parts);
    const { context } = listener(watch);
    await expect(made.runner.run(itemOf('a.ply'), context)).rejects.toMatchObject({ code: 'gpu-lost' });
    expect(made.output.files.size).toBe(0);
    await made.runner.run(itemOf('a.ply'), context);
    expect(hosts).toHaveLength(3);
    expect(made.output.written).toEqual(['a.ply', 'a.ply.png']);
    await close();
  });

  it('where there is none says so for each item, and asks again', async () => {
    let asked = 0;
    const unavailable = new Error('no driver');
    await using made = bench({ host: () => (asked++ < 1 ? Promise.reject(unavailable) : Promise.resolve(host)) });
    await expect(made.runner.run(itemOf('a.ply'), quietContext)).rejects.toBe(unavailable);
    await made.runner.run(itemOf('a.ply'), quietContext);
    expect(asked).toBe(2);
  });
});
