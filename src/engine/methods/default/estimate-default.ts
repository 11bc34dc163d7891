/**
 * What a run of the default method will take. The levels come from the run's own rule (`plan-levels.ts`), the costs
 * from `estimate/run-costs.ts`.
 */
import { defaultCosts, finestInMemory } from '../../estimate/run-costs.ts';
import { bindableBytes, type EstimateNote, type MachineLimits } from '../../estimate/run-estimate.ts';
import type { CloudSurvey } from '../../estimate/survey-cloud.ts';
import { type LevelPlan, NO_DETAIL, planLevels } from '../../grid/plan-levels.ts';
import { WORK_LIMITS } from '../../limits.ts';
import type { ReconstructOptions } from '../../options.ts';
import { CUBE_SIDE, FINEST_RESOLUTION } from '../../resolutions.ts';
import type { EstimateInput, MethodEstimate } from '../method.ts';

/** Finer than this share of the spacing a voxel shows nothing more: where `auto` has stopped a doubling ago. */
const USEFUL_VOXEL_SHARE = 0.5;

export function estimateDefault(input: EstimateInput): MethodEstimate {
  const { survey, options, machine } = input;
  const plan = planFor(survey, options, machine);
  const noiseNorm = statedNoise(survey, options);
  const bufferBytes = Math.min(bindableBytes(machine), WORK_LIMITS.bufferBytes);
  const resolution = plan.levels.at(-1)!.frame.resolution;
  return {
    resolution,
    costs: defaultCosts({ survey, plan, noiseNorm, bufferBytes }),
    reason: reason(input, resolution),
  };
}

function planFor(survey: CloudSurvey, options: ReconstructOptions, machine: MachineLimits): LevelPlan {
  const { spacingNorm } = survey;
  const { holeRadius, resolution } = options;
  const noiseNorm = statedNoise(survey, options);
  const holeRadiusNorm = holeRadius === 'auto' ? 'auto' : toNorm(survey, holeRadius);
  const maxResolution = finestInMemory(survey, machine);
  const areaNorm = survey.worldPerNorm > 0 ? survey.surfaceArea / survey.worldPerNorm ** 2 : 0;
  return planLevels(
    { spacingNorm, noiseNorm },
    { resolution, holeRadiusNorm, maxResolution },
    { ...NO_DETAIL, areaNorm },
  );
}

function statedNoise(survey: CloudSurvey, { noise }: ReconstructOptions): number {
  return typeof noise === 'number' ? toNorm(survey, noise) : 0;
}

function toNorm({ worldPerNorm }: CloudSurvey, length: number): number {
  return worldPerNorm > 0 ? length / worldPerNorm : 0;
}

/** Why the level that the plan ends with. */
function reason({ survey, options, machine }: EstimateInput, resolution: number): EstimateNote {
  const voxel = (CUBE_SIDE * survey.worldPerNorm) / resolution;
  const { spacing } = survey;
  if (options.resolution !== 'auto') {
    if (voxel >= USEFUL_VOXEL_SHARE * spacing) {
      return { noteCode: 'chosen', noteNumbers: { resolution }, note: `${resolution} was chosen.` };
    }
    const note = 'The voxels are much finer than the spacing of the points: no more detail, only more triangles.';
    return { noteCode: 'finer-than-spacing', noteNumbers: { voxel, spacing }, note };
  }
  if (typeof options.noise === 'number') {
    const unlessNoisy = planFor(survey, { ...options, noise: 'none' }, machine).levels.at(-1)!.frame.resolution;
    if (unlessNoisy !== resolution) {
      const note = 'Finer voxels would draw the noise of the points.';
      return { noteCode: 'noise', noteNumbers: { voxel, noise: options.noise }, note };
    }
  }
  if (resolution < FINEST_RESOLUTION && resolution === finestInMemory(survey, machine) && voxel > spacing) {
    const note = `A finer level than ${resolution} needs more memory than is free.`;
    return { noteCode: 'short-of-memory', noteNumbers: { resolution }, note };
  }
  const coarsest = planFor({ ...survey, spacingNorm: 1 }, options, machine).levels.at(-1)!.frame.resolution;
  if (options.noise === 'auto' && resolution > coarsest) {
    const note = `The points are close enough for ${resolution}. Noise asks for a coarser one, sharp edges and thin sheets for a finer one.`;
    return { noteCode: 'unless-noisy', noteNumbers: { resolution }, note };
  }
  if (resolution === FINEST_RESOLUTION) {
    const note = `${resolution} is the finest that there is.`;
    return { noteCode: 'finest', noteNumbers: { resolution }, note };
  }
  const note = 'The voxels are as fine as the spacing of the points; sharp edges and thin sheets get finer ones.';
  return { noteCode: 'spacing', noteNumbers: { voxel, spacing }, note };
}
