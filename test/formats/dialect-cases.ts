/**
 * Text clouds of every dialect that programs write, made in code: one point set, written in each way, with what a
 * reader must find in it.
 */
import { randomBits } from '../../src/engine/math/random.ts';
import { textBytes } from './format-case.ts';

export interface DialectCase {
  readonly name: string;
  readonly make: () => Uint8Array;
  /** [3 × count] world, instead of the places of the points. */
  readonly positions?: readonly number[];
  readonly has?: readonly (
    'colors' | 'normals' | 'intensity' | 'classification' | 'returnNumber' | 'returnCount' | 'time'
  )[];
  readonly warning?: RegExp;
  readonly columns?: readonly string[];
}

export const COUNT = 240;
const random = (stream: number, i: number): number => (randomBits(7, stream, i) % 100_000) / 100_000;
const indices = Array.from({ length: COUNT }, (_, i) => i);

/** [x, y, z] of each point, three decimals. */
export const PLACES: readonly (readonly [number, number, number])[] = indices.map((i) => [
  Number((402_000 + 20 * random(0, i)).toFixed(3)),
  Number((5_790_000 + 15 * random(1, i)).toFixed(3)),
  Number((43 + 4 * random(2, i)).toFixed(3)),
]);
export const COLORS = indices.map((i) => [
  randomBits(8, 0, i) % 256,
  randomBits(8, 1, i) % 256,
  randomBits(8, 2, i) % 256,
]);
export const NORMALS = indices.map((i) => {
  const [a, h] = [6.28 * random(3, i), 2 * random(4, i) - 1];
  const r = Math.sqrt(1 - h * h);
  return [r * Math.cos(a), r * Math.sin(a), h].map((value) => Number(value.toFixed(5)));
});
export const INTENSITY = indices.map((i) => randomBits(9, 0, i) % 2000);
export const COUNTS = indices.map((i) => 1 + (randomBits(9, 1, i) % 4));
export const RETURNS = indices.map((i) => 1 + (randomBits(9, 2, i) % COUNTS[i]!));
export const CLASSES = indices.map((i) => [2, 3, 5, 6][randomBits(9, 3, i) % 4]!);
export const TIMES = indices.map((i) => Number((305_000.25 + 0.013 * i).toFixed(4)));

type Field = string | number;
type Row = (i: number) => readonly Field[];
const p = (i: number): string[] => PLACES[i]!.map((value) => value.toFixed(3));
const c = (i: number): number[] => COLORS[i]!;
const n = (i: number): string[] => NORMALS[i]!.map((value) => value.toFixed(5));

const table = (row: Row, separator = ' ', end = '\n'): string =>
  indices.map((i) => row(i).join(separator) + end).join('');
const comma = (text: string): string => text.replaceAll('.', ',');
const grouped = (mark: string, decimal: string) => (value: string) => {
  const [whole, part] = value.split('.');
  return `${whole!.replace(/\B(?=(\d{3})+$)/g, mark)}${decimal}${part}`;
};
const text = (name: string, make: () => string, more: Omit<DialectCase, 'name' | 'make'> = {}): DialectCase => ({
  name,
  make: () => textBytes(make()),
  ...more,
});

const SEPARATED: readonly DialectCase[] = [' ', '\t', ';', ',', '|', ' ; ', ', ', ' | ', '   '].flatMap((separator) => {
  const label = JSON.stringify(separator);
  return [
    text(`point, ${label}`, () => table(p, separator)),
    text(`point, ${label} at the end, too`, () => table(p, separator, `${separator}\n`)),
    text(`point and colours, ${label}`, () => table((i) => [...p(i), ...c(i)], separator), { has: ['colors'] }),
    ...(separator.includes(',') ? [] : [text(`comma, ${label}`, () => comma(table(p, separator)))]),
  ];
});

const ENDS: readonly DialectCase[] = ['\n', '\r\n', '\r'].map((end) =>
  text(`line ends ${JSON.stringify(end)}`, () => `X Y Z${end}${table(p, ' ', end)}`),
);

