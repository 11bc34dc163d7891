/**
 * What a run will take, before it starts: resolution, graphics memory and time, from a survey of the cloud, as the row
 * of its method says (`METHODS`).
 *
 * Noise, sharp edges and thin sheets are found only in the run. Until then a cloud counts as clean and smooth unless
 * the options say otherwise, and the note says so where `auto` may therefore choose another level.
 */
import { finestInMemory, type RunCosts } from './estimate/run-costs.ts';
import { bindableBytes, type EstimateNote, type MachineLimits, type RunEstimate } from './estimate/run-estimate.ts';
import type { CloudSurvey } from './estimate/survey-cloud.ts';
import { METHODS } from './methods/methods.ts';
import { type ReconstructOptions, validateOptions } from './options.ts';
import type { RunReport } from './report.ts';
import { CUBE_SIDE } from './resolutions.ts';

/**
 * Work units a second, until a finished run has shown a machine's own. Software: measured, two cores with lavapipe.
 * Hardware: a guess (no card was at hand), low on purpose, since the work on the processor does not get quicker.
 */
export const DEFAULT_SPEEDS = Object.freeze({ software: 1000, hardware: 10_000 });

/**
 * @param speed work units a second: `DEFAULT_SPEEDS`, or what `unitsOf` finished runs gave.
 * @throws ReconstructError `option-invalid`.
 */
export function estimateRun(
  survey: CloudSurvey,
  partialOptions: Partial<ReconstructOptions>,
  machine: MachineLimits,
  speed: number,
): RunEstimate {
  const options = validateOptions(partialOptions);
  const { resolution, costs, reason } = METHODS[options.preset].estimate({ survey, options, machine });
  const note = refusal(survey, options, machine, costs) ?? (survey.worldPerNorm > 0 ? reason : NO_SURFACE);
  const feasible = note.noteCode !== 'memory' && note.noteCode !== 'too-many-points';
  const { gpuBytes, workUnits } = costs;
  return {
    resolution,
    voxel: (CUBE_SIDE * survey.worldPerNorm) / resolution,
    gpuBytes: Math.round(gpuBytes),
    workUnits,
    seconds: workUnits / speed,
    ...note,
    feasible,
  };
}

const NO_SURFACE: EstimateNote = { noteCode: 'no-surface', noteNumbers: {}, note: 'All points lie in one place.' };

/** Work units of a run that finished: divided by its seconds, the speed of the machine. */
export function unitsOf(
  survey: CloudSurvey,
  run: { readonly options: ReconstructOptions; readonly report: Pick<RunReport, 'resolution' | 'noise'> },
): number {
  const { resolution, noise } = run.report;
  const options = { ...run.options, resolution, noise };
  return METHODS[options.preset].estimate({ survey, options, machine: ANY_MACHINE }).costs.workUnits;
}

/** A machine without limits of its own: units are those of a run in the engine's. */
const ANY_MACHINE: MachineLimits = { maxBufferSize: Infinity, maxStorageBufferBindingSize: Infinity };

/** Why it cannot be done, and the finest resolution below that can; nothing where it can. */
function refusal(
  survey: CloudSurvey,
  options: ReconstructOptions,
  machine: MachineLimits,
  { largestBufferBytes, mainMemoryBytes }: RunCosts,
): EstimateNote | undefined {
  const bindable = bindableBytes(machine);
  if (largestBufferBytes > bindable) {
    const [needBytes, limitBytes] = [Math.round(largestBufferBytes), bindable];
    const need = `This needs ${mebibytes(needBytes)} MiB in one piece, the graphics device allows ${mebibytes(limitBytes)} MiB.`;
    return { noteCode: 'too-many-points', noteNumbers: { needBytes, limitBytes }, note: `${need} Use fewer points.` };
  }
  const { memoryBytes = Infinity } = machine;
  if (options.resolution === 'auto' || mainMemoryBytes <= memoryBytes) return undefined;
  const [needBytes, limitBytes] = [Math.round(mainMemoryBytes), memoryBytes];
  const need = `This needs ${mebibytes(needBytes)} MiB of memory, ${mebibytes(limitBytes)} MiB are free.`;
  const resolution = finestInMemory(survey, machine);
  return {
    noteCode: 'memory',
    noteNumbers: { needBytes, limitBytes, resolution },
    note: `${need} Choose ${resolution}.`,
  };
}

function mebibytes(bytes: number): string {
  return Math.ceil(bytes / 2 ** 20).toFixed(0);
}
