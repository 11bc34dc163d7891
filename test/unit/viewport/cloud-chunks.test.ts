import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ranges } from '../../../src/engine/math/ranges.ts';
import { CHUNK_POINTS, partOf } from '../../../src/renderer/viewport/layers/cloud-chunks.ts';

test('an upload of one chunk with colours and normals stays under 8 MB', () => {
  expect(CHUNK_POINTS * 20).toBeLessThanOrEqual(8 * 2 ** 20);
});

test('the parts of a range are that range', () => {
  fc.assert(
    fc.property(fc.nat(3_000), fc.nat(3_000), fc.nat(3_000), (count, a, b) => {
      const range = { first: Math.min(a, b), end: Math.max(a, b) };
      const drawn = [...ranges(count, 256)].flatMap((chunk) => {
        const part = partOf(chunk, range);
        const length = Math.max(0, part.end - part.first);
        return Array.from({ length }, (_, i) => chunk.first + part.first + i);
      });
      const end = Math.min(range.end, count);
      const length = Math.max(0, end - range.first);
      expect(drawn).toEqual(Array.from({ length }, (_, i) => range.first + i));
    }),
  );
});

test('a chunk apart from the range has an empty part', () => {
  const chunk = { first: 256, end: 512 };
  for (const range of [
    { first: 0, end: 256 },
    { first: 512, end: 600 },
    { first: 0, end: 0 },
  ]) {
    const part = partOf(chunk, range);
    expect(part.end).toBe(part.first);
  }
});
