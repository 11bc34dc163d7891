import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DECIMAL_COMMA,
  DECIMAL_POINT,
  NumberRow,
  numberStyleOf,
} from '../../../../src/engine/formats/read/text/number-row.ts';

function parse(text: string, style = DECIMAL_POINT) {
  const row = new NumberRow();
  const bytes = new TextEncoder().encode(text);
  row.parse(bytes, 0, bytes.length, style);
  return { values: [...row.values.subarray(0, row.count)], words: [...row.isWord.subarray(0, row.count)] };
}

describe('equals Number()', () => {
  test('for every float64 as JavaScript prints it', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parse(String(value)).values).toEqual([Number(String(value))]);
      }),
      { numRuns: 2000 },
    );
  });

  test('for any decimal: signs, leading and trailing zeros, long fractions, exponents', () => {
    const digits = fc.array(fc.constantFrom(...'0012345678999'), { maxLength: 25 }).map((list) => list.join(''));
    const exponent = fc.option(fc.tuple(fc.constantFrom('e', 'E', 'e+', 'e-'), fc.nat(40)), { nil: undefined });
    fc.assert(
      fc.property(
        fc.constantFrom('', '-', '+'),
        digits,
        fc.boolean(),
        digits,
        exponent,
        (sign, whole, dot, part, exp) => {
          fc.pre(whole !== '' || (dot && part !== ''));
          const text = `${sign}${whole}${dot ? `.${part}` : ''}${exp ? exp.join('') : ''}`;
          expect(parse(text)).toEqual({ values: [Number(text)], words: [0] });
        },
      ),
      { numRuns: 2000 },
    );
  });
});

test.each(['', '-', '.', '+.', '1e', '0x10', '1_000', '1.2.3', '--1', 'NaNo', 'info', '١', '1e5x', 'true'])(
  'takes "%s" for no number',
  (text) => {
    const { values, words } = parse(text);
    expect(words).toEqual(text === '' ? [] : [1]);
    expect(values.every(Number.isNaN)).toBe(true);
  },
);

test.each([
  ['nan', NaN],
  ['-NaN(ind)', NaN],
  ['1.#QNAN', NaN],
  ['inf', Infinity],
  ['-Infinity', -Infinity],
  ['-1.#INF00', -Infinity],
])('takes %s for a number', (text, value) => {
  expect(parse(text)).toEqual({ values: [value], words: [0] });
});

test('a line may hold more fields than any line before', () => {
  const values = Array.from({ length: 1000 }, (_, i) => i / 4);
  expect(parse(values.join(' ; ')).values).toEqual(values);
});

test.each([
  ['1,5 2,5 3', DECIMAL_COMMA],
  ['1,5;2,5;-3,25e2', DECIMAL_COMMA],
  ['1,2,3', DECIMAL_POINT],
  ['1, 2, 3', DECIMAL_POINT],
  ['1.5,2 3', DECIMAL_POINT],
  ['1 2 3', DECIMAL_POINT],
])('the style of "%s"', (line, style) => {
  expect(numberStyleOf(line)).toBe(style);
});
