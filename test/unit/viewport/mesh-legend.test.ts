import { describe, expect, it } from 'vitest';
import { TRUST_COLORS } from '../../../src/renderer/viewport/layers/color-maps.ts';
import { formatLength, legendOf, niceStep } from '../../../src/renderer/viewport/overlays/legend.ts';

describe('legendOf', () => {
  it('has ticks at nice numbers', () => {
    const legend = legendOf(1.9, 'en', TRUST_COLORS);
    expect(legend.range).toBe(1.9);
    expect(legend.ticks.map((tick) => tick.label)).toEqual(['0', '0.5', '1.0', '1.5']);
    expect(legend.ticks[1]!.at).toBeCloseTo(0.5 / 1.9);
  });

  it('keeps a tick at the very end', () => {
    expect(legendOf(0.8, 'en', TRUST_COLORS).ticks.at(-1)).toEqual({ at: 1, label: '0.8' });
  });

  it('never has more ticks than fit, at any size', () => {
    for (const range of [1e-9, 3.3e-5, 0.00042, 0.0177, 0.5, 0.999, 1, 2.01, 77, 1234.5, 9.99e6, 4e11]) {
      const { ticks } = legendOf(range, 'en', TRUST_COLORS);
      expect(ticks.length, String(range)).toBeGreaterThanOrEqual(3);
      expect(ticks.length, String(range)).toBeLessThanOrEqual(5);
      expect(new Set(ticks.map((tick) => tick.label)).size, String(range)).toBe(ticks.length);
    }
  });

  it('writes numbers as the language does', () => {
    expect(legendOf(0.8, 'de', TRUST_COLORS).ticks.at(-1)!.label).toBe('0,8');
  });
});

it('rounds steps up to 1, 2, 2.5 or 5', () => {
  expect([0.9, 1.3, 2, 2.2, 3, 6, 0.00021].map(niceStep)).toEqual([1, 2, 2, 2.5, 5, 10, 0.00025]);
});

describe('formatLength', () => {
  it('keeps significant digits', () => {
    expect(formatLength(0.0123456, 3)).toBe('0.0123');
    expect(formatLength(12.3456, 3)).toBe('12.3');
    expect(formatLength(12345.6, 3)).toBe('12,346');
    expect(formatLength(1000, 3)).toBe('1,000');
    expect(formatLength(0, 3)).toBe('0');
  });
  it('uses a power of ten where zeros would be counted', () => {
    expect(formatLength(0.00001234, 3)).toBe('1.23E-5');
    expect(formatLength(123456789, 3)).toBe('1.23E8');
  });
  it('has no word for what is no number', () => {
    expect(formatLength(NaN, 3)).toBe('–');
  });
});
