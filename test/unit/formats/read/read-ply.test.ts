import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PointCloud } from '../../../../src/engine/cloud/point-cloud.ts';
import { readCloud } from '../../../../src/engine/formats/read/read-cloud.ts';
import type { TestElement, TestFormat, TestProperty, TestType } from '../../../formats/ply-writer.ts';
import { writeTestPly } from '../../../formats/ply-writer.ts';
import { bytesSource, recordingContext, textSource } from './sources.ts';

const FORMATS: readonly TestFormat[] = ['ascii', 'binary_little_endian', 'binary_big_endian'];

const INTEGER_RANGES: Readonly<Partial<Record<TestType, readonly [number, number]>>> = {
  char: [-128, 127],
  uint8: [0, 255],
  short: [-32768, 32767],
  uint16: [0, 65535],
  int: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
};
const TYPES: readonly TestType[] = ['char', 'uint8', 'short', 'uint16', 'int', 'uint32', 'float', 'float64'];

function valueOf(type: TestType): fc.Arbitrary<number> {
  const range = INTEGER_RANGES[type];
  if (range) return fc.integer({ min: range[0], max: range[1] });
  const options = { noNaN: true, noDefaultInfinity: true };
  return type === 'float'
    ? fc.float({ ...options, min: -1e6, max: 1e6 })
    : fc.double({ ...options, min: -1e6, max: 1e6 });
}

const scalar = (name: string): fc.Arbitrary<TestProperty> => fc.constantFrom(...TYPES).map((type) => ({ name, type }));
const list = (name: string): fc.Arbitrary<TestProperty> =>
  fc.record({
    name: fc.constant(name),
    type: fc.constantFrom(...TYPES),
    countType: fc.constantFrom('uchar' as const, 'ushort' as const, 'int' as const),
  });

function element(name: string, properties: readonly TestProperty[], maxLength: number): fc.Arbitrary<TestElement> {
  const fields = properties.map(({ type, countType }) =>
    countType ? fc.array(valueOf(type), { maxLength: 4 }) : valueOf(type),
  );
  return fc.array(fc.tuple(...fields), { minLength: 1, maxLength }).map((records) => ({ name, properties, records }));
}

/** Vertices whose x y z stand anywhere among normals, colours, extras and lists, and elements around them. */
const layout = fc
  .record({
    coordinates: fc.tuple(scalar('x'), scalar('y'), scalar('z')),
    normals: fc.constantFrom([], ['nx', 'ny', 'nz'], ['normal_x', 'normal_y', 'normal_z']),
    colors: fc.constantFrom(
      [],
      ['red', 'green', 'blue'],
      ['r', 'g', 'b'],
      ['diffuse_red', 'diffuse_green', 'diffuse_blue'],
    ),
    extras: fc.array(fc.oneof(scalar('quality'), list('weights')), { maxLength: 3 }),
    other: fc.tuple(scalar('id'), list('vertex_indices')),
  })
  .chain(({ coordinates, normals, colors, extras, other }) =>
    fc.record({
      properties: fc.shuffledSubarray(
        [
          ...coordinates,
          ...normals.map((name): TestProperty => ({ name, type: 'float' })),
          ...colors.map((name): TestProperty => ({ name, type: 'uint8' })),
          ...extras.map((property, index) => ({ ...property, name: `${property.name}${index}` })),
        ],
        { minLength: 3 + normals.length + colors.length + extras.length },
      ),
      before: fc.array(element('face', other, 3), { maxLength: 2 }),
      after: fc.array(element('edge', other, 2), { maxLength: 1 }),
    }),
  )
  .chain(({ properties, before, after }) =>
    element('vertex', properties, 40).map((vertex) => ({ vertex, elements: [...before, vertex, ...after] })),
  );

function column(vertex: TestElement, names: readonly string[]): number[] | undefined {
  const index = vertex.properties.findIndex((property) => names.includes(property.name));
  return index < 0 ? undefined : vertex.records.map((record) => record[index] as number);
}

/** Checks a cloud against the records that were written, in float64 and rounded once. */
function expectCloud(cloud: PointCloud, vertex: TestElement): void {
  const triples: readonly (readonly string[])[] = [
    ['x', 'y', 'z'],
    ['nx', 'normal_x', 'ny', 'normal_y', 'nz', 'normal_z'],
    ['red', 'r', 'diffuse_red', 'green', 'g', 'diffuse_green', 'blue', 'b', 'diffuse_blue'],
  ];
  const [positions, normals, colors] = triples.map((names) => {
    const perAxis = names.length / 3;
    const columns = [0, 1, 2].map((axis) => column(vertex, names.slice(axis * perAxis, (axis + 1) * perAxis)));
    return columns[0] && vertex.records.flatMap((_, i) => columns.map((values) => values![i]!));
  });
  const local = positions!.map((value, i) => Math.fround(value - cloud.shift[(i % 3) as 0]));
  expect(cloud.positions).toEqual(Float32Array.from(local));
  expect(cloud.normals).toEqual(normals && Float32Array.from(normals));
  expect(cloud.colors).toEqual(colors && Uint8Array.from(colors));
}

