import type { CloudScale } from '../analysis/measure-scale.ts';

/** With less noise κ says more of it than goals mend, on sparse parts first; from .8 spacings on they count in full. */
const LEAST_GOAL_SPACINGS = 0.5;
const FULL_GOAL_SPACINGS = 0.8;

/** How much of their goals the points get: 0 for clouds of little noise, whose levels are solved once. */
export function goalShare({ noiseNorm, spacingNorm }: CloudScale): number {
  if (noiseNorm <= LEAST_GOAL_SPACINGS * spacingNorm) return 0;
  return Math.min(1, (noiseNorm / spacingNorm - LEAST_GOAL_SPACINGS) / (FULL_GOAL_SPACINGS - LEAST_GOAL_SPACINGS));
}
