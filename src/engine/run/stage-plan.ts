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

/** Before all else, where it is asked for. */
const ALIGNMENT: PlannedStage = { stage: 'align', weight: 3 };

/** The same after the scans are aligned. */
export function withAlignment(stages: readonly PlannedStage[]): PlannedStage[] {
  return [ALIGNMENT, ...fromTheStart(stages)];
}

/** The preparation, and what will follow as far as one can tell: `later` is planned anew after it. */
export function fromTheStart(later: readonly PlannedStage[]): PlannedStage[] {
  return [...PREPARATION, ...later];
}
