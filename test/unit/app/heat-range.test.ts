import { expect, it } from 'vitest';
import type { FinishedRun } from '../../../src/renderer/worker/engine-api.ts';
import { automaticRange, shownRange } from '../../../src/renderer/app/heat-range.ts';
import { finished } from './fakes.ts';

const run = (percentile95: number, voxel: number): FinishedRun => ({
  ...finished(1, 1),
  report: { voxel } as FinishedRun['report'],
  distancePercentiles: Array.from({ length: 101 }, (_, i) => (percentile95 * i) / 95),
});

it('ends where 95 % of the vertices are', () => expect(automaticRange(run(0.5, 0.1))).toBeCloseTo(0.5));
it('does not alarm within half a cell', () => expect(automaticRange(run(0.001, 0.1))).toBe(0.05));
it('ends where the person says', () => expect(shownRange(0.2, run(0.5, 0.1))).toBe(0.2));