const utf16 = (value: string, isBig: boolean, hasMark: boolean): Uint8Array => {
  const bytes = Buffer.from(`${hasMark ? '\ufeff' : ''}${value}`, 'utf16le');
  return new Uint8Array(isBig ? bytes.swap16() : bytes);
};
const ENCODINGS: readonly DialectCase[] = [
  text('UTF-8 with a mark', () => `\ufeff${table(p)}`),
  text('UTF-8 with a mark and names', () => `\ufeff"X";"Y";"Z"\n${comma(table(p, ';'))}`),
  ...[false, true].flatMap((isBig) =>
    [false, true].map((hasMark) => ({
      name: `UTF-16 ${isBig ? 'BE' : 'LE'} ${hasMark ? 'with' : 'without'} a mark`,
      make: () => utf16(`X\tY\tZ\tR\tG\tB\r\n${table((i) => [...p(i), ...c(i)], '\t', '\r\n')}`, isBig, hasMark),
      has: ['colors'] as const,
    })),
  ),
  {
    name: 'Windows-1252 names',
    make: () => new Uint8Array(Buffer.from(`Rechtswert;Hochwert;H\u00f6he\n${comma(table(p, ';'))}`, 'latin1')),
  },
];

const NUMBERS: readonly DialectCase[] = [
  text('first rows are whole', () => `402001 5790003 45\n402002 5790004 46\n${comma(table(p))}`, {
    positions: [402_001, 5_790_003, 45, 402_002, 5_790_004, 46, ...PLACES.flat()],
  }),
  text('commas and labels', () => table((i) => [...p(i).map(comma), 'wall'], ';')),
  text('groups of blanks', () => table((i) => p(i).map(grouped(' ', ',')), ';')),
  text('groups of no-break blanks, tabs', () => table((i) => p(i).map(grouped('\u00a0', ',')), '\t')),
  text('groups of points', () => table((i) => p(i).map(grouped('.', ',')), ';')),
  text('groups of points, blanks', () => table((i) => p(i).map(grouped('.', ',')), ' ')),
  text('groups of commas, tabs', () => table((i) => p(i).map(grouped(',', '.')), '\t')),
  text('groups of commas, semicolons', () => table((i) => p(i).map(grouped(',', '.')), ';')),
  text('groups of commas, quoted', () => table((i) => p(i).map((value) => `"${grouped(',', '.')(value)}"`), ',')),
  text('groups of commas, blanks', () => table((i) => p(i).map(grouped(',', '.')), '  ')),
  text('groups of apostrophes', () => table((i) => p(i).map(grouped("'", '.')), ';')),
  text('groups of apostrophes, commas', () => table((i) => p(i).map(grouped("'", '.')), ',')),
  text('decimal commas, quoted', () => `"x","y","z"\n${table((i) => p(i).map((value) => `"${comma(value)}"`), ',')}`),
  text('exponents', () => table((i) => PLACES[i]!.map((value) => value.toExponential(12)))),
  text('exponents of Fortran', () =>
    table((i) => PLACES[i]!.map((value) => value.toExponential(12).replace('e', 'D'))),
  ),
  text('plus signs', () => table((i) => p(i).map((value) => `+${value}`))),
  text('brackets', () => table((i) => [`(${p(i).join(', ')})`])),
  text('a list of Python', () => table((i) => [`[${p(i).join(', ')}],`])),
  text('letters before numbers', () => table((i) => ['x', p(i)[0]!, 'y', p(i)[1]!, 'z', p(i)[2]!])),
  text('fixed width', () =>
    indices
      .map(
        (i) =>
          `${p(i)
            .map((value) => value.padStart(12))
            .join('')}\n`,
      )
      .join(''),
  ),
  text(
    'fixed width, numbers touch',
    () =>
      indices
        .map((i) => `${[p(i)[0]!, `-${p(i)[1]!}`, `-${p(i)[2]!}`].map((value) => value.padStart(12)).join('')}\n`)
        .join(''),
    { positions: PLACES.flatMap(([x, y, z]) => [x, -y, -z]) },
  ),
];

