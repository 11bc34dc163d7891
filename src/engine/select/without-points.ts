/** A cloud without what a person took out of it: the rest is what a run gets, and what it counts. */
import { gatherCloud } from '../cloud/select-points.ts';
import type { PointCloud } from '../cloud/point-cloud.ts';
import { countOf, hasPoint, type PointMask } from './point-mask.ts';

/** @throws ReconstructError `cloud-empty` where no point is left */
export function withoutPoints(cloud: PointCloud, removed: PointMask): PointCloud {
  const kept = gatherCloud(
    cloud,
    (point) => !hasPoint(removed, point),
    'All points have been removed. Undo, or bring some of them back.',
  );
  return { ...kept, stats: { ...kept.stats, removedCount: (cloud.stats.removedCount ?? 0) + countOf(removed) } };
}
