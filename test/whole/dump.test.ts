/** `--dump` from outside: every stage in the folder and on the page, the same mesh, and nothing half-made left. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readCloud, readMesh } from '../../src/engine/index.ts';
import { fileSource } from '../../src/cli/node-files.ts';
import { finished, isOneLine, runCli, runShell, startCli } from './cli.ts';
import { sameNumbers } from './engine-run.ts';

const context = { signal: new AbortController().signal, onEvent: () => undefined };
const place = mkdtempSync(join(tmpdir(), 'gridpull-dump-'));
const inPlace = (name: string): string => join(place, name);
const SHIFT = 500_000;

/** A ball far from the origin, with a duplicate, a stray and a few points off the surface. */
function ball(): string {
  const lines: string[] = [];
  const count = 3000;
  for (let i = 0; i < count; i++) {
    const z = 1 - (2 * i + 1) / count;
    const angle = 2.399963 * i;
    const across = Math.sqrt(1 - z * z);
    lines.push(`${SHIFT + across * Math.cos(angle)} ${across * Math.sin(angle)} ${z}`);
  }
  lines.push(lines[0]!, `${SHIFT + 1.6} 0.1 0.2`, `${SHIFT + 500} 0 0`);
  const file = inPlace('ball.xyz');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

const cloud = ball();
const argumentsFor = (mesh: string, ...more: string[]): string[] => [
  ...['reconstruct', cloud, '--resolution', '128', '--software', '--quiet', '-o', inPlace(mesh)],
  ...more,
];
const dumped = inPlace('dumped');

beforeAll(async () => {
  const run = await runCli(argumentsFor('dumped.ply', '--dump', dumped));
  expect(run.code, run.stderr).toBe(0);
});

/** What a file holds, or each file of a folder by its name. */
const contentsOf = (path: string): string | Record<string, string> =>
  statSync(path).isFile()
    ? readFileSync(path, 'latin1')
    : Object.fromEntries(readdirSync(path).map((name) => [name, readFileSync(join(path, name), 'latin1')]));

const names = (): string[] => readdirSync(dumped).map((name) => name.replace(/^\d+-/, ''));

it('changes no byte of the mesh', async () => {
  const run = await runCli(argumentsFor('plain.ply'));
  expect(run.code, run.stderr).toBe(0);
  expect(readFileSync(inPlace('dumped.ply')).equals(readFileSync(inPlace('plain.ply')))).toBe(true);
});

it('has what every stage made', () => {
  expect(names()).toEqual(
    expect.arrayContaining([
      'index.html',
      'dump.json',
      'clean-points-used.ply',
      'clean-points-left-out.ply',
      'analyse-planes.ply',
      'orient-representatives.ply',
      'orient-patches.ply',
      'orient-patches-that-turned.ply',
      'orient-oriented-normals.ply',
      ...[64, 128].flatMap((level) => [
        `level-${level}-solved-nodes-of-the-band.ply`,
        ...['x', 'y', 'z'].flatMap((axis) => [
          `level-${level}-solved-${axis}.png`,
          `level-${level}-solved-${axis}.npy`,
        ]),
        `level-${level}-start-x.png`,
      ]),
      'extract-surface-before-trimming.ply',
      'trim-trimmed-away.ply',
      'trim-components-dropped.ply',
      'trim-final-mesh.ply',
    ]),
  );
});

it('lies where the cloud lies', async () => {
  const file = readdirSync(dumped).find((name) => name.endsWith('clean-points-used.ply'))!;
  const { positions, shift } = await readCloud(await fileSource(join(dumped, file)), context);
  const middle = positions.reduce((sum, value, i) => (i % 3 === 0 ? sum + value : sum), 0) / (positions.length / 3);
  expect(positions.length / 3).toBe(3000);
  expect(middle + shift[0]).toBeCloseTo(SHIFT, 1);
  const mesh = readdirSync(dumped).find((name) => name.endsWith('trim-final-mesh.ply'))!;
  const meshOf = (path: string) => readMesh(readFileSync(path), path, context);
  const [inDump, written] = [await meshOf(join(dumped, mesh)), await meshOf(inPlace('dumped.ply'))];
  expect(sameNumbers(inDump.indices, written.indices)).toBe(true);
  expect(
    inDump.positions.reduce((most, value, i) => Math.max(most, Math.abs(value - written.positions[i]!)), 0),
  ).toBeLessThan(1e-9);
});

it('tells why points are missing', () => {
  const file = readdirSync(dumped).find((name) => name.endsWith('clean-points-left-out.ply'))!;
  expect(readFileSync(join(dumped, file)).toString('latin1')).toMatch(/element vertex 3\n/);
  const page = readFileSync(join(dumped, 'index.html'), 'utf8');
  expect(page).toContain('an outlier');
  expect(page).toContain('<dt>used</dt><dd>3,000</dd>');
});

it('has a page with a picture and a link for every file', () => {
  const page = readFileSync(join(dumped, 'index.html'), 'utf8');
  const files = readdirSync(dumped).filter((name) => /\.(ply|png|npy)$/.test(name));
  for (const file of files) expect(page, file).toContain(`"${file}"`);
  expect(page).not.toMatch(/https?:/);
});

describe('a folder', () => {
  it('of an earlier dump is made anew', async () => {
    const again = inPlace('again');
    mkdirSync(again);
    writeFileSync(join(again, 'dump.json'), JSON.stringify({ gridpullDump: 1, files: ['01-old.ply', 'index.html'] }));
    for (const name of ['01-old.ply', 'index.html']) writeFileSync(join(again, name), 'old');
    const run = await runCli(argumentsFor('again.ply', '--resolution', '64', '--dump', again));
    expect(run.code, run.stderr).toBe(0);
    expect(readdirSync(again)).not.toContain('01-old.ply');
    expect(readFileSync(join(again, 'index.html'), 'utf8')).toContain('ball.xyz');
  });

  it.each([
    ['with other files', (folder: string) => writeFileSync(join(folder, 'thesis.txt'), 'years'), 'is not empty'],
    [
      'of a dump with a file that is none of its own',
      (folder: string) => {
        writeFileSync(join(folder, 'dump.json'), JSON.stringify({ gridpullDump: 1, files: ['01-old.ply'] }));
        writeFileSync(join(folder, 'thesis.txt'), 'years');
      },
      'is not empty',
    ],
    [
      'that is a file',
      (folder: string) => {
        rmSync(folder, { recursive: true });
        writeFileSync(folder, 'years');
      },
      'there is a file of that name',
    ],
  ])('%s is refused before the run, and left as it is', async (_, fill, message) => {
    const folder = mkdtempSync(join(place, 'refused-'));
    fill(folder);
    const before = contentsOf(folder);
    const run = await runCli(argumentsFor('refused.ply', '--dump', folder));
    expect(run.code).toBe(1);
    expect(isOneLine(run.stderr), run.stderr).toBe(true);
    expect(run.stderr).toContain(message);
    expect(contentsOf(folder)).toEqual(before);
    expect(existsSync(inPlace('refused.ply'))).toBe(false);
  });

  it('is left empty where its files do not fit', async () => {
    const folder = mkdtempSync(join(place, 'small-'));
    // No file grows beyond 512 KiB: the trial file stops half-way, as on a disk that is nearly full.
    const run = await runShell(
      ['ulimit -f 512; node out/cli/index.js', ...argumentsFor('small.ply', '--dump', folder)].join(' '),
    );
    expect(run.code).toBe(1);
    expect(isOneLine(run.stderr), run.stderr).toBe(true);
    expect(run.stderr).toContain('index.html cannot be written');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is gone when the run is cancelled', async () => {
    const folder = inPlace('cancelled');
    const child = startCli(argumentsFor('cancelled.ply', '--dump', folder));
    const ended = finished(child);
    while (!existsSync(join(folder, 'dump.json')) && child.exitCode === null) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect(code, stderr).toBe(130);
    expect(existsSync(folder)).toBe(false);
    expect(existsSync(inPlace('cancelled.ply'))).toBe(false);
  });

  it('of a run that failed tells why', async () => {
    const file = inPlace('line.xyz');
    writeFileSync(file, Array.from({ length: 300 }, (_, i) => `${i} 0 0`).join('\n'));
    const folder = inPlace('failed');
    const run = await runCli([
      'reconstruct',
      file,
      '-o',
      inPlace('failed.ply'),
      '--software',
      '--quiet',
      '--dump',
      folder,
    ]);
    expect(run.code).toBe(3);
    expect(isOneLine(run.stderr), run.stderr).toBe(true);
    expect(readFileSync(join(folder, 'index.html'), 'utf8')).toContain('The run ended early');
  });
});

it('shows the stages of the preset paper', async () => {
  const folder = inPlace('paper');
  const run = await runCli(argumentsFor('paper.ply', '--preset', 'paper', '--paper-steps', '60', '--dump', folder));
  expect(run.code, run.stderr).toBe(0);
  const found = readdirSync(folder).map((name) => name.replace(/^\d+-/, ''));
  const wanted = ['analyse-planes', 'level-128-nodes-that-are-moved', 'level-256-optimised-z'];
  expect(found).toEqual(
    expect.arrayContaining([...wanted, 'extract-surface-before-trimming'].map((name) => `${name}.png`)),
  );
  expect(readFileSync(join(folder, 'index.html'), 'utf8')).toContain('nodes that are moved');
});
