/** Batches from the command line: bad files beside good ones, ends that nobody planned, and shards. */
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { partialName } from '../../src/cli/partial-files.ts';
import {
  BAD,
  filesIn,
  GOOD,
  inputsIn,
  logOf,
  meshesIn,
  newFolder,
  sidecarOf,
  torusPly,
  writeFiles,
  writeScans,
} from './batch-folders.ts';
import { computeProcessOf, type CliResult, finished, isOneLine, runCli, startCli } from './cli.ts';

const COARSE = ['--software', '--resolution', '64'];

/** The undisturbed batch that all others are compared with. */
let scans: string;
let meshes: string;
let first: CliResult;

beforeAll(async () => {
  scans = writeScans();
  meshes = join(newFolder(), 'meshes');
  first = await runCli(['batch', scans, '-o', meshes, ...COARSE, '--json']);
});

/** A copy of the undisturbed batch that may be spoilt. */
function copied(): { scans: string; meshes: string } {
  const place = newFolder();
  cpSync(scans, join(place, 'scans'), { recursive: true });
  cpSync(meshes, join(place, 'meshes'), { recursive: true });
  return { scans: join(place, 'scans'), meshes: join(place, 'meshes') };
}

describe('a folder of good and bad files', () => {
  it('gives every good mesh, and 6 for the others', () => {
    expect(first.code, first.stderr).toBe(6);
    expect(Object.keys(meshesIn(meshes))).toEqual(Object.values(GOOD).sort());
    expect(meshesIn(meshes)['again.ply']).toBe(meshesIn(meshes)['one.ply']);
    expect(JSON.parse(first.stdout)).toMatchObject({ done: 4, failed: 4, kept: 0, cancelled: 0 });
    for (const [input, mesh] of Object.entries(GOOD)) {
      expect(sidecarOf(meshes, mesh), input).toMatchObject({ state: 'done', input: { path: input }, error: null });
      expect(
        readFileSync(join(meshes, `${mesh}.png`))
          .subarray(1, 4)
          .toString(),
      ).toBe('PNG');
    }
  });

  it('tells the reason of every bad one: sidecar, report, terminal and log', () => {
    const table = readFileSync(join(meshes, 'report.csv'), 'utf8');
    const page = readFileSync(join(meshes, 'report.html'), 'utf8');
    for (const [input, reason] of Object.entries(BAD)) {
      const sidecar = sidecarOf(meshes, input);
      expect(sidecar, input).toMatchObject({ state: 'failed', input: { path: input }, output: { bytes: null } });
      expect(sidecar.error?.message, input).toMatch(reason);
      expect(
        table
          .split('\n')
          .filter((row) => row.includes(input))
          .join(),
        input,
      ).toContain('failed');
      expect(page).toContain(input);
      expect(first.stderr).toMatch(new RegExp(`\\] ${input}  failed: `));
      const [line] = logOf(meshes).filter((line) => line.input === input && line.state === 'failed');
      expect(line?.error, input).toBe(sidecar.error?.message);
    }
    expect(first.stderr.trimEnd().split('\n').at(-1)).toMatch(
      /^gridpull: 4 of 8 files failed; why is in .*report\.html$/,
    );
  });

  it('logs whole lines with times', () => {
    const log = logOf(meshes);
    expect([log[0]?.event, log.at(-1)?.event]).toEqual(['started', 'ended']);
    expect(inputsIn(log, 'done').sort()).toEqual(Object.keys(GOOD).sort());
    for (const line of log) expect(new Date(line.time).toISOString()).toBe(line.time);
    for (const line of log.filter(({ state }) => state === 'done')) expect(line.ms).toBeGreaterThan(0);
  });

  it('is not done over what is there without being told how', async () => {
    const before = filesIn(meshes);
    const run = await runCli(['batch', scans, '-o', meshes, ...COARSE]);
    expect(run.code).toBe(2);
    expect(isOneLine(run.stderr), run.stderr).toBe(true);
    for (const option of ['--resume', '--retry-failed', '--overwrite']) expect(run.stderr).toContain(option);
    expect(filesIn(meshes)).toEqual(before);
  });

  it('is kept whole by --resume', async () => {
    const place = copied();
    const run = await runCli(['batch', place.scans, '-o', place.meshes, ...COARSE, '--resume', '--json', '--quiet']);
    expect(run.code, run.stderr).toBe(6);
    expect(isOneLine(run.stderr), run.stderr).toBe(true);
    expect(JSON.parse(run.stdout)).toMatchObject({ done: 4, failed: 4, kept: 8 });
    expect(inputsIn(logOf(place.meshes), 'running')).toEqual(inputsIn(logOf(meshes), 'running'));
  });

  it('is mended by --retry-failed', async () => {
    const place = copied();
    writeFileSync(join(place.scans, 'garbage.ply'), torusPly(0.5));
    const before = logOf(meshes).length;
    const run = await runCli(['batch', place.scans, '-o', place.meshes, ...COARSE, '--retry-failed', '--json']);
    expect(run.code, run.stderr).toBe(6);
    expect(JSON.parse(run.stdout)).toMatchObject({ done: 5, failed: 3, kept: 4 });
    const log = logOf(place.meshes).slice(before);
    expect(inputsIn(log, 'done')).toEqual(['garbage.ply']);
    expect(inputsIn(log, 'failed').sort()).toEqual(['empty.ply', 'huge.ply', 'truncated.ply']);
    expect(inputsIn(log, 'kept-done').sort()).toEqual(Object.keys(GOOD).sort());
    expect(meshesIn(place.meshes)['garbage.ply']).toBe(meshesIn(meshes)['ring-ply.ply']);
  });
});

