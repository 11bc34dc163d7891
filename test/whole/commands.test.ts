/** The command line from outside: results, exit codes, and that nothing half-written stays behind. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeIO } from '@gltf-transform/core';
import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../src/batch/certificate.ts';
import type { KernelProfile } from '../../src/cli/profile-file.ts';
import type { RunReport } from '../../src/engine/report.ts';
import { formatCase } from '../formats/format-cases.ts';
import { objText } from '../shapes/mesh-bytes.ts';
import { tubeWall } from '../shapes/meshes.ts';
import { isOneLine, runCli, runShell } from './cli.ts';
import { writeSmallHill } from './small-hill.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'gridpull-whole-'));
const SMALL_HILL = writeSmallHill(folder());

/** A case of the format collection as a file. */
function fileOf(name: string): string {
  const path = join(folder(), name);
  writeFileSync(path, formatCase(name).make());
  return path;
}

let hill: Promise<string> | undefined;

/** The mesh of the small hill, made once. */
function hillMesh(): Promise<string> {
  const make = async (): Promise<string> => {
    const output = join(folder(), 'hill.ply');
    const run = await runCli(['reconstruct', SMALL_HILL, '-o', output, '--software', '--resolution', '64', '--quiet']);
    expect(run.code, run.stderr).toBe(0);
    return output;
  };
  return (hill ??= make());
}

function folderNamed(name: string): string {
  const path = join(folder(), name);
  mkdirSync(path);
  return path;
}