test('any layout, format and line end is read as it was written, in any chunks', async () => {
  const chunkSizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });
  const lineEnds = fc.constantFrom('\n', '\r\n', '\r');
  await fc.assert(
    fc.asyncProperty(
      layout,
      fc.constantFrom(...FORMATS),
      lineEnds,
      chunkSizes,
      fc.boolean(),
      async ({ vertex, elements }, format, lineEnd, sizes, knowsSize) => {
        // A CR-only binary header is ambiguous where the data begins with the byte LF; real files of that age are
        // ascii.
        fc.pre(lineEnd !== '\r' || format === 'ascii');
        const source = bytesSource('made.ply', writeTestPly(format, elements, { lineEnd }), sizes, knowsSize);
        const { context, warnings } = recordingContext();
        expectCloud(await readCloud(source, context), vertex);
        const hasFaces = elements.some(({ name }) => name === 'face');
        expect(warnings).toEqual(hasFaces ? [expect.stringContaining('faces are left out')] : []);
      },
    ),
    { numRuns: 300 },
  );
});

const SIMPLE: TestElement = {
  name: 'vertex',
  properties: ['x', 'y', 'z'].map((name) => ({ name, type: 'float' })),
  records: Array.from({ length: 5000 }, (_, i) => [i / 8, -i / 4, (i * i) % 97]),
};

test.each(FORMATS)('%s in single bytes equals %s in one piece', async (format) => {
  const records = SIMPLE.records.slice(0, 100);
  const bytes = writeTestPly(format, [{ ...SIMPLE, records }]);
  const { context } = recordingContext();
  const whole = await readCloud(bytesSource('a.ply', bytes, bytes.length), context);
  expect(await readCloud(bytesSource('a.ply', bytes, 1, false), context)).toEqual(whole);
});

test.each(FORMATS)('%s cut anywhere fails with a code', async (format) => {
  const bytes = writeTestPly(format, [{ ...SIMPLE, records: SIMPLE.records.slice(0, 20) }]);
  const { context } = recordingContext();
  // The last two bytes of ascii are the last digit and its line end; without them the text is still complete.
  const lastCut = format === 'ascii' ? bytes.length - 3 : bytes.length - 1;
  const cuts = fc.tuple(fc.integer({ min: 1, max: lastCut }), fc.boolean());
  await fc.assert(
    fc.asyncProperty(cuts, async ([cut, knowsSize]) => {
      const source = bytesSource('cut.ply', bytes.subarray(0, cut), 64, knowsSize);
      await expect(readCloud(source, context)).rejects.toMatchObject({ code: 'cloud-format' });
    }),
  );
});

test('more vertices than a batch keep their colours and drop what is not finite', async () => {
  const properties = [...SIMPLE.properties, ...['r', 'g', 'b'].map((name): TestProperty => ({ name, type: 'uint8' }))];
  const records = SIMPLE.records.map((record, i) => {
    const isBad = i % 7 === 3;
    return [isBad ? [NaN, Infinity, -Infinity][i % 3]! : record[0]!, record[1]!, record[2]!, i % 256, 1, 2];
  });
  for (const format of FORMATS) {
    const { context, warnings } = recordingContext();
    const bytes = writeTestPly(format, [{ name: 'vertex', properties, records }]);
    const cloud = await readCloud(bytesSource('a.ply', bytes, 777), context);
    const kept = records.filter((record) => Number.isFinite(record[0]));
    expect(cloud.positions).toEqual(Float32Array.from(kept.flatMap((record) => record.slice(0, 3) as number[])));
    expect(cloud.colors).toEqual(Uint8Array.from(kept.flatMap((record) => record.slice(3) as number[])));
    expect(cloud.stats).toMatchObject({ pointCount: 5000, finiteCount: kept.length });
    expect(warnings).toEqual([expect.stringContaining(`${5000 - kept.length} of 5000 points were dropped`)]);
  }
});

describe('colours', () => {
  const read = async (type: TestType, values: readonly number[]) => {
    const properties = [
      ...SIMPLE.properties,
      ...['red', 'green', 'blue'].map((name): TestProperty => ({ name, type })),
    ];
    const vertex = { name: 'vertex', properties, records: [[0, 0, 0, ...values]] };
    const bytes = writeTestPly('binary_big_endian', [vertex]);
    const cloud = await readCloud(bytesSource('a.ply', bytes), recordingContext().context);
    return [...cloud.colors!];
  };
  test.each<[TestType, number[], number[]]>([
    ['uint8', [0, 128, 255], [0, 128, 255]],
    ['uint16', [0, 32896, 65535], [0, 128, 255]],
    ['float', [0, 0.5, 1], [0, 128, 255]],
    ['float64', [12, 128, 255], [12, 128, 255]],
    ['int', [-5, 128, 300], [0, 128, 255]],
  ])('of type %s: %s', async (type, values, expected) => {
    expect(await read(type, values)).toEqual(expected);
  });
});

