import { describe, expect, it } from 'vitest';
import { formatLength, heatRange, legendOf, niceStep } from '../../../src/renderer/viewport/overlays/legend.ts';

/** Evenly from 0 to `max`. */
const percentilesTo = (max: number): number[] => Array.from({ length: 101 }, (_, i) => (max * i) / 100);

describe('legendOf', () => {
  it('ends at the 95th percentile, with ticks at nice numbers', () => {
    const legend = legendOf(percentilesTo(2), 'auto');
    expect(legend.range).toBeCloseTo(1.9);
    expect(legend.ticks.map((tick) => tick.label)).toEqual(['0', '0.5', '1.0', '1.5']);
    expect(legend.ticks[1]!.at).toBeCloseTo(0.5 / 1.9);
    expect(legend.markers).toEqual([
      { kind: 'median', value: 1, at: 1 / 1.9, label: '1' },
      { kind: 'percentile95', value: 1.9, at: 1, label: '1.9' },
    ]);
  });

  it('keeps a tick at the very end and drops markers beyond it', () => {
    const legend = legendOf(percentilesTo(2), 0.8);
    expect(legend.ticks.at(-1)).toEqual({ at: 1, label: '0.8' });
    expect(legend.markers).toEqual([]);
  });

  it('never has more ticks than fit, at any size', () => {
    for (const range of [1e-9, 3.3e-5, 0.00042, 0.0177, 0.5, 0.999, 1, 2.01, 77, 1234.5, 9.99e6, 4e11]) {
      const { ticks } = legendOf(percentilesTo(1), range);
      expect(ticks.length, String(range)).toBeGreaterThanOrEqual(3);
      expect(ticks.length, String(range)).toBeLessThanOrEqual(5);
      expect(new Set(ticks.map((tick) => tick.label)).size, String(range)).toBe(ticks.length);
    }
  });

  it('writes numbers as the language does', () => {
    expect(legendOf(percentilesTo(2), 0.8, 'de').ticks.at(-1)!.label).toBe('0,8');
  });
});

it('has a range where every vertex lies on a point', () => {
  expect(heatRange('auto', 0, 0)).toBe(1);
  expect(heatRange('auto', 0, 0.2)).toBe(0.2);
  expect(heatRange('auto', 0.1, 0.2)).toBe(0.1);
  expect(heatRange(3, 0.1, 0.2)).toBe(3);
  expect(heatRange(0, 0.1, 0.2)).toBe(0.1);
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
