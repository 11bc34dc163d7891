import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PointCloud } from '../../../../src/engine/cloud/point-cloud.ts';
import type { ReadOptions } from '../../../../src/engine/cloud/point-sample.ts';
import { ReconstructError } from '../../../../src/engine/errors.ts';
import { readCloud } from '../../../../src/engine/formats/read/read-cloud.ts';
import {
  CLASSES,
  COLORS,
  COUNTS,
  DIALECT_CASES,
  type DialectCase,
  INTENSITY,
  NORMALS,
  PLACES,
  RETURNS,
  TIMES,
} from '../../../formats/dialect-cases.ts';
import { bytesSource, recordingContext, textSource } from './sources.ts';

const read = (bytes: Uint8Array, name = 'a.dump', sizes: number | number[] = 65536, options: ReadOptions = {}) =>
  readCloud(bytesSource(name, bytes, sizes), recordingContext().context, options);
const byName = (cases: readonly DialectCase[]) => cases.map((one) => [one.name, one] as const);

function placesOf({ positions, shift }: PointCloud): number[] {
  return Array.from(positions, (value, i) => value + shift[(i % 3) as 0]);
}

/** Whether no coordinate is further from its own than float32 keeps it. */
function expectPlaces(cloud: PointCloud, positions: readonly number[]): void {
  const found = placesOf(cloud);
  expect(found).toHaveLength(positions.length);
  const worst = Math.max(...found.map((value, i) => Math.abs(value - positions[i]!)));
  expect(worst).toBeLessThan(2e-6);
}

/** The names are of no format: what tells is the content. */
test.each(byName(DIALECT_CASES))('%s', async (_, one) => {
  const cloud = await read(one.make());
  expectPlaces(cloud, one.positions ?? PLACES.flat());
  const { has = [], warning } = one;
  expect(cloud.stats.warnings.join('\n')).toMatch(warning ?? /^$/);
  if (has.includes('colors')) expect([...cloud.colors!]).toEqual(COLORS.flat());
  if (has.includes('normals')) expect(cloud.normals).toEqual(Float32Array.from(NORMALS.flat()));
  const { attributes = {} } = cloud;
  if (has.includes('intensity')) expect(attributes.intensity).toEqual(Float32Array.from(INTENSITY));
  if (has.includes('returnNumber')) expect([...attributes.returnNumber!]).toEqual(RETURNS);
  if (has.includes('returnCount')) expect([...attributes.returnCount!]).toEqual(COUNTS);
  if (has.includes('classification')) expect([...attributes.classification!]).toEqual(CLASSES);
  if (has.includes('time')) expect([...attributes.time!]).toEqual(TIMES);
  expect(cloud.colors !== undefined).toBe(has.includes('colors') || one.name === 'an empty colour');
  expect(cloud.normals !== undefined).toBe(has.includes('normals'));
});

