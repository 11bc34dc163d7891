/** The colours of what points carry, and the legend that names them. */
import { describe, expect, it, test } from 'vitest';
import { VALUE_COLORINGS } from '../../../src/renderer/app/cloud-colorings.ts';
import { colorTable, valueCss } from '../../../src/renderer/viewport/layers/point-colors.ts';
import { pointLegendOf } from '../../../src/renderer/viewport/overlays/point-legend.ts';
import { FIRST_BYTE, LAST_BYTE, SCAN_CYCLE } from '../../../src/renderer/worker/byte-scale.ts';
import type { CloudInfo, NumberedScan } from '../../../src/renderer/worker/engine-api.ts';

const THEMES = ['light', 'dark'] as const;
const BACKGROUNDS = { light: [0xeb, 0xee, 0xf2], dark: [0x1f, 0x23, 0x29] } as const;

const colorAt = (table: Uint8Array, byte: number): number[] => [...table.subarray(4 * byte, 4 * byte + 3)];
const cssOf = (color: readonly number[]): string =>
  `#${color.map((part) => part.toString(16).padStart(2, '0')).join('')}`;

/** Contrast ratio of WCAG 2. */
function contrast(a: readonly number[], b: readonly number[]): number {
  const luminance = (color: readonly number[]): number => {
    const [r, g, bl] = color.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * bl!;
  };
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

describe('the table of colours', () => {
  test.each(VALUE_COLORINGS)('of %s stands out from both backgrounds', (attribute) => {
    for (const theme of THEMES) {
      const table = colorTable(attribute, theme);
      const contrasts = Array.from({ length: 256 }, (_, byte) => contrast(colorAt(table, byte), BACKGROUNDS[theme]));
      expect(Math.min(...contrasts), theme).toBeGreaterThan(1.5);
    }
  });

  it('gives the named classes colours of their own', () => {
    const table = colorTable('classification', 'light');
    const named = [0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 13, 14, 15, 16, 17, 18];
    for (const [i, a] of named.entries()) {
      for (const b of named.slice(0, i)) {
        const distance = Math.hypot(...colorAt(table, a).map((part, axis) => part - colorAt(table, b)[axis]!));
        expect(distance, `${a} and ${b}`).toBeGreaterThan(30);
      }
    }
  });

  it('repeats the colours of scans after twelve, and beyond the last byte', () => {
    const table = colorTable('scan', 'dark');
    const first = Array.from({ length: 12 }, (_, scan) => cssOf(colorAt(table, scan)));
    expect(new Set(first).size).toBe(12);
    for (const scan of [12, 24, 252, 252 * 3, 1200]) {
      expect(valueCss('scan', scan)).toBe(first[scan % 12]);
      expect(cssOf(colorAt(table, scan % SCAN_CYCLE))).toBe(first[scan % 12]);
    }
  });

  it('of a ramp goes from dark to light', () => {
    for (const theme of THEMES) {
      for (const attribute of ['intensity', 'time'] as const) {
        const table = colorTable(attribute, theme);
        const lights = [FIRST_BYTE, 64, 128, 192, LAST_BYTE].map((byte) => contrast(colorAt(table, byte), [0, 0, 0]));
        expect(lights).toEqual(lights.toSorted((a, b) => a - b));
      }
    }
  });
});

const scan = (index: number, pointCount: number, name = ''): NumberedScan => {
  return { index, pointCount, name, number: index + 1 };
};

const info = (values: CloudInfo['values'], scans: CloudInfo['scans'] = []): Pick<CloudInfo, 'values' | 'scans'> => {
  return { values, scans };
};

describe('the legend', () => {
  it('of a ramp has its ends and the colours of the table', () => {
    const range = { low: 3, high: 90, missingCount: 2 };
    const legend = pointLegendOf(info({ intensity: range }), 'intensity', 'dark');
    const table = colorTable('intensity', 'dark');
    expect(legend).toMatchObject({ kind: 'ramp', range, missingColor: cssOf(colorAt(table, 0)) });
    const stops = (legend as { stops: string }).stops;
    expect(stops).toContain(`(to right, rgb(${colorAt(table, FIRST_BYTE).join(' ')})`);
    expect(stops).toContain(`rgb(${colorAt(table, LAST_BYTE).join(' ')}))`);
  });

  it('of classes lists those that occur in the colours of the table', () => {
    const classification = [
      { value: 2, count: 5, name: 'ground' },
      { value: 70, count: 1 },
    ] as const;
    const table = colorTable('classification', 'light');
    expect(pointLegendOf(info({ classification }), 'classification', 'light')).toEqual({
      kind: 'list',
      attribute: 'classification',
      rows: classification.map((row) => ({ ...row, color: cssOf(colorAt(table, row.value)) })),
      moreCount: 0,
    });
  });

  it.each([
    [8, 8, 0],
    [9, 8, 1],
    [30, 8, 22],
  ])('of %d classes has %d rows, and %d more', (count, rowCount, moreCount) => {
    const classification = Array.from({ length: count }, (_, value) => ({ value, count: value + 1 }));
    const legend = pointLegendOf(info({ classification }), 'classification', 'light');
    expect(legend).toMatchObject({ moreCount });
    // The commonest, in their order.
    const { rows } = legend as unknown as { rows: { value: number }[] };
    expect(rows.map(({ value }) => value)).toEqual(Array.from({ length: rowCount }, (_, i) => count - rowCount + i));
  });

  it('of scans names the first ones that have points', () => {
    const scans = [scan(0, 5, 'Setup 1'), scan(1, 0, 'Setup 2'), ...[2, 3, 4, 5, 6, 7, 8, 9].map((i) => scan(i, i))];
    const legend = pointLegendOf(info({}, scans), 'scan', 'light');
    expect(legend).toMatchObject({ moreCount: 1 });
    const { rows } = legend as unknown as { rows: readonly unknown[] };
    expect(rows.slice(0, 2)).toEqual([
      { value: 1, count: 5, name: 'Setup 1', color: valueCss('scan', 0) },
      { value: 3, count: 2, color: valueCss('scan', 2) },
    ]);
  });

  it.each(VALUE_COLORINGS)('of %s is not there where the cloud has none', (attribute) => {
    expect(pointLegendOf(info({}), attribute, 'light')).toBeUndefined();
  });
});
