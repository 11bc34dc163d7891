import { describe, expect, it } from 'vitest';
import { BAND_SHARES, cssColor, DISTANCE_COLORS } from '../../../src/renderer/viewport/layers/color-maps.ts';
import {
  type DistanceLegendInput,
  distanceLegendOf,
  distanceShare,
} from '../../../src/renderer/viewport/overlays/distance-legend.ts';

const INPUT: DistanceLegendInput = {
  from: { low: -3, high: 3 },
  range: [-2, 1],
  isBanded: false,
  tolerance: 0.5,
  locale: 'en',
};

describe('distanceShare', () => {
  it('has 0 in the middle whatever the ends, and stays within the scale', () => {
    expect([-9, -2, -1, 0, 0.5, 1, 9].map((value) => distanceShare(value, INPUT))).toEqual([
      0, 0, 0.25, 0.5, 0.75, 1, 1,
    ]);
    expect(distanceShare(4, { ...INPUT, range: [0, 8] })).toBe(0.75);
    expect(distanceShare(0, { ...INPUT, range: [-1, 0] })).toBe(0.5);
  });

  it('in bands has one colour within the tolerance, and two on each side', () => {
    const { insideMost, inside, within, outside, outsideMost } = BAND_SHARES;
    const banded = { ...INPUT, isBanded: true };
    expect([-3, -2, -0.6, -0.5, 0, 0.5, 0.6, 1, 1.1].map((value) => distanceShare(value, banded))).toEqual([
      insideMost,
      inside,
      inside,
      within,
      within,
      within,
      outside,
      outside,
      outsideMost,
    ]);
  });
});

describe('distanceLegendOf', () => {
  it('says where the colours end along the histogram, with both ends, 0 and round numbers below', () => {
    const legend = distanceLegendOf(INPUT);
    expect([legend.low, legend.high]).toEqual([1 / 6, 4 / 6]);
    expect(legend.ticks.map(({ label }) => label)).toEqual(['−2', '−1', '0', '+1']);
    expect(legend.ticks.map(({ at }) => Number(at.toFixed(3)))).toEqual([0.167, 0.333, 0.5, 0.667]);
    expect(legend.stops).toContain(cssColor(DISTANCE_COLORS.at(0)));
    expect(legend.stops).toContain(cssColor(DISTANCE_COLORS.at(1)));
  });

  it('lets no labels meet, at any ends, and says both ends of narrow colours in one', () => {
    for (const range of [
      [-2, 0.1],
      [-0.4, 2.9],
      [0, 3],
      [-3, 0],
      [-1.9, 1.9],
      [-0.5, 0.5],
      [-0.00426, 0.00426],
      [-2.345, 2.345],
    ] as const) {
      const { ticks } = distanceLegendOf({ ...INPUT, range });
      ticks.slice(1).forEach(({ at, label }, i) => {
        // In the narrowest card, of 212 pixels, a sign is 6 wide.
        const width = (6 * (label.length + ticks[i]!.label.length)) / 2;
        expect(212 * (at - ticks[i]!.at), String(range)).toBeGreaterThan(width);
      });
      expect(ticks.length, String(range)).toBeGreaterThan(0);
    }
    expect(distanceLegendOf({ ...INPUT, range: [-0.2, 0.25] }).ticks).toEqual([
      { at: (3 + 0.025) / 6, label: '−0.2 … +0.25' },
    ]);
    const german = distanceLegendOf({ ...INPUT, range: [0, 0.25], from: { low: 0, high: 3 }, locale: 'de' });
    expect(german.ticks.map(({ label }) => label)).toEqual(['+0,25']);
  });

  it('draws bands with hard edges where they end', () => {
    const { stops } = distanceLegendOf({ ...INPUT, isBanded: true });
    const [inside, within, outside] = (['inside', 'within', 'outside'] as const).map((band) =>
      cssColor(DISTANCE_COLORS.at(BAND_SHARES[band])),
    );
    expect(stops).toBe(
      `linear-gradient(to right, ${inside} 0% 50%, ${within} 50% ${(100 * 2.5) / 3}%, ${outside} ${(100 * 2.5) / 3}% 100%)`,
    );
    // A tolerance beyond the ends leaves one band.
    expect(distanceLegendOf({ ...INPUT, isBanded: true, tolerance: 5 }).stops).toBe(
      `linear-gradient(to right, ${within} 0% 100%)`,
    );
  });
});
