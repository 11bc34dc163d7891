/** Numbers as people read and type them, in both languages. */
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  editNumber,
  formatBytes,
  formatCount,
  formatEnds,
  formatDuration,
  formatExtent,
  formatLength,
  formatNumber,
  formatRoughDuration,
  formatShare,
  formatShortCount,
  formatSmallShare,
  parseNumber,
} from '../../../src/renderer/app/format.ts';
import { setLanguage } from '../../../src/renderer/app/i18n.ts';

/** Formatted texts keep numbers and units together with spaces that do not break. */
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

beforeEach(() => setLanguage('en'));

test('counts and shares carry the separators of the language', () => {
  expect(formatCount(1234567)).toBe('1,234,567');
  expect(formatShortCount(424_318)).toBe('424K');
  expect(formatShare(0.624)).toBe('62%');
  setLanguage('de');
  expect(formatCount(1234567)).toBe('1.234.567');
  expect(plain(formatShare(0.624))).toBe('62 %');
});

test('lengths have three digits, a unit if it is known, and never lose whole digits', () => {
  expect(plain(formatLength(0.213456, 'mm'))).toBe('0.213 mm');
  expect(formatLength(0.213456, 'none')).toBe('0.213');
  expect(plain(formatLength(24813.22, 'mm', 4, 2))).toBe('24,813 mm²');
  expect(plain(formatLength(183204.4, 'm', 4, 3))).toBe('183,204 m³');
  expect(plain(formatExtent([96.2, 54.02, 81.4], 'mm'))).toBe('96.2 × 54 × 81.4 mm');
  setLanguage('de');
  expect(plain(formatLength(0.213456, 'mm'))).toBe('0,213 mm');
});

test('very large and very small numbers become powers of ten', () => {
  expect(formatNumber(0.00000123)).toBe('1.23E-6');
  expect(formatNumber(2.5e12)).toBe('2.5E12');
  expect(formatNumber(0)).toBe('0');
});

test('bytes count in powers of 1024', () => {
  expect(plain(formatBytes(0))).toBe('0 B');
  expect(plain(formatBytes(1023))).toBe('1,023 B');
  expect(plain(formatBytes(1536))).toBe('1.5 KB');
  expect(plain(formatBytes(180e6))).toBe('172 MB');
  expect(plain(formatBytes(3.2e9))).toBe('3 GB');
});

test('durations grow coarser with their length', () => {
  expect(formatDuration(0.4)).toBe('under 1 s');
  expect(formatDuration(59.6)).toBe('1 min 0 s');
  expect(formatDuration(125)).toBe('2 min 5 s');
  expect(formatDuration(3 * 3600 + 61)).toBe('3 h 1 min');
  setLanguage('de');
  expect(formatDuration(0.4)).toBe('unter 1 s');
});

test('guesses claim no more than they know', () => {
  expect(formatRoughDuration(9.2)).toBe('9 s');
  expect(formatRoughDuration(12.4)).toBe('10 s');
  expect(formatRoughDuration(57.4)).toBe('55 s');
  expect(formatRoughDuration(57.5)).toBe('1 min');
  expect(formatRoughDuration(3569)).toBe('59 min');
  expect(formatRoughDuration(3570)).toBe('1 h 0 min');
  expect(formatRoughDuration(130)).toBe('2 min');
  expect(formatRoughDuration(7300)).toBe('2 h 2 min');
});

describe('typed numbers', () => {
  test.each([
    ['0.5', 0.5],
    ['0,5', 0.5],
    [' 12 ', 12],
    ['1.234,5', 1234.5],
    ['1,234.5', 1234.5],
    ['1 234,5', 1234.5],
    ["1'234.5", 1234.5],
    ['1.000.000', 1e6],
    ['1,000,000', 1e6],
    ['.5', 0.5],
    ['5.', 5],
    ['-3', -3],
    ['1e-3', 0.001],
  ])('%s is %d', (text, value) => expect(parseNumber(text)).toBe(value));

  test.each(['', ' ', 'abc', '1,2,3.4.5', '--1', '1e999', 'Infinity', '0x10', '1 mm'])('%j is none', (text) =>
    expect(parseNumber(text)).toBeNull(),
  );

  test('what a field shows for editing reads back as the same number', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
        fc.constantFrom('en' as const, 'de' as const),
        (value, language) => {
          setLanguage(language);
          expect(parseNumber(editNumber(value))).toBe(Number(value.toPrecision(6)));
        },
      ),
    );
  });
});

test('the ends of a scale have the decimals that tell them apart', () => {
  expect(formatEnds(0, 255)).toEqual(['0', '255']);
  expect(formatEnds(0, 65535)).toEqual(['0', '65,535']);
  expect(formatEnds(0.012, 0.9)).toEqual(['0.012', '0.900']);
  expect(formatEnds(245370.41, 245439.75)).toEqual(['245,370.4', '245,439.8']);
  expect(formatEnds(-2048, 2047)).toEqual(['-2,048', '2,047']);
  expect(formatEnds(7, 7)).toEqual(['7', '7']);
});

test('of small shares something is left, and of nearly all not everything', () => {
  expect([0, 0.00002, 0.0004, 0.0123, 0.5, 0.9996, 1].map(formatSmallShare)).toEqual([
    '0%',
    'under 0.1%',
    'under 0.1%',
    '1.2%',
    '50%',
    'over 99.9%',
    '100%',
  ]);
});
