/**
 * What a run will take, before it starts: resolution, graphics memory and time, from a survey of the cloud. The
 * levels come from the run's own rule (`plan-levels.ts`), the costs from `survey/run-costs.ts`.
 *
 * Noise is measured only in the run. Until then a cloud counts as clean unless the options say otherwise, and the
 * note says so where `auto` may therefore stop earlier.
 */
import { CUBE_SIDE } from './grid/grid-frame.ts';
import { type LevelPlan, planLevels } from './grid/plan-levels.ts';
import { AUTO_MAX_RESOLUTION, type ReconstructOptions, validateOptions } from './options.ts';
import { PAPER } from './paper/paper-options.ts';
import type { RunReport } from './report.ts';
import { defaultCosts, paperCosts, type RunCosts } from './survey/run-costs.ts';
import type { CloudSurvey } from './survey/survey-cloud.ts';

/** What bounds one buffer of a device. */
export type DeviceLimits = Pick<GPUSupportedLimits, 'maxBufferSize' | 'maxStorageBufferBindingSize'>;

/** What a note says; its numbers are in `noteNumbers`. */
export type NoteCode =
  /** `auto`: voxels as fine as the spacing of the points. `voxel`, `spacing` */
  | 'spacing'
  /** `auto`: finer voxels would draw the noise that the options state. `voxel`, `noise` */
  | 'noise'
  /** `auto`: the finest that it chooses. `resolution` */
  | 'finest'
  /** `auto`, noise not known yet: noisy points will get a coarser one. `resolution` */
  | 'unless-noisy'
  /** As asked for. `resolution` */
  | 'chosen'
  /** Asked for: voxels finer than half the spacing show nothing more. `voxel`, `spacing` */
  | 'finer-than-spacing'
  /** A buffer exceeds the device's limit; another resolution fits. `needBytes`, `limitBytes`, `resolution` */
  | 'memory'
  /** A buffer exceeds the device's limit at any resolution. `needBytes`, `limitBytes` */
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
  /** False where a buffer exceeds the device's limits: the run would end with `gpu-out-of-memory`. */
  readonly feasible: boolean;
}

/**
 * Work units a second, until a finished run has shown a machine's own. Software: measured, two cores with lavapipe.
 * Hardware: a guess (no card was at hand), low on purpose, since the work on the processor does not get quicker.
 */
export const DEFAULT_SPEEDS = Object.freeze({ software: 1000, hardware: 10_000 });

/** Finer than this share of the spacing a voxel shows nothing more: where `auto` has stopped a doubling ago. */
const USEFUL_VOXEL_SHARE = 0.5;
const RESOLUTIONS = [2048, 1024, 512, 256, 128, 64] as const;

/**
 * @param speed work units a second: `DEFAULT_SPEEDS`, or what `unitsOf` finished runs gave.
 * @throws ReconstructError `option-invalid`.
 */
export function estimateRun(
  survey: CloudSurvey,
  partialOptions: Partial<ReconstructOptions>,
  device: DeviceLimits,
  speed: number,
): RunEstimate {
  const options = validateOptions(partialOptions);
  const { resolution, costs } = planned(survey, options);
  const voxel = (CUBE_SIDE * survey.worldPerNorm) / resolution;
  const limitBytes = Math.min(device.maxBufferSize, device.maxStorageBufferBindingSize);
  const feasible = costs.largestBufferBytes <= limitBytes;
  const note = feasible
    ? reason(survey, options, resolution, voxel)
    : refusal(survey, options, resolution, costs, limitBytes);
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
  if (options.preset === 'paper') return planned(survey, options).costs.workUnits;
  return planned(survey, { ...options, resolution: report.resolution, noise }).costs.workUnits;
}

function planned(survey: CloudSurvey, options: ReconstructOptions): { resolution: number; costs: RunCosts } {
  if (options.preset === 'paper') return { resolution: PAPER.nodes, costs: paperCosts(survey, options.paperSteps) };
  const plan = planFor(survey, options);
  return { resolution: plan.levels.at(-1)!.frame.resolution, costs: defaultCosts(survey, plan) };
}

function planFor({ spacingNorm, worldPerNorm }: CloudSurvey, options: ReconstructOptions): LevelPlan {
  const toNorm = (length: number): number => (worldPerNorm > 0 ? length / worldPerNorm : 0);
  const noiseNorm = typeof options.noise === 'number' ? toNorm(options.noise) : 0;
  const holeRadiusNorm = options.holeRadius === 'auto' ? 'auto' : toNorm(options.holeRadius);
  const { resolution } = options;
  return planLevels({ spacingNorm, noiseNorm }, { resolution, holeRadiusNorm, maxResolution: AUTO_MAX_RESOLUTION });
}

type Note = Pick<RunEstimate, 'note' | 'noteCode' | 'noteNumbers'>;

function reason(survey: CloudSurvey, options: ReconstructOptions, resolution: number, voxel: number): Note {
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
    const unlessNoisy = planFor(survey, { ...options, noise: 'none' }).levels.at(-1)!.frame.resolution;
    if (unlessNoisy !== resolution) {
      const note = 'Finer voxels would draw the noise of the points.';
      return { noteCode: 'noise', noteNumbers: { voxel, noise: options.noise }, note };
    }
  }
  const coarsest = planFor({ ...survey, spacingNorm: 1 }, options).levels.at(-1)!.frame.resolution;
  if (options.noise === 'auto' && resolution > coarsest) {
    const note = `The points are close enough for ${resolution}. If they turn out noisy, a coarser one is taken.`;
    return { noteCode: 'unless-noisy', noteNumbers: { resolution }, note };
  }
  if (resolution === AUTO_MAX_RESOLUTION) {
    const note = `${resolution} is the finest that is taken without being chosen.`;
    return { noteCode: 'finest', noteNumbers: { resolution }, note };
  }
  const note = 'The voxels are as fine as the spacing of the points.';
  return { noteCode: 'spacing', noteNumbers: { voxel, spacing }, note };
}

/** Why the device cannot, and the finest resolution below that it can. */
function refusal(
  survey: CloudSurvey,
  options: ReconstructOptions,
  resolution: number,
  costs: RunCosts,
  limitBytes: number,
): Note {
  const needBytes = Math.round(costs.largestBufferBytes);
  const need = `This needs ${mebibytes(needBytes)} MiB in one piece, the graphics device allows ${mebibytes(limitBytes)} MiB.`;
  const fits = RESOLUTIONS.find(
    (finest) =>
      finest < resolution && planned(survey, { ...options, resolution: finest }).costs.largestBufferBytes <= limitBytes,
  );
  if (fits === undefined || options.preset === 'paper') {
    return { noteCode: 'too-many-points', noteNumbers: { needBytes, limitBytes }, note: `${need} Use fewer points.` };
  }
  return {
    noteCode: 'memory',
    noteNumbers: { needBytes, limitBytes, resolution: fits },
    note: `${need} Choose ${fits}.`,
  };
}

function mebibytes(bytes: number): string {
  return Math.ceil(bytes / 2 ** 20).toFixed(0);
}
