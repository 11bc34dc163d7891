/**
 * The preset `paper` from the prepared cloud to the surface: one dense level between the default's planes and trimming.
 */
import { NO_SENSORS } from '../../analysis/point-sensors.ts';
import { dumpPlanes } from '../../analysis/dump-planes.ts';
import { fitPlanes } from '../../analysis/fit-planes.ts';
import { BufferScope } from '../../gpu/buffer-scope.ts';
import { dumpLevel } from '../../grid/dump-field.ts';
import { findNearest } from '../../neighbours/find-nearest.ts';
import type { Run } from '../../run/run.ts';
import type { PlannedStage } from '../../run/stage-clock.ts';
import { extractAndTrim } from '../surfacing.ts';
import type { Surfaced } from '../method.ts';
import { PAPER } from './paper-options.ts';
import { reconstructPaper } from './reconstruct-paper.ts';

/** The stages after the preparation. */
export function paperStages(): PlannedStage[] {
  return [
    { stage: 'analyse', weight: 2 },
    { stage: 'level', weight: 90, level: PAPER.nodes },
    { stage: 'extract', weight: 5 },
    { stage: 'trim', weight: 5 },
  ];
}

/** GridPull as published. */
export async function runPaper(run: Run): Promise<Surfaced> {
  const { stage, options, working, scale, plan, clock } = run;
  const { points, pointCount, gpuTree } = working;
  clock.plan(paperStages());
  if (run.dense) {
    const message = `The preset paper works on ${pointCount} of the points, drawn at random: it has no place for more.`;
    stage.context.onEvent({ type: 'warning', message });
  }
  const planes = await clock.run('analyse', () => fitPlanes(stage, { tree: gpuTree, points, pointCount, scale }));
  await dumpPlanes(stage, working.prepared.positions, planes);
  const level = await clock.run(
    'level',
    async () => {
      using own = new BufferScope(stage.gpu, 'neighbours');
      const search = { tree: gpuTree, queries: points, queryCount: pointCount, k: PAPER.neighbours };
      const neighbours = await findNearest({ ...stage, scope: own }, search);
      const { seed, paperSteps: steps } = options;
      return await reconstructPaper(stage, { points, pointCount, neighbours, steps, seed });
    },
    PAPER.nodes,
  );
  await dumpLevel(stage, 'optimised', level, false);
  const found = await extractAndTrim(run, level, { planes, sensors: NO_SENSORS });
  const about = {
    evidence: null,
    isDoubtful: false,
    sensors: NO_SENSORS,
    isMirrored: false,
    stoppedEarly: false,
    coarse: null,
  };
  return { ...about, planes, frame: level.grid.frame, ...found, scale, plan };
}
