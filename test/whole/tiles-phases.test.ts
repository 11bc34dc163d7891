/**
 * One run shared out (docs/cluster.md): whatever parts it is cut into, in whatever order they come, killed and damaged,
 * the mesh is that of one process to the byte.
 */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { writeMeshFile } from '../../src/cli/certificate.ts';
import type { FileTask } from '../../src/cli/compute-messages.ts';
import { openNodeHost, type NodeHost } from '../../src/cli/node-host.ts';
import { readScene } from '../../src/cli/read-scene.ts';
import { reconstructFile } from '../../src/cli/reconstruct-file.ts';
import { checkDevice, extractPhase, planPhase, solvePhase } from '../../src/cli/tiles/phases.ts';
import type { PartTask } from '../../src/cli/tiles/tiles-task.ts';
import { workLimits } from '../../src/cli/work-limits.ts';
import { asWritten, OWN_FRAME, reconstruct, type ReconstructOptions, validateOptions } from '../../src/engine/index.ts';
import { quietContext } from '../run-context.ts';
import { livesUntil } from '../faults/dying-disk.ts';
import { uniform } from '../gpu/orientation/shapes.ts';
import { newFolder } from './batch-folders.ts';
import { finished, startCli } from './cli.ts';

let host: NodeHost;
beforeAll(async () => {
  host = await openNodeHost({ software: true });
});
afterAll(() => host[Symbol.asyncDispose]());
const openHost = (): Promise<NodeHost> => Promise.resolve(host);

/** Points on a spindle, little surface for its length so that fine voxels are few, with colours by their place. */
function writeSpindle(file: string, count: number): void {
  const rows = Array.from({ length: count }, (_, i) => {
    const x = 2 * uniform(41, i) - 1;
    const turn = 2 * Math.PI * uniform(42, i);
    const ring = 0.06 * Math.sqrt(1 - x * x);
    const at = [x, ring * Math.cos(turn), 0.8 * ring * Math.sin(turn)].map((value) => value.toFixed(6));
    return [...at, Math.round(127 + 127 * x), 40, Math.round(100 + 50 * Math.cos(turn))].join(' ');
  });
  const properties = ['x', 'y', 'z'].map((name) => `property float ${name}`);
  const colors = ['red', 'green', 'blue'].map((name) => `property uchar ${name}`);
  const head = ['ply', 'format ascii 1.0', `element vertex ${count}`, ...properties, ...colors, 'end_header'];
  writeFileSync(file, `${[...head, ...rows].join('\n')}\n`);
}

/** One cloud with options and limits, its mesh by one process, and its plan. */
class SharedRun {
  readonly cloud = join(newFolder(), 'spindle.ply');
  readonly #options: ReconstructOptions;
  readonly #planned = join(newFolder(), 'run');
  tiles = 0;
  /** Made by one process. */
  mesh = Buffer.alloc(0);

  constructor(options: Partial<ReconstructOptions>) {
    this.#options = validateOptions(options);
  }

