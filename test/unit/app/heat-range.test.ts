import { describe, expect, it } from 'vitest';
import type { FinishedRun } from '../../../src/renderer/worker/engine-api.ts';
import { FIRST_VIEW } from '../../../src/renderer/app/defaults.ts';
import {
  automaticEnd,
  HISTOGRAM_BINS,
  histogramOf,
  histogramRange,
  isCompared,
  type Measured,
  measuredOf,
  sharesOf,
  shownRange,
  shownTolerance,
} from '../../../src/renderer/app/heat-range.ts';
import type { ViewOptions } from '../../../src/renderer/app/state.ts';
import { file, finished } from './fakes.ts';

const made = (percentile95: number, voxel: number, distances: readonly number[] = []): FinishedRun => {
  const some = finished(1, 1);
  return {
    ...some,
    fit: { ...some.fit, percentile95 },
    report: { voxel } as FinishedRun['report'],
    pointDistances: Float32Array.from(distances),
  };
};
const run = (...about: Parameters<typeof made>): Measured => measuredOf(made(...about), null);
const view = (change: Partial<ViewOptions> = {}): ViewOptions => ({ ...FIRST_VIEW, ...change });

describe('the colours of distances', () => {
  it('end half as far again as 95 % of the points are', () => expect(automaticEnd(run(0.5, 0.1))).toBeCloseTo(0.75));
  it('do not alarm within a tenth of a cell', () => expect(automaticEnd(run(0.001, 0.5))).toBe(0.05));
  it('end somewhere where nothing was measured', () => expect(automaticEnd(run(NaN, 0))).toBe(1));
  it('reach as far to both sides, or begin at 0', () => {
    expect(shownRange(view(), run(2, 0.1))).toEqual([-3, 3]);
    expect(shownRange(view({ distanceSigned: false }), run(2, 0.1))).toEqual([0, 3]);
  });
  it('end where the person says', () => {
    expect(shownRange(view({ distanceRange: [-0.1, 0.2] }), run(0.5, 0.1))).toEqual([-0.1, 0.2]);
    expect(shownRange(view({ distanceRange: [-0.1, 0.2], distanceSigned: false }), run(0.5, 0.1))).toEqual([0, 0.2]);
    expect(shownRange(view({ distanceRange: [-0.1, 0], distanceSigned: false }), run(0.5, 0.1))).toEqual([0, 0.1]);
  });
});

describe('the histogram', () => {
  it('goes on beyond the colours, and doubles where they would leave it', () => {
    const measured = run(2, 0.1);
    expect(histogramRange(view(), measured)).toEqual({ low: -4.5, high: 4.5 });
    expect(histogramRange(view({ distanceRange: [-4, 0.1] }), measured)).toEqual({ low: -4.5, high: 4.5 });
    expect(histogramRange(view({ distanceRange: [-0.1, 5] }), measured)).toEqual({ low: -9, high: 9 });
    expect(histogramRange(view({ distanceSigned: false }), measured)).toEqual({ low: 0, high: 4.5 });
  });

  it('counts points on their side, or all on one', () => {
    const measured = run(2, 0.1, [-4.49, -4.49, 0.01, 4.49, 9]);
    const counts = histogramOf(view(), measured);
    expect([counts.length, counts[0], counts.at(-1)]).toEqual([HISTOGRAM_BINS, 2, 1]);
    expect(histogramOf(view(), measured)).toBe(counts);
    const unsigned = histogramOf(view({ distanceSigned: false }), measured);
    expect([unsigned[0], unsigned.at(-1)]).toEqual([1, 3]);
  });
});

describe('the tolerance', () => {
  it('is what 95 % keep to, in two digits, until a person says one', () => {
    expect(shownTolerance(view(), run(0.1234, 0.1))).toBe(0.12);
    expect(shownTolerance(view({ tolerance: 0 }), run(0.1234, 0.1))).toBe(0);
  });

  it('parts the points, and is asked again when it or the mesh is another', () => {
    const measured = run(1, 0.1, [-2, -0.5, 0.5, 3]);
    expect(sharesOf(1, measured)).toEqual({ inside: 0.25, within: 0.5, outside: 0.25 });
    expect(sharesOf(2, measured)).toEqual({ inside: 0, within: 0.75, outside: 0.25 });
    expect(sharesOf(2, run(1, 0.1, [5]))).toEqual({ inside: 0, within: 0, outside: 1 });
    expect(sharesOf(2, run(1, 0.1))).toBeNull();
  });
});

it('is of another mesh as long as that is shown, and of the run that was measured', () => {
  const compared = {
    name: 'truth.stl',
    triangles: 4,
    distances: Float32Array.of(-3, 4),
    figures: { count: 2, mean: 0.5, median: 3, percentile95: 4, max: 4 },
  };
  const measured = made(1, 0.1, [1]);
  const comparison = { file: file('truth.stl'), run: measured, compared, isShown: true };
  expect(measuredOf(measured, comparison)).toEqual({
    distances: compared.distances,
    median: 3,
    percentile95: 4,
    near: 0.010000000000000002,
    name: 'truth.stl',
  });
  for (const other of [null, { ...comparison, isShown: false }, { ...comparison, run: made(1, 0.1) }]) {
    expect(isCompared(measured, other)).toBe(false);
    expect(measuredOf(measured, other)).toMatchObject({ distances: measured.pointDistances, name: null });
  }
});