it('names the Node that it needs where an older one runs it', async () => {
  const older = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'18.19.1'})`;
  const run = await runCli(['--version'], { NODE_OPTIONS: `--import=${encodeURI(older)}` });
  expect(run).toEqual({ code: 1, stdout: '', stderr: 'gridpull: Node 24 or newer is needed; this is Node 18.19.1\n' });
  // What an older Node has to parse before it says so: no import that is not waited for, and nothing newer than it.
  const entry = readFileSync('out/cli/index.js', 'utf8');
  expect(entry).not.toMatch(/^\s*(import\s*["'{*\w]|(await )?using )/m);
});

describe('reconstruct', () => {
  it('turns a cloud into a closed mesh and reports it', async () => {
    const output = join(folder(), 'mesh.ply');
    const run = await runCli(['reconstruct', 'samples/bracket.ply', '-o', output, '--software', '--json', '--quiet']);
    expect(run.code, run.stderr).toBe(0);
    expect(run.stderr).toBe('');
    const report = JSON.parse(run.stdout) as { topology: { watertight: boolean; components: number }; shift: number[] };
    expect(report.topology.watertight).toBe(true);
    expect(report.topology.components).toBe(1);
    expect(readFileSync(output).subarray(0, 4).toString()).toBe('ply\n');
  });

  it('writes a PLY, which is as far from itself as it should be', async () => {
    const output = await hillMesh();
    const compared = await runCli(['compare', output, output, '--json', '--samples', '1000']);
    expect(compared.code, compared.stderr).toBe(0);
    expect((JSON.parse(compared.stdout) as { chamferL1: number }).chamferL1).toBeLessThan(1e-6);
    const said = await runCli(['compare', output, output, '--tolerance', '0.5', '--samples', '1000']);
    expect(said.stdout).toMatch(/within ±0\.5 +100\.0 % \(0\.0 % inside, 0\.0 % outside\)/);
  });

  it('writes a GLB that another program reads', async () => {
    const output = join(folder(), 'mesh.glb');
    const args = ['reconstruct', SMALL_HILL, '-o', output, '--software', '--resolution', '64', '--json'];
    const run = await runCli(args);
    expect(run.code, run.stderr).toBe(0);
    expect(run.stderr).not.toContain('does not keep');
    const { topology } = JSON.parse(run.stdout) as { topology: { vertices: number; triangles: number } };
    const [primitive] = (await new NodeIO().read(output)).getRoot().listMeshes()[0]!.listPrimitives();
    expect(primitive!.getIndices()!.getCount()).toBe(3 * topology.triangles);
    for (const name of ['POSITION', 'NORMAL', 'COLOR_0']) {
      expect(primitive!.getAttribute(name)!.getCount(), name).toBe(topology.vertices);
    }
  });

  it('keeps large coordinates', async () => {
    const output = join(folder(), 'mesh.ply');
    const input = fileOf('utm-double.ply');
    const run = await runCli(['reconstruct', input, '-o', output, '--software', '--resolution', '64']);
    expect(run.code, run.stderr).toBe(0);
    const bytes = readFileSync(output);
    const header = bytes.subarray(0, bytes.indexOf('end_header\n') + 11).toString();
    expect(header).toContain('property double x');
    const start = header.length;
    expect(bytes.readDoubleLE(start)).toBeGreaterThan(500_000);
    expect(bytes.readDoubleLE(start)).toBeLessThan(500_002);
  });

  it('writes a first surface and what every dispatch of the run took, and the same mesh as without', async () => {
    const place = folder();
    const [timed, profile, first] = ['timed.ply', 'profile.json', 'first.stl'].map((name) => join(place, name));
    const args = ['reconstruct', SMALL_HILL, '--software', '--resolution', '64', '--quiet', '-o', timed!];
    const run = await runCli([...args, '--profile', profile!, '--preview', first!]);
    expect(run.code, run.stderr).toBe(0);
    expect(readFileSync(timed!).equals(readFileSync(await hillMesh()))).toBe(true);
    const { kernels, passes } = JSON.parse(readFileSync(profile!, 'utf8')) as KernelProfile;
    const solving = kernels.find(({ kernel }) => kernel === 'field/chebyshev_step');
    // One level of 30 steps and one that measures: those of the first surface do not count.
    expect(solving).toMatchObject({ dispatches: 31 });
    expect(solving!.ms).toBeGreaterThan(0);
    expect(kernels.reduce((sum, { dispatches }) => sum + dispatches, 0)).toBe(passes.length);
    const stl = readFileSync(first!);
    expect(stl.length).toBe(84 + 50 * stl.readUInt32LE(80));
    expect(stl.readUInt32LE(80)).toBeGreaterThan(1000);
  });
});

describe('failures', () => {
  const bad: [string, string[], number][] = [
    ['no such file', ['reconstruct', 'none.ply', '-o', 'x.ply'], 3],
    ['a folder as input', ['reconstruct', 'samples', '-o', 'x.ply'], 3],
    ['a format we do not write', ['reconstruct', 'samples/hill.ply', '-o', 'x.fbx'], 2],
    ['a missing output folder', ['reconstruct', 'samples/hill.ply', '-o', 'no/such/folder/x.ply'], 1],
    [
      'a profile in a missing folder',
      ['reconstruct', 'samples/hill.ply', '-o', 'x.ply', '--profile', 'no/such/x.json'],
      1,
    ],
    ['the input as output', ['reconstruct', 'samples/hill.ply', '-o', 'samples/hill.ply'], 2],
    ['an odd resolution', ['reconstruct', 'samples/hill.ply', '-o', 'x.ply', '--resolution', '100'], 2],
    ['a resolution that is no number', ['reconstruct', 'samples/hill.ply', '-o', 'x.ply', '--resolution', 'fine'], 2],
    ['a negative noise', ['reconstruct', 'samples/hill.ply', '-o', 'x.ply', '--noise', '-1'], 2],
    ['too few points', ['reconstruct', fileOf('points-3.ply'), '-o', 'x.ply'], 3],
    ['points in one place', ['reconstruct', fileOf('all-same.ply'), '-o', 'x.ply'], 3],
    ['points on a line', ['reconstruct', fileOf('collinear.ply'), '-o', 'x.ply'], 3],
    ['a folder as output', ['reconstruct', 'samples/hill.ply', '-o', tmpdir()], 2],
    ['a folder with the name of a mesh', ['reconstruct', 'samples/hill.ply', '-o', folderNamed('x.ply')], 1],
    ['a resolution too fine', ['reconstruct', 'samples/hill.ply', '-o', 'x.ply', '--resolution', '4096'], 2],
    ['a noise that is no number', ['reconstruct', 'samples/hill.ply', '-o', 'x.ply', '--noise', '0x10'], 2],
    ['an endless hole radius', ['reconstruct', 'samples/hill.ply', '-o', 'x.ply', '--hole-radius', 'Infinity'], 2],
    ['a seed in pieces', ['reconstruct', 'samples/hill.ply', '-o', 'x.ply', '--seed', '1.5'], 2],
    ['no steps', ['reconstruct', 'samples/hill.ply', '-o', 'x.ply', '--preset', 'paper', '--paper-steps', '0'], 2],
    ['an unknown preset', ['reconstruct', 'samples/hill.ply', '-o', 'x.ply', '--preset', 'best'], 2],
    ['an unknown use of normals', ['reconstruct', 'samples/hill.ply', '-o', 'x.ply', '--normals', 'some'], 2],
    [
      'a first surface of the paper',
      ['reconstruct', 'samples/hill.ply', '-o', 'x.ply', '--preset', 'paper', '--preview', 'y.ply'],
      2,
    ],
    [
      'a first surface in the place of the mesh',
      ['reconstruct', 'samples/hill.ply', '-o', 'x.ply', '--preview', 'x.ply'],
      2,
    ],
    ['text that is no PLY', ['reconstruct', 'samples/hill.ply', '-o', 'x.stl', '--ascii'], 2],
    ['a bad value and no such file', ['reconstruct', 'none.ply', '-o', 'x.ply', '--resolution', '100'], 2],
    ['no samples', ['compare', 'samples/hill.ply', 'samples/hill.ply', '--samples', 'many'], 2],
    ['no file to describe', ['info', 'none.ply'], 3],
    ['a mesh that is none', ['compare', 'package.json', 'samples/hill.ply'], 3],
    ['a cloud to check', ['check', 'samples/hill.ply'], 3],
    ['no thickness', ['check', 'samples/hill.ply', '--thickness', '0'], 2],
    ['two sides of a build volume', ['check', 'samples/hill.ply', '--build-volume', '1,2'], 2],
  ];
  it.each(bad)('%s: one line and the right exit code', async (_what, args, code) => {
    const run = await runCli([...args, ...(args[0] === 'reconstruct' ? ['--software', '--quiet'] : [])]);
    expect(run.code, run.stderr).toBe(code);
    expect(isOneLine(run.stderr), run.stderr).toBe(true);
    expect(run.stdout).toBe('');
  });

  it.each([
    ['an unknown option', ['reconstruct', 'samples/hill.ply', '-o', 'x.ply', '--frobnicate'], "'--frobnicate'"],
    ['an unknown command', ['frobnicate'], "'frobnicate'"],
    ['a missing output', ['reconstruct', 'samples/hill.ply'], '--output'],
    ['a missing input', ['info'], "'cloud'"],
    ['one file too many', ['info', 'samples/hill.ply', 'samples/bracket.ply'], 'too many arguments'],
  ])('says what is wrong with %s', async (_what, args, words) => {
    const run = await runCli(args);
    expect(run.code).toBe(2);
    expect(run.stdout).toBe('');
    expect(run.stderr).toContain(words);
    expect(run.stderr).toContain('--help tells what is possible');
    expect(run.stderr).not.toMatch(/\bat .*:\d+:\d+/);
  });

  it('says what to install when there is no adapter', async () => {
    const place = folder();
    const none = join(place, 'none.json');
    writeFileSync(none, '{}');
    const run = await runCli(['reconstruct', 'samples/hill.ply', '-o', join(place, 'x.ply'), '--quiet'], {
      VK_DRIVER_FILES: none,
    });
    expect(run.code, run.stderr).toBe(4);
    expect(run.stderr).toMatch(/no WebGPU adapter/);
    expect(run.stderr).toMatch(/mesa-vulkan-drivers|npm run setup/);
    expect(readdirSync(place)).toEqual(['none.json']);
    const missing = await runCli(['doctor'], { VK_DRIVER_FILES: join(place, 'missing.json') });
    expect(missing.code).toBe(4);
    expect(missing.stderr).toMatch(/VK_DRIVER_FILES names .*missing\.json, which is not there/);
  });
});

describe('check', () => {
  it('ends with 0 for a mesh that is ready and with 7 for one that is not, its figures told either way', async () => {
    const place = folder();
    const corners = 'v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\n';
    writeFileSync(join(place, 'sound.obj'), `${corners}f 1 3 2\nf 1 2 4\nf 1 4 3\nf 2 3 4\n`);
    writeFileSync(join(place, 'open.obj'), `${corners}f 1 3 2\nf 1 2 4\nf 1 4 3\n`);
    const sound = await runCli(['check', join(place, 'sound.obj')]);
    expect(sound).toMatchObject({ code: 0, stderr: '' });
    expect(sound.stdout).toContain('sound.obj: ready to print\n');
    const open = await runCli(['check', join(place, 'open.obj'), '--json']);
    expect(open.code).toBe(7);
    expect(isOneLine(open.stderr), open.stderr).toBe(true);
    expect(JSON.parse(open.stdout)).toMatchObject({ check: { faults: ['open'], rims: { count: 1, edges: 3 } } });
  });
});

describe('help', () => {
  it.each([[[]], [['reconstruct']], [['info']], [['compare']], [['check']], [['doctor']]])(
    'of %j has examples and the exit codes',
    async (command) => {
      const run = await runCli([...command, '--help']);
      expect(run.code).toBe(0);
      expect(run.stderr).toBe('');
      expect(run.stdout).toContain(`Usage: gridpull ${command.join('')}`.trim());
      expect(run.stdout).toContain('Examples:\n  gridpull ');
      for (const { code } of [0, 1, 2, 3, 4, 5, 6, 7, 130].map((code) => ({ code }))) {
        expect(run.stdout).toMatch(new RegExp(`^  ${code}  `, 'm'));
      }
      expect(Math.max(...run.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    },
  );
});

describe('output', () => {
  it('may be cut short by its reader', async () => {
    const run = await runShell('node out/cli/index.js info samples/hill.ply | head -1; echo "${PIPESTATUS[0]}"');
    expect(run).toEqual({ code: 0, stdout: 'points    30000\n0\n', stderr: '' });
  });

  it('that cannot be printed is a failure', async () => {
    const run = await runShell('node out/cli/index.js info samples/hill.ply > /dev/full');
    expect(run.code).toBe(1);
    expect(isOneLine(run.stderr), run.stderr).toBe(true);
  });
});

describe('finish', () => {
  it.each(['obj', 'stl', '3mf'])('writes a mesh as %s, with the colours it can keep', async (ending) => {
    const [input, output] = [await hillMesh(), join(folder(), `mesh.${ending}`)];
    const run = await runCli(['finish', input, '-o', output]);
    expect(run.code, run.stderr).toBe(0);
    expect(/does not keep: colours/.test(run.stderr)).toBe(ending === 'stl');
    const compared = await runCli(['compare', input, output, '--json', '--samples', '1000']);
    expect((JSON.parse(compared.stdout) as { chamferL1: number }).chamferL1).toBeLessThan(1e-3);
  });

  it('closes, smooths and simplifies a mesh, and says what it did', async () => {
    const [open, closed] = ['tube.obj', 'closed.ply'].map((name) => join(folder(), name));
    writeFileSync(open!, objText(tubeWall(40, 30)));
    const run = await runCli(['finish', open!, '-o', closed!, '--close', 'all', '--smooth', '2', '--simplify', '50%']);
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout).toMatch(/holes +2 closed by a guess of area .*\n +smoothed +by 2 steps\n +simplified deviation/);
    expect((await runCli(['check', closed!])).code).toBe(0);
  });

  it('is an option of the run', async () => {
    const output = join(folder(), 'hill.ply');
    const args = [SMALL_HILL, '-o', output, '--software', '--resolution', '64', '--simplify', '1000', '--json'];
    const run = await runCli(['reconstruct', ...args, '--certify']);
    const { topology, finish, proof } = JSON.parse(run.stdout) as RunReport;
    expect(topology.triangles).toBeLessThanOrEqual(1000);
    expect(finish?.simplified?.stoppedBy).toBe('target');
    expect(proof).toMatchObject({ faults: ['open'], triangles: topology.triangles, selfIntersections: { pairs: 0 } });
    const { check, mesh } = JSON.parse(readFileSync(`${output}.certificate.json`, 'utf8')) as Certificate;
    expect(check).toEqual(proof);
    expect(mesh.sha256).toBe(createHash('sha256').update(readFileSync(output)).digest('hex'));
  });

  it.each([
    [[], 2, 'nothing to do'],
    [['--simplify', '150%'], 2, 'allowed: none, 10%, a number'],
    [['--smooth', '-1'], 2, 'a whole number'],
  ])('with %j ends with %i', async (options, code, message) => {
    const run = await runCli(['finish', 'samples/hill.ply', '-o', join(folder(), 'out.ply'), ...options]);
    expect([run.code, run.stderr]).toEqual([code, expect.stringContaining(message)]);
  });

  it('of a cloud says that it is none', async () => {
    const output = join(folder(), 'out.ply');
    const run = await runCli(['finish', 'samples/hill.ply', '-o', output, '--smooth', '1']);
    expect([run.code, run.stderr]).toEqual([3, expect.stringContaining('a mesh is needed here, not a cloud')]);
    expect(readdirSync(join(output, '..'))).toEqual([]);
  });
});
