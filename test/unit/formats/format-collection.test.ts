/** Every file of the format collection, against the right answer that stands beside how it is made. */
import { describe, expect, test } from 'vitest';
import type { ReconstructError } from '../../../src/engine/errors.ts';
import { readCloud } from '../../../src/engine/formats/read/read-cloud.ts';
import type { FormatCase, Readable, Refused } from '../../formats/format-case.ts';
import { FOREIGN, READABLE, REFUSED } from '../../formats/format-cases.ts';
import { boundsOf } from '../../shapes/sampled-cloud.ts';
import { bytesSource, recordingContext } from './read/sources.ts';

async function read({ name, make }: FormatCase, chunkBytes: number, knowsSize: boolean) {
  const { context, warnings } = recordingContext();
  const cloud = await readCloud(bytesSource(name, make(), chunkBytes, knowsSize), context);
  return { cloud, warnings };
}

const byName = <T extends FormatCase>(cases: readonly T[]): [string, T][] => cases.map((one) => [one.name, one]);

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
