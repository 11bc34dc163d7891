/**
 * Cases of the format collection through the command line, as a user would: what is read is told, what is not is
 * refused in one line, and what becomes a mesh lies where the points are. That each case is read right is the matter of
 * test/unit/formats; here stands one of each kind.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sidecar } from '../../src/batch/sidecar.ts';
import { readMesh } from '../../src/engine/index.ts';
import { BODY, type Reading } from '../formats/format-case.ts';
import { formatCase } from '../formats/format-cases.ts';
import { quietContext } from '../run-context.ts';
import { boundsOf } from '../shapes/sampled-cloud.ts';
import { type CliResult, isOneLine, runCli } from './cli.ts';

const place = mkdtempSync(join(tmpdir(), 'gridpull-formats-'));

beforeAll(() => {
  if (!existsSync('out/cli/index.js')) throw new Error('the command line is not built: npm run build');
});
afterAll(() => rmSync(place, { recursive: true }));

/** The case as a file. */
function fileOf(name: string): string {
  const path = join(place, name);
  writeFileSync(path, formatCase(name).make());
  return path;
}

function readingOf(name: string): Reading {
  return formatCase(name).reading!;
}

interface Info {
  readonly points: number;
  readonly finite: number;
  readonly min: readonly number[];
  readonly max: readonly number[];
  readonly normals: boolean;
  readonly colors: boolean;
  readonly firstColor?: readonly number[];
  readonly warnings: readonly string[];
}

describe('info', () => {
  it.each([
    'be.ply',
    'ascii-crlf.ply',
    'le-normals-rgba.ply',
    'le-int-coords.ply',
    'le-trailing-bytes.ply',
    'nan-inf.ply',
    'utm-double.ply',
    'utm.xyz',
    'normals.xyz',
    'ragged.xyz',
    'intensity-rgb.pts',
  ])('reads %s', async (name) => {
    const { points, positions, normals, colors, isOdd = false } = readingOf(name);
    const { code, stdout, stderr } = await runCli(['info', fileOf(name), '--json']);
    expect(code, stderr).toBe(0);
    const { low, high } = boundsOf(positions);
    const { warnings, ...found } = JSON.parse(stdout) as Info;
    expect(found).toMatchObject({ points, finite: positions.length / 3, min: low, max: high });
    expect(found).toMatchObject({ normals: normals !== undefined, colors: colors !== undefined });
    if (colors) expect(found.firstColor).toEqual(Array.from(colors).slice(0, 3));
    expect(warnings.length > 0).toBe(isOdd);
  });

  it.each(['truncated.ply', 'zero-bytes.ply', '2-columns.xyz', 'truncated.pcd'])(
    'refuses %s in one line',
    async (name) => {
      const { code, stdout, stderr } = await runCli(['info', fileOf(name), '--json']);
      expect(code).toBe(3);
      expect(stdout).toBe('');
      expect(isOneLine(stderr), stderr).toBe(true);
    },
  );
});

const COARSE = ['--resolution', '64', '--software'];

describe('reconstruct', () => {
  it.each(['truncated.ply', 'all-nan.ply', 'collinear.ply'])(
    'refuses %s in one line and writes nothing',
    async (name) => {
      const output = join(place, `mesh-of-${name}.ply`);
      const { code, stdout, stderr } = await runCli(['reconstruct', fileOf(name), '-o', output, ...COARSE, '--quiet']);
      expect(code, stderr).toBe(3);
      expect(stdout).toBe('');
      expect(isOneLine(stderr), stderr).toBe(true);
      expect(readdirSync(place).filter((file) => file.includes(`mesh-of-${name}`))).toEqual([]);
    },
  );
});

/** What no surface can be made of. */
const REFUSED = [
  'truncated.ply',
  'zero-bytes.ply',
  '2-columns.xyz',
  'truncated.pcd',
  'all-nan.ply',
  'all-same.ply',
  'points-1.ply',
  'points-2.ply',
  'points-3.ply',
  'collinear.ply',
];

/** What becomes a mesh, and whether a closed one. Through ten points there is no telling which surface. */
const MESHED = [
  ['points-10.ply', undefined],
  ['coplanar.ply', false],
  ['duplicates-x4.ply', true],
  ['nan-inf.ply', true],
  ['huge-outlier.ply', true],
  ['tiny-scale.ply', true],
  ['le-int-coords.ply', true],
  ['le-double-rgb.ply', true],
  ['be.ply', true],
  ['utm-double.ply', true],
  ['utm.xyz', true],
  ['intensity-rgb.pts', true],
] as const;

/** All in one process, which opens its device and compiles its kernels once. */
describe('batch', () => {
  const scans = join(place, 'scans');
  const meshes = join(place, 'meshes');
  let batch: CliResult;
  beforeAll(async () => {
    mkdirSync(scans);
    for (const name of [...REFUSED, ...MESHED.map(([name]) => name)]) {
      writeFileSync(join(scans, name), formatCase(name).make());
    }
    batch = await runCli(['batch', scans, '-o', meshes, ...COARSE]);
  });

  /** By the cloud that it is of: some have names that differ in the ending alone. */
  const sidecarOf = (name: string): Sidecar => {
    const names = readdirSync(meshes).filter((file) => file.endsWith('.ply.json'));
    const sidecars = names.map((file) => JSON.parse(readFileSync(join(meshes, file), 'utf8')) as Sidecar);
    return sidecars.find(({ input }) => input.path === name)!;
  };

  it('ends with 6, for some files failed', () => expect(batch.code, batch.stderr).toBe(6));

  it.each(REFUSED)('refuses %s in one line and writes nothing', (name) => {
    const { state, error, output } = sidecarOf(name);
    expect(state).toBe('failed');
    expect(error!.message).toMatch(/^[^\n]{10,}$/);
    expect(error!.code).toMatch(/^cloud-(format|empty|degenerate)$/);
    expect(existsSync(join(meshes, output.path))).toBe(false);
  });

  it.each(MESHED)('makes a mesh of %s in its place', async (name, closed) => {
    const { state, error, result, output } = sidecarOf(name);
    expect(state, error?.message).toBe('done');
    const { topology } = result!.report;
    expect(topology.components).toBe(1);
    if (closed !== undefined) expect(topology.watertight).toBe(closed);
    const { positions } = await readMesh(readFileSync(join(meshes, output.path)), output.path, quietContext);
    expect(positions.every(Number.isFinite)).toBe(true);
    // What there is to mesh: a stray makes the file's own bounds say nothing.
    const bounds = boundsOf(name === 'huge-outlier.ply' ? BODY.positions : readingOf(name).positions);
    const mesh = boundsOf(positions);
    const extent = Math.max(...bounds.high.map((value, axis) => value - bounds.low[axis]!));
    for (let axis = 0; axis < 3; axis++) {
      const below = (bounds.low[axis]! - mesh.low[axis]!) / extent;
      const above = (mesh.high[axis]! - bounds.high[axis]!) / extent;
      // It only must not leave the grid's cube.
      if (name === 'points-10.ply') expect(Math.max(below, above)).toBeLessThan(0.55);
      // Otherwise it reaches as far as the points, give or take a voxel.
      else expect(Math.max(Math.abs(below), Math.abs(above))).toBeLessThan(0.03);
    }
  });
});