const named = (
  name: string,
  header: string,
  row: Row,
  more: Omit<DialectCase, 'name' | 'make'> = {},
  separator = ' ',
) => text(name, () => `${header}\n${table(row, separator)}`, more);
const full: Row = (i) => [...p(i), ...c(i), ...n(i)];
const lidar: Row = (i) => [...p(i), INTENSITY[i]!, RETURNS[i]!, COUNTS[i]!, CLASSES[i]!];
const swapped: Row = (i) => [p(i)[1]!, p(i)[0]!, p(i)[2]!];

const NAMES: readonly DialectCase[] = [
  named('CloudCompare', '//X Y Z R G B Nx Ny Nz', full, { has: ['colors', 'normals'] }),
  named(
    'CloudCompare, floats',
    '//X,Y,Z,Rf,Gf,Bf',
    (i) => [...p(i), ...c(i).map((value) => (value / 255).toFixed(6))],
    { has: ['colors'] },
    ',',
  ),
  named(
    'a reflectance beside colours',
    'Easting;Northing;Height;Rf;R;G;B',
    (i) => [...p(i), INTENSITY[i]!, ...c(i)],
    { has: ['intensity', 'colors'] },
    ';',
  ),
  named(
    'CloudCompare, blanks in names',
    '//X;Y;Z;R;G;B;Gaussian curvature (0.5);Nx;Ny;Nz',
    (i) => [...p(i), ...c(i), 0.5, ...n(i)],
    { has: ['colors', 'normals'], warning: /column 7/ },
    ';',
  ),
  named(
    'blanks in names and between columns',
    'X Y Z Volume density (r=0.5) Nx Ny Nz',
    (i) => [...p(i), 0.25, ...n(i)],
    { has: ['normals'] },
  ),
  named('a comment sign', '# x y z nx ny nz', (i) => [...p(i), ...n(i)], { has: ['normals'] }),
  named('Easting Northing', 'Point,Easting,Northing,Height', (i) => [i, ...p(i)], {}, ','),
  named('Northing first', 'Northing,Easting,Height', swapped, {}, ','),
  named('id, Northing first', 'id;Northing;Easting;Elevation;code', (i) => [`P${i}`, ...swapped(i), 'x'], {}, ';'),
  named(
    'Hochwert Rechtswert',
    'Hochwert;Rechtswert;H\u00f6he',
    (i) => swapped(i).map((value) => comma(String(value))),
    {},
    ';',
  ),
  named('units', 'X [m];Y [m];Z [m];Intensity [-]', (i) => [...p(i), INTENSITY[i]!], { has: ['intensity'] }, ';'),
  named('a line of units', 'x,y,z\nm,m,m', p, {}, ','),
  named('prefixes', 'utm_x utm_y z_ellipsoid', p),
  named('letters', 'E N H', p),
  named('letters, swapped', 'N E H', swapped),
  named('z first', 'z y x', (i) => [...p(i)].reverse()),
  named(
    'lidar by names',
    'X Y Z Intensity ReturnNumber NumberOfReturns Classification GpsTime',
    (i) => [...lidar(i), TIMES[i]!],
    { has: ['intensity', 'returnNumber', 'returnCount', 'classification', 'time'] },
  ),
  named(
    'lidar of CloudCompare',
    '//X Y Z Scalar_Classification Scalar_Intensity',
    (i) => [...p(i), CLASSES[i]!, INTENSITY[i]!],
    { has: ['classification', 'intensity'] },
  ),
  named('names of some columns', 'x y z', (i) => [...p(i), ...c(i)], { has: ['colors'] }),
  named('incomplete colours', 'x y z r g', (i) => [...p(i), ...c(i).slice(0, 2)], {
    warning: /columns 4 \(r\), 5 \(g\)/,
  }),
  text(
    'lines of talk, then names',
    () =>
      `Project: Hall 7\nDate: 2024-01-05\nPoints\t${COUNT}\n\nX\tY\tZ\tR\tG\tB\n${table((i) => [...p(i), ...c(i)], '\t')}`,
    { has: ['colors'] },
  ),
  text('comments everywhere', () => `# a\n% b\n! c\n; d\n// e\n${table(p)}`.replace(/\n(?=4020)/g, '\n# between\n\n')),
  text(
    'longitude and latitude',
    () =>
      `lat,lon,height\n${table((i) => [(52.5 + i / 1e6).toFixed(7), (13.4 + (i % 17) / 1e6).toFixed(7), p(i)[2]!], ',')}`,
    {
      positions: indices.flatMap((i) => [13.4 + (i % 17) / 1e6, 52.5 + i / 1e6, PLACES[i]![2]]),
      warning: /longitude and latitude/,
    },
  ),
];

