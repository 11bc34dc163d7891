/**
 * What a run will take, before it starts: resolution, graphics memory and time, from a survey of the cloud. The
 * levels come from the run's own rule (`plan-levels.ts`), the costs from `estimate/run-costs.ts`.
 *
 * Noise, sharp edges and thin sheets are found only in the run. Until then a cloud counts as clean and smooth unless
 * the options say otherwise, and the note says so where `auto` may therefore choose another level.
 */
import { type LevelPlan, planLevels } from '../grid/plan-levels.ts';
import { type ReconstructOptions, validateOptions } from '../options.ts';
import { CUBE_SIDE, FINEST_RESOLUTION } from '../resolutions.ts';
import { PAPER } from '../methods/paper/paper-options.ts';
import type { RunReport } from '../report.ts';
import { finestThatFits } from '../run/host-memory.ts';
import { bricksWithPoints, defaultCosts, paperCosts, type RunCosts } from './run-costs.ts';
import type { CloudSurvey } from './survey-cloud.ts';
import { WORK_LIMITS } from '../limits.ts';

/** What bounds one buffer of a device, and what is free of main memory. */
export interface MachineLimits extends Pick<GPUSupportedLimits, 'maxBufferSize' | 'maxStorageBufferBindingSize'> {
  /** Any amount where it is missing. */
  readonly memoryBytes?: number;
}

/** What a note says; its numbers are in `noteNumbers`. */
export type NoteCode =
  /** `auto`: voxels as fine as the spacing of the points. `voxel`, `spacing` */
  | 'spacing'
  /** `auto`: finer voxels would draw the noise that the options state. `voxel`, `noise` */
  | 'noise'
  /** `auto`: the finest that it chooses. `resolution` */
  | 'finest'
  /** `auto`, before the points are looked at: noise, edges and sheets may change it. `resolution` */
  | 'unless-noisy'
  /** The level that was asked for. `resolution` */
  | 'chosen'
  /** Asked for: voxels finer than half the spacing show nothing more. `voxel`, `spacing` */
  | 'finer-than-spacing'
  /** `auto`: a finer level does not fit the main memory. `resolution` */
  | 'short-of-memory'
  /** Asked for: more than there is of main memory. `needBytes`, `limitBytes`, `resolution`: another one fits */
  | 'memory'
  /** The points exceed what the device binds at once. `needBytes`, `limitBytes` */
  | 'too-many-points'
  /** The preset `paper` has its own resolution. `resolution` */
  | 'paper'
  /** All points lie in one place: there is nothing to estimate. */
  | 'no-surface';

export interface RunEstimate {
  readonly resolution: number;
  /** Edge of a voxel of the finest level, world unit. */
  readonly voxel: number;
  /** Most bytes of graphics memory at one time. */
  readonly gpuBytes: number;
  /** Milliseconds on the machine that the costs were measured on; a speed turns them into seconds. */
  readonly workUnits: number;
  readonly seconds: number;
  /** Why this resolution, or why it cannot work: a plain sentence. */
  readonly note: string;
  readonly noteCode: NoteCode;
  readonly noteNumbers: Readonly<Record<string, number>>;
  /** False where the run would run out of memory. */
  readonly feasible: boolean;
}

/**
 * Work units a second, until a finished run has shown a machine's own. Software: measured, two cores with lavapipe.
 * Hardware: a guess (no card was at hand), low on purpose, since the work on the processor does not get quicker.
 */
export const DEFAULT_SPEEDS = Object.freeze({ software: 1000, hardware: 10_000 });

/** Finer than this share of the spacing a voxel shows nothing more: where `auto` has stopped a doubling ago. */
const USEFUL_VOXEL_SHARE = 0.5;

/**
 * @param speed work units a second: `DEFAULT_SPEEDS`, or what `unitsOf` finished runs gave.
 * @throws ReconstructError `option-invalid`.
 */
export function estimateRun(
  survey: CloudSurvey,
  partialOptions: Partial<ReconstructOptions>,
  device: MachineLimits,
  speed: number,
): RunEstimate {
  const options = validateOptions(partialOptions);
  const { resolution, costs } = planned(survey, options, device);
  const voxel = (CUBE_SIDE * survey.worldPerNorm) / resolution;
  const note = refusal(survey, options, device, costs) ?? reason(survey, options, device, resolution, voxel);
  const feasible = note.noteCode !== 'memory' && note.noteCode !== 'too-many-points';
  const { gpuBytes, workUnits } = costs;
  return {
    resolution,
    voxel,
    gpuBytes: Math.round(gpuBytes),
    workUnits,
    seconds: workUnits / speed,
    ...note,
    feasible,
  };
}

/** Work units of a run that finished: divided by its seconds, the speed of the machine. */
export function unitsOf(
  survey: CloudSurvey,
  run: { readonly options: ReconstructOptions; readonly report: Pick<RunReport, 'resolution' | 'noise'> },
): number {
  const { options, report } = run;
  const noise = report.noise;
  if (options.preset === 'paper') return planned(survey, options, ANY_MACHINE).costs.workUnits;
  return planned(survey, { ...options, resolution: report.resolution, noise }, ANY_MACHINE).costs.workUnits;
}

