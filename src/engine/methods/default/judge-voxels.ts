/**
 * Whether the finest voxels of a run are coarser than its points are close. By the rule that `auto` goes by, so that it
 * never warns of what it chose: not where finer voxels would be smaller than the noise, and not where they would serve
 * few places for what they cost.
 */
import type { CoarseVoxels } from '../../coarse-voxels.ts';
import type { LevelPlan } from '../../grid/plan-levels.ts';
import { FINEST_RESOLUTION } from '../../resolutions.ts';

/** @param isWorthFiner whether a finer level is worth its bricks (`LevelCourse`) */
export function coarseVoxelsOf(plan: LevelPlan, resolution: number, isWorthFiner: boolean): CoarseVoxels | null {
  const { neededResolution, finestReason } = plan;
  if (resolution >= neededResolution || !isWorthFiner) return null;
  const enough = Math.min(neededResolution, FINEST_RESOLUTION);
  if (resolution === FINEST_RESOLUTION) return { cause: 'limit', enough };
  if (finestReason === 'requested') return { cause: 'requested', enough };
  return finestReason === 'memory' || finestReason === 'refused' ? { cause: 'memory', enough } : null;
}
