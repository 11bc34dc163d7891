/**
 * What stages a run goes through and how they share the time, for its progress: measured on software Vulkan with 40k
 * to 200k points. The weights only make the bar move evenly.
 */
import type { PlannedStage } from './stage-clock.ts';

/** The stages until spacing and noise are known. */
const PREPARATION: readonly PlannedStage[] = [
  { stage: 'prepare', weight: 3 },
  { stage: 'clean', weight: 6 },
  { stage: 'analyse', weight: 2 },
];

/** The preparation, and what will follow as far as one can tell: `later` is planned anew after it. */
export function fromTheStart(later: readonly PlannedStage[]): PlannedStage[] {
  return [...PREPARATION, ...later];
}
