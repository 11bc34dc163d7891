import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  floatOfBits,
  packedColor,
  packLzf,
  type PcdStyle,
  type TestField,
  writeTestPcd,
} from '../../../formats/pcd-writer.ts';
import { answerTo, cloudOf, expectCutsAreTold, expectFlipsAreSurvived, placesIn, refusalOf } from './damage.ts';

const f4 = (...names: string[]): TestField[] => names.map((name) => ({ name, size: 4, type: 'F' }));
const XYZ = f4('x', 'y', 'z');
const at = (i: number): [number, number, number] => [i / 8, Math.fround(Math.sin(i)), (i * i) / 64];
const color = (i: number): [number, number, number] => [i % 256, (7 * i) % 256, 255 - (i % 256)];
const points = <T>(make: (i: number) => T, count = 100): T[] => Array.from({ length: count }, (_, i) => make(i));
const ROWS = points(at);
const KINDS = ['ascii', 'binary', 'binary_compressed'] as const;
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
const FLAT = Float32Array.from(ROWS.flat());

describe.each(KINDS)('DATA %s', (data) => {
  const make = (fields: readonly TestField[], rows: readonly (readonly number[])[], style: Partial<PcdStyle> = {}) =>
    cloudOf('a.pcd', writeTestPcd(fields, rows, { data, ...style }));

  test('positions, normals, intensity, labels and colours in fields of their own', async () => {
    const fields: TestField[] = [
      { name: 'label', size: 2, type: 'U' },
      ...f4('normal_x', 'normal_y', 'normal_z', 'curvature', 'X', 'Y', 'Z'),
      { name: 'Red', size: 1, type: 'U' },
      { name: 'Green', size: 1, type: 'U' },
      { name: 'Blue', size: 1, type: 'U' },
      ...f4('Intensity'),
    ];
    const rows = points((i) => [i % 7, 0, 0.6, 0.8, 9, ...at(i), ...color(i), i - 50.5]);
    const cloud = await make(fields, rows);
    expect(cloud.positions).toEqual(FLAT);
    expect([...cloud.normals!.subarray(0, 3)]).toEqual([0, 0.6, 0.8].map(Math.fround));
    expect([...cloud.colors!]).toEqual(points(color).flat());
    expect([...cloud.attributes!.intensity!]).toEqual(points((i) => i - 50.5));
    expect([...cloud.attributes!.classification!]).toEqual(points((i) => i % 7));
    expect(cloud.stats.warnings).toEqual([]);
  });

  test.each([
    ['F', 'rgb'],
    ['U', 'rgba'],
    ['I', 'RGB'],
  ] as const)('colours packed into a number of type %s', async (type, name) => {
    const alpha = type === 'F' ? 0 : 255;
    const packed = (i: number): number => {
      const bits = packedColor(...color(i), alpha);
      return type === 'F' ? floatOfBits(bits) : type === 'I' ? bits | 0 : bits;
    };
    const cloud = await make(
      [...XYZ, { name, size: 4, type }],
      points((i) => [...at(i), packed(i)]),
    );
    expect([...cloud.colors!]).toEqual(points(color).flat());
    expect(cloud.positions).toEqual(FLAT);
  });

  test('numbers of every type and size', async () => {
    const types: TestField[] = ([1, 2, 4, 8] as const).flatMap((size) =>
      (size < 4 ? (['I', 'U'] as const) : (['I', 'U', 'F'] as const)).map((type) => ({ name: 'x', size, type })),
    );
    for (const type of types) {
      const sign = type.type === 'U' ? 1 : -1;
      const cloud = await make(
        [...f4('y', 'z'), type],
        points((i) => [1, 2, sign * i]),
      );
      expect(cloud.stats.min[0], JSON.stringify(type)).toBeCloseTo(Math.min(0, sign * 99));
      expect(cloud.stats.max[0]).toBeCloseTo(Math.max(0, sign * 99));
    }
  });

  test('fields of several numbers before and after x', async () => {
    const fields: TestField[] = [
      { name: 'fpfh', size: 4, type: 'F', count: 33 },
      ...XYZ,
      { name: 'histogram', size: 2, type: 'U', count: 5 },
      ...f4('intensity'),
    ];
    const rows = points((i) => [...Array<number>(33).fill(0.5), ...at(i), 1, 2, 3, 4, 5, i]);
    const cloud = await make(fields, rows);
    expect(cloud.positions).toEqual(FLAT);
    expect([...cloud.attributes!.intensity!]).toEqual(points((i) => i));
  });

  test('padding', async () => {
    const pad = (count: number): TestField => ({ name: '_', size: 1, type: 'U', count });
    const rows = points((i) => [0, 0, ...at(i), 9, 9, 9, 9, i]);
    const cloud = await make([pad(2), ...XYZ, pad(4), ...f4('intensity')], rows);
    expect(cloud.positions).toEqual(FLAT);
    expect([...cloud.attributes!.intensity!]).toEqual(points((i) => i));
  });

  test('padding that is in the header alone', async () => {
    const bytes = writeTestPcd(
      [...XYZ, ...f4('intensity')],
      points((i) => [...at(i), i]),
      { data },
    );
    const padded = textOf(bytes)
      .replace('FIELDS x y z intensity', 'FIELDS x y z _ intensity')
      .replace('SIZE 4 4 4 4', 'SIZE 4 4 4 1 4')
      .replace('TYPE F F F F', 'TYPE F F F U F')
      .replace('COUNT 1 1 1 1', 'COUNT 1 1 1 4 1');
    if (data === 'binary') return; // There it is 16 bytes a point that are not in the file.
    const cloud = await cloudOf('a.pcd', bytesOf(padded));
    expect(cloud.positions).toEqual(FLAT);
    expect([...cloud.attributes!.intensity!]).toEqual(points((i) => i));
  });

  test('float64 coordinates keep what they have', async () => {
    const fields = ['x', 'y', 'z'].map((name): TestField => ({ name, size: 8, type: 'F' }));
    const cloud = await make(
      fields,
      points((i) => [500_000 + i / 1024, 5_400_000 - i / 1024, 100]),
    );
    expect(cloud.stats.max[0]).toBe(500_000 + 99 / 1024);
    expect(cloud.positions[3]! + cloud.shift[0]).toBe(500_000 + 1 / 1024);
  });

  test('organised clouds leave NaN out', async () => {
    const rows = points((i) => (i % 3 === 0 ? [NaN, NaN, NaN] : at(i)), 60);
    const cloud = await make(XYZ, rows, { width: 12, height: 5 });
    expect(cloud.stats).toMatchObject({ pointCount: 60, finiteCount: 40 });
  });

  test('the viewpoint is the place of the sensor', async () => {
    const sensors = async (viewpoint: string) =>
      (await make(XYZ, ROWS, { viewpoint })).scans?.map(({ sensor, pointCount }) => [sensor, pointCount]);
    expect(await sensors('0 0 0 1 0 0 0')).toBeUndefined();
    expect(await sensors('0.5 0 2 1 0 0 0')).toEqual([[[0.5, 0, 2], 100]]);
    expect(await sensors('0 0 0 0 1 0 0')).toEqual([[[0, 0, 0], 100]]);
  });

  test('headers without what later versions demand', async () => {
    for (const without of [['VIEWPOINT'], ['COUNT'], ['VERSION'], ['POINTS'], ['WIDTH', 'HEIGHT'], ['HEIGHT']]) {
      const cloud = await make(XYZ, ROWS, { without, version: '.5' });
      expect(cloud.positions, without.join()).toEqual(FLAT);
    }
    const old = textOf(writeTestPcd(XYZ, ROWS, { data }))
      .replace('FIELDS', 'columns')
      .replace('WIDTH', 'width');
    expect((await cloudOf('a.pcd', bytesOf(old))).positions).toEqual(FLAT);
  });

  test('CR LF ends the lines of the header', async () => {
    expect((await make(XYZ, ROWS, { lineEnd: '\r\n' })).positions).toEqual(FLAT);
  });

  test('POINTS and WIDTH × HEIGHT disagree', async () => {
    for (const style of [{ points: 130 }, { points: 70 }, { width: 10, height: 13 }, { width: 7, height: 10 }]) {
      const cloud = await make(XYZ, ROWS, style);
      expect(cloud.positions, JSON.stringify(style)).toEqual(FLAT);
      expect(cloud.stats.warnings.join()).toMatch(/POINTS \d+ but WIDTH × HEIGHT \d+; 100 are there/);
    }
  });

  test('zeros fill the file to a page', async () => {
    const bytes = writeTestPcd(XYZ, ROWS, { data, points: 150 });
    const page = new Uint8Array(8192);
    page.set(bytes);
    if (data === 'ascii') return;
    const cloud = await cloudOf('a.pcd', page);
    expect(cloud.positions).toEqual(FLAT);
    page[8000] = 1;
    expect((await cloudOf('a.pcd', page)).stats.warnings.join()).toMatch(/after the last point|100 are there/);
  });

  test('labels beyond a byte are no classes', async () => {
    const fields: TestField[] = [...XYZ, { name: 'label', size: 4, type: 'U' }];
    const cloud = await make(
      fields,
      points((i) => [...at(i), 10 * i]),
    );
    expect(cloud.attributes).toBeUndefined();
    expect(cloud.stats.warnings).toEqual([expect.stringContaining('labels reach 990')]);
  });

  test('is the same in any chunks', async () => {
    const fields = [...XYZ, ...f4('rgb')];
    const bytes = writeTestPcd(
      fields,
      points((i) => [...at(i), floatOfBits(packedColor(...color(i)))], 3000),
      { data },
    );
    const whole = await cloudOf('a.pcd', bytes);
    const sizes = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.boolean(), async (chunks, knowsSize) => {
        expect(await answerTo('a.pcd', bytes, {}, chunks, knowsSize)).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  test('a cut is told, and its whole points are to be had', async () => {
    const bytes = writeTestPcd(XYZ, ROWS, { data });
    await expectCutsAreTold('a.pcd', bytes, placesIn(bytes.length, 150));
    // Of text a whole number goes, since a shorter one is a number, too; packed data lose a step.
    const cut = bytes.subarray(0, data === 'ascii' ? -20 : -3);
    const cloud = await cloudOf('a.pcd', cut, { partial: true });
    const whole = cloud.stats.pointCount;
    if (data === 'binary_compressed') expect(whole).toBeGreaterThan(90);
    else expect(whole).toBe(99);
    expect(cloud.positions).toEqual(FLAT.subarray(0, 3 * whole));
    expect(cloud.stats.warnings).toEqual([expect.stringContaining(`ends after ${whole} of the 100 points`)]);
    expect(await refusalOf('a.pcd', cut)).toContain(`ends after ${whole} of the 100 points`);
  });

  test('a wrong byte is survived', async () => {
    const bytes = writeTestPcd(
      [...XYZ, ...f4('rgb')],
      points((i) => [...at(i), 0], 30),
      { data },
    );
    await expectFlipsAreSurvived('a.pcd', bytes, placesIn(bytes.length, 60));
  });
});

describe('text', () => {
  const make = (rows: string[], header = '') =>
    bytesOf(`VERSION .7\nFIELDS x y z rgb\n${header}WIDTH ${rows.length}\nHEIGHT 1\nDATA ascii\n${rows.join('\n')}\n`);

  test('packed colours as decimal floats, and as whole numbers under the same type', async () => {
    // 4.2108e+06 is 0x4a8080e0, as PCL and others take it.
    const floats = await cloudOf('a.pcd', make(['0 0 0 4.2108e+06', '1 0 0 2.3418052e-38', '2 0 0 nan']));
    expect([...floats.colors!]).toEqual([128, 128, 224, 255, 0, 0, 0, 0, 0]);
    expect(floats.stats.warnings).toEqual([expect.stringContaining('colour of 1 points')]);
    const whole = await cloudOf('a.pcd', make(['0 0 0 0', '1 0 0 16711680', '2 0 0 4278255360']));
    expect([...whole.colors!]).toEqual([0, 0, 0, 255, 0, 0, 0, 255, 0]);
  });

  test('values are what their types hold', async () => {
    const row = ['289814.15 4320978.61 170.76 0', '289815.15 4320979.61 170.76 0'];
    expect((await cloudOf('a.pcd', make(row))).stats.min).toEqual([289814.15, 4320978.61, 170.76].map(Math.fround));
    const double = await cloudOf('a.pcd', make(row, 'SIZE 8 8 8 4\nTYPE F F F U\n'));
    expect(double.stats.min).toEqual([289814.15, 4320978.61, 170.76]);
  });

  test('decimal commas', async () => {
    const cloud = await cloudOf('a.pcd', make(['0,5 1,25 2 0', '1,5 1,25 2 0']));
    expect(cloud.stats.min).toEqual([0.5, 1.25, 2]);
  });

  test('a line of words or of too few values is named', async () => {
    expect(await refusalOf('a.pcd', make(['0 0 0 0', '1 2 x 0']))).toMatch(/line 7 \(point 1 of 2\).*"1 2 x 0"/);
    expect(await refusalOf('a.pcd', make(['0 0 0 0', '1 2']))).toMatch(/line 7 .*2 values where its fields need 4/);
  });
});

describe('refuses', () => {
  const good = textOf(writeTestPcd(XYZ, ROWS, { data: 'binary' }));
  test.each([
    ['no x', 'FIELDS x', 'FIELDS u', /no x, y and z \(their fields: u y z\)/],
    ['no kind of number', 'SIZE 4 4', 'SIZE 3 4', /field x is of SIZE 3, TYPE F/],
    ['half floats', 'SIZE 4 4', 'SIZE 2 4', /field x is of SIZE 2, TYPE F/],
    ['lists of different length', 'TYPE F F F', 'TYPE F F', /3 FIELDS but 2 of TYPE/],
    ['absurd counts', 'COUNT 1', 'COUNT 99999999', /gives a point 4000000000|gives a point 4\d+ bytes/],
    ['a count that is none', 'POINTS 100', 'POINTS -5', /says POINTS -5/],
    ['unknown data', 'DATA binary', 'DATA zipped', /DATA zipped/],
    ['no data', 'DATA binary', 'DUTA binary', /no DATA line/],
    ['no number of points', /WIDTH[^]*POINTS 100\n/, '', /how many points/],
  ])('%s', async (_, from, to, message) => {
    expect(await refusalOf('a.pcd', bytesOf(good.replace(from, to)))).toMatch(message);
  });

  test('a promise beyond the file, without asking for memory', async () => {
    const absurd = good.replace('WIDTH 100', 'WIDTH 4000000000').replace('POINTS 100', 'POINTS 4000000000');
    expect(await refusalOf('a.pcd', bytesOf(absurd))).toMatch(/ends after 100 of the 4000000000 points/);
  });

  test('packed data that is damaged', async () => {
    const bytes = Buffer.from(writeTestPcd(XYZ, ROWS, { data: 'binary_compressed' }));
    const first = bytes.indexOf('binary_compressed\n') + 18;
    const changed = (at: number, value: number): Uint8Array => {
      const copy = Buffer.from(bytes);
      copy.writeUInt32LE(value, first + at);
      return new Uint8Array(copy);
    };
    expect(await refusalOf('a.pcd', changed(4, 4_000_000_000))).toMatch(/promises 4000000000 bytes.*are 1200/);
    expect(await refusalOf('a.pcd', changed(0, 3))).toMatch(/3 packed bytes cannot hold the 1200/);
    expect(await refusalOf('a.pcd', changed(0, bytes.length - first - 8 - 3))).toMatch(/packed data is damaged: it/);
    expect(await refusalOf('a.pcd', changed(8, 0xffffffff))).toMatch(/reaches back before its beginning/);
  });
});

test('LZF gives back whatever was packed, in any chunks', async () => {
  // As one field of bytes: what comes out is what went in.
  const bytes = fc.oneof(
    fc.uint8Array({ minLength: 3, maxLength: 2000 }),
    fc.array(fc.constantFrom(0, 1), { minLength: 3, maxLength: 3000 }).map((values) => Uint8Array.from(values)),
  );
  await fc.assert(
    fc.asyncProperty(bytes, fc.integer({ min: 1, max: 99 }), async (values, chunk) => {
      const fields: TestField[] = ['x', 'y', 'z'].map((name) => ({ name, size: 1, type: 'U' }));
      const rows = points((i) => [...values.subarray(3 * i, 3 * i + 3)], Math.floor(values.length / 3));
      const file = writeTestPcd(fields, rows, { data: 'binary_compressed' });
      const cloud = await answerTo('a.pcd', file, {}, chunk);
      const expected = rows.flat();
      if ('positions' in cloud && cloud.stats.warnings.length === 0) expect([...cloud.positions]).toEqual(expected);
      else expect(rows.length).toBeGreaterThan(20);
    }),
    { numRuns: 60 },
  );
  expect(packLzf(new Uint8Array(10_000)).length).toBeLessThan(150);
});