const VALUES: readonly DialectCase[] = [
  text('id first', () => table((i) => [i + 1, ...p(i)])),
  text('ids with gaps', () => table((i) => [100 + 3 * i + (i % 2), ...p(i)])),
  text('label first', () => table((i) => [`P${i}`, ...p(i)], ';')),
  text('label last', () => table((i) => [...p(i), `wall ${i}`], ',')),
  text('date, clock and place', () => table((i) => ['2024-01-05', `12:00:${(i % 60).toFixed(2)}`, ...p(i)])),
  text('time first', () => table((i) => [(1.7e9 + i / 8).toFixed(3), ...p(i)])),
  text('intensity', () => table((i) => [...p(i), INTENSITY[i]!]), { has: ['intensity'] }),
  text('negative intensity and colours', () => table((i) => [...p(i), INTENSITY[i]! - 2048, ...c(i)]), {
    has: ['colors'],
  }),
  text('lidar', () => table(lidar), { has: ['intensity', 'returnNumber', 'returnCount', 'classification'] }),
  text('returns before intensity', () => table((i) => [...p(i), RETURNS[i]!, COUNTS[i]!, INTENSITY[i]!]), {
    has: ['returnNumber', 'returnCount', 'intensity'],
  }),
  text('intensity and class', () => table((i) => [...p(i), INTENSITY[i]!, CLASSES[i]!]), {
    has: ['intensity', 'classification'],
  }),
  text('alpha', () => table((i) => [...p(i), ...c(i).map((value) => value.toFixed(1)), '255.0']), { has: ['colors'] }),
  text('float colours and alpha', () => table((i) => [...p(i), ...c(i).map((value) => (value / 255).toFixed(6)), 1]), {
    has: ['colors'],
  }),
  text('16 bit', () => table((i) => [...p(i), ...c(i).map((value) => value * 257)]), { has: ['colors'] }),
  text('normals', () => table((i) => [...p(i), ...n(i)]), { has: ['normals'] }),
  text('colours, normals', () => table(full, ','), { has: ['colors', 'normals'] }),
  text('normals, colours', () => table((i) => [...p(i), ...n(i), ...c(i)], '\t'), { has: ['colors', 'normals'] }),
  text('colours first', () => table((i) => [...c(i), ...p(i)]), { has: ['colors'] }),
  text('empty columns', () => table((i) => ['', ...p(i), '', ...c(i), ''], ';'), { has: ['colors'] }),
  text('an empty colour', () => table((i) => (i === COUNT - 1 ? [...p(i), '', '', ''] : [...p(i), ...c(i)]), ';')),
  text('quotes with line ends in them', () => `x,y,z,note\n${table((i) => [...p(i), `"a, ""b""\n1 2 3"`], ',')}`),
  text('colours in the next line', () => indices.map((i) => `${p(i).join(' ')}\n${c(i).join(' ')}\n`).join(''), {
    has: ['colors'],
    warning: /2 lines/,
  }),
  text('one number a line', () => indices.map((i) => `${p(i).join('\n')}\n`).join(''), { warning: /3 lines/ }),
  text('blank lines between points', () => indices.map((i) => `${[...p(i), ...c(i)].join('\n')}\n\n`).join(''), {
    has: ['colors'],
    warning: /6 lines/,
  }),
];

export const DIALECT_CASES: readonly DialectCase[] = [
  ...SEPARATED,
  ...ENDS,
  ...ENCODINGS,
  ...NUMBERS,
  ...NAMES,
  ...VALUES,
];
