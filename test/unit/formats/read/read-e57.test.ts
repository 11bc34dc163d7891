/** E57: every codec and width, every dialect of the description, poses against float64. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crc32c } from '../../../../src/engine/formats/read/e57/crc32c.ts';
import {
  castagnoli,
  floatField,
  integerField,
  scaledField,
  textField,
  type WrittenField,
  type WrittenFile,
} from '../../../formats/e57-writer.ts';
import {
  axis,
  cartesian,
  colors,
  COUNT,
  expectNear,
  fileOf,
  indices,
  limits,
  PLACES,
  poseXml,
  read,
  scanOf,
  worldOf,
} from './e57-readings.ts';

test('the checksum is CRC-32C', () => {
  const bytes = new TextEncoder().encode('123456789');
  // The check value of the Castagnoli polynomial.
  expect(crc32c(new DataView(bytes.buffer), 0, 9)).toBe(0xe3069283);
  const long = Uint8Array.from({ length: 1020 }, (_, i) => (i * 7919) >> 3);
  expect(crc32c(new DataView(long.buffer), 3, 1019)).toBe(castagnoli(long.subarray(3, 1019)));
});

describe('codecs', () => {
  const WIDTHS = [0, 1, 3, 7, 8, 11, 16, 21, 24, 25, 26, 31, 32, 33, 47, 53, 54, 63, 64];
  /** Values that have bits everywhere, the least and the greatest first. */
  const valuesOf = (width: number, minimum: bigint): bigint[] =>
    indices.map((i) => {
      const all = (1n << BigInt(width)) - 1n;
      const raw = i === 0 ? 0n : i === 1 ? all : BigInt.asUintN(64, 0x9e3779b97f4a7c15n * BigInt(i)) & all;
      return minimum + raw;
    });
  const minima = (width: number): bigint[] =>
    width === 64 ? [-(2n ** 63n)] : [0n, -5n, -(2n ** 63n), 2n ** 53n + 1n, -(2n ** 40n) + 3n];
  const fits = (width: number, minimum: bigint): boolean => minimum + (1n << BigInt(width)) - 1n < 2n ** 63n;

  test.each(WIDTHS)('integers of %i bits', async (width) => {
    for (const minimum of minima(width).filter((value) => fits(width, value))) {
      const values = valuesOf(width, minimum);
      const field = integerField('timeStamp', values, minimum, minimum + (1n << BigInt(width)) - 1n);
      for (const size of [1, 5, 61]) {
        // Beside a field of three bits, so that packets end anywhere in values.
        const other = integerField('intensity', indices.map((i) => i % 8), 0, 7); // prettier-ignore
        const packets = [[40, 32, 24, size, 3]];
        const { attributes } = await read(fileOf([...cartesian(), field, other], { packets }));
        expect([...(attributes?.time ?? [])]).toEqual(values.map(Number));
        expect([...(attributes?.intensity ?? [])]).toEqual(indices.map((i) => i % 8));
      }
    }
  });

  test.each(WIDTHS.slice(1))('scaled integers of %i bits', async (width) => {
    const minimum = width === 64 ? -(2n ** 63n) : -(1n << BigInt(width - 1));
    const values = valuesOf(width, minimum);
    const field = scaledField('timeStamp', values, [minimum, minimum + (1n << BigInt(width)) - 1n], 0.001, -7.25);
    const { attributes } = await read(fileOf([...cartesian(), field]));
    expect([...(attributes?.time ?? [])]).toEqual(values.map((value) => Number(value) * 0.001 - 7.25));
  });

  test('a range that is no power of two, and integers without limits', async () => {
    const odd = integerField('returnIndex', indices.map((i) => i % 6), 0, 5); // prettier-ignore
    const full = integerField('timeStamp', indices, -(2n ** 63n), 2n ** 63n - 1n);
    const bare = { ...full, attributes: 'type="Integer"' };
    const { attributes } = await read(fileOf([...cartesian(), odd, bare]));
    expect([...(attributes?.returnNumber ?? [])]).toEqual(indices.map((i) => (i % 6) + 1));
    expect([...(attributes?.time ?? [])]).toEqual(indices);
  });

  test.each(['single', 'double'] as const)('floats of %s precision', async (precision) => {
    const cloud = await read(fileOf(cartesian(precision), { packets: [[7, 13, 2]] }));
    expect(worldOf(cloud)).toEqual(PLACES.flat());
    expect(cloud.stats).toMatchObject({ pointCount: COUNT, finiteCount: COUNT, imageCount: 0, warnings: [] });
  });

  test('coordinates as scaled integers', async () => {
    const field = (name: string, at: 0 | 1 | 2) =>
      scaledField(name, axis(at).map((value) => Math.round(value * 16)), [-(2 ** 20), 2 ** 20 - 1], 1 / 16, 0.5); // prettier-ignore
    const cloud = await read(fileOf([field('cartesianX', 0), field('cartesianY', 1), field('cartesianZ', 2)]));
    expect(worldOf(cloud)).toEqual(PLACES.flat().map((value) => value + 0.5));
  });

  test('texts are passed over, wherever they stand', async () => {
    const long = indices.map((i) => 'ä'.repeat(i * 5));
    const fields = [textField('label', long), ...cartesian(), textField('note', indices.map(String))];
    for (const packets of [undefined, [[3, 100, 90, 80, 1]]]) {
      expect(worldOf(await read(fileOf(fields, packets && { packets })))).toEqual(PLACES.flat());
    }
  });

  test('an encoder that begins anew with each packet', async () => {
    const bits = integerField('intensity', indices.map((i) => i % 8), 0, 7); // prettier-ignore
    // Ten values of three bits take four bytes, of which two bits are none.
    const padded = [0, 10, 20, 30, 40, 50].map(
      (from) => integerField('intensity', indices.slice(from, from + 10).map((i) => i % 8), 0, 7).stream, // prettier-ignore
    );
    const fields = [...cartesian(), { ...bits, stream: new Uint8Array(Buffer.concat(padded)) }];
    const { attributes } = await read(fileOf(fields, { packets: [[80, 80, 80, 4]], restarts: true }));
    expect([...(attributes?.intensity ?? [])]).toEqual(indices.map((i) => i % 8));
  });

  test('fields that lie far apart, index packets and empty ones', async () => {
    // All of x before any of y.
    const packets = [[480, 0, 0], [0, 480, 0], [0, 0, 480]]; // prettier-ignore
    for (const hasOtherPackets of [false, true]) {
      expect(worldOf(await read(fileOf(cartesian(), { packets, hasOtherPackets })))).toEqual(PLACES.flat());
    }
    const many = { packets: [[9, 9, 9]], hasOtherPackets: true };
    expect(worldOf(await read(fileOf(cartesian(), many)))).toEqual(PLACES.flat());
  });

  test.each([64, 100, 512, 1024, 4096, 70000])('pages of %i bytes', async (pageBytes) => {
    const cloud = await read({ ...fileOf(cartesian(), { packets: [[100, 50, 60]] }), pageBytes });
    expect(worldOf(cloud)).toEqual(PLACES.flat());
  });

  test('more records than a batch or a piece holds', async () => {
    const count = 70_000;
    const many = Array.from({ length: count }, (_, i) => i);
    const fields = [
      floatField('cartesianX', many.map((i) => i / 4), 'double'), // prettier-ignore
      scaledField('cartesianY', many.map((i) => (i * 37) % 2048), [0, 2047], 0.25, 0), // prettier-ignore
      integerField('cartesianZ', many.map((i) => i % 5), 0, 5), // prettier-ignore
      integerField('colorRed', many.map((i) => i % 256), 0, 255), // prettier-ignore
      integerField('colorGreen', many.map(() => 7), 7, 7), // prettier-ignore
      integerField('colorBlue', many.map((i) => (i >> 3) % 256), 0, 255), // prettier-ignore
    ];
    const cloud = await read({
      scans: [{ fields, recordCount: count, xml: limits([0, 255], [0, 255], [0, 255]) }],
    });
    expect(worldOf(cloud)).toEqual(many.flatMap((i) => [i / 4, ((i * 37) % 2048) / 4, i % 5]));
    expect([...(cloud.colors ?? [])]).toEqual(many.flatMap((i) => [i % 256, 7, (i >> 3) % 256]));
  });
});

