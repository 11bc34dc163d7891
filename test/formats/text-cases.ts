/** Clouds as text: XYZ and PTS, which name no columns, and CSV, which does. More dialects are in `dialect-cases.ts`. */
import { BODY, BODY_READING, forPoints, type FormatCase, type Reading, rowOf, textBytes, UTM } from './format-case.ts';
import { tableText } from './text-writer.ts';

const at = (point: number): number[] => rowOf(BODY.positions, point);
const plain = (): string => tableText(forPoints(at));

const reads = (name: string, make: () => string, reading: Partial<Reading> = {}): FormatCase => ({
  name,
  make: () => textBytes(make()),
  reading: { ...BODY_READING, ...reading },
});

/** Six decimals, as programs print metres. */
const UTM_ROUNDED = UTM.map((value) => value.toFixed(6));

export const TEXT_CASES: readonly FormatCase[] = [
  reads('plain.xyz', plain),
  reads('plain-crlf.xyz', () => plain().replaceAll('\n', '\r\n')),
  reads('comment.xyz', () => `# x y z\n// made by hand\n\n${plain()}`),
  reads('normals.xyz', () => tableText(forPoints((point) => [...at(point), ...rowOf(BODY.normals, point)])), {
    normals: BODY.normals,
  }),
  reads('rgb.xyz', () => tableText(forPoints((point) => [...at(point), ...rowOf(BODY.colors, point)])), {
    colors: BODY.colors,
  }),
  // A count, then x y z, intensity, red green blue.
  reads(
    'intensity-rgb.pts',
    () => `${BODY.count}\n${tableText(forPoints((point) => [...at(point), -1200, ...rowOf(BODY.colors, point)]))}`,
    { colors: BODY.colors },
  ),
  reads('utm.xyz', () => UTM_ROUNDED.map((text, i) => text + (i % 3 === 2 ? '\n' : ' ')).join(''), {
    positions: UTM_ROUNDED.map(Number),
  }),
  reads('utm.csv', () => `X,Y,Z\n${UTM_ROUNDED.map((text, i) => text + (i % 3 === 2 ? '\n' : ',')).join('')}`, {
    positions: UTM_ROUNDED.map(Number),
  }),
  reads(
    'rgb.csv',
    () =>
      `x,y,z,red,green,blue\n${tableText(
        forPoints((i) => [...at(i), ...rowOf(BODY.colors, i)]),
        ',',
      )}`,
    {
      colors: BODY.colors,
    },
  ),
  reads('semicolon-decimal-comma.csv', () => `x;y;z\n${tableText(forPoints(at), ';').replaceAll('.', ',')}`),
  reads('quoted.csv', () => `"x","y","z"\n${tableText(forPoints(at), '","').replace(/^.+$/gm, '"$&"')}`),
  reads('bom.csv', () => `\ufeffx,y,z\n${tableText(forPoints(at), ',')}`),
  // A line of two values is skipped, and that is said.
  reads('ragged.xyz', () => plain().split('\n').toSpliced(50, 0, '1 2').join('\n'), { isOdd: true }),
  {
    name: '2-columns.xyz',
    make: () => textBytes(tableText(forPoints((point) => at(point).slice(0, 2)))),
    refusal: { code: 'cloud-format', message: /fewer than three columns/ },
  },
];
