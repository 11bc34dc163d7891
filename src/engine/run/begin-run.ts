/** How a run begins: the cloud prepared, measured, and its levels planned; or all of that from a checkpoint. */
import { coordinateSteps } from '../cloud/coordinate-steps.ts';
import { fillsSpace, liesOnCurves, mayBeCurves, mayFillSpace } from '../analysis/space-filling.ts';
import { measureDensity } from '../analysis/measure-density.ts';
import { sampleGaps } from '../analysis/measure-gaps.ts';
import type { UnevenDensity } from '../analysis/rank-gaps.ts';
import { estimateScale } from '../analysis/estimate-scale.ts';
import type { CloudScale, ScaleEstimate } from '../analysis/measure-scale.ts';
import { type Checkpoint, restoreStart } from './checkpoint.ts';
import { evenShareOf, lineScaleOf, type ScanLines } from './even-share.ts';
import { abortable } from '../gpu/gpu.ts';
import { type LevelPlan, planLevels, type SurfaceDetail } from '../grid/plan-levels.ts';
import { FINEST_RESOLUTION } from '../resolutions.ts';
import { pointCountOf } from '../cloud/point-cloud.ts';
import { ReconstructError } from '../errors.ts';
import type { ReconstructOptions } from '../options.ts';
import type { Run, RunSetting } from './run.ts';
import type { ResumeReason } from './run-control.ts';
import type { PlannedStage } from './stage-clock.ts';
import { fromTheStart } from './stage-plan.ts';
import { finestThatFits, MEASURED_RESOLUTION } from './main-memory.ts';
import { type DenseScale, denseScale } from '../tiles/dense-scale.ts';
import { countUnits, totals } from '../tiles/plan-tiles.ts';
import { regionalNoise } from './regional-noise.ts';
import { makeWorkingCloud, type WorkingCloud } from './working-cloud.ts';

export interface BeginRule {
  /** What follows the preparation. */
  readonly stages: readonly PlannedStage[];
  /** A cloud of scan lines is worked on as an even share of it. */
  readonly thinsLines: boolean;
  /** Nearest points of each that it asks for, itself among them; 0 where the search for outliers need not keep them. */
  readonly listed: number;
}

/** The cloud, its lengths, and the levels that follow from them. */
export async function begin(setting: RunSetting, { stages, thinsLines, listed }: BeginRule): Promise<Run> {
  const { stage, cloud, options, control, clock, limits } = setting;
  clock.plan(fromTheStart(stages));
  const whole = await makeWorkingCloud(stage, { cloud, clock, limits, listed, ahead: control.prepared });
  const { worldPerNorm } = whole.prepared.frame;
  const noise = noiseNormOf(options.noise, worldPerNorm);
  const analysed = await clock.run('analyse', async () => {
    const { gpuTree: tree, points, prepared } = whole;
    const steps = coordinateSteps(prepared.positions);
    const sample = thinsLines ? await sampleGaps(stage, { tree, points, steps }) : undefined;
    const share = await evenShareOf(stage, whole, sample);
    const { positions } = share.working.prepared;
    const [scale, uneven] = await Promise.all([
      share.lines
        ? lineScaleOf(stage, share.working, share.lines, noise)
        : estimateScale(stage, { positions, tree: share.working.tree, noise }),
      sample && measureDensity(stage, { positions: prepared.positions, sample }),
    ]);
    const isAsked = !share.lines && noise === 'auto';
    const regional = isAsked ? await regionalNoise(stage, share.working, scale) : undefined;
    return { ...share, ...regional, scale: { ...scale, ...(regional && { noisyNorm: regional.noisyNorm }) }, uneven };
  });
  const { working, lines, scale, uneven } = analysed;
  stage.host.dump?.numbers('analyse', { ...scale, ...uneven });
  const dense = denseScaleOf(setting, { working, lines, scale });
  const maxResolution = await finestInMemory(setting, whole);
  const density = densityOf(uneven, scale, dense);
  const isFilled = await fillsTheirSpace(setting, working, scale);
  await tellCurves(setting, working, scale);
  const base = { ...setting, working, scale, maxResolution, isFilled, ...(density && { density }) };
  const plan = planFor(base, dense ?? scale);
  return { ...base, plan, ...(lines && { lines }), ...(dense && { dense }) };
}

/**
 * The noise that was asked for, normalised.
 * @throws ReconstructError `option-invalid` for one as long as the whole cloud, in which there is no surface
 */
export function noiseNormOf(noise: ReconstructOptions['noise'], worldPerNorm: number): ReconstructOptions['noise'] {
  if (typeof noise !== 'number') return noise;
  if (noise < worldPerNorm) return noise / worldPerNorm;
  const message = `noise is ${noise}, and the whole cloud is ${Number(worldPerNorm.toPrecision(4))} long; give it in the unit of the file`;
  throw new ReconstructError('option-invalid', message, { option: 'noise', noise, extent: worldPerNorm });
}

/** Whether the points lie on no surface, which is told: nothing else of the run would say so. */
async function fillsTheirSpace(
  { stage, options }: RunSetting,
  { prepared }: WorkingCloud,
  scale: ScaleEstimate,
): Promise<boolean> {
  const { host, context } = stage;
  if (options.noise !== 'auto' || !mayFillSpace(scale)) return false;
  const asking = host.runTask(fillsSpace, { positions: prepared.positions });
  const isFilled = await abortable(asking, context.signal);
  if (isFilled) context.onEvent({ type: 'warning', message: FILLED_MESSAGE });
  return isFilled;
}

