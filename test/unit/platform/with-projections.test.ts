import { expect, it } from 'vitest';
import { withProjections } from '../../../src/renderer/platform/with-projections.ts';
import type { FileRef } from '../../../src/renderer/worker/engine-api.ts';

const refOf = (file: File): FileRef => ({ kind: 'blob', name: file.name, size: file.size, blob: file });
const file = (name: string, text = '1 2 3'): File => new File([text], name);
const given = async (...files: File[]) =>
  (await withProjections(files, refOf)).map(({ name, projection }) => [name, projection]);

it('a .prj file goes with the cloud of its name, and is none itself', async () => {
  expect(await given(file('a.PRJ', 'EPSG:25832'), file('a.xyz.gz'), file('b.las'))).toEqual([
    ['a.xyz.gz', 'EPSG:25832'],
    ['b.las', undefined],
  ]);
});

it('what the platform has found already stays', async () => {
  const known = (one: File): FileRef => ({ ...refOf(one), projection: 'its own' });
  const [ref] = await withProjections([file('a.xyz'), file('a.prj', 'another')], known);
  expect(ref?.projection).toBe('its own');
});

it('a .prj file by itself, and one too large to be one, are left to the reader', async () => {
  expect(await given(file('a.prj'))).toEqual([['a.prj', undefined]]);
  expect(await given(file('a.xyz'), file('a.prj', ' '.repeat((1 << 16) + 1)))).toEqual([
    ['a.xyz', undefined],
    ['a.prj', undefined],
  ]);
});
