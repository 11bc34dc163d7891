/** LAS and LAZ files: the point formats that occur most, and the ways in which their headers lie. */
import { BODY, forPoints, type FormatCase, type Reading, rowOf, UTM } from './format-case.ts';
import { type LasOptions, type LasPoint, writeLas } from './las-writer.ts';
import { type LazOptions, writeLaz } from './laz/laz-writer.ts';

const SCALE = 1e-4;
const OFFSET = [500_000, 4_649_776, 250];
/** [3 × count] the places in ten-thousandths from the offset. */
const STEPS = UTM.map((value, i) => Math.round((value - OFFSET[i % 3]!) / SCALE));
const COLORED = [2, 3, 7];

const points = (): LasPoint[] =>
  forPoints((point) => ({
    place: rowOf(STEPS, point),
    color: rowOf(BODY.colors, point).map((value) => 257 * value),
    returnNumber: 1,
    returnCount: 1,
  }));
const framed = <Options extends LasOptions>(options: Options): Options => ({
  scale: [SCALE, SCALE, SCALE],
  offset: OFFSET,
  ...options,
});
const readingOf = (format: number): Reading => ({
  points: BODY.count,
  positions: STEPS.map((value, i) => value * SCALE + OFFSET[i % 3]!),
  ...(COLORED.includes(format) && { colors: BODY.colors }),
});

const las = (name: string, options: LasOptions & { readonly format: number }): FormatCase => ({
  name,
  make: () => writeLas(points(), framed(options)),
  reading: readingOf(options.format),
});
const laz = (name: string, options: LazOptions & { readonly format: number }): FormatCase => ({
  name,
  make: () => writeLaz(points(), framed(options)),
  reading: readingOf(options.format),
});
const refuses = (name: string, make: () => Uint8Array, message: RegExp): FormatCase => ({
  name,
  make,
  refusal: { code: 'cloud-format', message },
});

export const LAS_CASES: readonly FormatCase[] = [
  las('v1.2-pf0.las', { format: 0 }),
  las('v1.2-pf2.las', { format: 2 }),
  las('v1.2-pf3.las', { format: 3 }),
  las('v1.4-pf6.las', { format: 6 }),
  las('v1.4-pf7.las', { format: 7 }),
  laz('v1.2-pf3.laz', { format: 3, chunks: 1000 }),
  laz('v1.4-pf7.laz', { format: 7, chunks: [900, 2100] }),
  refuses(
    'truncated.las',
    () => writeLas(points(), framed({})).subarray(0, 227 + 20 * 1500 + 3),
    /ends after 1500 of the 3000 points/,
  ),
  refuses(
    'absurd-count.las',
    () => writeLas(points(), framed({ legacyCount: 0xffffffff })),
    /of the 4294967295 points/,
  ),
  refuses('zero-scale.las', () => writeLas(points(), framed({ scale: [0, 0, 0] })), /the scale of x is 0/),
];
