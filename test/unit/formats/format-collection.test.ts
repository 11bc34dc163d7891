/** Every file of the format collection, against the right answer that stands beside how it is made. */
import { describe, expect, test } from 'vitest';
import type { ReconstructError } from '../../../src/engine/errors.ts';
import { readCloud } from '../../../src/engine/formats/read/read-cloud.ts';
import { BODY, type FormatCase, type Readable, type Refused } from '../../formats/format-case.ts';
import { FOREIGN, formatCase, OURS, READABLE, REFUSED } from '../../formats/format-cases.ts';
import { boundsOf } from '../../shapes/sampled-cloud.ts';
import { bytesSource, recordingContext } from './read/sources.ts';

async function read({ name, make }: FormatCase, chunkBytes: number, knowsSize: boolean) {
  const { context, warnings } = recordingContext();
  const cloud = await readCloud(bytesSource(name, make(), chunkBytes, knowsSize), context);
  return { cloud, warnings };
}

const byName = <T extends FormatCase>(cases: readonly T[]): [string, T][] => cases.map((one) => [one.name, one]);

test('the collection covers what it is meant to', () => {
  expect(READABLE).toHaveLength(67);
  expect(FOREIGN).toHaveLength(1);
  expect(REFUSED.map(({ name }) => name).sort()).toEqual([
    '2-columns.xyz',
    'absurd-count-ascii.ply',
    'absurd-count.las',
    'absurd-count.ply',
    'absurd-list.ply',
    'all-nan.ply',
    'ascii-words.ply',
    'negative-count.ply',
    'no-xyz.ply',
    'not-a-ply.ply',
    'truncated-ascii.ply',
    'truncated-header.ply',
    'truncated.e57',
    'truncated.las',
    'truncated.pcd',
    'truncated.ply',
    'unknown-type.ply',
    'zero-bytes.ply',
    'zero-points.ply',
    'zero-scale.las',
  ]);
  // None is in neither list, and none is let off with a pattern that any message meets, or another's.
  expect(READABLE.length + REFUSED.length).toBe(OURS.length);
  expect([...REFUSED, ...FOREIGN].filter(({ refusal }) => refusal.message.test('a message'))).toEqual([]);
  expect(new Set(REFUSED.map(({ refusal }) => refusal.message.source)).size).toBe(REFUSED.length);
});

test('no two cases have one name', () => {
  const names = [...READABLE, ...REFUSED, ...FOREIGN].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

describe.each([
  { chunkBytes: 65536, knowsSize: true },
  { chunkBytes: 997, knowsSize: false },
])('chunks of $chunkBytes bytes, size known: $knowsSize', ({ chunkBytes, knowsSize }) => {
  test.each(byName(READABLE))('reads %s', async (_name, one: Readable) => {
    const { points, positions, normals, colors, isOdd = false } = one.reading;
    const { cloud, warnings } = await read(one, chunkBytes, knowsSize);
    const { stats, shift } = cloud;
    expect(stats.pointCount).toBe(points);
    expect(stats.finiteCount).toBe(positions.length / 3);
    const { low, high } = boundsOf(positions);
    expect(stats.min).toEqual(low);
    expect(stats.max).toEqual(high);
    // The shift is taken off in float64: what is rounded to float32 is the rest.
    expect(cloud.positions).toEqual(Float32Array.from(positions, (value, i) => value - shift[(i % 3) as 0]));
    expect(cloud.normals).toEqual(normals && Float32Array.from(normals));
    expect(cloud.colors).toEqual(colors && Uint8Array.from(colors));
    expect(stats.warnings.length > 0).toBe(isOdd);
    expect(warnings).toEqual(stats.warnings);
  });

  test.each(byName(REFUSED))('refuses %s', async (name, one: Refused) => {
    const { code, message, messageUnsized = message } = one.refusal;
    const error = await read(one, chunkBytes, knowsSize).then(
      () => undefined,
      (reason: unknown) => reason as ReconstructError,
    );
    expect(error?.name).toBe('ReconstructError');
    expect(error?.code).toBe(code);
    expect(error?.details['file']).toBe(name);
    expect(error?.message).toMatch(knowsSize ? message : messageUnsized);
  });
});

test.each(byName(FOREIGN))('names the formats it reads on meeting %s', async (_name, one: Refused) => {
  const { code, message } = one.refusal;
  await expect(read(one, 65536, true)).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message) as string,
  });
});

test.each([
  // The file's own float64 ends at 9.3e-10 (4649776), float32 of local coordinates below 2 at 6e-8.
  ['utm-double.ply', 1.3e-7],
  // It has six decimals.
  ['utm.xyz', 1.3e-7 + 5e-7],
])('the UTM coordinates of %s keep the shape to float32 precision of its size', async (name, tolerance) => {
  const { cloud } = await read(formatCase(name), 4096, true);
  // The box of the points is 1.1 across and about (1.21, .07, -.13) from (500000, 4649776, 250): whole metres.
  expect(cloud.shift).toEqual([500_001, 4_649_776, 250]);
  const offsets = [-1, 0, 0];
  const worst = cloud.positions.reduce(
    (error, value, i) => Math.max(error, Math.abs(value - (BODY.positions[i]! + offsets[i % 3]!))),
    0,
  );
  expect(worst).toBeLessThan(tolerance);
});
