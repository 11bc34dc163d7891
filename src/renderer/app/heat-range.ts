/** The end of the colour scale of distances. */
import type { FinishedRun } from '../worker/engine-api.ts';

/**
 * World unit. 95 % of the vertices are within the automatic range; but half a cell is as near as a mesh can be expected
 * to be, and a scale that ends before that would paint a perfect fit in alarming colours.
 */
export function automaticRange({
  distancePercentiles,
  report,
}: Pick<FinishedRun, 'distancePercentiles' | 'report'>): number {
  return Math.max(distancePercentiles[95] ?? 0, report.voxel / 2);
}

export function shownRange(range: number | 'auto', run: FinishedRun): number {
  return range === 'auto' ? automaticRange(run) : range;
}
