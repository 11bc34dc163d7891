/**
 * What stages a run goes through and how they share the time, for its progress: measured on software Vulkan with 40k
 * to 200k points. The weights only make the bar move evenly.
 */
import { PAPER } from './paper/paper-options.ts';
import type { PlannedStage } from './stage-clock.ts';

/** Until spacing and noise are known. */
const PREPARATION: readonly PlannedStage[] = [
  { stage: 'prepare', weight: 3 },
  { stage: 'clean', weight: 6 },
  { stage: 'analyse', weight: 2 },
];

/** The preparation, and what will follow as far as one can tell: `later` is planned anew after it. */
export function fromTheStart(later: readonly PlannedStage[]): PlannedStage[] {
  return [...PREPARATION, ...later];
}

/** The default method's stages after the preparation, for these levels. */
export function defaultStages(resolutions: readonly number[]): PlannedStage[] {
  return [{ stage: 'analyse', weight: 4 }, { stage: 'orient', weight: 40 }, ...levelStages(resolutions)];
}

/** Its stages after the orientation. */
export function levelStages(resolutions: readonly number[]): PlannedStage[] {
  return [
    ...resolutions.map((level) => ({ stage: 'level' as const, weight: level / 12, level })),
    { stage: 'extract', weight: resolutions.length },
    { stage: 'trim', weight: resolutions.length },
    { stage: 'trim', weight: resolutions.length },
  ];
}

/** The stages of the preset `paper` after the preparation. */
export function paperStages(): PlannedStage[] {
  return [
    { stage: 'analyse', weight: 2 },
    { stage: 'level', weight: 90, level: PAPER.nodes },
    { stage: 'extract', weight: 5 },
    { stage: 'trim', weight: 5 },
  ];
}
