/** E57 files of the codecs that scanners write, one of several scans, and one that is cut. */
import { floatField, integerField, scaledField, writeE57, type WrittenField, type WrittenScan } from './e57-writer.ts';
import { BODY, BODY_READING, forPoints, type FormatCase } from './format-case.ts';

const AXES = ['X', 'Y', 'Z'];
const COLORS = ['Red', 'Green', 'Blue'];
const SCALE = 2 ** -10;
/** [3 × count] whole numbers of which the scale makes places, as whole numbers do exactly. */
const STEPS = Array.from(BODY.positions, (value) => Math.round(value / SCALE) + 0);

/** One part of all points from `from` on. */
const part = (values: ArrayLike<number>, axis: number, from = 0, count = BODY.count - from): number[] =>
  forPoints((point) => values[3 * (from + point) + axis]!, count);
const places = (precision: 'single' | 'double', from?: number, count?: number): WrittenField[] =>
  AXES.map((name, axis) => floatField(`cartesian${name}`, part(BODY.positions, axis, from, count), precision));
const colors = (): WrittenField[] =>
  COLORS.map((name, at) => integerField(`color${name}`, part(BODY.colors, at), 0, 255));
const scanOf = (fields: readonly WrittenField[], recordCount = BODY.count): WrittenScan => ({ fields, recordCount });

export const E57_CASES: readonly FormatCase[] = [
  {
    name: 'float.e57',
    make: () => writeE57({ scans: [scanOf(places('single'))] }),
    reading: BODY_READING,
  },
  {
    name: 'double-rgb.e57',
    make: () => writeE57({ scans: [scanOf([...places('double'), ...colors()])] }),
    reading: { ...BODY_READING, colors: BODY.colors },
  },
  {
    name: 'scaled.e57',
    make: () =>
      writeE57({
        scans: [
          scanOf(AXES.map((name, axis) => scaledField(`cartesian${name}`, part(STEPS, axis), [-4096, 4095], SCALE, 0))),
        ],
      }),
    reading: { points: BODY.count, positions: STEPS.map((value) => value * SCALE) },
  },
  {
    name: 'two-scans.e57',
    make: () =>
      writeE57({ scans: [scanOf(places('single', 0, 1000), 1000), scanOf(places('single', 1000, 2000), 2000)] }),
    reading: BODY_READING,
  },
  {
    name: 'truncated.e57',
    make: () => {
      const whole = writeE57({ scans: [scanOf(places('single'))], xmlRoom: 4000 });
      return whole.subarray(0, whole.length - 20_000);
    },
    refusal: { code: 'cloud-format', message: /within scan 1, after \d+ of the 3000 points/ },
  },
];