describe('hostile files', () => {
  const header = (lines: string) => `ply\nformat ascii 1.0\n${lines}\nend_header\n`;
  const xyz = 'property float x\nproperty float y\nproperty float z';
  const binary = (lines: string, data: number[]) =>
    Uint8Array.from([...Buffer.from(header(lines).replace('ascii', 'binary_little_endian')), ...data]);

  test.each([
    ['a count of 2³² - 1 behind a pipe', `element vertex 4294967295\n${xyz}`, /after 2 of the 4294967295 vertices/],
    [
      'a list as x',
      'element vertex 1\nproperty list uchar float x\nproperty float y\nproperty float z',
      /no x, y and z/,
    ],
    ['no vertices', 'element face 1\nproperty float x', /no vertex element/],
    ['a count in words', `element vertex many\n${xyz}`, /lacks a valid count/],
    ['a float as length', `element vertex 1\nproperty list float int w\n${xyz}`, /length cannot be a float32/],
    ['a property first', `property float x`, /before any element/],
    ['a nameless property', 'element vertex 1\nproperty float', /no name/],
    ['a name of Object.prototype as type', `element vertex 1\nproperty constructor x`, /unknown type "constructor"/],
    ['an unknown keyword', `elephant vertex 1\n${xyz}`, /not a PLY header line/],
    ['too few values in a line', `element vertex 2\nproperty float w\n${xyz}`, /line 9 \(vertex 0 of 2\) has 3 values/],
    ['a list without length', `element vertex 1\n${xyz}\nproperty list uchar int w`, /list without a valid length/],
  ])('%s', async (_, lines, message) => {
    const bytes = new TextEncoder().encode(`${header(lines)}1 2 3\n4 5 6\n`);
    const source = bytesSource('bad.ply', bytes, 16, false);
    await expect(readCloud(source, recordingContext().context)).rejects.toMatchObject({
      code: 'cloud-format',
      message,
    });
  });

  test.each([
    ['unknown format', 'ply\nformat binary_middle_endian 1.0\nend_header\n', /unknown PLY format/],
    ['no format', `ply\nelement vertex 1\n${xyz}\nend_header\n1 2 3\n`, /no format line/],
    ['an endless header', `ply\n${'comment 0123456789\n'.repeat(70_000)}`, /no end_header line/],
  ])('%s', async (_, text, message) => {
    const source = textSource('bad.ply', text);
    await expect(readCloud(source, recordingContext().context)).rejects.toMatchObject({
      code: 'cloud-format',
      message,
    });
  });

  test('a negative list length', async () => {
    const bytes = binary(`element vertex 1\nproperty list char int w\n${xyz}`, [255, ...new Array<number>(12).fill(0)]);
    await expect(readCloud(bytesSource('a.ply', bytes), recordingContext().context)).rejects.toMatchObject({
      code: 'cloud-format',
      message: /list of vertex 0 of 1 has a negative length/,
      details: { record: 0, listLength: -1 },
    });
  });

  test('elements in front of the vertices that the file is too short for', async () => {
    const lines = `element camera 1000000000000\nproperty double a\nelement vertex 1\n${xyz}`;
    for (const knowsSize of [true, false]) {
      const source = bytesSource('a.ply', binary(lines, new Array<number>(64).fill(0)), 16, knowsSize);
      await expect(readCloud(source, recordingContext().context)).rejects.toMatchObject({ code: 'cloud-format' });
    }
  });
});

describe('tolerated oddities', () => {
  const lines = [
    'ply',
    'format ascii 1.0',
    'element vertex 2',
    'property float x',
    'property float y',
    'property float z',
  ];
  const text = [...lines, 'end_header', '1 2 3 9', '', ' 4\t5 6', ''].join('\n');

  test('more values than properties, and text at the end, are ignored with a warning', async () => {
    const { context, warnings } = recordingContext();
    const cloud = await readCloud(textSource('a.ply', `${text}\n7 8 9\n`), context);
    expect([...cloud.positions]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(warnings).toEqual([expect.stringContaining('line 8'), expect.stringContaining('after the last vertex')]);
  });

  test('a PLY is recognised by content under any name', async () => {
    const cloud = await readCloud(textSource('cloud.dat', text), recordingContext().context);
    expect(cloud.stats.pointCount).toBe(2);
  });

  test('a size of 0 means unknown, as pipes report it', async () => {
    const source = { ...textSource('a.ply', text), size: 0 };
    const cloud = await readCloud(source, recordingContext().context);
    expect(cloud.stats.pointCount).toBe(2);
  });
});
