/** Several files as one scene, what of them is read, and files that are not replaced, from outside. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flownFile } from '../shapes/flown-lines.ts';
import { isOneLine, runCli } from './cli.ts';
import { writeSmallHill } from './small-hill.ts';

const place = mkdtempSync(join(tmpdir(), 'gridpull-scenes-'));
const inPlace = (name: string): string => join(place, name);
afterAll(() => rmSync(place, { recursive: true }));

/** Not even root can write where a file is taken for a folder. */
const PLACE = '/dev/null/mesh.ply';
const RUN = ['--resolution', '64', '--software', '--quiet'];

/** Half a sphere of radius 1, with the class of its points. */
function half(side: 1 | -1, pointClass: number): string {
  const rows = Array.from({ length: 1500 }, (_, i) => {
    const z = 1 - (2 * i + 1) / 1500;
    const [radius, angle] = [Math.sqrt(1 - z * z), i * Math.PI * (3 - Math.sqrt(5))];
    return [radius * Math.cos(angle), radius * Math.sin(angle), z, pointClass];
  });
  const kept = rows.filter(([x = 0]) => x * side >= 0);
  return `x,y,z,classification\n${kept.map((row) => row.join(',')).join('\n')}\n`;
}

describe('two halves', () => {
  beforeAll(() => {
    writeFileSync(inPlace('east.xyz'), half(1, 2));
    writeFileSync(inPlace('west.xyz'), half(-1, 6));
  });

  it('are one closed surface', async () => {
    const run = await runCli([
      'reconstruct',
      inPlace('east.xyz'),
      inPlace('west.xyz'),
      '-o',
      inPlace('ball.ply'),
      '--json',
      ...RUN,
    ]);
    expect(run.code, run.stderr).toBe(0);
    const report = JSON.parse(run.stdout) as { inputs: string[]; topology: object };
    expect(report.inputs).toEqual([inPlace('east.xyz'), inPlace('west.xyz')]);
    expect(report.topology).toMatchObject({ watertight: true, components: 1, genus: 0 });
  });

  it('are read by their classes', async () => {
    const run = await runCli(['info', inPlace('east.xyz'), '--classes', 'building', '--json']);
    expect(run.code).toBe(3);
    expect(run.stderr).toMatch(/none of the 750 points is of the classes and returns asked for/);
    const ground = await runCli(['info', inPlace('east.xyz'), '--classes', 'ground,6', '--json']);
    expect(JSON.parse(ground.stdout)).toMatchObject({ points: 750, finite: 750, classification: { 2: 750 } });
  });

  it('take their coordinate system from the file beside them, and hand it on, of the part in a box', async () => {
    const wkt = 'PROJCS["ETRS89 / UTM zone 32N",GEOGCS["ETRS89"],AUTHORITY["EPSG","25832"]]';
    writeFileSync(inPlace('east.prj'), `${wkt}\n`);
    const told = await runCli(['info', inPlace('east.xyz'), '--json']);
    const crs = { epsg: 25832, name: 'ETRS89 / UTM zone 32N', wkt };
    expect(JSON.parse(told.stdout)).toMatchObject({ crs });
    const inputs = [inPlace('east.xyz'), inPlace('west.xyz')];
    // A slice through both halves, 1.2 wide and turned by 30°.
    const slice = ['--crop', '0,0,0,4,1.2,4,30'];
    const run = await runCli(['reconstruct', ...inputs, '-o', inPlace('set.obj'), '--json', ...slice, ...RUN]);
    expect(run.code, run.stderr).toBe(0);
    const beyond = [...half(1, 2).split('\n'), ...half(-1, 6).split('\n')]
      .map((row) => row.split(',').map(Number))
      .filter(([x, y]) => Math.abs(Math.cos(Math.PI / 6) * y! - Math.sin(Math.PI / 6) * x!) > 0.6);
    const points = { inFile: 1500, cropped: beyond.length, notFinite: 0 };
    expect(JSON.parse(run.stdout)).toMatchObject({ crs, points });
    expect(readFileSync(inPlace('set.prj'), 'utf8')).toBe(`${wkt}\n`);
    // Another system's file is somebody's own.
    writeFileSync(inPlace('set.prj'), 'PROJCS["other"]');
    const again = await runCli([
      'reconstruct',
      ...inputs,
      '-o',
      inPlace('set.obj'),
      '--resolution',
      '64',
      '--software',
    ]);
    expect(again.stderr).toMatch(/set\.prj names another coordinate system/);
    expect(readFileSync(inPlace('set.prj'), 'utf8')).toBe('PROJCS["other"]');
    rmSync(inPlace('east.prj'));
  });

  it('refuse a class that nobody knows', async () => {
    const run = await runCli(['info', inPlace('east.xyz'), '--classes', 'roofs']);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('--classes is «roofs»');
  });
});

it('of a LAS file info tells how many lines have a path of flight', async () => {
  writeFileSync(inPlace('flown.las'), flownFile());
  const { code, stdout } = await runCli(['info', inPlace('flown.las')]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^flight +a path of flight found for 2 of 2 lines$/m);
});

describe('an output that exists', () => {
  const write = (...more: string[]) =>
    runCli(['reconstruct', writeSmallHill(place), '-o', inPlace('hill.ply'), ...RUN, ...more]);

  it('is kept where GridPull did not write it, and replaced by force', async () => {
    writeFileSync(inPlace('hill.ply'), 'years of work');
    const refused = await write();
    expect(refused.code).toBe(1);
    expect(isOneLine(refused.stderr), refused.stderr).toBe(true);
    expect(refused.stderr).toContain('--force');
    expect(readFileSync(inPlace('hill.ply'), 'utf8')).toBe('years of work');
    const forced = await write('--force');
    expect(forced.code, forced.stderr).toBe(0);
    const again = await write();
    expect(again.code, again.stderr).toBe(0);
    expect(readFileSync(inPlace('hill.ply')).length).toBeGreaterThan(10_000);
  });

  it('is not begun in a place that takes no files', async () => {
    const run = await runCli(['reconstruct', 'samples/hill.ply', '-o', PLACE, ...RUN]);
    expect(run.code).toBe(1);
    expect(isOneLine(run.stderr), run.stderr).toBe(true);
    expect(run.stderr).toContain('/dev/null');
  });
});