  async begin(points: number): Promise<void> {
    writeSpindle(this.cloud, points);
    const output = join(newFolder(), 'mesh.ply');
    const { report } = await reconstructFile(this.#meshTask(output), openHost, quietContext);
    this.tiles = report.tiles;
    this.mesh = readFileSync(output);
    await this.plan(this.#planned, 1);
  }

  /** A folder of its own with the plan for so many parts. */
  async planned(parts: number): Promise<string> {
    const place = join(newFolder(), 'run');
    cpSync(this.#planned, place, { recursive: true });
    // What was planned is kept: a tile is a tile.
    expect((await this.plan(place, parts)).isThere).toBe(true);
    return place;
  }

  plan(folder: string, parts: number, options = this.#options) {
    const task = { folder, inputs: [this.cloud], reading: {}, options, parts, software: true };
    return planPhase({ type: 'tiles-plan', ...task }, openHost, quietContext);
  }

  /** Whether the mesh of the folder is that of one process, to the byte. */
  async isSame(folder: string): Promise<boolean> {
    const output = join(newFolder(), 'joined.ply');
    const { report } = await this.join(folder, output);
    expect(report).toMatchObject({ tiles: this.tiles, resumedAt: null });
    return readFileSync(output).equals(this.mesh);
  }

  join(folder: string, output: string, format: FileTask['format'] = 'ply') {
    return reconstructFile({ ...this.#meshTask(output, folder), format }, openHost, quietContext);
  }

  #meshTask(output: string, folder?: string): FileTask {
    const of = { inputs: [this.cloud], reading: {}, options: this.#options, software: true, wantsFit: false };
    return {
      type: 'file',
      ...of,
      output,
      format: 'ply',
      diagnostics: {},
      ...(folder !== undefined && { tiles: folder }),
    };
  }
}

/** Points that are held as a whole, and by a tile. */
const LIMITS = 'wholePoints=1500,tilePoints=2500';

function part(phase: PartTask['phase'], folder: string, index: number, count: number) {
  const task = { type: 'tiles-part', phase, folder, part: { index, count }, software: true } as const;
  return (phase === 'solve' ? solvePhase : extractPhase)(task, openHost, quietContext);
}

/** The numbers of all parts; another random order for each phase. */
function inOrder(parts: number, order: 'in order' | 'reversed' | 'at random', phase: PartTask['phase']): number[] {
  const numbers = Array.from({ length: parts }, (_, i) => i + 1);
  if (order === 'reversed') numbers.reverse();
  const stream = phase === 'solve' ? 51 : 52;
  return order === 'at random' ? numbers.toSorted((a, b) => uniform(stream, a) - uniform(stream, b)) : numbers;
}

/** Kills a call at each of these steps of the disk, one after the other, and then lets it come to its end. */
async function killedAt(steps: readonly number[], call: () => Promise<unknown>): Promise<void> {
  for (const step of steps) expect(await livesUntil(step, call), `killed at step ${step}`).toBe(false);
  await call();
}

beforeAll(() => void vi.stubEnv('GRIDPULL_CHECKPOINT_SECONDS', 'never'));
afterAll(() => void vi.unstubAllEnvs());

describe('a cloud of more points than are held at a time', () => {
  const run = new SharedRun({ resolution: 256 });
  beforeAll(async () => {
    vi.stubEnv('GRIDPULL_WORK_LIMITS', LIMITS);
    await run.begin(6000);
  });

  it('is the mesh of a run whose points are all in memory, and nothing is left beside it', async () => {
    const cloud = await readScene([run.cloud], {}, quietContext);
    const options = validateOptions({ resolution: 256 });
    const { mesh } = await reconstruct(cloud, options, host, quietContext, { limits: workLimits() });
    const output = join(newFolder(), 'held.ply');
    await writeMeshFile(asWritten(mesh, options), 'ply', output, quietContext, OWN_FRAME);
    expect(readFileSync(output).equals(run.mesh)).toBe(true);
    const left = [run.cloud, await run.planned(1)].map((place) => readdirSync(dirname(place)));
    expect(left).toEqual([['spindle.ply'], ['run']]);
  });

  it('is the same mesh in one part, which needs one call a phase', async () => {
    expect(run.tiles).toBeGreaterThan(3);
    const place = await run.planned(1);
    const { done } = await part('solve', place, 1, 1);
    expect(await part('solve', place, 1, 1)).toEqual({ done: 0, kept: done });
    await part('extract', place, 1, 1);
    expect(await run.isSame(place)).toBe(true);
  });

  it('is the same where its mesh is too large to be held, and joined part by part', async () => {
    const place = await run.planned(1);
    await part('solve', place, 1, 1);
    await part('extract', place, 1, 1);
    const output = join(newFolder(), 'parts.ply');
    vi.stubEnv('GRIDPULL_WORK_LIMITS', `${LIMITS},wholeVertices=100`);
    const { report, fit } = await run.join(place, output);
    expect(readFileSync(output).equals(run.mesh)).toBe(true);
    expect([report.trust, fit]).toEqual([null, null]);
    expect(report.warnings.at(-1)).toMatch(
      /^The mesh of \d+ vertices is too large to be held and was joined part by part: /,
    );
    const asText = join(newFolder(), 'parts.ply');
    await run.join(place, asText, 'ply-ascii');
    vi.stubEnv('GRIDPULL_WORK_LIMITS', LIMITS);
    const held = join(newFolder(), 'held.ply');
    await run.join(place, held, 'ply-ascii');
    expect(readFileSync(asText).equals(readFileSync(held))).toBe(true);
    expect([output, asText, held].map((file) => readdirSync(dirname(file)).length)).toEqual([1, 1, 1]);
  });

  it.each([
    { parts: 2, order: 'in order' },
    { parts: 4, order: 'reversed' },
    { parts: 7, order: 'at random' },
  ] as const)('is the same in $parts, $order', async ({ parts, order }) => {
    const place = await run.planned(parts);
    for (const phase of ['solve', 'extract'] as const) {
      for (const index of inOrder(parts, order, phase)) await part(phase, place, index, parts);
    }
    expect(await run.isSame(place)).toBe(true);
  });

  it('is the same where each phase is killed at many moments, and called again', async () => {
    const place = join(newFolder(), 'run');
    const mesh = join(newFolder(), 'mesh.ply');
    await killedAt([3, 8], () => run.plan(place, 2));
    for (const phase of ['solve', 'extract'] as const) {
      for (const index of [2, 1]) await killedAt([3, 20], () => part(phase, place, index, 2));
    }
    await killedAt([2], () => run.join(place, mesh));
    expect(readFileSync(mesh).equals(run.mesh)).toBe(true);
  });

  it('is not joined with a cloud that changed', async () => {
    const place = await run.planned(2);
    writeFileSync(run.cloud, readFileSync(run.cloud, 'utf8').replace(/\n[^\n]*\n$/, '\n0 0 0 1 2 3\n'));
    await expect(run.isSame(place)).rejects.toThrow(`${run.cloud} changed since ${place} was planned`);
    writeSpindle(run.cloud, 6000);
  });

  it('is refused where its points are damaged, and planned again', async () => {
    const place = await run.planned(2);
    const file = join(place, 'points.bin');
    flipByte(file);
    await expect(part('solve', place, 1, 2)).rejects.toThrow(`${file} is damaged; run gridpull tiles plan`);
    expect((await run.plan(place, 2)).isThere).toBe(false);
    expect((await run.plan(place, 2)).isThere).toBe(true);
  });

  it('is not planned over the files of others, nor joined on another device', async () => {
    const place = newFolder();
    const file = join(place, 'points.bin');
    writeFileSync(file, 'years of work');
    await expect(run.plan(place, 1)).rejects.toThrow(`${file} was not made by gridpull tiles`);
    expect(readdirSync(place)).toEqual(['points.bin']);
    expect(readFileSync(file, 'utf8')).toBe('years of work');
    const { deviceLabel } = host;
    checkDevice(place, deviceLabel, host);
    expect(() => checkDevice(place, 'another card', host)).toThrow(`made on another card, and this is ${deviceLabel}`);
  });

  describe('by a scheduler that is there', () => {
    const bin = newFolder();
    const env = { ...process.env, GRIDPULL_WORK_LIMITS: LIMITS, PATH: `${bin}:${process.env['PATH']}` };
    const runProgram = (command: string, args: readonly string[], more: Record<string, string> = {}) =>
      finished(spawn(command, args, { env: { ...env, ...more } }));
    const gridpull = (...args: string[]) => runProgram(process.execPath, ['out/cli/index.js', ...args]);
    const options = ['--resolution', '256', '--software'];
    const submit = (place: string, cloud: string, mesh: string, ...more: string[]) =>
      gridpull('tiles', 'submit', cloud, '-o', place, '--parts', '2', '--mesh', mesh, ...options, ...more);

    it('GNU parallel makes the mesh of one process, status tells how far it is, and watch when it is there', async () => {
      const place = await run.planned(2);
      const mesh = join(newFolder(), 'mesh.ply');
      await part('solve', place, 2, 2);
      const status = await gridpull('tiles', 'status', place);
      expect(status.stdout).toMatch(
        /^ {2}level 256 {2}\d+ of \d+ tiles; left to part 1\n {2}surface {4}0 of \d+ tiles; left to parts 1-2$/m,
      );
      expect(status.stdout).toContain(`next       gridpull tiles solve ${place} I/2`);
      const watching = finished(startCli(['tiles', 'watch', place, '--json', '--every', '1']));
      await part('solve', place, 1, 2);
      await part('extract', place, 1, 2);
      rmSync(join(place, 'level-256/tile-00001.bin'));
      const submitted = await submit(place, run.cloud, mesh, '--parallel');
      const script = join(place, 'submit-parallel.sh');
      expect(submitted.stdout, submitted.stderr).toContain(`start      bash ${script}`);
      const all = await runProgram(script, []);
      expect(all.code, all.stderr).toBe(0);
      expect(readFileSync(mesh).equals(run.mesh)).toBe(true);
      expect((await gridpull('tiles', 'status', place, '--next')).stdout).toBe('nothing\n');
      const watched = await watching;
      expect(watched.code, watched.stderr).toBe(0);
      const seen = watched.stdout.trim().split('\n');
      const looks = seen.map((line) => JSON.parse(line) as { next: string; mesh: string | null });
      expect(looks.length).toBeGreaterThan(1);
      expect(looks[0]).toMatchObject({ mesh: null });
      expect(looks.at(-1)).toMatchObject({ next: 'nothing', mesh });
    });

    it('Slurm is given a chain of jobs, each after the one before, and its parts are those of the array', async () => {
      const log = join(newFolder(), 'jobs');
      const place = await run.planned(2);
      await part('solve', place, 2, 2);
      const cloud = join(newFolder(), "a cloud's.ply");
      cpSync(run.cloud, cloud);
      const mesh = join(newFolder(), 'mesh.ply');
      const none = await submit(place, cloud, mesh, '--slurm');
      const script = join(place, 'submit-slurm.sh');
      expect([none.code, none.stderr]).toEqual([
        1,
        `gridpull: sbatch, with which jobs are handed to Slurm, is not in the PATH of this machine; ${script} is written, for where it is\n`,
      ]);
      // Prints the number of the job, and keeps what was submitted: its dependency, its array, its command.
      const sbatch = `#!/bin/sh\nprintf '%s\\n' "$*" >> '${log}'; wc -l < '${log}'\n`;
      writeFileSync(join(bin, 'sbatch'), sbatch, { mode: 0o755 });
      const submitted = await submit(place, cloud, mesh, '--slurm', '--ascii', '--each', '--mem=2G --time=10');
      expect(submitted.code, submitted.stderr).toBe(0);
      expect(submitted.stdout).toContain(`${script}: 7 jobs of Slurm\n  job        1 plan\n`);
      const jobs = readFileSync(log, 'utf8').trim().split('\n');
      const phases = ['plan', 'solve', 'solve', 'solve', 'solve', 'extract', 'join'];
      const commandOf = (job: string): string => job.split(' --wrap exec ')[1]!.trim();
      expect(jobs.map((job) => / tiles (\w+) /.exec(commandOf(job))?.[1])).toEqual(phases);
      const before = [undefined, '1', '2', '3', '4', '5', '6'];
      expect(jobs.map((job) => /--dependency=afterok:(\d+)/.exec(job)?.[1])).toEqual(before);
      const arrays = jobs.map((job) => job.includes('--array=1-2') && job.includes('--mem=2G --time=10'));
      expect(arrays).toEqual([false, true, true, true, true, true, false]);
      expect(commandOf(jobs[0]!)).toContain("a\\ cloud\\'s.ply");
      expect(commandOf(jobs[0]!)).toMatch(/--parts 2 --resolution 256 --software$/);
      expect(commandOf(jobs[6]!)).toMatch(/-o \S+mesh\.ply --ascii$/);
      const array = { SLURM_ARRAY_TASK_MIN: '1', SLURM_ARRAY_TASK_MAX: '2', SLURM_ARRAY_TASK_COUNT: '2' };
      const task = await runProgram('sh', ['-c', commandOf(jobs[1]!)], { ...array, SLURM_ARRAY_TASK_ID: '2' });
      expect(task.stdout, task.stderr).toContain(`${place}: part 2 of 2, 0 tiles solved, `);
    });

    it('Kubernetes has a Job for each phase; a part that fails is told to those that watch, with its code', async () => {
      const place = await run.planned(2);
      const mesh = join(newFolder(), 'mesh.ply');
      const submitted = await submit(
        place,
        run.cloud,
        mesh,
        '--kubernetes',
        '--image',
        'us/gridpull',
        '--claim',
        'scans',
      );
      expect(submitted.code, submitted.stderr).toBe(0);
      const script = readFileSync(join(place, 'submit-kubernetes.sh'), 'utf8');
      const texts = [...script.matchAll(/<<'JOB'\n(.*?)\nJOB$/gms)].map((match) => match[1]!);
      const jobs = texts.map((text) => JSON.parse(text) as KubernetesJob);
      expect(jobs.map(({ spec }) => spec.template.spec.containers[0]!.command[2])).toEqual([
        'plan',
        'solve',
        'extract',
        'join',
      ]);
      expect(jobs.map(({ spec }) => spec.completions)).toEqual([undefined, 2, 2, undefined]);
      const { command, env: variables } = jobs[2]!.spec.template.spec.containers[0]!;
      const given = Object.fromEntries(variables.map(({ name, value }) => [name, value]));
      expect(given).toEqual({ GRIDPULL_WORK_LIMITS: LIMITS, GRIDPULL_SHARDS: '2' });
      const words = ['out/cli/index.js', ...command.slice(1)];
      const job = await runProgram(process.execPath, words, { ...given, JOB_COMPLETION_INDEX: '1' });
      expect(job.code, job.stderr).toBe(3);
      expect(job.stderr).toMatch(/is not there yet; run gridpull tiles solve \S+ \d\/2$/m);
      const watched = await gridpull('tiles', 'watch', place);
      expect(watched.code).toBe(3);
      expect(watched.stderr).toMatch(/^gridpull: extract, part 2: .* is not there yet; run gridpull tiles solve/m);
      const odd = await gridpull('tiles', 'extract', place, '9/8');
      expect(odd.code).toBe(2);
      expect(odd.stderr).toContain('part is 9/8; allowed: two whole numbers I/N');
    });
  });
});

interface KubernetesJob {
  readonly spec: {
    readonly completions?: number;
    readonly template: {
      readonly spec: {
        readonly containers: readonly {
          readonly command: readonly string[];
          readonly env: readonly { readonly name: string; readonly value: string }[];
        }[];
      };
    };
  };
}

describe('two levels in tiles', () => {
  const run = new SharedRun({ resolution: 512 });
  beforeAll(async () => {
    vi.stubEnv('GRIDPULL_WORK_LIMITS', 'bufferBytes=1000000');
    await run.begin(2500);
  });

  it('are the same in three parts, the last one first, one of them killed and one tile damaged', async () => {
    const place = await run.planned(3);
    for (const resolution of [256, 512]) {
      const killed = startCli(['tiles', 'solve', place, '3/3']);
      const ended = finished(killed);
      const folder = join(place, `level-${resolution}`);
      while (!existsSync(folder) && killed.exitCode === null) await delay(1);
      killed.kill('SIGKILL');
      await ended;
      for (const index of [3, 2, 1]) await part('solve', place, index, 3);
    }
    const damaged = join(place, 'level-512/tile-00001.bin');
    flipByte(damaged);
    await expect(part('extract', place, 1, 3)).rejects.toThrow(
      `${damaged} is damaged or of another plan; run gridpull tiles solve ${place} 1/3`,
    );
    expect(await part('solve', place, 1, 3)).toMatchObject({ done: 1 });
    for (const index of [2, 3, 1]) await part('extract', place, index, 3);
    expect(await run.isSame(place)).toBe(true);
    vi.stubEnv('GRIDPULL_WORK_LIMITS', 'bufferBytes=1000000,wholeVertices=100');
    expect(await run.isSame(place)).toBe(true);
    vi.stubEnv('GRIDPULL_WORK_LIMITS', 'bufferBytes=1000000');
    const left = readdirSync(place, { recursive: true, encoding: 'utf8' });
    expect(left.filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('tell what is missing, and by which command it comes', async () => {
    const place = await run.planned(2);
    const plan = join(place, 'plan.json');
    await expect(part('solve', place, 1, 3)).rejects.toThrow(`the plan in ${place} is for 2 parts, not 3`);
    await expect(part('extract', place, 2, 2)).rejects.toThrow(/is not there yet; run gridpull tiles solve \S+ 1\/2$/);
    expect((await part('solve', place, 1, 2)).waiting?.resolution).toBe(512);
    // So it does when it is called again: that is for the other part to do, and a chain of jobs goes on.
    const { done, waiting } = await part('solve', place, 1, 2);
    expect([done, waiting?.resolution]).toEqual([0, 512]);
    expect(waiting?.reason).toMatch(/level-256\/tile-\d+\.bin is not there yet; run gridpull tiles solve \S+ 2\/2$/);
    const other = validateOptions({ resolution: 512, noise: 0.01 });
    await expect(run.plan(place, 2, other)).rejects.toThrow(/holds the plan of another run .* name another folder/);
    rmSync(join(place, 'plan.bin'));
    await expect(part('solve', place, 2, 2)).rejects.toThrow(
      /plan\.bin is not there yet; run gridpull tiles plan .* --parts 2/,
    );
    const text = readFileSync(plan, 'utf8');
    writeFileSync(plan, text.replace(/"version": "[^"]*"/, '"version": "0.0.1"'));
    await expect(part('solve', place, 2, 2)).rejects.toThrow(/was made by GridPull 0\.0\.1, and this is /);
    writeFileSync(plan, text.replace('"resolution": 512', '"resolution": 256'));
    await expect(part('solve', place, 2, 2)).rejects.toThrow(/plan\.json was changed by hand/);
    writeFileSync(plan, text.slice(0, 100));
    await expect(part('solve', place, 2, 2)).rejects.toThrow(/plan\.json is damaged/);
    rmSync(plan);
    await expect(part('solve', place, 1, 2)).rejects.toThrow(
      `${plan} is not there; run gridpull tiles plan CLOUD -o ${place} --parts N first`,
    );
  });
});

function flipByte(file: string): void {
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(file, bytes);
}
