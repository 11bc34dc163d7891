/** Every file of the shared format collection that the reader claims to read, against its recorded expectations. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCloud } from '../../../src/engine/formats/read/read-cloud.ts';
import type { ReconstructError } from '../../../src/engine/errors.ts';
import { EXPECTATIONS, FORMATS_FOLDER, isInScope } from '../../format-collection.ts';
import { bytesSource, recordingContext } from './read/sources.ts';

const expectations = Object.entries(EXPECTATIONS);
const inScope = expectations.filter(([name]) => isInScope(name));
const good = inScope.filter(([, expectation]) => expectation.ok);
const bad = inScope.filter(([, expectation]) => !expectation.ok);
const foreign = expectations.filter(([name]) => !isInScope(name));

/** What the message must say, for each reason of the collection. */
const MESSAGES: Readonly<Record<string, RegExp>> = {
  'truncated.ply': /ends after 1500 of the 3000 vertices/,
  'truncated-ascii.ply': /ends after 1200 of the 3000 vertices/,
  'truncated-header.ply': /no end_header/,
  'absurd-count.ply': /of the 4000000000 vertices/,
  'absurd-count-ascii.ply': /promises 999999999999 vertices/,
  'negative-count.ply': /negative count .*line 3.*element vertex -5/,
  'absurd-list.ply': /list of vertex 0 of 3 has 4294967280 values/,
  'no-xyz.ply': /no x, y and z \(their properties: u, v, w\)/,
  'unknown-type.ply': /unknown type "half" \(header line 4/,
  'not-a-ply.ply': /not a PLY file/,
  'zero-bytes.ply': /file is empty/,
  'zero-points.ply': /holds no points/,
  'ascii-words.ply': /line 9 \(vertex 1 of 3000\) has a value that is not a number: "foo bar baz"/,
  'all-nan.ply': /none of the 100 points/,
  '2-columns.xyz': /fewer than three columns/,
};
const EMPTY = ['zero-bytes.ply', 'zero-points.ply', 'all-nan.ply'];

async function read(name: string, chunkBytes: number, knowsSize: boolean) {
  const bytes = readFileSync(join(FORMATS_FOLDER, name));
  const { context, warnings } = recordingContext();
  const cloud = await readCloud(bytesSource(name, bytes, chunkBytes, knowsSize), context);
  return { cloud, warnings };
}

test('the collection covers what it is meant to', () => {
  expect(good.length).toBeGreaterThan(40);
  expect(bad.map(([name]) => name).sort()).toEqual(Object.keys(MESSAGES).sort());
});

describe.each([
  { chunkBytes: 65536, knowsSize: true },
  { chunkBytes: 997, knowsSize: false },
])('chunks of $chunkBytes bytes, size known: $knowsSize', ({ chunkBytes, knowsSize }) => {
  test.each(good)('reads %s', async (name, expected) => {
    const { cloud, warnings } = await read(name, chunkBytes, knowsSize);
    const { stats } = cloud;
    expect(stats.pointCount).toBe(expected.points);
    expect(stats.finiteCount).toBe(expected.finite);
    expect(cloud.positions).toHaveLength(3 * stats.finiteCount);
    for (const [actual, bounds] of [[stats.min, expected.min] as const, [stats.max, expected.max] as const]) {
      // Text has 9 digits, utm.xyz 6 decimals; binary files are exact.
      const digits = name.startsWith('utm') ? 5e-7 : 0;
      bounds?.forEach((value, axis) => {
        expect(Math.abs(actual[axis as 0] - value)).toBeLessThanOrEqual(digits + 6e-9 * Math.abs(value));
      });
    }
    expect(cloud.normals?.length).toBe(expected.normals ? cloud.positions.length : undefined);
    expect(cloud.colors?.length).toBe(expected.colors ? cloud.positions.length : undefined);
    if (expected.firstColor) expect([...cloud.colors!.subarray(0, 3)]).toEqual(expected.firstColor);
    const isWarningDue = expected.warning === true || expected.finite !== expected.points;
    expect(stats.warnings.length > 0).toBe(isWarningDue);
    expect(warnings).toEqual(stats.warnings);
  });

  test.each(bad)('refuses %s', async (name) => {
    const error = await read(name, chunkBytes, knowsSize).then(
      () => undefined,
      (reason: unknown) => reason as ReconstructError,
    );
    expect(error?.name).toBe('ReconstructError');
    expect(error?.code).toBe(EMPTY.includes(name) ? 'cloud-empty' : 'cloud-format');
    expect(error?.details['file']).toBe(name);
    const isListUnchecked = name === 'absurd-list.ply' && !knowsSize;
    expect(error?.message).toMatch(isListUnchecked ? /ends after 0 of the 3 vertices/ : (MESSAGES[name] ?? /^$/));
  });
});

test.each(foreign)('names the formats it reads on meeting %s', async (name) => {
  await expect(read(name, 65536, true)).rejects.toMatchObject({
    code: 'cloud-format',
    message: expect.stringMatching(/unknown kind of file.*\.ply.*\.xyz, \.txt, \.asc, \.pts/) as string,
  });
});

test('a cloud in UTM coordinates keeps its shape to float32 precision of its size', async () => {
  const [{ cloud: far }, { cloud: near }] = await Promise.all([
    read('utm-double.ply', 4096, true),
    read('le-double.ply', 4096, true),
  ]);
  expect(far.shift[0]).toBeGreaterThan(4.9e5);
  const offsets = [500000, 4649776, 250];
  const worst = far.positions.reduce((error, value, i) => {
    const expected = near.positions[i]! + offsets[i % 3]! - far.shift[(i % 3) as 0];
    return Math.max(error, Math.abs(value - expected));
  }, 0);
  // The file's own float64 ends at 9.3e-10 (4649776), float32 of local coordinates below 2 at 6e-8.
  expect(worst).toBeLessThan(1.3e-7);
});
