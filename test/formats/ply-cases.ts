/** PLY files: every layout that programs write, and every way to be broken. */
import {
  BODY,
  BODY_READING,
  forPoints,
  type FormatCase,
  joinBytes,
  type Reading,
  type Refusal,
  rowOf,
  textBytes,
  UTM,
  withText,
} from './format-case.ts';
import { type TestElement, type TestFormat, type TestProperty, type TestType, writeTestPly } from './ply-writer.ts';

type Records = TestElement['records'];
const LITTLE = 'binary_little_endian';

const named = (type: TestType, ...names: readonly string[]): TestProperty[] => names.map((name) => ({ name, type }));
const XYZ = named('float', 'x', 'y', 'z');
const vertices = (properties: readonly TestProperty[], records: Records): TestElement => ({
  name: 'vertex',
  properties,
  records,
});
/** A file with a vertex of these properties for every point of the body. */
const bodyPly = (properties: readonly TestProperty[], record: (point: number) => Records[number]) =>
  writeTestPly(LITTLE, [vertices(properties, forPoints(record))], { comments: [] });
const at = (point: number): [number, number, number] => rowOf(BODY.positions, point);
const colorAt = (point: number): [number, number, number] => rowOf(BODY.colors, point);
const plain = (format: TestFormat, lineEnd = '\n') =>
  writeTestPly(format, [vertices(XYZ, forPoints(at))], { lineEnd, comments: [] });
/** Points alone, as they are. */
const cloudPly = (positions: readonly (readonly [number, number, number])[], format: TestFormat = LITTLE) =>
  writeTestPly(format, [vertices(XYZ, positions)], { comments: [] });

const reads = (name: string, make: () => Uint8Array, reading: Partial<Reading> = {}): FormatCase => ({
  name,
  make,
  reading: { ...BODY_READING, ...reading },
});
const refuses = (name: string, make: () => Uint8Array, message: RegExp, more: Partial<Refusal> = {}): FormatCase => ({
  name,
  make,
  refusal: { code: 'cloud-format', message, ...more },
});
/** Points that the reader gives back as they are. */
const holds = (name: string, points: readonly (readonly [number, number, number])[]): FormatCase =>
  reads(name, () => cloudPly(points), { points: points.length, positions: Float32Array.from(points.flat()) });

const FACES: TestElement = {
  name: 'face',
  properties: [{ name: 'vertex_indices', type: 'int', countType: 'uchar' }],
  records: [[[0, 1, 2]], [[2, 1, 3, 4]]],
};

const ELEMENTS: readonly FormatCase[] = [
  reads('le-face-first.ply', () => writeTestPly(LITTLE, [FACES, vertices(XYZ, forPoints(at))], { comments: [] }), {
    isOdd: true,
  }),
  reads('le-mesh.ply', () => writeTestPly(LITTLE, [vertices(XYZ, forPoints(at)), FACES], { comments: [] }), {
    isOdd: true,
  }),
  reads('le-camera-first.ply', () =>
    writeTestPly(
      LITTLE,
      [
        { name: 'camera', properties: named('float', 'c0', 'c1', 'c2', 'c3'), records: [[1, 2, 3, 4]] },
        vertices(XYZ, forPoints(at)),
      ],
      { comments: [] },
    ),
  ),
  // A list of as many values as the point's number leaves of a division by four.
  reads('le-list-in-vertex.ply', () =>
    bodyPly([{ name: 'weights', type: 'float', countType: 'uchar' }, ...XYZ], (point) => [
      Array<number>(point % 4).fill(0.5),
      ...at(point),
    ]),
  ),
];

