import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readScene } from '../../../src/cli/read-scene.ts';
import { quietContext } from '../../run-context.ts';
import { plyOf } from '../../shapes/sampled-cloud.ts';
import { newFolder } from '../../whole/batch-folders.ts';

it('the positions of a scene lie where all threads see them, of one file, of two, and of a part of them', async () => {
  const folder = newFolder();
  const files = [0, 1].map((scan) => {
    const file = join(folder, `${scan}.ply`);
    const positions = Float32Array.from({ length: 30 }, (_, i) => ((7 * i) % 10) + 20 * scan);
    writeFileSync(file, plyOf({ positions }));
    return file;
  });
  const one = await readScene(files.slice(0, 1), {}, quietContext);
  const two = await readScene(files, {}, quietContext);
  const part = await readScene(files, { crop: [0, 0, 0, 15, 15, 15] }, quietContext);
  for (const cloud of [one, two, part]) expect(cloud.positions.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect([...one.positions]).toEqual(Array.from({ length: 30 }, (_, i) => (7 * i) % 10));
  expect([...two.positions.subarray(0, 30)]).toEqual([...one.positions]);
  expect(part.positions.length).toBeLessThan(two.positions.length);
});
