/** The cloud of an item: what of it is read, the file beside it, and the hash of its bytes however it is read. */
import { expect, it } from 'vitest';
import { loadItemCloud } from '../../../src/batch/load-item-cloud.ts';
import { floatField, writeE57 } from '../../formats/e57-writer.ts';
import { quietContext } from '../../run-context.ts';
import { memoryHash, memoryInput, sha256 } from './memory-folders.ts';

const LIDAR = 'x y z classification\n0 0 0 2\n1 0 0 6\n0 1 0 2\n0 0 1 2\n';

it('reads what is asked for', async () => {
  const input = memoryInput({ 'a.txt': LIDAR });
  const supply = { input, createHash: memoryHash };
  const { cloud, sha256: hash } = await loadItemCloud(
    supply,
    { input: 'a.txt', reading: { classes: [2] } },
    quietContext,
  );
  expect(cloud.positions).toHaveLength(9);
  expect(hash).toBe(sha256(new TextEncoder().encode(LIDAR)));
  // Hashed as it was read.
  expect(input.hashed).toEqual([]);
});

it('looks beside the file for its coordinate system', async () => {
  const input = memoryInput({ 'a.txt': LIDAR });
  const source = input.source.bind(input);
  input.source = async (path, signal) => ({
    ...(await source(path, signal)),
    projection: () => Promise.resolve('EPSG:25832\n'),
  });
  const { cloud } = await loadItemCloud({ input, createHash: memoryHash }, { input: 'a.txt' }, quietContext);
  expect(cloud.crs).toMatchObject({ epsg: 25832 });
});

it('reads at any place where the format asks for it, and hashes the file afterwards', async () => {
  // More than the head that every reader looks at.
  const places = Array.from({ length: 6000 }, (_, i) => i);
  const fields = ['cartesianX', 'cartesianY', 'cartesianZ'].map((name) => floatField(name, places, 'double'));
  const bytes = writeE57({ scans: [{ fields, recordCount: places.length }] });
  const input = memoryInput({ 'a.e57': bytes });
  const reads: number[] = [];
  const source = input.source.bind(input);
  input.source = async (path, signal) => ({
    ...(await source(path, signal)),
    size: bytes.length,
    open: async () => ({
      size: bytes.length,
      read: async (offset, length) => {
        reads.push(length);
        return bytes.subarray(offset, offset + length);
      },
      close: () => Promise.resolve(),
    }),
  });
  const supply = { input, createHash: memoryHash };
  const { cloud, sha256: hash } = await loadItemCloud(supply, { input: 'a.e57' }, quietContext);
  expect(cloud.positions).toHaveLength(3 * places.length);
  expect(reads.length).toBeGreaterThan(0);
  expect([hash, input.hashed]).toEqual([sha256(bytes), ['a.e57']]);
});
