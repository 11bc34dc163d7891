/** Every PLY, XYZ and PTS case of the shared format corpus through the command line, as a user would. */
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readMesh } from '../../src/engine/index.ts';
import { EXPECTATIONS, type Expectation, FORMATS_FOLDER, isInScope } from '../format-collection.ts';
import { isOneLine, runCli } from './cli.ts';

/** What a file's own digits leave of a coordinate: six decimals in utm.xyz, else float32 or nine printed digits. */
function roundingOf(name: string, value: number): number {
  return name === 'utm.xyz' ? 5e-7 : Math.max(1e-9, 2 ** -24 * Math.abs(value));
}

const cases = Object.entries(EXPECTATIONS).filter(([name]) => isInScope(name));
const good = cases.filter(([, { ok }]) => ok);
const bad = cases.filter(([, { ok }]) => !ok).map(([name]) => name);

beforeAll(() => {
  if (!existsSync('out/cli/index.js')) throw new Error('the command line is not built: npm run build');
});

it('covers the corpus', () => {
  expect(cases.length).toBeGreaterThan(45);
});

describe('info', () => {
  it.each(good)('reads %s', async (name, wanted) => {
    const { code, stdout, stderr } = await runCli(['info', `${FORMATS_FOLDER}/${name}`, '--json']);
    expect(code, stderr).toBe(0);
    const found = JSON.parse(stdout) as Expectation & { warnings: string[] };
    if (name !== 'ragged.xyz') expect(found.points).toBe(wanted.points);
    expect(found.finite).toBeGreaterThan(0);
    if (wanted.finite !== undefined && name !== 'ragged.xyz') expect(found.finite).toBe(wanted.finite);
    for (const bound of ['min', 'max'] as const) {
      wanted[bound]?.forEach((value, axis) => {
        const difference = Math.abs(found[bound]![axis]! - value);
        expect(difference, `${bound} ${axis}`).toBeLessThanOrEqual(roundingOf(name, value));
      });
    }
    expect(found.normals).toBe(wanted.normals ?? false);
    expect(found.colors).toBe(wanted.colors ?? false);
    if (wanted.firstColor) expect(found.firstColor).toEqual(wanted.firstColor);
    expect(found.warnings.length > 0).toBe((wanted.warning ?? false) || wanted.finite !== wanted.points);
  });

  it.each(bad)('refuses %s in one line', async (name) => {
    const { code, stdout, stderr } = await runCli(['info', `${FORMATS_FOLDER}/${name}`, '--json']);
    expect(code).toBe(3);
    expect(stdout).toBe('');
    expect(isOneLine(stderr), stderr).toBe(true);
  });
});

describe('reconstruct', () => {
  const place = mkdtempSync(join(tmpdir(), 'gridpull-formats-'));
  const reconstruct = (name: string, more: string[] = []) => {
    const output = join(place, `${name}-mesh.ply`);
    const input = join(FORMATS_FOLDER, name);
    const args = ['reconstruct', input, '-o', output, '--resolution', '64', '--software', '--quiet'];
    return { output, running: runCli([...args, ...more]) };
  };

  it.each([...bad, 'all-same.ply', 'points-1.ply', 'points-2.ply', 'points-3.ply', 'collinear.ply'])(
    'refuses %s in one line and writes nothing',
    async (name) => {
      const { code, stdout, stderr } = await reconstruct(name).running;
      expect(code, stderr).toBe(3);
      expect(stdout).toBe('');
      expect(isOneLine(stderr), stderr).toBe(true);
      expect(readdirSync(place).filter((file) => file.includes(name))).toEqual([]);
    },
  );

  // Bounds of what there is to mesh, where strays make the file's own say nothing.
  const unitBounds = { min: EXPECTATIONS['le.ply']!.min!, max: EXPECTATIONS['le.ply']!.max! };
  it.each([
    ['points-10.ply', true],
    ['coplanar.ply', false],
    ['duplicates-x4.ply', true],
    ['nan-inf.ply', true],
    ['huge-outlier.ply', true, unitBounds],
    ['tiny-scale.ply', true],
    ['le-int-coords.ply', true],
    ['le-double-rgb.ply', true],
    ['be.ply', true],
    ['utm-double.ply', true],
    ['utm.xyz', true],
    ['intensity-rgb.pts', true],
  ])('makes a mesh of %s in its place', async (name, closed, bounds = EXPECTATIONS[name] as typeof unitBounds) => {
    const { output, running } = reconstruct(name, ['--json']);
    const { code, stdout, stderr } = await running;
    expect(code, stderr).toBe(0);
    expect(stderr).toBe('');
    const report = JSON.parse(stdout) as { topology: { watertight: boolean; components: number; area: number } };
    expect(report.topology).toMatchObject({ watertight: closed, components: 1 });
    const context = { signal: new AbortController().signal, onEvent: () => undefined };
    const { positions } = await readMesh(readFileSync(output), output, context);
    expect(positions.every(Number.isFinite)).toBe(true);
    const extent = Math.max(...bounds.max.map((value, axis) => value - bounds.min[axis]!));
    for (let axis = 0; axis < 3; axis++) {
      const along = positions.filter((_, i) => i % 3 === axis);
      const below = (bounds.min[axis]! - Math.min(...along)) / extent;
      const above = (Math.max(...along) - bounds.max[axis]!) / extent;
      // Through ten points there is no telling which surface; it only must not leave the grid's cube.
      if (name === 'points-10.ply') expect(Math.max(below, above)).toBeLessThan(0.55);
      // Otherwise it reaches as far as the points, give or take a voxel.
      else expect(Math.max(Math.abs(below), Math.abs(above))).toBeLessThan(0.03);
    }
  });
});
