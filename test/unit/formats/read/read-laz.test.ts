/** LAZ against LAS of the same points: our decoder against an encoder that was written for tests (test/formats/laz). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PointCloud } from '../../../../src/engine/cloud/point-cloud.ts';
import type { ReadOptions } from '../../../../src/engine/cloud/point-sample.ts';
import { ReconstructError } from '../../../../src/engine/errors.ts';
import { readCloud } from '../../../../src/engine/formats/read/read-cloud.ts';
import { randomBits } from '../../../../src/engine/math/random.ts';
import { type LazOptions, writeLaz } from '../../../formats/laz/laz-writer.ts';
import { type LasOptions, type LasPoint, writeLas, wktRecord } from '../../../formats/las-writer.ts';
import { bytesSource, recordingContext } from './sources.ts';

interface Style {
  readonly seed?: number;
  /** Values of the whole range of each field instead of those of a flight. */
  readonly isWild?: boolean;
  readonly channels?: number;
  readonly extraCount?: number;
}

/** Points as a flight gives them: pulses of several returns, times that step and jump, colours that stay alike. */
function flight(count: number, { seed = 1, isWild = false, channels = 1, extraCount = 0 }: Style = {}): LasPoint[] {
  const random = (i: number, key: number, below: number) => randomBits(seed, key, i) % below;
  const wide = (i: number, key: number) => randomBits(seed, key, i) | 0;
  let [time, returns, left] = [250_000, 1, 1];
  return Array.from({ length: count }, (_, i): LasPoint => {
    if (--left === 0) {
      left = returns = 1 + (random(i, 1, 4) === 0 ? random(i, 2, 6) : 0);
      const step = random(i, 3, 50);
      time += step === 0 ? 4000 : step === 1 ? -3990 : step < 5 ? 7e-6 * random(i, 4, 2000) : 1e-5;
    }
    const tone = 100 + Math.round(60 * Math.sin(i / 30));
    const grey = random(i, 5, 8) === 0;
    const wave = Array.from({ length: 29 }, (_byte, k) =>
      k === 0 ? 1 : k < 9 ? (k === 2 ? i & 255 : 0) : (k * 3 + (i >> 4)) & 255,
    );
    return {
      place: isWild
        ? [wide(i, 6), wide(i, 7), wide(i, 8)]
        : [i * 40 + random(i, 6, 90), Math.round(9000 * Math.sin(i / 99)) + random(i, 7, 30), random(i, 8, 300)],
      intensity: isWild ? random(i, 9, 65536) : random(i, 9, 40),
      returnNumber: isWild ? random(i, 10, 16) : returns - left + 1,
      returnCount: isWild ? random(i, 11, 16) : returns,
      marks: random(i, 12, 9) === 0 ? random(i, 13, 16) : 0,
      channel: random(i, 14, 5) === 0 ? random(i, 15, channels) : Math.min(channels - 1, i >> 6),
      direction: ((i >> 7) & 1) as 0 | 1,
      edge: random(i, 16, 60) === 0 ? 1 : 0,
      classification: isWild ? random(i, 17, 256) : [2, 2, 2, 5, 6][random(i, 17, 5)]!,
      angle: ((i >> 3) % 60) - 30,
      user: random(i, 18, 12) === 0 ? random(i, 19, 256) : 7,
      source: 11 + (i >> 8),
      time,
      color: grey ? [tone, tone, tone, 5] : [tone * 257, 300 * random(i, 20, 90), tone * 200, random(i, 21, 65536)],
      wave,
      extra: Array.from({ length: extraCount }, (_byte, k) => (i * (k + 1)) & 255),
    };
  });
}

async function read(name: string, bytes: Uint8Array, options: ReadOptions = {}): Promise<PointCloud> {
  return readCloud(bytesSource(name, bytes), recordingContext().context, options);
}

/** The cloud without what names the file. */
const contents = ({ stats, ...cloud }: PointCloud) => ({
  ...cloud,
  stats: { ...stats, warnings: stats.warnings.map((text) => text.replace(/^\S+ /, '')) },
});

async function expectSame(points: readonly LasPoint[], options: LazOptions): Promise<void> {
  const plain: LasOptions = options;
  const [laz, las] = await Promise.all([
    read('cloud.laz', writeLaz(points, options)),
    read('cloud.las', writeLas(points, plain)),
  ]);
  expect(contents(laz)).toEqual(contents(las));
  expect(laz.stats.pointCount).toBe(points.length);
}

