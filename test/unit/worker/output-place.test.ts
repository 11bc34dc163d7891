/** Where the output folder lies in the input folder, with and without a browser that tells. */
import { expect, it } from 'vitest';
import type { InputEntry } from '../../../src/batch/folders.ts';
import type { FolderRef } from '../../../src/renderer/worker/engine-api.ts';
import { outputPlace } from '../../../src/renderer/worker/output-place.ts';
import { memoryFolder } from './memory-handle.ts';

const url = (name: string, token: string): FolderRef => ({ kind: 'url', name, url: `/_folder/${token}/` });
const entries = (files: Record<string, number>): InputEntry[] =>
  Object.entries(files).map(([path, bytes]) => ({ path, bytes }));
const INPUT = url('scans', 'in');
const OUTPUT = url('meshes', 'out');
const MESHES = { 'a.ply': 9, 'a.ply.json': 5, 'deep/b.ply': 7 };

const below = (folder: string): Record<string, number> =>
  Object.fromEntries(Object.entries(MESHES).map(([path, bytes]) => [`${folder}/${path}`, bytes]));

it.each<[string, Record<string, number>, Record<string, number>, string | null]>([
  ['in it', { 'a.ply': 100, ...below('meshes') }, MESHES, 'meshes'],
  ['deep in it', { 'a.ply': 100, ...below('x/meshes') }, MESHES, 'x/meshes'],
  ['beside it', { 'a.ply': 100 }, MESHES, null],
  ['empty', { 'a.ply': 100 }, {}, null],
  ['like a folder of another name', { 'a.ply': 100, ...below('results') }, MESHES, null],
  ['like a folder with another size', { 'a.ply': 100, ...below('meshes'), 'meshes/a.ply': 8 }, MESHES, null],
  ['with a copy below it', { ...below('meshes/meshes'), ...below('meshes') }, MESHES, 'meshes'],
])('a folder %s, by the listings', async (_where, inputs, outputs, place) => {
  expect(await outputPlace(INPUT, OUTPUT, entries(inputs), entries(outputs))).toBe(place);
});

it('asks the browser where there is one', async () => {
  const { handle } = memoryFolder('scans', { 'a.ply': 'x', 'deep/meshes/b.ply': 'x' });
  const input = { kind: 'handle', name: 'scans', handle } as const;
  const meshes = await (await handle.getDirectoryHandle('deep')).getDirectoryHandle('meshes');
  const output = { kind: 'handle', name: 'meshes', handle: meshes } as const;
  expect(await outputPlace(input, output, [], [])).toBe('deep/meshes');
  const other = { ...output, handle: memoryFolder('meshes').handle };
  expect(await outputPlace(input, other, [], [])).toBeNull();
  await expect(outputPlace(input, input, [], [])).rejects.toMatchObject({ code: 'option-invalid' });
});

it('refuses the folder of the clouds itself', async () => {
  const files = entries({ 'a.ply': 1 });
  const refused = outputPlace(INPUT, url('scans', 'out'), files, files);
  await expect(refused).rejects.toMatchObject({
    code: 'option-invalid',
    message: expect.stringMatching(/"scans"/) as string,
  });
});
