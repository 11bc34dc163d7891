/** Clouds as text: XYZ and PTS, which name no columns. */
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
  // A line of two values is skipped, and that is said.
  reads('ragged.xyz', () => plain().split('\n').toSpliced(50, 0, '1 2').join('\n'), { isOdd: true }),
  {
    name: '2-columns.xyz',
    make: () => textBytes(tableText(forPoints((point) => at(point).slice(0, 2)))),
    refusal: { code: 'cloud-format', message: /fewer than three columns/ },
  },
];