describe('gridpull run', () => {
  it('repeats the mesh of a sidecar byte for byte', async () => {
    const place = copied();
    const again = join(place.meshes, '..', 'again');
    const sidecar = join(place.meshes, 'ring-xyz.ply.json');
    const run = await runCli(['run', sidecar, '-o', again, '--software']);
    expect(run.code, run.stderr).toBe(0);
    expect(meshesIn(again)).toEqual({ 'ring-xyz.ply': meshesIn(meshes)['ring-xyz.ply'] });

    const refused = await runCli(['run', sidecar, '--software']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('--overwrite');
    expect(readFileSync(join(place.meshes, 'job.json'))).toEqual(readFileSync(join(meshes, 'job.json')));
  });

  it('plans the job that a batch has left, and the one of docs/batch.md', async () => {
    const left = await runCli(['run', join(meshes, 'job.json'), '--dry-run', '--resume', '--json']);
    expect(left.code, left.stderr).toBe(0);
    const { items } = JSON.parse(left.stdout) as { items: { input: string; action: string }[] };
    expect(items.filter(({ action }) => action === 'keep-done').map(({ input }) => input)).toEqual(Object.keys(GOOD));
    expect(items.filter(({ action }) => action === 'keep-failed').map(({ input }) => input)).toEqual(Object.keys(BAD));

    const [, job = ''] = /```json\n([^]*?)```/.exec(readFileSync('docs/batch.md', 'utf8')) ?? [];
    const empty = { 'scans/statue.ply': '', 'scans/terrain/hill.xyz': '', 'scans/hall_old.ply': '' };
    const place = writeFiles(newFolder(), { 'job.json': job, ...empty });
    const planned = await runCli(['run', join(place, 'job.json'), '--dry-run']);
    expect(planned.code, planned.stderr).toBe(0);
    expect(planned.stdout).toBe(
      'statue.ply -> best/statue.glb\nterrain/hill.xyz -> terrain/hill.ply\n2 to compute; nothing was written\n' +
        'left out, excluded: hall_old.ply\n',
    );
    expect(filesIn(place)).toEqual(['job.json', ...Object.keys(empty).sort()]);
  });
});

describe('ends that nobody planned', () => {
  it('killed in the middle and resumed: the same meshes, nothing half-written, nothing done twice', async () => {
    const out = join(newFolder(), 'meshes');
    const child = spawn(process.execPath, ['out/cli/index.js', 'batch', scans, '-o', out, ...COARSE], {
      detached: true,
    });
    const ending = finished(child);
    // One mesh is done and another one is being computed.
    const isMidway = (): boolean => inputsIn(logOf(out), 'done').length > 0 && logOf(out).at(-1)?.state === 'running';
    await expect.poll(isMidway, { timeout: 60_000, interval: 20 }).toBe(true);
    process.kill(-child.pid!, 'SIGKILL');
    await ending;
    // Death in the middle of writing lasts milliseconds; this is what it leaves.
    writeFileSync(join(out, partialName('ring-xyz.ply').replace(`.${process.pid}-`, `.${child.pid}-`)), 'half');
    const before = meshesIn(out);
    expect(Object.keys(before).length).toBeLessThan(Object.keys(GOOD).length);

    const run = await runCli(['batch', scans, '-o', out, ...COARSE, '--resume']);
    expect(run.code, run.stderr).toBe(6);
    expect(meshesIn(out)).toEqual(meshesIn(meshes));
    expect(filesIn(out)).toEqual(filesIn(meshes));
    const done = inputsIn(logOf(out), 'done');
    expect(done.sort()).toEqual([...new Set(done)]);
    for (const line of inputsIn(logOf(out), 'kept-done')) expect(Object.keys(before)).toContain(GOOD[line]);
  });

  it('Ctrl+C keeps what is done, reports it, and says how to go on', async () => {
    const out = join(newFolder(), 'meshes');
    const child = startCli(['batch', scans, '-o', out, ...COARSE]);
    const ending = finished(child);
    await expect.poll(() => inputsIn(logOf(out), 'done').length, { timeout: 60_000, interval: 20 }).toBeGreaterThan(0);
    child.kill('SIGINT');
    const { code, stderr } = await ending;
    expect(code, stderr).toBe(130);
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(
      /^gridpull: interrupted; \d of 8 files are complete; .*--resume$/,
    );
    expect(existsSync(join(out, 'report.html'))).toBe(true);
    expect(filesIn(out).filter((name) => name.endsWith('.part'))).toEqual([]);
    for (const [mesh, hash] of Object.entries(meshesIn(out))) expect(meshesIn(meshes)[mesh]).toBe(hash);
  });

  it('a driver that crashes costs the file it was at', async () => {
    const input = writeFiles(newFolder(), { 'a.ply': torusPly(0.5), 'b.ply': torusPly(0.5) });
    const out = join(newFolder(), 'meshes');
    const child = startCli(['batch', input, '-o', out, ...COARSE]);
    const ending = finished(child);
    await expect.poll(() => inputsIn(logOf(out), 'running'), { timeout: 60_000, interval: 20 }).toEqual(['a.ply']);
    process.kill(await computeProcessOf(child), 'SIGSEGV');
    const { code, stderr } = await ending;
    expect(code, stderr).toBe(6);
    expect(sidecarOf(out, 'a.ply').error).toMatchObject({
      code: 'crashed',
      message: expect.stringMatching(/SIGSEGV/) as string,
    });
    expect(meshesIn(out)).toEqual({ 'b.ply': meshesIn(meshes)['ring-ply.ply'] });
  });

  it('no driver at all leaves the files for another time', async () => {
    const none = join(writeFiles(newFolder(), { 'none.json': '{}' }), 'none.json');
    const out = join(newFolder(), 'meshes');
    const input = writeFiles(newFolder(), { 'a.ply': torusPly(0), 'b.ply': torusPly(0) });
    const run = await runCli(['batch', input, '-o', out, '--quiet'], { VK_DRIVER_FILES: none });
    expect(run.code, run.stderr).toBe(4);
    expect(filesIn(out).filter((name) => name.endsWith('.ply.json'))).toEqual([]);
  });
});

describe('help', () => {
  it.each(['batch', 'run', 'report'])('of %s has examples and the exit codes', async (command) => {
    const run = await runCli([command, '--help']);
    expect(run.code).toBe(0);
    expect(run.stdout).toContain(`Usage: gridpull ${command}`);
    expect(run.stdout).toContain('Examples:\n  gridpull ');
    expect(run.stdout).toMatch(/^ {2}6 {4}some files of a batch failed/m);
    expect(Math.max(...run.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });
});

describe('a plan', () => {
  it('is told by --dry-run, which writes nothing', async () => {
    const place = newFolder();
    const out = join(place, 'none', 'meshes');
    const run = await runCli(['batch', scans, '-o', out, '--dry-run', '--exclude', '*u*.ply', '--format', 'glb']);
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout.split('\n').slice(0, 3)).toEqual([
      'again.ply -> again.glb',
      'empty.ply -> empty.glb',
      'garbage.ply -> garbage.glb',
    ]);
    expect(run.stdout).toContain('6 to compute; nothing was written');
    expect(filesIn(place)).toEqual([]);
  });

  it.each([
    ['nothing fits', ['--pattern', '*.las'], 3, /none of 9 files fits \*\.las.*--recursive.*--pattern/],
    ['two ways at once', ['--resume', '--overwrite'], 2, /--resume and --overwrite/],
    ['an odd shard', ['--shard', '3/2'], 2, /3\/2/],
    ['no cluster', ['--shard', 'auto'], 2, /SLURM_ARRAY_TASK_ID.*JOB_COMPLETION_INDEX/],
    ['an odd resolution', ['--resolution', '100'], 2, /resolution/],
  ])('%s: one line and the right exit code', async (_what, args, code, words) => {
    const run = await runCli(['batch', scans, '-o', join(newFolder(), 'meshes'), ...args]);
    expect(run.code, run.stderr).toBe(code);
    expect(isOneLine(run.stderr), run.stderr).toBe(true);
    expect(run.stderr).toMatch(words);
  });

  it('refuses the input folder as output folder, and a folder that is none', async () => {
    expect(await runCli(['batch', scans, '-o', scans])).toMatchObject({ code: 2 });
    expect(await runCli(['batch', join(scans, 'one.ply'), '-o', newFolder()])).toMatchObject({ code: 3 });
    expect(await runCli(['report', join(scans, 'none')])).toMatchObject({ code: 3 });
  });
});

describe('shards', () => {
  /** `gridpull` on the PATH, as the examples call it. */
  let path: string;

  beforeAll(() => {
    const bin = newFolder();
    const program = `#!/bin/sh\nexec '${process.execPath}' '${resolve('out/cli/index.js')}' "$@"\n`;
    writeFileSync(join(bin, 'gridpull'), program);
    chmodSync(join(bin, 'gridpull'), 0o755);
    path = `${bin}:${process.env['PATH']}`;
  });

  function runExample(command: string, args: readonly string[], env: Record<string, string> = {}): Promise<CliResult> {
    return finished(spawn(command, args, { env: { ...process.env, PATH: path, ...env } }));
  }

  it('through GNU parallel give the same bytes as one run', async () => {
    const parallel = await finished(spawn('bash', ['-c', 'parallel --version | head -1']));
    expect(parallel.stdout, 'GNU parallel is missing: apt-get install parallel').toMatch(/^GNU parallel /);
    const out = join(newFolder(), 'meshes');
    const run = await runExample('docs/examples/parallel.sh', [scans, out, '2', ...COARSE]);
    // The exit code counts the shards that had files that failed.
    expect(run.code, run.stderr).toBe(2);
    expect(meshesIn(out)).toEqual(meshesIn(meshes));
    const logs = [1, 2].map((i) => inputsIn(logOf(out, `batch-${i}-of-2.log.jsonl`), 'done'));
    expect(logs.flat().sort()).toEqual(Object.keys(GOOD).sort());
    expect(run.stdout).toContain('4 done, 4 failed');
    const inputs = (folder: string): string[] =>
      readFileSync(join(folder, 'report.csv'), 'utf8')
        .split('\n')
        .map((row) => Object.keys({ ...GOOD, ...BAD }).find((name) => row.includes(name)) ?? '');
    expect(inputs(out).sort()).toEqual(inputs(meshes).sort());
  });

  it('of a Slurm array and of a Kubernetes Job run as their examples are', async () => {
    const place = newFolder();
    mkdirSync(join(place, 'scans'));
    for (const name of ['one.ply', 'ring.xyz']) cpSync(join(scans, name), join(place, 'scans', name));
    const array = { SLURM_ARRAY_TASK_MIN: '10', SLURM_ARRAY_TASK_MAX: '15', SLURM_ARRAY_TASK_STEP: '5' };
    const [input, slurmOut] = [join(place, 'scans'), join(place, 'slurm')];
    const slurm = await runExample('docs/examples/slurm.sbatch', [input, slurmOut, ...COARSE], {
      ...array,
      SLURM_ARRAY_TASK_ID: '15',
      SLURM_ARRAY_TASK_COUNT: '2',
    });
    expect(slurm.code, slurm.stderr).toBe(0);
    expect(meshesIn(slurmOut)).toEqual({ 'ring.ply': meshesIn(meshes)['ring-xyz.ply'] });

    const yaml = readFileSync('docs/examples/kubernetes.yaml', 'utf8').replaceAll("'", '"');
    const command = JSON.parse(/^ +command: (\[.*\])$/m.exec(yaml)?.[1] ?? '[]') as string[];
    const [, name = '', value = ''] = /- name: (\w+)\n +value: "(\d+)"/.exec(yaml) ?? [];
    const mounted = command.map((word) => word.replace(/^\/data/, place));
    const kubernetes = await runExample(mounted[0] ?? '', mounted.slice(1), {
      [name]: value,
      JOB_COMPLETION_INDEX: '0',
    });
    expect(kubernetes.code, kubernetes.stderr).toBe(0);
    expect(Object.keys(meshesIn(join(place, 'meshes')))).toEqual(['one.ply']);
  });

  it.each([
    ['Slurm', { SLURM_ARRAY_TASK_ID: '3', SLURM_ARRAY_TASK_MIN: '1', SLURM_ARRAY_TASK_MAX: '3' }, 3],
    ['Kubernetes', { JOB_COMPLETION_INDEX: '2', GRIDPULL_SHARDS: '3' }, 3],
  ])('that %s numbers are parts of one plan', async (_who, env, count) => {
    const plan = async (shard: string, more: Record<string, string> = {}): Promise<string[]> => {
      const run = await runCli(
        ['batch', scans, '-o', join(newFolder(), 'x'), '--dry-run', '--json', '--shard', shard],
        more,
      );
      return (JSON.parse(run.stdout) as { items: { input: string }[] }).items.map(({ input }) => input);
    };
    const last = await plan('auto', env);
    expect(last).toEqual(await plan(`${count}/${count}`));
    expect(last).toHaveLength(2);
  });

  it.each([
    [{ SLURM_ARRAY_TASK_ID: '1' }, /SLURM_ARRAY_TASK_MIN/],
    [
      { SLURM_ARRAY_TASK_ID: '7', SLURM_ARRAY_TASK_MIN: '1', SLURM_ARRAY_TASK_MAX: '7', SLURM_ARRAY_TASK_COUNT: '3' },
      /no plain range/,
    ],
    [{ JOB_COMPLETION_INDEX: '0' }, /GRIDPULL_SHARDS/],
    [{ JOB_COMPLETION_INDEX: '4', GRIDPULL_SHARDS: '4' }, /only 4/],
  ])('are refused where %j is all there is', async (env, words) => {
    const run = await runCli(['batch', scans, '-o', join(newFolder(), 'x'), '--dry-run', '--shard', 'auto'], env);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(words);
  });
});
