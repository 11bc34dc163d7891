/**
 * What stages a run goes through and how they share the time, for its progress: measured on software Vulkan with 40k
 * to 200k points. The weights only make the bar move evenly.
 */
import { PAPER } from '../methods/paper/paper-options.ts';
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

/** The default method's stages after the preparation, for levels solved as a whole and those solved in tiles. */
export function defaultStages(whole: readonly number[], tiled: readonly number[] = []): PlannedStage[] {
  return [{ stage: 'analyse', weight: 4 }, { stage: 'orient', weight: 40 }, ...levelStages(whole, tiled)];
}

/** Its stages after the orientation. All tiled levels are one stage, that of the finest. */
export function levelStages(whole: readonly number[], tiled: readonly number[] = []): PlannedStage[] {
  const count = whole.length + tiled.length;
  const weight = (level: number): number => level / 12;
  const finest = tiled.at(-1);
  return [
    ...whole.map((level) => ({ stage: 'level' as const, weight: weight(level), level })),
    ...(finest === undefined
      ? []
      : [{ stage: 'level' as const, weight: tiled.reduce((sum, level) => sum + weight(level), 0), level: finest }]),
    { stage: 'extract', weight: count },
    { stage: 'trim', weight: count },
    { stage: 'trim', weight: count },
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
