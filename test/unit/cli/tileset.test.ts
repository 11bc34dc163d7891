/** `gridpull tileset` from a mesh file to its folder, without a process of its own. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tileset, type TilesetArguments } from '../../../src/cli/commands/tileset.ts';
import { quietContext } from '../../run-context.ts';
import { objText } from '../../shapes/mesh-bytes.ts';
import { gridMesh } from '../../shapes/meshes.ts';

const folder = mkdtempSync(join(tmpdir(), 'gridpull-tileset-'));
const input = join(folder, 'hills.obj');
const hills = gridMesh(40, 40, { columns: false, rows: false }, (u, v) => [20 * u, 20 * v, Math.sin(9 * u)]);
writeFileSync(input, objText(hills));

const at = (name: string): string => join(folder, name);
const run = (name: string, args: Partial<TilesetArguments> = {}, context = quietContext): Promise<string> =>
  tileset(input, { output: at(name), triangles: 500, ...args }, context);

it('writes a folder, says what is in it, and replaces what it wrote', async () => {
  const text = await run('a');
  expect(text).toMatch(/tileset\.json: \d+ tiles in 3 levels, of 3042 triangles, 0\.\d MB\n/);
  expect(text).toContain('placed     as in the file, of no known coordinate system\n');
  expect(text).toContain('--unit says what it is');
  const { tiles } = JSON.parse(await run('a', { json: true })) as { tiles: number };
  expect(readdirSync(at('a/content'))).toHaveLength(tiles);
  // Fewer and larger tiles: none of the others is left.
  await run('a', { triangles: 5000 });
  expect(readdirSync(at('a/content'))).toEqual(['r.glb']);
});

it('takes the system from the file beside the mesh, unless another is said', async () => {
  writeFileSync(at('hills.prj'), 'EPSG:25833');
  expect(await run('b')).toContain('placed     on the earth, by EPSG:25833; a plane frame, ');
  expect(await run('b', { epsg: 31467 })).toContain('placed     as in the file: EPSG:31467 is no zone of UTM\n');
});

it("leaves what is somebody else's, and nothing of its own when it fails", async () => {
  mkdirSync(at('own'));
  writeFileSync(at('own/notes.txt'), 'mine');
  await expect(run('own')).rejects.toThrow('is not empty; name a new folder');
  mkdirSync(at('other'));
  writeFileSync(at('other/tileset.json'), '{}');
  await expect(run('other')).rejects.toThrow('GridPull did not write it');
  await expect(run('few', { triangles: 99 })).rejects.toThrow(
    '--triangles is 99; allowed: a whole number of at least 100',
  );
  await run('least', { triangles: 100 });
  const stopping = new AbortController();
  let progressed = 0;
  const context = {
    signal: stopping.signal,
    onEvent: (event: { type: string }) => {
      if (event.type === 'stage-progressed' && ++progressed === 3) stopping.abort('enough');
    },
  };
  await expect(run('stopped', {}, context)).rejects.toBe('enough');
  expect(existsSync(at('stopped'))).toBe(false);
  // A file where the folder should be.
  writeFileSync(at('file'), '');
  await expect(run('file')).rejects.toMatchObject({ code: 'output-failed' });
  expect(readFileSync(at('file'), 'utf8')).toBe('');
  writeFileSync(at('nan.obj'), 'v 0 0 0\nv 1 0 nan\nv 0 1 0\nf 1 2 3\n');
  await expect(tileset(at('nan.obj'), { output: at('nan') }, quietContext)).rejects.toMatchObject({
    code: 'mesh-format',
  });
  expect(existsSync(at('nan'))).toBe(false);
});