/** q v q*, written out by products of quaternions. */
function turned(rotation: readonly number[], vector: readonly number[]): number[] {
  const length = Math.hypot(...rotation);
  const q = rotation.map((value) => value / length) as [number, number, number, number];
  const product = ([a, b, c, d]: readonly number[], [e, f, g, h]: readonly number[]): number[] => [
    a! * e! - b! * f! - c! * g! - d! * h!,
    a! * f! + b! * e! + c! * h! - d! * g!,
    a! * g! - b! * h! + c! * e! + d! * f!,
    a! * h! + b! * g! - c! * f! + d! * e!,
  ];
  return product(product(q, [0, ...vector]), [q[0], -q[1], -q[2], -q[3]]).slice(1);
}

describe('places', () => {
  const poses = fc.record({
    rotation: fc
      .tuple(...Array.from({ length: 4 }, () => fc.double({ min: -1, max: 1, noNaN: true })))
      .filter((quaternion) => Math.hypot(...quaternion) > 0.1),
    translation: fc.tuple(...Array.from({ length: 3 }, () => fc.double({ min: -5e6, max: 5e6, noNaN: true }))),
  });

  test('a pose turns and moves coordinates and turns normals', async () => {
    await fc.assert(
      fc.asyncProperty(poses, async ({ rotation, translation }) => {
        const normals = [0, 1, 2].map(
          (at) =>
          floatField(`nor:normal${'XYZ'[at]!}`, indices.map((i) => Math.sin(i + at)), 'double'), // prettier-ignore
        );
        const cloud = await read({
          ...fileOf([...cartesian(), ...normals], { xml: poseXml(rotation, translation) }),
          namespaces: 'xmlns:nor="http://www.libe57.org/E57_NOR_surface_normals.txt"',
        });
        const expected = PLACES.flatMap((place) => turned(rotation, place).map((value, i) => value + translation[i]!));
        // Local coordinates are below 20, and a float64 of millions has steps of a billionth.
        expectNear(worldOf(cloud), expected, 2e-6);
        const expectedNormals = indices.flatMap((i) => turned(rotation, [0, 1, 2].map((at) => Math.sin(i + at)))); // prettier-ignore
        expectNear([...(cloud.normals ?? [])], expectedNormals, 1e-6);
        expectNear([...(cloud.scans?.[0]?.sensor ?? [])], translation, 1e-9);
      }),
      { numRuns: 30 },
    );
  });

  test.each([
    ['no rotation', poseXml(undefined, [1000, -2000, 30]), [1, 0, 0, 0], [1000, -2000, 30]],
    ['no translation', poseXml([0, 0, 0, 1]), [0, 0, 0, 1], [0, 0, 0]],
    ['a quaternion of length 2', poseXml([Math.SQRT2, 0, Math.SQRT2, 0], [1, 2, 3]), [1, 0, 1, 0], [1, 2, 3]],
    ['a quaternion of zeros', poseXml([0, 0, 0, 0], [1, 2, 3]), [1, 0, 0, 0], [1, 2, 3]],
    ['nothing', '<pose type="Structure"/>', [1, 0, 0, 0], [0, 0, 0]],
  ])('a pose with %s', async (_, xml, rotation, translation) => {
    const cloud = await read(fileOf(cartesian(), { xml }));
    const expected = PLACES.flatMap((place) => turned(rotation, place).map((value, i) => value + translation[i]!));
    expectNear(worldOf(cloud), expected, 1e-6);
    expect(cloud.scans).toEqual([{ name: '', pointCount: COUNT, sensor: translation }]);
  });

  const spherical = (): WrittenField[] => [
    floatField('sphericalAzimuth', PLACES.map(([x, y]) => Math.atan2(y, x)), 'double'), // prettier-ignore
    floatField('sphericalElevation', PLACES.map(([x, y, z]) => Math.atan2(z, Math.hypot(x, y))), 'double'), // prettier-ignore
    floatField('sphericalRange', PLACES.map((place) => Math.hypot(...place)), 'double'), // prettier-ignore
  ];

  test('spheres, with a pose', async () => {
    const cloud = await read(fileOf(spherical(), { xml: poseXml([1, 1, 0, 0], [5, 6, 7]) }));
    const expected = PLACES.flatMap((place) => turned([1, 1, 0, 0], place).map((value, i) => value + [5, 6, 7][i]!));
    expectNear(worldOf(cloud), expected, 1e-6);
  });

  test.each(['cartesian', 'spherical'] as const)('invalid states of %s coordinates, also as floats', async (kind) => {
    const states = indices.map((i) => i % 3);
    const places = kind === 'cartesian' ? cartesian() : spherical();
    for (const state of [
      integerField(`${kind}InvalidState`, states, 0, 2),
      floatField(`${kind}InvalidState`, states, 'single'),
    ]) {
      const intensity = floatField('intensity', indices, 'single');
      const cloud = await read(fileOf([state, ...places, intensity]));
      const valid = indices.filter((i) => i % 3 === 0);
      expectNear(worldOf(cloud), valid.flatMap((i) => [...PLACES[i]!]), 1e-6); // prettier-ignore
      expect([...(cloud.attributes?.intensity ?? [])]).toEqual(valid);
      expect(cloud.stats).toMatchObject({ pointCount: COUNT, finiteCount: 20 });
      expect(cloud.stats.warnings).toEqual([
        'a.e57: 40 of 60 records are no points: the file marks their coordinates as invalid.',
      ]);
    }
  });
});

