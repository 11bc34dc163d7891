/**
 * Goals of noisy points (algorithm.md section 2, step 5). A point that noise has moved along a bent surface lies
 * outside of it, by ½ σ² κ on average; pulled to 0 there, a surface would lie as far outside (koala with 1 % of noise:
 * by .00142, of a P2S of .00185). So the value that is wanted at a point is just that, with κ from a level that is
 * solved.
 */
import measureGoalsWgsl from '../../shaders/field/measure_goals.wgsl';
import measureResidualsWgsl from '../../shaders/field/measure_residuals.wgsl';
import type { CloudScale } from '../analysis/measure-scale.ts';
import { upperMedian } from '../analysis/median.ts';
import { BufferScope } from '../gpu/buffer-scope.ts';
import { goalNoises, goalShare } from './goal-share.ts';
import { defineKernel } from '../gpu/kernel.ts';
import { submitChunks } from '../gpu/submit-chunks.ts';
import type { LevelField } from '../grid/upsample-field.ts';
import type { StageContext } from '../host/stage-context.ts';
import type { CellSamples } from './data-cells.ts';

export const measureResiduals = defineKernel({
  label: 'field/measure_residuals',
  code: measureResidualsWgsl,
  workgroup: 64,
  params: { first: 'u32', count: 'u32', stride: 'u32', bricks_per_axis: 'u32', cells_per_norm: 'f32', reach: 'f32' },
  buffers: { points: 'read', brick_table: 'read', active_bits: 'read', field: 'read', residuals: 'read_write' },
});

export const measureGoals = defineKernel({
  label: 'field/measure_goals',
  code: measureGoalsWgsl,
  workgroup: 64,
  params: {
    first: 'u32',
    count: 'u32',
    bricks_per_axis: 'u32',
    cells_per_norm: 'f32',
    reach: 'f32',
    noise: 'f32',
    share: 'f32',
    least_own: 'f32',
    full_own: 'f32',
  },
  buffers: {
    points: 'read',
    normals: 'read',
    brick_table: 'read',
    active_bits: 'read',
    field: 'read',
    goals: 'read_write',
  },
});

const RESIDUALS = 20_000;
/** The median of |x| for each standard deviation of a normal distribution. */
const MEDIAN_DEVIATION = 0.6745;
/**
 * Residuals hold some of the level's own blur, and a surface that is drawn flat has part of its bias taken off already.
 * P2S · 10⁻⁵ at .9 and 1: koala with 1 % of noise 144, 153; scorpion with .5 % 154, 166; trefoil 79.0, 77.4.
 */
const RESIDUAL_SHARE = 0.9;
/** The noise as it was estimated is up to a third low (`measure-scale.ts`), and no more than that wrong. */
const LEAST_NOISE_SHARE = 0.8;
const MOST_NOISE_SHARE = 1.5;
/** About a tenth of a second on two cores of a software device. */
const POINTS_PER_SUBMIT = 2 ** 15;

/**
 * The standard deviation from residuals, of which negative ones do not count, within bounds of the estimate;
 * normalised.
 */
export function residualNoise(residuals: Float32Array, noiseNorm: number): number {
  const measured = (RESIDUAL_SHARE * upperMedian(residuals.filter((value) => value >= 0))) / MEDIAN_DEVIATION;
  return Math.min(MOST_NOISE_SHARE * noiseNorm, Math.max(LEAST_NOISE_SHARE * noiseNorm, measured));
}

export interface ResidualInput {
  readonly level: LevelField;
  readonly samples: CellSamples;
  readonly scale: CloudScale;
}

/** σ of the points across the surface of a solved level, normalised: from at most 20,000 of them, evenly chosen. */
export async function measureGoalNoise(
  { gpu, context }: StageContext,
  { level, samples, scale: { noiseNorm } }: ResidualInput,
): Promise<number> {
  await gpu.load(measureResiduals);
  using own = new BufferScope(gpu, 'field/residuals');
  const stride = Math.ceil(samples.pointCount / RESIDUALS);
  const total = Math.floor(samples.pointCount / stride);
  const residuals = own.storage('residuals', 4 * total);
  const { points } = samples;
  const { signal } = context;
  await submitChunks(gpu, 'field/residuals', total, POINTS_PER_SUBMIT, signal, (commands, chunk) => {
    const params = { ...chunk, stride, ...readingParams(level, noiseNorm) };
    commands.dispatch(measureResiduals, chunk.count, params, { points, ...levelBuffers(level), residuals });
  });
  return residualNoise(await gpu.readFloats(residuals, total, signal), noiseNorm);
}

export interface GoalInput {
  /** What κ is read from. */
  readonly level: LevelField;
  readonly samples: CellSamples;
  /** Of `measureGoalNoise`; 0 where only points with a noise of their own have goals. */
  readonly noiseNorm: number;
  readonly scale: CloudScale;
}

/** The samples with goals: a new buffer of normals, which belongs to the stage's scope. */
export async function withGoals(
  { gpu, scope, context }: StageContext,
  { level, samples, noiseNorm, scale }: GoalInput,
): Promise<CellSamples> {
  await gpu.load(measureGoals);
  const { points, normals, pointCount } = samples;
  const goals = scope.storage('normals and goals', 16 * pointCount);
  await submitChunks(gpu, 'field/goals', pointCount, POINTS_PER_SUBMIT, context.signal, (commands, chunk) => {
    const reading = { ...chunk, ...readingParams(level, noiseNorm) };
    const params = { ...reading, noise: noiseNorm, share: goalShare(scale), ...goalNoises(scale) };
    commands.dispatch(measureGoals, chunk.count, params, { points, normals, ...levelBuffers(level), goals });
  });
  return { points, pointCount, normals: goals, hasGoals: true };
}

/** Slopes and bends over no less than the noise: what is finer is drawn by it. */
function readingParams({ grid }: LevelField, noiseNorm: number) {
  const { bricksPerAxis, voxelNorm } = grid.frame;
  return { bricks_per_axis: bricksPerAxis, cells_per_norm: 1 / voxelNorm, reach: Math.max(voxelNorm, noiseNorm) };
}

function levelBuffers({ grid, field }: LevelField) {
  return { brick_table: grid.brickTable, active_bits: grid.activeBits, field };
}
