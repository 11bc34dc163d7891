/** `gridpull terrain` from a mesh file to its raster and its contours, without a process of its own. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { terrain, type TerrainArguments } from '../../../src/cli/commands/terrain.ts';
import { finish } from '../../../src/cli/commands/finish.ts';
import { readGeotiff } from '../../formats/geotiff-reader.ts';
import { quietContext } from '../../run-context.ts';
import { objText } from '../../shapes/mesh-bytes.ts';
import { gridMesh, worldMesh } from '../../shapes/meshes.ts';

const folder = mkdtempSync(join(tmpdir(), 'gridpull-terrain-'));
/** z = x + 50 over (500000, 5800000) to (500008, 5800008). */
const ramp = gridMesh(9, 9, { columns: false, rows: false }, (u, v) => [
  500_000 + 9 * u,
  5_800_000 + 9 * v,
  9 * u + 50,
]);
const input = join(folder, 'ramp.obj');
writeFileSync(input, objText(ramp));

const at = (name: string): string => join(folder, name);
const run = (args: Partial<TerrainArguments>, mesh = input): Promise<string> => terrain(mesh, args, quietContext);

it('writes a raster and contours, and says what they are', async () => {
  const args = { raster: at('a.tif'), cell: 1, contours: [at('a.dxf'), at('a.GeoJSON')], interval: 2 };
  expect(await run(args)).toBe(
    `${at('a.tif')}: 8 × 8 cells of 1, 0.0 MB\n` +
      '  heights    50.5 to 57.5, 0 cells without\n' +
      '  system     unknown: coordinates as the mesh has them\n' +
      `${at('a.dxf')}, ${at('a.GeoJSON')}: 4 contours at 4 heights, every 2, 0 closed, 32 long\n`,
  );
  const read = readGeotiff(readFileSync(at('a.tif')));
  expect([...read.heights.slice(0, 8)]).toEqual([50.5, 51.5, 52.5, 53.5, 54.5, 55.5, 56.5, 57.5]);
  expect(read.tiepoint).toEqual([0, 0, 0, 500_000, 5_800_008, 0]);
  // What it wrote itself it replaces, to the same bytes.
  const before = ['a.tif', 'a.dxf', 'a.GeoJSON'].map((name) => readFileSync(at(name)));
  const figures = JSON.parse(await run({ ...args, json: true })) as object;
  expect(figures).toMatchObject({ raster: { measured: 64, epsg: null }, contours: { lines: 4 }, guessedTriangles: 0 });
  expect(['a.tif', 'a.dxf', 'a.GeoJSON'].map((name) => readFileSync(at(name)))).toEqual(before);
});

it('takes the system from the file beside the mesh, unless another is said', async () => {
  writeFileSync(at('known.obj'), objText(ramp));
  writeFileSync(at('known.prj'), 'PROJCS["a",GEOGCS["b",AUTHORITY["EPSG","4258"]],AUTHORITY["EPSG","25833"]]');
  const keysOf = async (more: Partial<TerrainArguments>) => {
    await run({ raster: at('known.tif'), cell: 1, ...more }, at('known.obj'));
    return Object.fromEntries(readGeotiff(readFileSync(at('known.tif'))).keys);
  };
  expect(await keysOf({})).toEqual({ 1024: 1, 1025: 1, 3072: 25833 });
  expect(await keysOf({ epsg: 25832 })).toEqual({ 1024: 1, 1025: 1, 3072: 25832 });
  // Its axes are others then.
  writeFileSync(at('known.obj'), objText(gridMesh(3, 3, { columns: false, rows: false }, (u, v) => [u, 5, v])));
  expect(await keysOf({ up: 'y' })).toEqual({ 1025: 1 });
});

