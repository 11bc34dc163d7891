/**
 * The default method from oriented points to the finest field: levels coarse to fine, each assembled and solved
 * (algorithm.md section 2, steps 3 to 7). Only two levels are alive at a time.
 */
import type { CloudScale } from './analysis/measure-scale.ts';
import { assembleCells } from './field/assemble-cells.ts';
import { solveLevel } from './field/solve-level.ts';
import { levelWeights } from './field/weights.ts';
import { BufferScope } from './gpu/buffer-scope.ts';
import type { Gpu } from './gpu/gpu.ts';
import type { OrientedCloud } from './grid/oriented-cloud.ts';
import type { LevelPlan } from './grid/plan-levels.ts';
import { firstLevel, nextLevel } from './grid/start-level.ts';
import type { LevelField } from './grid/upsample-field.ts';
import type { WindingField } from './orientation/winding-field.ts';
import type { StageClock } from './stage-clock.ts';

/** Twenty are too few once κ is small: trefoil .000945 with 20, .000847 with 30 (algorithm.md section 2, step 7). */
const ITERATIONS = 30;

/**
 * Returns the solved finest level; its buffers belong to `scope`. The finest level pulls towards
 * `finestNormals`, the others towards `cloud.normals`.
 */
export async function solveLevels(
  gpu: Gpu,
  scope: BufferScope,
  cloud: OrientedCloud,
  finestNormals: GPUBuffer,
  winding: WindingField,
  scale: CloudScale,
  plan: LevelPlan,
  clock: StageClock,
): Promise<LevelField> {
  let coarseScope: BufferScope | undefined;
  let coarse: LevelField | undefined;
  try {
    for (const level of plan.levels) {
      const { resolution, voxelNorm } = level.frame;
      const levelScope = new BufferScope(gpu, `level ${resolution}`);
      try {
        const before = coarse;
        coarse = await clock.run(
          'level',
          async (context) => {
            const started = before
              ? await nextLevel(gpu, levelScope, cloud, before, level, plan.holeRadiusNorm, context)
              : await firstLevel(gpu, levelScope, cloud, winding, level, plan.holeRadiusNorm, context);
            coarseScope?.[Symbol.dispose]();
            coarseScope = undefined;
            using own = new BufferScope(gpu, `solve ${resolution}`);
            const weights = levelWeights({ voxelNorm, kappaNorm: plan.kappaNorm, noiseNorm: scale.noiseNorm });
            const normals = level === plan.levels.at(-1) ? finestNormals : cloud.normals;
            const cells = await assembleCells(gpu, own, started.grid, { ...cloud, normals }, weights, context);
            await solveLevel(gpu, started.grid, started.field, cells, weights, ITERATIONS, context, resolution);
            return started;
          },
          resolution,
        );
      } catch (error) {
        levelScope[Symbol.dispose]();
        throw error;
      }
      coarseScope = levelScope;
    }
    const finest = coarse!;
    for (const buffer of [finest.grid.brickTable, finest.grid.brickCoords, finest.grid.activeBits, finest.field]) {
      scope.adopt(coarseScope!.release(buffer));
    }
    return finest;
  } finally {
    coarseScope?.[Symbol.dispose]();
  }
}
