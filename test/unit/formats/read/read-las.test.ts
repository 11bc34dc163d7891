/** LAS of every version and point format, and what its headers get wrong. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PointCloud } from '../../../../src/engine/cloud/point-cloud.ts';
import type { ReadOptions } from '../../../../src/engine/cloud/point-sample.ts';
import { ReconstructError } from '../../../../src/engine/errors.ts';
import { readCloud } from '../../../../src/engine/formats/read/read-cloud.ts';
import { geoTiffRecords, type LasOptions, type LasPoint, writeLas, wktRecord } from '../../../formats/las-writer.ts';
import { bytesSource, recordingContext } from './sources.ts';

const POINTS: readonly LasPoint[] = Array.from({ length: 300 }, (_, i): LasPoint => ({
  place: [1000 + 7 * i, -500 + ((i * 37) % 211), i % 5],
  intensity: (i * 211) % 65536,
  returnNumber: 1 + (i % 3),
  returnCount: 3,
  classification: i % 20,
  time: 1e5 + i / 8,
  color: [257 * (i % 256), 65535 - i, 300 + i, 7],
  angle: -3,
  user: 9,
  source: 77,
}));
const COLORED = [2, 3, 5, 7, 8, 10];
const TIMED = [1, 3, 4, 5, 6, 7, 8, 9, 10];
const FORMATS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

async function read(
  bytes: Uint8Array,
  options: ReadOptions = {},
  chunkBytes: number | number[] = 4096,
  knowsSize = true,
) {
  return readCloud(bytesSource('a.las', bytes, chunkBytes, knowsSize), recordingContext().context, options);
}
const las = (options: LasOptions = {}, points = POINTS) => writeLas(points, options);
const worldOf = ({ positions, shift }: PointCloud) => Array.from(positions, (value, i) => value + shift[i % 3]!);

describe.each(FORMATS)('point format %i', (format) => {
  test('gives all that its points have', async () => {
    const scale = [0.01, 0.02, 0.5];
    const offset = [20, -30, 1];
    const cloud = await read(las({ format, scale, offset }));
    const expected = POINTS.flatMap(({ place }) => place.map((value, axis) => value * scale[axis]! + offset[axis]!));
    worldOf(cloud).forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-5));
    const { intensity, classification, returnNumber, returnCount, time } = cloud.attributes ?? {};
    expect([...intensity!]).toEqual(POINTS.map((point) => point.intensity));
    expect([...classification!]).toEqual(POINTS.map((point) => point.classification));
    expect([...returnNumber!]).toEqual(POINTS.map((point) => point.returnNumber));
    expect([...returnCount!]).toEqual(POINTS.map((point) => point.returnCount));
    expect(time && [...time]).toEqual(TIMED.includes(format) ? POINTS.map((point) => point.time) : undefined);
    const colors = POINTS.flatMap(({ color }) => color!.slice(0, 3).map((value) => Math.round(value / 257)));
    expect(cloud.colors && [...cloud.colors]).toEqual(COLORED.includes(format) ? colors : undefined);
    expect(cloud.stats.warnings).toEqual([]);
    expect(cloud.scans).toBeUndefined();
  });

  test('with extra bytes, and with any chunks of the file', async () => {
    const plain = await read(las({ format }));
    const bytes = las(
      { format },
      POINTS.map((point) => ({ ...point, extra: [1, 2, 3] })),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        async (sizes, knows) => {
          expect(await read(bytes, {}, sizes, knows)).toEqual(plain);
        },
      ),
      { numRuns: 8 },
    );
  });
});

describe('headers', () => {
  test.each([0, 1, 2, 3, 4, 5])('of version 1.%i', async (version) => {
    const cloud = await read(las({ format: 1, version }));
    expect(cloud.positions).toEqual((await read(las({ format: 1 }))).positions);
  });

  test.each([
    ['longer than they need be', { headerBytes: 300 }],
    ['with bytes in front of the points', { gap: new Uint8Array(100) }],
    ['of a draft of version 1.5', { version: 5, format: 6, headerBytes: 393 }],
    ['with the old count only', { version: 4, count: 0, legacyCount: 300 }],
    ['with the new count only', { version: 4, format: 1, legacyCount: 0 }],
    ['whose counts differ', { version: 4, format: 6, legacyCount: 20 }],
    ['whose box is of another cloud', { box: [1, 0, 1, 0, 1, 0] }],
  ] satisfies [string, LasOptions][])('%s', async (_name, options) => {
    const cloud = await read(las(options));
    expect(cloud.stats.pointCount).toBe(300);
    expect(cloud.stats.min).toEqual([1, -0.5, 0]);
    expect(cloud.stats.warnings).toEqual([]);
  });

  test('a signature in front of the points of version 1.0', async () => {
    const cloud = await read(las({ version: 0, gap: Uint8Array.of(0xdd, 0xcc) }));
    const before = Buffer.from(las({ version: 0, gap: Uint8Array.of(0xdd, 0xcc) }));
    before.writeUInt32LE(227, 96);
    expect((await read(before)).positions).toEqual(cloud.positions);
  });

  test.each([
    ['a scale of 0', { scale: [0.1, 0, 0.1] }, /scale of y is 0\./],
    ['no scale', { scale: [0.1, 0.1, NaN] }, /scale of z is NaN/],
    ['no offset', { offset: [Infinity, 0, 0] }, /offset of x is Infinity/],
  ] satisfies [string, LasOptions, RegExp][])('%s is refused', async (_name, options, message) => {
    await expect(read(las(options))).rejects.toMatchObject({
      code: 'cloud-format',
      message: expect.stringMatching(message) as string,
    });
  });

  test.each([
    ['an unknown point format', 104, 11, /format 11, which no version/],
    ['too short records', 105, 12, /a point has 12 bytes, but point format 0 needs 20/],
    ['an unknown version', 25, 9, /LAS version 1\.9 is not known/],
    ['points within the header', 96, 100, /points begin at byte 100/],
  ])('%s is refused', async (_name, at, value, message) => {
    const bytes = las();
    bytes[at] = value;
    await expect(read(bytes)).rejects.toThrow(message);
  });

  test('a file without a point is an empty cloud', async () => {
    await expect(read(las({}, []))).rejects.toMatchObject({ code: 'cloud-empty' });
  });

  test('points that the header does not count are told', async () => {
    const bytes = las({ legacyCount: 0 });
    await expect(read(bytes)).rejects.toThrow(/counts no points, though there is room for 300/);
    expect((await read(bytes, { partial: true })).stats.pointCount).toBe(300);
    const few = await read(las({ legacyCount: 200 }));
    expect(few.stats.warnings.join()).toMatch(/2000 bytes behind the last point/);
  });
});

describe('colours', () => {
  const painted = (color: (i: number) => number[]) => POINTS.map((point, i) => ({ ...point, color: color(i) }));

  test('of 8 bits in fields of 16', async () => {
    const cloud = await read(
      las(
        { format: 2 },
        painted((i) => [i % 256, 255, 1]),
      ),
    );
    expect([...cloud.colors!.subarray(0, 6)]).toEqual([0, 255, 1, 1, 255, 1]);
  });

  test('that are all zero are none', async () => {
    const cloud = await read(
      las(
        { format: 7 },
        painted(() => [0, 0, 0]),
      ),
    );
    expect(cloud.colors).toBeUndefined();
    expect(cloud.stats.warnings).toEqual(['a.las: all colours are zero, so the file has none.']);
  });
});

test.each([1, 6])('withheld points of format %i are read and told', async (format) => {
  const points = POINTS.map((point, i) => ({ ...point, classification: 2, marks: i % 3 === 0 ? 4 : 1 }));
  const cloud = await read(las({ format }, points));
  expect(new Set(cloud.attributes?.classification)).toEqual(new Set([2]));
  expect(cloud.stats.finiteCount).toBe(300);
  expect(cloud.stats.warnings).toEqual([
    'a.las: 100 of 300 points are marked as withheld; they were read like all others.',
  ]);
});

test('classes of formats 6 and on go to 255', async () => {
  const points = POINTS.map((point, i) => ({ ...point, classification: i % 256, returnNumber: 15, returnCount: 15 }));
  const { attributes } = await read(las({ format: 6 }, points));
  expect(attributes?.classification?.[255]).toBe(255);
  expect(attributes?.returnCount?.[0]).toBe(15);
});

describe('coordinate systems', () => {
  const wkt = 'PROJCS["UTM 33",GEOGCS["WGS 84",AUTHORITY["EPSG","4326"]],AUTHORITY["EPSG","32633"]]';
  const keys = { 1024: 1, 3072: 25833, 3076: 9001 };
  const geotiff = geoTiffRecords(keys);

  test.each([
    ['as text', { vlrs: [wktRecord(wkt)] }, { epsg: 32633, name: 'UTM 33', wkt }],
    ['as GeoTIFF keys', { vlrs: geotiff }, { epsg: 25833, geotiff: keys }],
    ['as both', { vlrs: [...geotiff, wktRecord(wkt)] }, { epsg: 32633, name: 'UTM 33', wkt, geotiff: keys }],
    [
      'behind the points',
      { version: 4, evlrs: [{ user: 'other', id: 1, body: new Uint8Array(99) }, wktRecord(wkt)] },
      { epsg: 32633, name: 'UTM 33', wkt },
    ],
    ['empty', { vlrs: [wktRecord(''), ...geoTiffRecords({})] }, undefined],
    ['empty before a full one', { vlrs: [wktRecord(''), wktRecord(wkt)] }, { epsg: 32633, name: 'UTM 33', wkt }],
    ['of libLAS', { vlrs: [{ ...wktRecord(wkt), user: 'liblas' }] }, { epsg: 32633, name: 'UTM 33', wkt }],
  ] satisfies [string, LasOptions, unknown][])('%s', async (_name, options, crs) => {
    for (const knowsSize of [true, false]) {
      const cloud = await read(las(options), {}, 500, knowsSize);
      expect(cloud.crs).toEqual(crs);
      expect(cloud.stats.warnings).toEqual([]);
    }
  });

  test('records that are not there are told', async () => {
    const bytes = Buffer.from(las({ vlrs: [wktRecord(wkt)] }));
    bytes.writeUInt32LE(4_000_000_000, 100);
    expect((await read(bytes)).stats.warnings.join()).toMatch(
      /3999999999 of the 4000000000 records in front of the points are not there/,
    );
  });
});

describe('a cut file', () => {
  const bytes = las();
  const cut = bytes.subarray(0, 227 + 20 * 120 + 7);

  test.each([true, false])('says how many points are whole, with the size known: %s', async (knowsSize) => {
    await expect(read(cut, {}, 500, knowsSize)).rejects.toThrow(/ends after 120 of the 300 points/);
    const part = await read(cut, { partial: true }, 500, knowsSize);
    expect(part.positions).toEqual((await read(bytes)).positions.subarray(0, 360));
    expect(part.stats.warnings).toEqual([
      'a.las: the file ends after 120 of the 300 points that it promises; those are read.',
    ]);
  });

  test('a count beyond all bounds asks for no memory', async () => {
    await expect(read(las({ legacyCount: 0xffffffff }))).rejects.toThrow(/ends after 300 of the 4294967295 points/);
  });

  test('within the header', async () => {
    await expect(read(bytes.subarray(0, 150))).rejects.toThrow(/ends within the header, after 150 of 227 bytes/);
  });
});

test('a flipped byte or a cut gives a cloud or a refusal', async () => {
  const whole = las({ format: 3, vlrs: geoTiffRecords({ 1024: 1 }) }, POINTS.slice(0, 20));
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.integer({ min: 0, max: 255 }),
      fc.nat(),
      fc.boolean(),
      async (place, flip, end, partial) => {
        const bytes = whole.slice();
        bytes[place % bytes.length]! ^= flip;
        const part = flip % 2 ? bytes : bytes.subarray(0, end % bytes.length);
        try {
          const cloud = await read(part, { partial }, 64, flip % 3 > 0);
          expect(cloud.stats.finiteCount).toBeLessThanOrEqual(70);
        } catch (error) {
          expect(error).toBeInstanceOf(ReconstructError);
          expect(['cloud-format', 'cloud-empty']).toContain((error as ReconstructError).code);
        }
      },
    ),
    { numRuns: 400 },
  );
});
