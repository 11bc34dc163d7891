/** What a level pulls towards and how much its terms weigh: the same whether it is solved as a whole or in tiles. */
import type { CloudScale } from '../analysis/measure-scale.ts';
import type { GridFrame } from '../grid/grid-frame.ts';
import type { LevelPlan } from '../grid/plan-levels.ts';
import { goalShare } from './goal-share.ts';
import { type LevelWeights, levelWeights } from './weights.ts';

export function weightsAt({ kappaNorm, thicknessNorm }: LevelPlan, scale: CloudScale, frame: GridFrame): LevelWeights {
  const { noiseNorm, spacingNorm } = scale;
  return levelWeights({ voxelNorm: frame.voxelNorm, kappaNorm, noiseNorm, spacingNorm, thicknessNorm });
}

/**
 * How often a level is solved: where points have goals, all but the finest once more with those that the first solve
 * tells. A second solve of the finest gains nothing (koala with 1 % of noise 144.3 and 145.6 · 10⁻⁵).
 */
export function solvesOf(plan: LevelPlan, scale: CloudScale, frame: GridFrame): 1 | 2 {
  return goalShare(scale) > 0 && !isFinest(plan, frame) ? 2 : 1;
}

/** The finest level has normals of its own, sharpened along edges. */
export function isFinest({ levels }: LevelPlan, { resolution }: GridFrame): boolean {
  return resolution === levels.at(-1)?.frame.resolution;
}
