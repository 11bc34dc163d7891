/** Points by their numbers. */
import { describe, expect, it } from 'vitest';
import type { PointCloud } from '../../../src/engine/cloud/point-cloud.ts';
import { countOf, hasPoint } from '../../../src/engine/select/point-mask.ts';
import { pointsByValue, valueHistogram } from '../../../src/engine/select/point-values.ts';

const cloud: PointCloud = {
  positions: Float32Array.from({ length: 30 }, (_, i) => (i % 3 === 2 ? Math.floor(i / 3) : 0)),
  shift: [0, 0, 1000],
  attributes: {
    intensity: Float32Array.of(5, 1, NaN, 3, 9, 2, NaN, 9, 9, 0),
    classification: new Uint8Array(10).fill(2),
  },
  stats: { pointCount: 10, finiteCount: 10, min: [0, 0, 1000], max: [0, 0, 1009], warnings: [] },
};

describe('points by their numbers', () => {
  it('are those from one end to the other, both included', () => {
    const high = pointsByValue(cloud, 'height', 1003, 1005);
    expect([2, 3, 5, 6].map((point) => hasPoint(high, point))).toEqual([false, true, true, false]);
    expect(countOf(pointsByValue(cloud, 'intensity', 9, 9))).toBe(3);
    expect(countOf(pointsByValue(cloud, 'intensity', 6, 4))).toBe(0);
  });

  it('without a number are in no range', () => {
    expect(countOf(pointsByValue(cloud, 'intensity', -Infinity, Infinity))).toBe(8);
    expect(countOf(pointsByValue(cloud, 'time', -Infinity, Infinity))).toBe(0);
  });

  it('are counted in parts of the range', () => {
    const histogram = valueHistogram(cloud, 'intensity')!;
    expect([histogram.low, histogram.high]).toEqual([0, 9]);
    expect(histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(8);
    expect([histogram.counts[0], histogram.counts.at(-1)]).toEqual([1, 3]);
    expect(valueHistogram(cloud, 'classification')).toMatchObject({ low: 2, high: 2 });
    expect(valueHistogram(cloud, 'classification')!.counts[0]).toBe(10);
    expect(valueHistogram(cloud, 'time')).toBeNull();
  });
});