const PROPERTIES: readonly FormatCase[] = [
  reads('le-double.ply', () => bodyPly(named('double', 'x', 'y', 'z'), at)),
  reads('le-zyx.ply', () => bodyPly(named('float', 'z', 'y', 'x'), (point) => at(point).reverse())),
  reads('le-interleaved.ply', () =>
    bodyPly(
      [
        ...named('float', 'confidence', 'x'),
        ...named('short', 'intensity'),
        ...named('float', 'y'),
        ...named('uchar', 'flag'),
        ...named('float', 'z'),
        ...named('char', 's'),
        ...named('uint', 'time'),
        ...named('double', 'gps'),
      ],
      (point) => {
        const [x, y, z] = at(point);
        return [0.5, x, -point, y, point % 256, z, -1, 4e9, 1e300];
      },
    ),
  ),
  reads('le-int-coords.ply', () => bodyPly(named('int', 'x', 'y', 'z'), (point) => at(point).map(tenThousandths)), {
    positions: Float64Array.from(BODY.positions, tenThousandths),
  }),
  reads(
    'le-normals-rgba.ply',
    () =>
      bodyPly(
        [...named('float', 'x', 'y', 'z', 'nx', 'ny', 'nz'), ...named('uchar', 'red', 'green', 'blue', 'alpha')],
        (point) => [...at(point), ...rowOf(BODY.normals, point), ...colorAt(point), 255],
      ),
    { normals: BODY.normals, colors: BODY.colors },
  ),
  // The types' longer names.
  reads(
    'le-double-rgb.ply',
    () =>
      bodyPly([...named('float64', 'x', 'y', 'z'), ...named('uint8', 'red', 'green', 'blue')], (point) => [
        ...at(point),
        ...colorAt(point),
      ]),
    { colors: BODY.colors },
  ),
  reads(
    'le-float-color.ply',
    () =>
      bodyPly([...XYZ, ...named('float', 'red', 'green', 'blue')], (point) => [
        ...at(point),
        ...colorAt(point).map((value) => value / 255),
      ]),
    { colors: BODY.colors },
  ),
  reads(
    'le-diffuse.ply',
    () =>
      bodyPly([...XYZ, ...named('uchar', 'diffuse_red', 'diffuse_green', 'diffuse_blue')], (point) => [
        ...at(point),
        ...colorAt(point),
      ]),
    { colors: BODY.colors },
  ),
];

function tenThousandths(value: number): number {
  return Math.round(10_000 * value);
}

const SPELLINGS: readonly FormatCase[] = [
  reads('le.ply', () => plain(LITTLE)),
  reads('be.ply', () => plain('binary_big_endian')),
  reads('ascii.ply', () => plain('ascii')),
  reads('ascii-crlf.ply', () => plain('ascii', '\r\n')),
  reads('ascii-no-final-newline.ply', () => plain('ascii').subarray(0, -1)),
  reads('ascii-tabs-blank.ply', () => {
    const [header, body] = Buffer.from(plain('ascii')).toString().split('end_header\n') as [string, string];
    return textBytes(`${header}end_header\n${body.replaceAll(' ', '\t').replaceAll('\n', ' \n')}`);
  }),
  // The data begin after the line feed, not after the carriage return.
  reads('le-crlf-header.ply', () => plain(LITTLE, '\r\n')),
  reads('le-comments.ply', () =>
    writeTestPly(LITTLE, [vertices(XYZ, forPoints(at))], {
      comments: ['comment end_header is not here', 'obj_info element vertex 5', 'comment property float w'],
    }),
  ),
  reads('le-trailing-bytes.ply', () => joinBytes(plain(LITTLE), new Uint8Array(777)), { isOdd: true }),
];

/** Every fiftieth point has a coordinate that is no finite number: 60 of them. */
const isBroken = (point: number): boolean => point % 50 === 17;
const BROKEN = [NaN, Infinity, -Infinity];
const brokenAt = (point: number): [number, number, number] => {
  const row = at(point);
  if (isBroken(point)) row[point % 3] = BROKEN[Math.floor(point / 50) % 3]!;
  return row;
};
const whole = Float32Array.from(forPoints((point) => (isBroken(point) ? [] : at(point))).flat());

const VALUES: readonly FormatCase[] = [
  reads('nan-inf.ply', () => cloudPly(forPoints(brokenAt)), { positions: whole, isOdd: true }),
  reads(
    'nan-ascii.ply',
    () =>
      textBytes(
        Buffer.from(cloudPly(forPoints(brokenAt), 'ascii'))
          .toString()
          .replaceAll('NaN', 'nan')
          .replaceAll('Infinity', 'inf'),
      ),
    { positions: whole, isOdd: true },
  ),
  // Its square is beyond float32.
  holds(
    'huge-outlier.ply',
    forPoints((point) => (point === 1234 ? rowOf(Float32Array.of(3e38, 3e38, 3e38), 0) : at(point))),
  ),
  holds(
    'tiny-scale.ply',
    forPoints((point) =>
      rowOf(
        Float32Array.from(at(point), (value) => 1e-30 * value),
        0,
      ),
    ),
  ),
  holds(
    'duplicates-x4.ply',
    forPoints((point) => at(point % BODY.count), 4 * BODY.count),
  ),
  holds(
    'all-same.ply',
    forPoints(() => at(0), 2000),
  ),
  ...[1, 2, 3].map((count) => holds(`points-${count}.ply`, forPoints(at, count))),
  // Round a ball by golden angles: so few points leave open what surface they are of, but not that it is one.
  holds(
    'points-10.ply',
    forPoints((point) => {
      const [z, angle] = [0.9 - 0.2 * point, 2.399963 * point];
      const ring = Math.sqrt(1 - z ** 2);
      return rowOf(Float32Array.of(ring * Math.cos(angle), ring * Math.sin(angle), z), 0);
    }, 10),
  ),
  holds(
    'coplanar.ply',
    forPoints((point) => [at(point)[0], at(point)[1], 0.25]),
  ),
  holds(
    'collinear.ply',
    forPoints((point) => [Math.fround(point / 1999), 0, 0], 2000),
  ),
  reads('utm-double.ply', () => bodyPly(named('double', 'x', 'y', 'z'), (point) => rowOf(UTM, point)), {
    positions: UTM,
  }),
];