const FORMATS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

describe.each(FORMATS)('point format %i', (format) => {
  test('is read as LAS of the same points is', () => expectSame(flight(3000), { format, chunks: 1000 }));
  test('with values of the whole range', () =>
    expectSame(flight(700, { isWild: true, seed: 3 }), { format, chunks: 350 }));
  test('with extra bytes', () => expectSame(flight(400, { extraCount: 5 }), { format }));
  test('in chunks of their own sizes', () => expectSame(flight(500), { format, chunks: [1, 250, 2, 240, 7] }));
  test('with the place of its table at the end', () =>
    expectSame(flight(300), { format, chunks: 100, table: 'behind' }));
});

test.each([0, 1, 2, 3, 4, 5])('point format %i as the first LASzip packed it', async (format) => {
  await expectSame(flight(2500, { extraCount: 3 }), { format, itemVersion: 1, chunks: 800 });
  await expectSame(flight(500, { extraCount: 3, isWild: true }), { format, itemVersion: 1, isWhole: true });
});

test.each([0, 3, 5])('point format %i in one stream without chunks', (format) =>
  expectSame(flight(1500), { format, isWhole: true }),
);

test.each([6, 7, 8, 9, 10])('point format %i in version 4', (format) =>
  expectSame(flight(1500, { channels: 4, extraCount: 2 }), { format, itemVersion: 4, chunks: 500 }),
);

test.each(['reset', 'stale'] as const)('colours of several scanner channels after the rule %s', (rule) =>
  expectSame(flight(4000, { channels: 3 }), { format: 7, rule, chunks: 900 }),
);

test('a field that never changes takes no bytes', () =>
  expectSame(
    Array.from({ length: 200 }, (_, i): LasPoint => ({ place: [i, 3 * i, 5], color: [9, 8, 7], time: 5 })),
    { format: 7 },
  ));

test('more points of a chunk than a batch has', () => expectSame(flight(9000), { format: 3, chunks: 7000 }));

test('a chunk of one point needs no layers', async () => {
  const points = flight(1);
  const bytes = Buffer.from(writeLaz(points, { format: 7, chunks: [1], table: 'missing' }));
  const sizes = bytes.length - 4 * 10 - 8;
  // The layers of place and height: four bytes each, which some writers leave out.
  const bare = Buffer.concat([bytes.subarray(0, sizes), Buffer.alloc(40)]);
  expect((await read('a.laz', bare)).positions).toEqual((await read('a.laz', bytes)).positions);
});

test('the records behind the points are read', async () => {
  const wkt = 'PROJCS["here",AUTHORITY["EPSG","32633"]]';
  const cloud = await read('a.laz', writeLaz(flight(100), { format: 6, evlrs: [wktRecord(wkt)] }));
  expect(cloud.crs).toEqual({ epsg: 32633, name: 'here', wkt });
});

test.each([0, 7])('without a table, chunks of format %i are found one after another', async (format) => {
  const cloud = await read('a.laz', writeLaz(flight(950), { format, chunks: 100, table: 'missing' }));
  const whole = await read('a.laz', writeLaz(flight(950), { format, chunks: 100 }));
  expect(cloud.positions).toEqual(whole.positions);
  expect(cloud.stats.warnings.join()).toMatch(/table of chunks is missing/);
});

test('sizes of pointwise chunks that no table tells are refused', async () => {
  const bytes = writeLaz(flight(300), { chunks: [100, 200], table: 'missing' });
  await expect(read('a.laz', bytes)).rejects.toThrow(/table of its chunks, which tells their sizes/);
});

describe.each([
  { format: 1, options: { chunks: 100 } },
  { format: 7, options: { chunks: 100 } },
  { format: 6, options: { chunks: [50, 150, 100, 250, 50] } },
])('a cut file of format $format', ({ format, options }) => {
  const bytes = writeLaz(flight(600), { format, ...options });
  const cut = bytes.subarray(0, Math.floor(0.6 * bytes.length));

  test('says how many points are whole', async () => {
    await expect(read('a.laz', cut)).rejects.toThrow(
      /ends after (\d+)50 of the 600 points|ends after \d00 of the 600 points/,
    );
  });

  test('gives the points of its whole chunks', async () => {
    const [part, whole] = [await read('a.laz', cut, { partial: true }), await read('a.laz', bytes)];
    const { finiteCount, warnings } = part.stats;
    expect(finiteCount).toBeGreaterThan(200);
    expect(finiteCount % 50).toBe(0);
    expect(part.positions).toEqual(whole.positions.subarray(0, 3 * finiteCount));
    expect(warnings.join()).toMatch(/ends after .* those are read/);
  });
});