it('turns a mesh whose y points up', async () => {
  const lying = worldMesh([0, 7, 0, 4, 7, 0, 0, 7, -4], [0, 1, 2]);
  writeFileSync(at('lying.obj'), objText(lying));
  await expect(run({ raster: at('lying.tif'), cell: 1 }, at('lying.obj'))).rejects.toThrow(
    'Check which axis points up.',
  );
  expect(existsSync(at('lying.tif'))).toBe(false);
  await run({ raster: at('lying.tif'), cell: 1, up: 'y' }, at('lying.obj'));
  const { heights, tiepoint } = readGeotiff(readFileSync(at('lying.tif')));
  expect([heights[12], tiepoint[4]]).toEqual([7, 4]);
});

it.each([
  [{}, 'nothing to do'],
  [{ raster: at('r.tif'), interval: 1 }, '--interval is for --contours'],
  [{ contours: [at('r.dxf')], cell: 1 }, '--cell is for --raster'],
  [{ raster: at('r.png') }, 'names no height raster; allowed: .tif or .tiff'],
  [{ contours: [at('r.svg')] }, 'names no contours; allowed: .dxf, .geojson or .json'],
  [{ contours: [at('r.json'), at('r.geojson')] }, 'two names are given for contours as .geojson'],
  [{ raster: at('r.tif'), cell: 1e-9 }, 'Take larger cells'],
  [{ contours: [at('r.dxf')], interval: 1e-9 }, 'Take a larger interval'],
  [{ raster: at('none/r.tif') }, 'does not exist; make it first'],
])('refuses %o and writes nothing', async (args: Partial<TerrainArguments>, message) => {
  const before = readdirSync(folder);
  await expect(run(args)).rejects.toThrow(message);
  expect(readdirSync(folder)).toEqual(before);
});

it('refuses a mesh with a place that is no number, and one that is none', async () => {
  writeFileSync(at('nan.obj'), 'v 0 0 0\nv 1 0 nan\nv 0 1 0\nf 1 2 3\n');
  await expect(run({ raster: at('r.tif') }, at('nan.obj'))).rejects.toMatchObject({ code: 'mesh-format' });
  writeFileSync(at('empty.obj'), '');
  await expect(run({ raster: at('r.tif') }, at('empty.obj'))).rejects.toMatchObject({ code: 'mesh-format' });
  await expect(run({ raster: at('r.tif') }, at('missing.obj'))).rejects.toThrow('there is no such file');
});

it('keeps to files of its own, and leaves none behind when it is cancelled', async () => {
  writeFileSync(at('own.tif'), 'a picture');
  await expect(run({ raster: at('own.tif') })).rejects.toThrow('give --force');
  await run({ raster: at('own.tif'), force: true });
  mkdirSync(at('cancelled'));
  const cancelled = { signal: AbortSignal.abort('enough'), onEvent: () => undefined };
  await expect(terrain(input, { raster: at('cancelled/a.tif') }, cancelled)).rejects.toBe('enough');
  expect(readdirSync(at('cancelled'))).toEqual([]);
});

it.skipIf(process.getuid?.() === 0)('says that a folder is read-only', async () => {
  mkdirSync(at('closed'));
  chmodSync(at('closed'), 0o555);
  await expect(run({ raster: at('closed/a.tif') })).rejects.toThrow('this user may not write to');
});

it('is written beside a mesh that finish makes, too', async () => {
  const output = at('finished.ply');
  const text = await finish(input, { output, heightRaster: 1, contours: 2 }, quietContext);
  expect(text).toContain(`${output}.heights.tif: 8 × 8 cells of 1`);
  expect(text).toContain(`${output}.contours.dxf, ${output}.contours.geojson: 4 contours`);
  expect(readGeotiff(readFileSync(`${output}.heights.tif`)).heights[0]).toBe(50.5);
  // The mesh is there, whatever became of its raster.
  const warnings: string[] = [];
  const context = {
    signal: quietContext.signal,
    onEvent: (event: { type: string; message?: string }) =>
      void (event.type === 'warning' && warnings.push(event.message!)),
  };
  await finish(input, { output: at('other.ply'), heightRaster: 1e-9 }, context);
  expect(existsSync(at('other.ply'))).toBe(true);
  expect(existsSync(at('other.ply.heights.tif'))).toBe(false);
  expect(warnings).toEqual([expect.stringContaining('Take larger cells')]);
});
