import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { packedHead, readPacked, writePacked } from '../../../src/cli/packed-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'gridpull-packed-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'value.bin');

it('gives back what was written: arrays of their kinds, empty ones too, and one array as one', async () => {
  const shared = Float32Array.of(1, 2, 3);
  const value = {
    none: new Uint8Array(0),
    also: new Float32Array(0),
    first: shared,
    again: [shared],
    words: 'a',
    endless: Infinity,
  };
  await writePacked(file, 'key', value);
  const read = (await readPacked(file, 'key')) as typeof value;
  expect(read).toEqual(value);
  expect([read.none, read.also].map((array) => array.constructor)).toEqual([Uint8Array, Float32Array]);
  expect(read.again[0]).toBe(read.first);
});

it('is nothing of another key, nor where a byte is another; its head tells of its length alone', async () => {
  await writePacked(file, 'key', { values: Uint32Array.of(7, 8, 9) });
  expect(await readPacked(file, 'other')).toBeNull();
  expect(await packedHead(file)).toEqual({ key: 'key', isFull: true });
  const bytes = readFileSync(file);
  bytes[bytes.indexOf(0x0a) + 2]! ^= 1;
  writeFileSync(file, bytes);
  expect(await readPacked(file, 'key')).toBeNull();
  writeFileSync(file, bytes.subarray(0, -1));
  expect(await packedHead(file)).toEqual({ key: 'key', isFull: false });
});

it('has a head of any length', async () => {
  const long = 'a'.repeat(100_000);
  await writePacked(file, 'key', { long });
  expect(await packedHead(file)).toEqual({ key: 'key', isFull: true });
  expect(await readPacked(file, 'key')).toEqual({ long });
  writeFileSync(file, 'no line');
  expect(await packedHead(file)).toBeNull();
});
