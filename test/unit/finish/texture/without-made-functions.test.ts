/** The library that lays surfaces flat as the window has it: no functions of text, and the same charts. */
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withoutMadeFunctions } from '../../../../scripts/vite-watlas.ts';
import { vertexNormals } from '../../../../src/engine/mesh/normals.ts';
import { torus } from '../../../shapes/meshes.ts';

const PACKAGE = join(import.meta.dirname, '../../../../node_modules/watlas/dist');
/** What V8 does under a policy that forbids it. */
const NO_TEXT = '--disallow-code-generation-from-strings';

/** Every call that `unwrap.ts` makes, and what comes of it. */
const SCRIPT = `
import { readFileSync } from 'node:fs';
const [library, input] = process.argv.slice(2);
const { Initialize, Atlas } = await import(library);
await Initialize();
const { positions, normals, indices } = JSON.parse(readFileSync(input, 'utf8'));
const atlas = new Atlas();
atlas.addMesh({
  vertexPositionData: Float32Array.from(positions), vertexCount: positions.length / 3, vertexPositionStride: 12,
  vertexNormalData: Float32Array.from(normals), vertexNormalStride: 12,
  indexData: Uint32Array.from(indices), indexCount: indices.length,
});
atlas.generate({ maxBoundaryLength: 2, maxIterations: 1, maxCost: 8 }, { resolution: 128, padding: 4 });
const flat = atlas.getMesh(0);
const corners = new Uint32Array(flat.indexCount);
flat.getIndexArray(corners);
const vertices = Array.from({ length: flat.vertexCount }, (_, i) => flat.getVertex(i));
console.log(JSON.stringify([atlas.width, atlas.height, flat.chartCount, [...corners], vertices]));
atlas.delete();
`;

let folder = '';
const run = promisify(execFile);
const chartsOf = async (library: string, ...flags: string[]) =>
  (await run(process.execPath, [...flags, join(folder, 'script.mjs'), library, join(folder, 'mesh.json')])).stdout;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridpull-watlas-'));
  const { positions, indices } = torus(16, 8);
  const normals = vertexNormals(positions, indices);
  const mesh = { positions: [...positions], normals: [...normals], indices: [...indices] };
  await writeFile(join(folder, 'mesh.json'), JSON.stringify(mesh));
  await writeFile(join(folder, 'script.mjs'), SCRIPT);
  const changed = withoutMadeFunctions(await readFile(join(PACKAGE, 'watlas.js'), 'utf8'));
  await writeFile(join(folder, 'watlas.mjs'), changed);
  await copyFile(join(PACKAGE, 'watlas.wasm'), join(folder, 'watlas.wasm'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('watlas in the window', () => {
  it('runs where functions of text are refused, as its own code does not, and gives the same to the last digit', async () => {
    const own = join(PACKAGE, 'watlas.js');
    const charts = await chartsOf(join(folder, 'watlas.mjs'), NO_TEXT);
    expect(charts).toBe(await chartsOf(own));
    expect(JSON.parse(charts)).toHaveLength(5);
    await expect(chartsOf(own, NO_TEXT)).rejects.toThrow(/EvalError/);
  });

  it.each([
    ['that lacks a place', 'let invoker = 1;', /another version/],
    ['with one place more', '; new Function("x")', /misses/],
  ])('does not build of a version %s', async (_, text, message) => {
    const code = await readFile(join(PACKAGE, 'watlas.js'), 'utf8');
    expect(() => withoutMadeFunctions(text.startsWith(';') ? code + text : text)).toThrow(message);
  });
});