describe('laws', () => {
  const some = DIALECT_CASES.filter((_, i) => i % 5 === 0);

  test('any chunks give the same cloud', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...some), sizes, async (one, chunks) => {
        const [whole, split] = [await read(one.make()), await read(one.make(), 'a.dump', chunks)];
        expect(split).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });

  test('a file that is cut or damaged is read as far as it goes, or refused', async () => {
    const damage = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      byte: fc.integer({ min: 0, max: 255 }),
      isCut: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...DIALECT_CASES), damage, async (one, { at, byte, isCut }) => {
        const bytes = one.make();
        const place = Math.floor(at * (bytes.length - 1));
        const bad = isCut ? bytes.subarray(0, place) : bytes.with(place, byte);
        const result = await read(bad, 'a.xyz').catch((error: unknown) => error);
        if (result instanceof ReconstructError) expect(result.code).toMatch(/^cloud-(format|empty)$/);
        else expect((result as PointCloud).stats.pointCount).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});

describe('columns that are asked for', () => {
  const bytes = new TextEncoder().encode('1 2 3 10 20 30 7\n4 5 6 40 50 60 8\n');
  const columns = (list: string) => read(bytes, 'a.xyz', 100, { columns: list.split(',') });

  test('override what the numbers say', async () => {
    const cloud = await columns('z,-,y,r,g,b,x');
    expect(placesOf(cloud)).toEqual([7, 3, 1, 8, 6, 4]);
    expect([...cloud.colors!]).toEqual([10, 20, 30, 40, 50, 60]);
    expect(cloud.stats.columns).toEqual(expect.arrayContaining(['1: z, as asked for', '2: passed over, as asked for']));
    expect((await columns('x,y,z,-,-,-,i')).attributes).toEqual({ intensity: Float32Array.of(7, 8) });
    expect((await columns('x,y,z')).colors).toBeUndefined();
  });

  test.each([
    ['x,y', /z is missing/],
    ['x,y,z,r', /green and blue is missing/],
    ['x,y,z,x', /x is there twice/],
    ['x,y,z,colour', /«colour» is no column/],
    ['x,y,z,-,-,-,-,i', /8 columns are named, but the file has 7/],
  ])('%s is refused', async (list, message) => {
    await expect(columns(list)).rejects.toMatchObject({
      code: 'option-invalid',
      message: expect.stringMatching(message) as string,
    });
  });
});

test('what each column is, and how that was decided', async () => {
  const lines = Array.from(
    { length: 50 },
    (_, i) => `P${i},${500 + i / 7},${600 - i / 3},${i / 9},${(37 * i) % 256},7,${i},-3,4\n`,
  );
  const cloud = await read(new TextEncoder().encode(`Name,Easting,Northing,Z,R,G,B,Curve,Slope\n${lines.join('')}`));
  expect(cloud.stats.columns).toEqual([
    '1: passed over, the column Name holds words',
    '2: x, by the header name Easting',
    '3: y, by the header name Northing',
    '4: z, by the header name Z',
    '5: red, by the header name R',
    '6: green, by the header name G',
    '7: blue, by the header name B',
    '8: passed over, its header name is Curve',
    '9: passed over, its header name is Slope',
  ]);
  expect(cloud.stats.warnings).toEqual([expect.stringContaining('columns 8 (Curve), 9 (Slope) are passed over')]);
});

describe('rasters', () => {
  const heights = [1.5, 2.5, -9999, 4.5, 5.5, 6.5];
  const esri = 'ncols 3\nnrows 2\nxllcorner 100\nyllcorner 200\ncellsize 2\nNODATA_value -9999\n';
  const places = [101, 203, 1.5, 103, 203, 2.5, 101, 201, 4.5, 103, 201, 5.5, 105, 201, 6.5];

  test.each([
    ['ESRI', `${esri}1.5 2.5 -9999\n4.5 5.5 6.5\n`],
    [
      'centre',
      `${esri.replace('xllcorner 100', 'XLLCENTER 101').replace('yllcorner 200', 'YLLCENTER 201')}1.5 2.5 -9999\n4.5 5.5 6.5`,
    ],
    ['decimal commas, CRLF', `${esri}1,5 2,5 -9999\n4,5 5,5 6,5\n`.replaceAll('\n', '\r\n')],
    ['broken rows', `${esri}${heights.join('\n')}\n`],
    ['dx, dy', `${esri.replace('cellsize 2', 'dx 2\ndy 2')}${heights.join(' ')}`],
    ['GRASS', `north: 204\nsouth: 200\neast: 106\nwest: 100\nrows: 2\ncols: 3\nnull: -9999\n${heights.join(' ')}`],
  ])('%s', async (_, text) => {
    const cloud = await readCloud(textSource('a.raster', text, 7), recordingContext().context);
    expect(placesOf(cloud)).toEqual(places);
    expect(cloud.stats).toMatchObject({ pointCount: 6, finiteCount: 5 });
    expect(cloud.stats.warnings[0]).toMatch(/1 of 6 cells hold no data/);
  });

  test('Surfer', async () => {
    const text = 'DSAA\n3 2\n101 105\n201 203\n1.5 6.5\n4.5 5.5 6.5\n\n1.5 2.5 1.70141e+38\n';
    const cloud = await read(new TextEncoder().encode(text));
    expect(placesOf(cloud)).toEqual([101, 201, 4.5, 103, 201, 5.5, 105, 201, 6.5, 101, 203, 1.5, 103, 203, 2.5]);
  });

  test('one that is cut is refused, or read in part', async () => {
    const cut = new TextEncoder().encode(`${esri}1.5 2.5 3.5\n4.5`);
    await expect(read(cut, 'a.asc')).rejects.toMatchObject({ code: 'cloud-format' });
    expect((await read(cut, 'a.asc', 50, { partial: true })).stats.finiteCount).toBe(4);
  });
});

test.each([
  ['a web page', '<!DOCTYPE html>\n<html><body>Please sign in</body></html>\n', /web page/],
  ['XML', '<?xml version="1.0"?><points><p>1 2 3</p></points>', /XML/],
  ['JSON', '{"points": [[1, 2, 3], [4, 5, 6]]}', /JSON/],
  ['a readme', 'Scans of hall 7, 2024.\nThere are 3 files of 1 GB.\n\nAsk us.\n', /text without points|no table/],
  ['two columns', '1 2\n3 4\n5 6\n', /fewer than three columns \(line 1: 2\)/],
  ['commas between and inside numbers', '2,0315,4,0043,6,6\n2,5,4,01,6,04\n2,25,4,5,6,125\n', /commas seem to stand/],
  [
    'degrees, minutes, seconds',
    '52°30\'01.2", 13°24\'00.1", 72.1\n52°30\'01.3", 13°24\'00.1", 72.2\n',
    /degrees, minutes/,
  ],
  ['binary data', '\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0001\u0002', /binary/],
])('%s is refused by name', async (_, text, message) => {
  const reading = read(new TextEncoder().encode(text), 'a.txt');
  await expect(reading).rejects.toMatchObject({
    code: 'cloud-format',
    message: expect.stringMatching(message) as string,
  });
});
