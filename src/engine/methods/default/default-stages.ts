/** The stages of the default method, and how they share the time (see `stage-plan.ts`). */
import type { PlannedStage } from '../../run/stage-clock.ts';

/** The default method's stages after the preparation, before it is known which levels are solved in tiles. */
export function defaultStages(levels: readonly number[]): PlannedStage[] {
  return [{ stage: 'analyse', weight: 4 }, { stage: 'orient', weight: 40 }, ...levelStages(levels, [])];
}

/** Its stages after the orientation. All tiled levels are one stage, that of the finest. */
export function levelStages(whole: readonly number[], tiled: readonly number[]): PlannedStage[] {
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