const BROKEN_FILES: readonly FormatCase[] = [
  // In the middle of a record.
  refuses('truncated.ply', () => plain(LITTLE).subarray(0, -(12 * 1600 - 5)), /ends after 1400 of the 3000 points/),
  refuses(
    'truncated-ascii.ply',
    () => {
      const lines = Buffer.from(plain('ascii')).toString().split('\n');
      return textBytes(`${lines.slice(0, 7 + 1200).join('\n')}\n`);
    },
    /ends after 1200 of the 3000 points/,
  ),
  refuses('truncated-header.ply', () => plain(LITTLE).subarray(0, 60), /no end_header/),
  // Memory must not be asked for by what a header promises.
  refuses(
    'absurd-count.ply',
    () => withText(plain(LITTLE), 'vertex 3000', 'vertex 4000000000'),
    /of the 4000000000 points/,
  ),
  refuses(
    'absurd-count-ascii.ply',
    () => withText(cloudPly(forPoints(at, 10), 'ascii'), 'vertex 10', 'vertex 999999999999'),
    /promises 999999999999 vertices/,
  ),
  refuses(
    'negative-count.ply',
    () => withText(plain(LITTLE), 'vertex 3000', 'vertex -5'),
    /negative count .*line 3.*element vertex -5/,
  ),
  refuses(
    'absurd-list.ply',
    () => {
      const list: TestProperty = { name: 'w', type: 'float', countType: 'uint' };
      const file = writeTestPly(LITTLE, [
        vertices(
          [list, ...XYZ],
          forPoints((point) => [[], ...at(point)], 3),
        ),
      ]);
      // The first list's length, which the file's own end would stop short of.
      new DataView(file.buffer).setUint32(file.length - 3 * 16, 4294967280, true);
      return file;
    },
    /list of vertex 0 of 3 has 4294967280 values/,
    { messageUnsized: /ends after 0 of the 3 points/ },
  ),
  refuses(
    'no-xyz.ply',
    () => bodyPly(named('float', 'u', 'v', 'w'), at),
    /no x, y and z \(their properties: u, v, w\)/,
  ),
  refuses(
    'unknown-type.ply',
    () =>
      withText(
        bodyPly(named('short', 'x', 'y', 'z'), () => [1, 2, 3]),
        'property short x',
        'property half x',
      ),
    /unknown type "half" \(header line 4/,
  ),
  refuses('not-a-ply.ply', () => textBytes('solid nonsense\n'), /not a PLY file/),
  refuses('zero-bytes.ply', () => new Uint8Array(0), /file is empty/, { code: 'cloud-empty' }),
  refuses('zero-points.ply', () => cloudPly([]), /holds no points/, { code: 'cloud-empty' }),
  refuses(
    'ascii-words.ply',
    () => {
      const lines = Buffer.from(plain('ascii')).toString().split('\n');
      return textBytes(lines.toSpliced(8, 0, 'foo bar baz').join('\n'));
    },
    /line 9 \(vertex 1 of 3000\) has a value that is not a number: "foo bar baz"/,
  ),
  refuses('all-nan.ply', () => cloudPly(forPoints(() => [NaN, NaN, NaN], 100)), /none of the 100 points/, {
    code: 'cloud-empty',
  }),
];

export const PLY_CASES: readonly FormatCase[] = [...SPELLINGS, ...PROPERTIES, ...ELEMENTS, ...VALUES, ...BROKEN_FILES];