const FILLED_MESSAGE =
  'The points fill the space that they are in and lie on no surface that can be told: what comes out is a guess at the ' +
  'outline of the whole. Check that the file holds a scan of surfaces, not a volume or a grid, and that its noise is ' +
  'not as thick as the object.';

/**
 * Tells where the points lie along curves: what comes out are scraps of ribbon, and nothing else of the run says why.
 */
async function tellCurves({ stage }: RunSetting, { prepared, pointCount }: WorkingCloud, scale: ScaleEstimate) {
  const { host, context } = stage;
  if (!mayBeCurves(scale, pointCount)) return;
  const asking = host.runTask(liesOnCurves, { positions: prepared.positions });
  if (await abortable(asking, context.signal)) context.onEvent({ type: 'warning', message: CURVES_MESSAGE });
}

const CURVES_MESSAGE =
  'The points lie along curves, not on surfaces: what comes out are ribbons along them. Check that the file holds the ' +
  'points of a scan, not outlines, edges or a path.';

/** The gaps of all points, where those of `density` are of a share of them. */
function densityOf(density: UnevenDensity | undefined, scale: ScaleEstimate, dense: DenseScale | undefined) {
  if (!density || !dense) return density;
  const shrinkage = dense.spacingNorm / scale.spacingNorm;
  return { sparseNorm: shrinkage * density.sparseNorm, fineNorm: shrinkage * density.fineNorm };
}

/** The finest level that `auto` may take. */
async function finestInMemory({ stage, options }: RunSetting, { prepared }: WorkingCloud): Promise<number> {
  const { host, context } = stage;
  if (options.resolution !== 'auto' || host.memoryBytes === undefined) return FINEST_RESOLUTION;
  const counting = host.runTask(countUnits, { positions: prepared.positions, resolution: MEASURED_RESOLUTION });
  const { bricks } = totals(await abortable(counting, context.signal));
  return finestThatFits(bricks, host.memoryBytes);
}

/** The lengths of all points where `working` is a share of them. */
export function denseScaleOf(
  { cloud, limits }: RunSetting,
  { working, lines, scale }: Pick<Run, 'working' | 'scale'> & { readonly lines: ScanLines | undefined },
): DenseScale | undefined {
  const pointCount = pointCountOf(cloud);
  if (pointCount <= limits.wholePoints) return undefined;
  // More points lie closer along the lines, and the gaps between those stay what they are.
  if (lines) return { ...scale, isTooNoisy: false };
  // The share lost its outliers; the whole loses as many of a hundred.
  const shareCount = working.pointCount + working.outlierCount;
  return denseScale(scale, shareCount, pointCount);
}

/** The finest level that `auto` takes for points that lie on no surface. */
const FILLED_RESOLUTION = 64;

/** The levels for a cloud of this scale; `detail` once it is oriented. */
export function planFor(
  run: Pick<Run, 'options' | 'working' | 'maxResolution' | 'density' | 'isFilled'>,
  scale: CloudScale,
  detail?: SurfaceDetail,
): LevelPlan {
  const { options, working, density, isFilled } = run;
  const { resolution, holeRadius } = options;
  const holeRadiusNorm = holeRadius === 'auto' ? 'auto' : holeRadius / working.prepared.frame.worldPerNorm;
  // Finer levels would draw the gaps between points.
  const maxResolution = isFilled ? Math.min(run.maxResolution, FILLED_RESOLUTION) : run.maxResolution;
  const maxReason = isFilled ? 'filled' : maxResolution < FINEST_RESOLUTION ? 'memory' : 'limit';
  return planLevels(
    scale,
    { resolution, holeRadiusNorm, maxResolution, maxReason, ...(density && { density }) },
    detail,
  );
}

const RESUME_SENTENCES: Readonly<Record<ResumeReason, string>> = {
  'device-lost': 'The graphics device was lost.',
  interrupted: 'An earlier run of the same was interrupted.',
};

/** The run as it was when the checkpoint was made, on this device. */
export function resume(setting: RunSetting, checkpoint: Checkpoint): Run {
  const { scope, context } = setting.stage;
  const { working: savedCloud, lines: savedLines, scale, plan, oriented: savedOrientation } = checkpoint;
  const saved = {
    working: savedCloud,
    ...(savedLines && { lines: savedLines }),
    scale,
    plan,
    oriented: savedOrientation,
  };
  if (!setting.control.joined) context.onEvent({ type: 'warning', message: resumedMessage(setting, checkpoint) });
  const { working, lines, oriented } = restoreStart(scope, saved);
  const dense = denseScaleOf(setting, { working, lines, scale });
  const restored = { saved, oriented, start: checkpoint.level };
  const maxResolution = FINEST_RESOLUTION;
  const base = { ...setting, working, scale, plan, maxResolution, isFilled: plan.finestReason === 'filled', restored };
  return { ...base, ...(lines && { lines }), ...(dense && { dense }) };
}

function resumedMessage({ control }: RunSetting, { level }: Checkpoint): string {
  const { resolution } = level.frame;
  const why = RESUME_SENTENCES[control.resumeReason ?? 'device-lost'];
  return (
    `${why} The run went on after its level of ${resolution} cells, at ${2 * resolution}, ` +
    'and the result is the same.'
  );
}