/** A machine without limits of its own: units are those of a run in the engine's. */
const ANY_MACHINE: MachineLimits = { maxBufferSize: Infinity, maxStorageBufferBindingSize: Infinity };

function planned(
  survey: CloudSurvey,
  options: ReconstructOptions,
  device: MachineLimits,
): { resolution: number; costs: RunCosts } {
  if (options.preset === 'paper') return { resolution: PAPER.nodes, costs: paperCosts(survey, options.paperSteps) };
  const plan = planFor(survey, options, device);
  const noiseNorm = statedNoise(survey, options);
  const bufferBytes = Math.min(bindableBytes(device), WORK_LIMITS.bufferBytes);
  const costs = defaultCosts({ survey, plan, noiseNorm, bufferBytes });
  return { resolution: plan.levels.at(-1)!.frame.resolution, costs };
}

function bindableBytes({ maxBufferSize, maxStorageBufferBindingSize }: MachineLimits): number {
  return Math.min(maxBufferSize, maxStorageBufferBindingSize);
}

function planFor(survey: CloudSurvey, options: ReconstructOptions, device: MachineLimits): LevelPlan {
  const { spacingNorm } = survey;
  const { holeRadius, resolution } = options;
  const noiseNorm = statedNoise(survey, options);
  const holeRadiusNorm = holeRadius === 'auto' ? 'auto' : toNorm(survey, holeRadius);
  const maxResolution = finestInMemory(survey, device);
  return planLevels({ spacingNorm, noiseNorm }, { resolution, holeRadiusNorm, maxResolution });
}

function statedNoise(survey: CloudSurvey, { noise }: ReconstructOptions): number {
  return typeof noise === 'number' ? toNorm(survey, noise) : 0;
}

function toNorm({ worldPerNorm }: CloudSurvey, length: number): number {
  return worldPerNorm > 0 ? length / worldPerNorm : 0;
}

function finestInMemory(survey: CloudSurvey, { memoryBytes = Infinity }: MachineLimits): number {
  return finestThatFits(bricksWithPoints(survey), memoryBytes);
}

type Note = Pick<RunEstimate, 'note' | 'noteCode' | 'noteNumbers'>;

function reason(
  survey: CloudSurvey,
  options: ReconstructOptions,
  device: MachineLimits,
  resolution: number,
  voxel: number,
): Note {
  const { spacing } = survey;
  if (!(survey.worldPerNorm > 0)) {
    return { noteCode: 'no-surface', noteNumbers: {}, note: 'All points lie in one place.' };
  }
  if (options.preset === 'paper') {
    return { noteCode: 'paper', noteNumbers: { resolution }, note: `The paper's method always uses ${resolution}.` };
  }
  if (options.resolution !== 'auto') {
    if (voxel >= USEFUL_VOXEL_SHARE * spacing) {
      return { noteCode: 'chosen', noteNumbers: { resolution }, note: `${resolution} was chosen.` };
    }
    const note = 'The voxels are much finer than the spacing of the points: no more detail, only more triangles.';
    return { noteCode: 'finer-than-spacing', noteNumbers: { voxel, spacing }, note };
  }
  if (typeof options.noise === 'number') {
    const unlessNoisy = planFor(survey, { ...options, noise: 'none' }, device).levels.at(-1)!.frame.resolution;
    if (unlessNoisy !== resolution) {
      const note = 'Finer voxels would draw the noise of the points.';
      return { noteCode: 'noise', noteNumbers: { voxel, noise: options.noise }, note };
    }
  }
  if (resolution < FINEST_RESOLUTION && resolution === finestInMemory(survey, device) && voxel > spacing) {
    const note = `A finer level than ${resolution} needs more memory than is free.`;
    return { noteCode: 'short-of-memory', noteNumbers: { resolution }, note };
  }
  const coarsest = planFor({ ...survey, spacingNorm: 1 }, options, device).levels.at(-1)!.frame.resolution;
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

/** Why it cannot be done, and the finest resolution below that can; nothing where it can. */
function refusal(
  survey: CloudSurvey,
  options: ReconstructOptions,
  device: MachineLimits,
  { largestBufferBytes, hostBytes }: RunCosts,
): Note | undefined {
  const bindable = bindableBytes(device);
  if (largestBufferBytes > bindable) {
    const [needBytes, limitBytes] = [Math.round(largestBufferBytes), bindable];
    const need = `This needs ${mebibytes(needBytes)} MiB in one piece, the graphics device allows ${mebibytes(limitBytes)} MiB.`;
    return { noteCode: 'too-many-points', noteNumbers: { needBytes, limitBytes }, note: `${need} Use fewer points.` };
  }
  const { memoryBytes = Infinity } = device;
  if (options.resolution === 'auto' || hostBytes <= memoryBytes) return undefined;
  const [needBytes, limitBytes] = [Math.round(hostBytes), memoryBytes];
  const need = `This needs ${mebibytes(needBytes)} MiB of memory, ${mebibytes(limitBytes)} MiB are free.`;
  const resolution = finestInMemory(survey, device);
  return {
    noteCode: 'memory',
    noteNumbers: { needBytes, limitBytes, resolution },
    note: `${need} Choose ${resolution}.`,
  };
}

function mebibytes(bytes: number): string {
  return Math.ceil(bytes / 2 ** 20).toFixed(0);
}