test('no-returns of scans with a pose are found where their scanner stands', async () => {
  const holed = [0, 1, 2].map(
    (at) =>
    floatField(`cartesian${'XYZ'[at]!}`, indices.map((i) => (i % 4 === 1 ? 0 : PLACES[i]![at]!)), 'double'), // prettier-ignore
  );
  const scans = [
    scanOf(cartesian(), { xml: poseXml(undefined, [500, 0, 0]) }),
    scanOf(holed, { xml: poseXml([1, 2, 0, 0], [-500, 7, 1e6 + 0.3]) }),
  ];
  const cloud = await read({ scans });
  expect(cloud.stats).toMatchObject({ pointCount: 2 * COUNT, finiteCount: 2 * COUNT - 15 });
  expect(cloud.scans!.map(({ pointCount }) => pointCount)).toEqual([COUNT, COUNT - 15]);
  expect(cloud.stats.warnings.join()).toMatch(/15 of 120 points were dropped: they are where their scanner stands/);
});

describe('what a point knows', () => {
  test.each([
    ['limits', [0, 4095], limits([0, 4095], [0, 4095], [0, 4095]), 4095],
    ['the range of the field', [0, 4095], '', 4095],
    ['limits of zeros, and so the range', [0, 1023], limits([0, 0], [0, 0], [0, 0]), 1023],
    ['limits beside a range of 64 bits', [-(2n ** 63n), 2n ** 63n - 1n], limits([0, 500], [0, 500], [0, 500]), 500],
    ['16 bits', [0, 65535], limits([0, 65535], [0, 65535], [0, 65535]), 65535],
  ] as const)('colours by %s', async (_, range, xml, most) => {
    const value = (i: number, channel: number) => Math.floor((((i * 31 + channel * 17) % 101) / 100) * most);
    const cloud = await read(fileOf([...cartesian(), ...colors(range as [number, number], value)], { xml }));
    const expected = indices.flatMap((i) => [0, 1, 2].map((channel) => (value(i, channel) / most) * 255));
    expectNear([...cloud.colors!], expected, 0.501);
  });

  test.each([
    [(i: number) => i, 1],
    [(i: number) => i * 1000, 1 / 257],
  ] as const)('colours without any limits are judged by the largest (%#)', async (value, factor) => {
    const fields = colors([-(2n ** 63n) as unknown as number, (2n ** 63n - 1n) as unknown as number], value).map(
      (field) => ({ ...field, attributes: 'type="Integer"' }),
    );
    const cloud = await read(fileOf([...cartesian(), ...fields]));
    expect([...cloud.colors!]).toEqual(indices.flatMap((i) => [0, 1, 2].map(() => Math.round(value(i) * factor))));
  });

  test('colours as shares of 1, with limits and without', async () => {
    const shares = ['colorRed', 'colorGreen', 'colorBlue'].map(
      (name) =>
      floatField(name, indices.map((i) => i / COUNT), 'single'), // prettier-ignore
    );
    for (const xml of ['', limits([0, 1], [0, 1], [0, 1])]) {
      const { colors: found } = await read(fileOf([...cartesian(), ...shares], { xml }));
      // Half a step, and what float32 adds to it.
      expectNear([...found!], indices.flatMap((i) => [0, 1, 2].map(() => (255 * i) / COUNT)), 0.501); // prettier-ignore
    }
  });

  test('colours without limits beside a scan with them', async () => {
    const bare = colors([-(2n ** 63n) as unknown as number, (2n ** 63n - 1n) as unknown as number], (i) => i);
    const scans = [
      scanOf([...cartesian(), ...colors([0, 510], (i) => 2 * i)]),
      scanOf([...cartesian(), ...bare.map((field) => ({ ...field, attributes: 'type="Integer"' }))]),
    ];
    const { colors: found } = await read({ scans });
    expect(found!.slice(0, 3 * COUNT)).toEqual(found!.slice(3 * COUNT));
    expect([...found!.slice(-3)]).toEqual([59, 59, 59]);
  });

  test('shares of 1 without limits beside a scan without colours', async () => {
    const shares = ['colorRed', 'colorGreen', 'colorBlue'].map((name) => floatField(name, indices.map(() => 1), 'single')); // prettier-ignore
    const cloud = await read({ scans: [scanOf(cartesian()), scanOf([...cartesian(), ...shares])] });
    expect([...cloud.colors!.slice(3 * COUNT - 3, 3 * COUNT + 3)]).toEqual([128, 128, 128, 255, 255, 255]);
  });

  test('colours beyond their limits are cut, and it is said', async () => {
    const file = fileOf([...cartesian(), ...colors([0, 255], (i) => i)], { xml: limits([0, 29], [0, 29], [0, 29]) });
    const cloud = await read(file);
    expect(cloud.colors!.slice(-3)).toEqual(Uint8Array.of(255, 255, 255));
    expect(cloud.stats.warnings.join()).toMatch(/90 colour values are above the limits/);
  });

  test('invalid colours, intensities and times', async () => {
    const odd = (name: string) => integerField(name, indices.map((i) => i % 2), 0, 1); // prettier-ignore
    const cloud = await read(
      fileOf([
        ...cartesian(),
        ...colors([0, 255], () => 200),
        floatField('intensity', indices, 'double'),
        floatField('timeStamp', indices, 'double'),
        odd('isColorInvalid'),
        odd('isIntensityInvalid'),
        odd('isTimeStampInvalid'),
      ]),
    );
    expect([...cloud.colors!.slice(0, 6)]).toEqual([200, 200, 200, 128, 128, 128]);
    expect([...cloud.attributes!.intensity!.slice(0, 4)]).toEqual([0, NaN, 2, NaN]);
    expect([...cloud.attributes!.time!.slice(0, 4)]).toEqual([0, NaN, 2, NaN]);
    expect(cloud.stats.warnings.join()).toMatch(/30 of 60 points have no colour/);
  });

  test('intensity as it is, returns from 1, classes, time', async () => {
    const xml =
      '<intensityLimits type="Structure"><intensityMinimum type="Float"/><intensityMaximum type="Float"/></intensityLimits>';
    const { attributes } = await read(
      fileOf(
        [
          floatField('intensity', indices.map((i) => i - 3.5), 'single'), // prettier-ignore
          integerField('returnIndex', indices.map((i) => i % 3), 0, 3), // prettier-ignore
          integerField('returnCount', indices.map(() => 3), 3, 3), // prettier-ignore
          integerField('las:classification', indices.map((i) => i % 7), 0, 255), // prettier-ignore
          ...cartesian(),
          scaledField('timeStamp', indices, [0, 1000], 0.5, 100),
        ],
        { xml },
      ),
    );
    expect(Object.keys(attributes!).sort()).toEqual(
      ['classification', 'intensity', 'returnCount', 'returnNumber', 'time'], // prettier-ignore
    );
    expect([...attributes!.intensity!]).toEqual(indices.map((i) => i - 3.5));
    expect([...attributes!.returnNumber!]).toEqual(indices.map((i) => (i % 3) + 1));
    expect([...attributes!.returnCount!]).toEqual(indices.map(() => 3));
    expect([...attributes!.classification!]).toEqual(indices.map((i) => i % 7));
    expect([...attributes!.time!]).toEqual(indices.map((i) => 100 + i / 2));
  });

  test('scans with different fields, one without points', async () => {
    const name = (text: string) => `<name type="String"><![CDATA[${text}]]></name>`;
    const cloud = await read({
      scans: [
        scanOf([...colors([0, 255], (i) => i), ...cartesian()], {
          xml: name('first') + poseXml([1, 0, 0, 0], [0, 0, 9]),
        }),
        { fields: cartesian(), recordCount: 0, xml: name('empty') },
        scanOf([...cartesian('single'), floatField('intensity', indices, 'single')], { xml: name('third & last') }),
      ],
    });
    expect(worldOf(cloud)).toEqual([...PLACES.flatMap(([x, y, z]) => [x, y, z + 9]), ...PLACES.flat()]);
    expect(cloud.scans).toEqual([
      { name: 'first', pointCount: COUNT, sensor: [0, 0, 9] },
      { name: 'empty', pointCount: 0, sensor: [0, 0, 0] },
      { name: 'third & last', pointCount: COUNT, sensor: [0, 0, 0] },
    ]);
    expect([...cloud.attributes!.scan!]).toEqual([...indices.map(() => 0), ...indices.map(() => 2)]);
    expect([...cloud.attributes!.intensity!.slice(COUNT - 1, COUNT + 2)]).toEqual([NaN, 0, 1]);
    expect([...cloud.colors!.slice(3 * COUNT - 3, 3 * COUNT + 3)]).toEqual([59, 59, 59, 128, 128, 128]);
    expect(cloud.stats.warnings).toEqual(['a.e57: 60 of 120 points have no colour; they are grey.']);
  });

  test('a scan without coordinates among others is named and left out', async () => {
    const lone = scanOf([floatField('intensity', indices, 'single')]);
    const cloud = await read({ scans: [lone, scanOf(cartesian())] });
    expect(cloud.stats.pointCount).toBe(COUNT);
    expect(cloud.stats.warnings.join()).toMatch(/scan 1 was left out: .*fields: intensity/);
  });
});

