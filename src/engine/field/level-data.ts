/** What a level pulls towards and how much its terms weigh: the same whether it is solved as a whole or in tiles. */
import type { CloudScale } from '../analysis/measure-scale.ts';
import type { GridFrame } from '../grid/grid-frame.ts';
import { finestVoxelFor, kappaFactor, type LevelPlan } from '../grid/plan-levels.ts';
import { hasGoals } from './goal-share.ts';
import { type LevelWeights, levelWeights } from './weights.ts';

export function weightsAt(plan: LevelPlan, scale: CloudScale, { voxelNorm }: GridFrame): LevelWeights {
  const { kappaNorm, thicknessNorm, directionShare } = plan;
  const { noiseNorm, spacingNorm, noisyNorm } = scale;
  const weights = levelWeights({ voxelNorm, kappaNorm, noiseNorm, spacingNorm, thicknessNorm, directionShare });
  if (noisyNorm === undefined) return weights;
  const finest = Math.max(finestVoxelFor(noisyNorm), finestFrame(plan).voxelNorm);
  const own = { kappaFactor: kappaFactor(spacingNorm, finest), voxelShare: voxelNorm / finest };
  return { ...weights, own };
}

/**
 * How often a level is solved: where points have goals, all but the finest once more with those that the first solve
 * tells. A second solve of the finest gains nothing (koala with 1 % of noise 144.3 and 145.6 · 10⁻⁵).
 */
export function solvesOf(plan: LevelPlan, scale: CloudScale, frame: GridFrame): 1 | 2 {
  return hasGoals(scale) && !isFinest(plan, frame) ? 2 : 1;
}

/** The finest level has normals of its own, sharpened along edges. */
export function isFinest(plan: LevelPlan, { resolution }: GridFrame): boolean {
  return resolution === finestFrame(plan).resolution;
}

function finestFrame({ levels }: LevelPlan): GridFrame {
  return levels.at(-1)!.frame;
}