test('a cut stream without chunks gives the points that are whole', async () => {
  const bytes = writeLaz(flight(600), { isWhole: true });
  const cut = bytes.subarray(0, bytes.length / 2);
  await expect(read('a.laz', cut)).rejects.toThrow(/ends after \d+ of the 600 points/);
  const [part, whole] = [await read('a.laz', cut, { partial: true }), await read('a.laz', bytes)];
  expect(part.stats.finiteCount).toBeGreaterThan(200);
  expect(part.positions).toEqual(whole.positions.subarray(0, part.positions.length));
});

test('an unknown way to pack is refused by its name', async () => {
  const bytes = Buffer.from(writeLaz(flight(50), { format: 3 }));
  const record = bytes.indexOf('laszip encoded') + 52;
  const withShort = (at: number, value: number) => {
    const copy = Buffer.from(bytes);
    copy.writeUInt16LE(value, record + at);
    return copy;
  };
  await expect(read('a.laz', withShort(0, 9))).rejects.toThrow(/compressor 9 and coder 0, which are not known/);
  await expect(read('a.laz', withShort(38, 5))).rejects.toThrow(/item 6 of version 5 with 20 bytes is not known/);
  await expect(read('a.laz', withShort(40, 8))).rejects.toThrow(/not known|not those of point format 3/);
  const without = Buffer.from(bytes);
  without.fill('x', record - 52, record - 46);
  await expect(read('a.laz', without)).rejects.toThrow(/no LASzip record says how/);
});

test('a mark that is missing or too many is no matter', async () => {
  const points = flight(400);
  const packed = writeLaz(points, { format: 3 });
  packed[104]! &= 0x3f;
  const { vlrs } = { vlrs: [{ user: 'laszip encoded', id: 22204, body: new Uint8Array(34).fill(1) }] };
  const plain = writeLas(points, { format: 3, vlrs });
  const expected = await read('a.las', writeLas(points, { format: 3 }));
  expect((await read('a.las', packed)).positions).toEqual(expected.positions);
  expect((await read('a.las', plain)).positions).toEqual(expected.positions);
});

const small = [
  { format: 3, chunks: 20 },
  { format: 7, chunks: [15, 25, 20] },
  { format: 1, isWhole: true },
].map((options) => ({
  options,
  bytes: writeLaz(flight(60, { channels: 2 }), options),
  whole: undefined as PointCloud | undefined,
}));

async function answer(bytes: Uint8Array, options: ReadOptions = {}): Promise<PointCloud | undefined> {
  try {
    return await read('a.laz', bytes, options);
  } catch (error) {
    expect(error).toBeInstanceOf(ReconstructError);
    expect(['cloud-format', 'cloud-empty']).toContain((error as ReconstructError).code);
    return undefined;
  }
}

test('a flipped byte gives a cloud or a refusal, and never more points than there are', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(2), fc.nat(), fc.integer({ min: 1, max: 255 }), async (which, place, flip) => {
      const bytes = small[which]!.bytes.slice();
      bytes[place % bytes.length]! ^= flip;
      const cloud = await answer(bytes);
      if (cloud) expect(cloud.stats.finiteCount).toBeLessThanOrEqual(60);
    }),
    { numRuns: 300 },
  );
});

test('a cut file is refused, and gives the beginning of the whole cloud where that is asked for', async () => {
  for (const one of small) one.whole ??= await read('a.laz', one.bytes);
  await fc.assert(
    fc.asyncProperty(fc.nat(2), fc.nat(), async (which, place) => {
      const { bytes, whole } = small[which]!;
      const cut = bytes.subarray(0, place % bytes.length);
      const isAllThere = (await answer(cut))?.stats.finiteCount;
      if (isAllThere !== undefined) expect(isAllThere).toBe(60);
      const part = await answer(cut, { partial: true });
      if (part) expect([...part.positions]).toEqual([...whole!.positions.subarray(0, part.positions.length)]);
    }),
    { numRuns: 200 },
  );
});