describe('the description', () => {
  const WKT =
    'PROJCS["ETRS89 / UTM zone 32N",GEOGCS["ETRS89",AUTHORITY["EPSG","4258"]],UNIT["metre",1,AUTHORITY["EPSG","9001"]],AUTHORITY["EPSG","25832"],AXIS["E",EAST]]';

  test('pictures are counted and the coordinate system is read', async () => {
    const picture = '<vectorChild type="Structure"><name type="String">a</name><vectorChild/></vectorChild>';
    const { crs, stats } = await read({
      ...fileOf(cartesian()),
      xml: `<images2D type="Vector">${picture.repeat(3)}</images2D><coordinateMetadata type="String"><![CDATA[${WKT}]]></coordinateMetadata>`,
    });
    expect(stats.imageCount).toBe(3);
    expect(crs).toEqual({ epsg: 25832, name: 'ETRS89 / UTM zone 32N', wkt: WKT });
  });

  test.each([
    ['a byte order mark', { hasByteOrderMark: true }],
    ['comments and blanks', { change: (xml: string) => xml.replaceAll('<points', '<!-- x -->\n\t<points') }],
    ['zeros at the end', { change: (xml: string) => `${xml}\0\0\0` }],
    ['a blank at the end', { change: (xml: string) => `${xml}\n\n` }],
    [
      'a prefix for the format itself',
      {
        change: (xml: string) => xml.replace('xmlns=', 'xmlns:e=').replaceAll(/<(\/?)(?=[a-zA-Z])/g, '<$1e:'),
      },
    ],
    ['letters of other languages', { xml: '<x:note xmlns:x="y">Größe 測量 😀</x:note>' }],
  ] satisfies [string, Partial<WrittenFile>][])('with %s', async (_, more) => {
    expect(worldOf(await read({ ...fileOf(cartesian()), ...more }))).toEqual(PLACES.flat());
  });

  test('a nested prototype, extensions of the same name, fields twice', async () => {
    const decoys = [
      floatField('ext:cartesianX', indices, 'single'),
      floatField('cartesianX', indices, 'single'),
      textField('cartesianInvalidState', indices.map(String)),
    ];
    const [before, after] = [decoys.slice(0, 1), decoys.slice(1)];
    const prototype = (elements: string): string => {
      const [own, ...rest] = elements.split('\n');
      return `<ext:more type="Structure">${own}</ext:more>${rest.join('')}`;
    };
    const file = fileOf([...before, ...cartesian(), ...after], { prototype });
    expect(worldOf(await read(file))).toEqual(PLACES.flat());
    const vector = (elements: string) => `<place type="Structure"><at type="Vector">${elements}</at></place>`;
    expect(worldOf(await read(fileOf(cartesian(), { prototype: vector })))).toEqual(PLACES.flat());
  });

  test('limits of floats that are all the type can hold are none', async () => {
    const fields = ['colorRed', 'colorGreen', 'colorBlue'].map((name) => {
      const field = floatField(name, indices.map((i) => i / COUNT), 'single'); // prettier-ignore
      return { ...field, attributes: `${field.attributes} minimum="-3.40282347e+38" maximum="3.40282347e+38"` };
    });
    const { colors: found } = await read(fileOf([...cartesian(), ...fields]));
    expect(found!.slice(-3)).toEqual(new Uint8Array(3).fill(Math.round((255 * 59) / 60)));
  });
});
