import type { CloudScale } from '../analysis/measure-scale.ts';

/** With less noise κ says more of it than goals mend, on sparse parts first; from .8 spacings on they count in full. */
const LEAST_GOAL_SPACINGS = 0.5;
const FULL_GOAL_SPACINGS = 0.8;

/** How much of their goals the points get: 0 for clouds of little noise, whose levels are solved once. */
export function goalShare({ noiseNorm, spacingNorm }: CloudScale): number {
  if (noiseNorm <= LEAST_GOAL_SPACINGS * spacingNorm) return 0;
  return Math.min(1, (noiseNorm / spacingNorm - LEAST_GOAL_SPACINGS) / (FULL_GOAL_SPACINGS - LEAST_GOAL_SPACINGS));
}

/** Whether some points get any of theirs. */
export function hasGoals({ noiseNorm, spacingNorm, noisyNorm = noiseNorm }: CloudScale): boolean {
  return goalShare({ spacingNorm, noiseNorm: Math.max(noiseNorm, noisyNorm) }) > 0;
}

/** The noises between which the share of points with one of their own rises, normalised. */
export function goalNoises({ spacingNorm }: CloudScale): { readonly least_own: number; readonly full_own: number } {
  return { least_own: LEAST_GOAL_SPACINGS * spacingNorm, full_own: FULL_GOAL_SPACINGS * spacingNorm };
}
