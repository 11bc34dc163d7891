/** What a level pulls towards and how much its terms weigh: the same whether it is solved as a whole or in tiles. */
import type { CloudScale } from '../analysis/measure-scale.ts';
import type { GridFrame } from '../grid/grid-frame.ts';
import type { LevelPlan } from '../grid/plan-levels.ts';
import { type LevelWeights, levelWeights } from './weights.ts';

export function weightsAt({ kappaNorm, thicknessNorm }: LevelPlan, scale: CloudScale, frame: GridFrame): LevelWeights {
  const { noiseNorm, spacingNorm } = scale;
  return levelWeights({ voxelNorm: frame.voxelNorm, kappaNorm, noiseNorm, spacingNorm, thicknessNorm });
}

/** The finest level has normals of its own, sharpened along edges. */
export function isFinest({ levels }: LevelPlan, { resolution }: GridFrame): boolean {
  return resolution === levels.at(-1)?.frame.resolution;
}
