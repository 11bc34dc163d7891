/**
 * The pipeline on one screen: a cloud in, a mesh out (docs/algorithm.md, in its order).
 *
 * Clean → spacing and noise → local planes → orientation → levels, coarse to fine → marching cubes → trimming.
 * The preset `paper` replaces everything between the cleaned cloud and marching cubes by GridPull as published.
 */
import { estimateScale } from './analysis/estimate-scale.ts';
import { fitPlanes } from './analysis/fit-planes.ts';
import type { CloudScale, ScaleEstimate } from './analysis/measure-scale.ts';
import { type Checkpoint, checkFits, type OrientedRun, restoreStart, saveLevel, saveStart } from './checkpoint.ts';
import type { PointCloud } from './cloud/point-cloud.ts';
import { ReconstructError } from './errors.ts';
import type { RunContext, RunEvent } from './events.ts';
import { BufferScope } from './gpu/buffer-scope.ts';
import { Gpu } from './gpu/gpu.ts';
import { type LevelPlan, planLevels, type SurfaceDetail } from './grid/plan-levels.ts';
import type { LevelField } from './grid/upsample-field.ts';
import type { Host } from './host.ts';
import { JoinedAbort } from './joined-abort.ts';
import type { FinishedMesh } from './mesh/finish-mesh.ts';
import { type MeshTopology, measureTopology } from './mesh/topology.ts';
import type { TriangleMesh } from './mesh/triangle-mesh.ts';
import { findNearest } from './neighbours/find-nearest.ts';
import { AUTO_MAX_RESOLUTION, AUTO_MAX_SHEET_RESOLUTION, type ReconstructOptions, validateOptions } from './options.ts';
import { orientNormals } from './orientation/orient-normals.ts';
import { quadricNormalsOf } from './orientation/quadric-normals.ts';
import { sharpenedNormals } from './orientation/sharpen-normals.ts';
import type { WindingField } from './orientation/winding-field.ts';
import { PAPER } from './paper/paper-options.ts';
import { reconstructPaper } from './paper/reconstruct-paper.ts';
import { Pauses } from './pauses.ts';
import { checkPrepared } from './prepare-ahead.ts';
import type { RunReport } from './report.ts';
import type { Run, RunSetting } from './run.ts';
import type { RunControl } from './run-control.ts';
import { solveLevels } from './solve-levels.ts';
import { StageClock } from './stage-clock.ts';
import { defaultStages, fromTheStart, levelStages, paperStages } from './stage-plan.ts';
import { chooseSide, dress, extractAndTrim, preview } from './surfacing.ts';
import { makeWorkingCloud } from './working-cloud.ts';
import { gatherTriples } from './mesh/gather-triples.ts';

export interface Reconstruction {
  readonly mesh: TriangleMesh;
  readonly report: RunReport;
}

/** The vote among neighbours looks at twelve besides the point itself. */
const NEIGHBOURS = 13;

/**
 * Rejects with a `ReconstructError` (`cloud-…`, `option-invalid`, `gpu-…`, `field-not-finite`), or with
 * `context.signal.reason` when cancelled. However it ends, no GPU buffer of the run is left. `gpu-lost` comes as soon
 * as the device is lost, whatever the run is doing; `control` tells how to go on after it.
 */
export async function reconstruct(
  cloud: PointCloud,
  partialOptions: Partial<ReconstructOptions>,
  host: Host,
  context: RunContext,
  control: RunControl = {},
): Promise<Reconstruction> {
  const options = validateOptions(partialOptions);
  if (control.resumeFrom) checkFits(control.resumeFrom, cloud, options);
  if (control.prepared) checkPrepared(control.prepared, cloud);
  using ending = new JoinedAbort().follow(context.signal);
  const pauses = new Pauses(control.pause, ending.signal);
  using gpu = new Gpu(host.device, host.deviceLabel, {
    onFault: (fault) => ending.abort(fault),
    pause: () => pauses.point(),
    signal: ending.signal,
  });
  const own = { signal: ending.signal, onEvent: (event: RunEvent) => context.onEvent(event) };
  const clock = new StageClock(gpu, own, pauses, control.resumeFrom?.past);
  try {
    return await runThrough({ gpu, host: pausable(host, pauses), cloud, options, control, clock });
  } catch (error) {
    if (context.signal.aborted) throw context.signal.reason;
    throw await gpu.faultBehind(error);
  }
}

/** Tasks do not start while the run is paused; what runs on a worker runs to its end. */
function pausable(host: Host, pauses: Pauses): Host {
  const { device, deviceLabel, parallelTasks } = host;
  return {
    device,
    deviceLabel,
    parallelTasks,
    async runTask(name, args) {
      const pausing = pauses.point();
      if (pausing) await pausing;
      return host.runTask(name, args);
    },
  };
}

async function runThrough(setting: RunSetting): Promise<Reconstruction> {
  const { gpu, host, cloud, options, control, clock } = setting;
  clock.context.signal.throwIfAborted();
  using scope = new BufferScope(gpu, 'run');
  const run = control.resumeFrom ? resume(setting, scope, control.resumeFrom) : await begin(setting, scope);
  const { working } = run;
  const { worldPerNorm } = working.prepared.frame;
  const surfaced = options.preset === 'paper' ? await runPaper(run) : await runDefault(run);
  const { level, mesh: finished, usedFileNormals, scale, plan } = surfaced;
  if (finished.indices.length === 0) {
    throw new ReconstructError(
      'cloud-degenerate',
      'no surface was found near the points; try a smaller --noise, a larger --hole-radius, or more points',
      { points: working.pointCount },
    );
  }
  const faced = chooseSide(finished, usedFileNormals, options.flip);
  const mesh = await clock.run('trim', (stage) => dress(run, faced, stage));
  const topology = await measureTopology(faced.positions, faced.indices, clock.context);
  clock.finish();
  const { frame } = level.grid;
  return {
    mesh,
    report: {
      preset: options.preset,
      device: host.deviceLabel,
      seed: options.seed,
      points: {
        inFile: cloud.stats.pointCount,
        used: working.pointCount,
        notFinite: cloud.stats.pointCount - cloud.stats.finiteCount,
        duplicate: working.duplicateCount,
        far: working.farCount,
        outlier: working.outlierCount,
      },
      shift: cloud.shift,
      spacing: scale.spacingNorm * worldPerNorm,
      noise: scale.noiseNorm * worldPerNorm,
      resolution: frame.resolution,
      voxel: frame.voxelNorm * worldPerNorm,
      holeRadius: plan.holeRadiusNorm * worldPerNorm,
      resolutionReason: surfaced.stoppedEarly ? 'the run was stopped early' : plan.finestReason,
      stoppedEarly: surfaced.stoppedEarly,
      resumedAt: run.restored ? 2 * run.restored.start.frame.resolution : null,
      usedFileNormals,
      topology: inWorldUnits(topology, worldPerNorm),
      trimmedTriangles: finished.report.trimmedTriangles,
      droppedComponents: finished.report.droppedComponents + finished.report.clutterComponents,
      stages: clock.times,
      totalMs: clock.elapsedMs,
      peakGpuBytes: clock.peakGpuBytes,
      warnings: clock.warnings,
    },
  };
}

/** Area and volume of the normalised mesh in the unit of the file. */
function inWorldUnits(topology: MeshTopology, worldPerNorm: number): MeshTopology {
  const { area, signedVolume } = topology;
  return { ...topology, area: area * worldPerNorm ** 2, signedVolume: signedVolume * worldPerNorm ** 3 };
}

/** The cloud, its lengths, and the levels that follow from them. */
async function begin(setting: RunSetting, scope: BufferScope): Promise<Run> {
  const { gpu, host, cloud, options, control, clock } = setting;
  clock.plan(fromTheStart(options.preset === 'paper' ? paperStages() : defaultStages([64, 128, 256])));
  const working = await makeWorkingCloud(gpu, scope, host, cloud, clock, control.prepared);
  const { worldPerNorm } = working.prepared.frame;
  const noise = typeof options.noise === 'number' ? options.noise / worldPerNorm : options.noise;
  const scale = await clock.run('analyse', (stage) =>
    estimateScale(working.prepared.positions, working.tree, noise, host, stage),
  );
  return { ...setting, scope, working, scale, plan: planFor(options, worldPerNorm, scale) };
}

/** The levels for a cloud of this scale; `detail` once it is oriented. */
function planFor(
  { resolution, holeRadius }: ReconstructOptions,
  worldPerNorm: number,
  scale: CloudScale,
  detail?: SurfaceDetail,
): LevelPlan {
  const holeRadiusNorm = holeRadius === 'auto' ? 'auto' : holeRadius / worldPerNorm;
  const most = { maxResolution: AUTO_MAX_RESOLUTION, maxSheetResolution: AUTO_MAX_SHEET_RESOLUTION };
  return planLevels(scale, { resolution, holeRadiusNorm, ...most }, detail);
}

/** The run as it was when the checkpoint was made, on this device. */
function resume(setting: RunSetting, scope: BufferScope, checkpoint: Checkpoint): Run {
  const { clock } = setting;
  const { working: savedCloud, scale, plan, oriented: savedOrientation } = checkpoint;
  const saved = { working: savedCloud, scale, plan, oriented: savedOrientation };
  const { resolution } = checkpoint.level.frame;
  const message =
    `The graphics device was lost. The run went on after its level of ${resolution} cells, at ${2 * resolution}, ` +
    'and the result is the same.';
  clock.context.onEvent({ type: 'warning', message });
  const { working, oriented } = restoreStart(scope, saved);
  return { ...setting, scope, working, scale, plan, restored: { saved, oriented, start: checkpoint.level } };
}

interface Surfaced {
  readonly level: LevelField;
  readonly mesh: FinishedMesh;
  readonly usedFileNormals: boolean;
  readonly stoppedEarly: boolean;
  /** As they were when the surface was found: the orientation may have changed both. */
  readonly scale: ScaleEstimate;
  readonly plan: LevelPlan;
}

/** Orient first, then a convex pull on sparse levels. */
async function runDefault(planned: Run): Promise<Surfaced> {
  const { gpu, scope, working, control, clock, restored } = planned;
  const { points, pointCount, gpuTree } = working;
  const reached = restored?.start.frame.resolution ?? 0;
  if (!restored) clock.plan(defaultStages(resolutionsOf(planned.plan)));
  const { oriented, start, scale, plan } = restored ? { ...planned, ...restored } : await orient(planned);
  clock.plan(levelStages(resolutionsOf(plan).filter((level) => level > reached)));
  const run = { ...planned, scale, plan };
  const { level, stoppedEarly } = await solveLevels(
    gpu,
    scope,
    {
      cloud: { points, pointCount, normals: oriented.normals, tree: gpuTree, scale },
      finestNormals: oriented.sharpened,
      scale,
      plan,
      start,
    },
    clock,
    { stop: control.stop, onSolved: levelKeeper(run, oriented) },
  );
  if (stoppedEarly) clock.skip('level');
  const { planes, usedFileNormals } = oriented;
  return { level, mesh: await extractAndTrim(run, level, planes), usedFileNormals, stoppedEarly, scale, plan };
}

function resolutionsOf({ levels }: LevelPlan): number[] {
  return levels.map(({ frame }) => frame.resolution);
}

interface Oriented {
  readonly oriented: OrientedRun;
  /** What the first level starts from. */
  readonly start: WindingField;
  readonly scale: ScaleEstimate;
  readonly plan: LevelPlan;
}

/** Planes, normals with a side, the winding field, and the levels that the surface now asks for. */
async function orient(run: Run): Promise<Oriented> {
  const { gpu, scope, host, cloud, options, working, scale: measured, clock } = run;
  const { points, pointCount, gpuTree, prepared } = working;
  const planes = await clock.run('analyse', (context) =>
    fitPlanes(gpu, scope, gpuTree, points, pointCount, measured, context),
  );
  return clock.run('orient', async (context) => {
    using own = new BufferScope(gpu, 'neighbours');
    const neighbours = await findNearest(gpu, own, gpuTree, points, pointCount, NEIGHBOURS, context);
    const fileNormals =
      options.fileNormals === 'use' && cloud.normals
        ? gatherTriples(cloud.normals, prepared.sourceIndices, new Float32Array(3 * pointCount))
        : undefined;
    const { positions } = prepared;
    const input = {
      positions,
      points,
      tree: working.tree,
      gpuTree,
      neighbours,
      planes,
      scale: measured,
      isNoiseGiven: typeof options.noise === 'number',
      seed: options.seed,
      ...(fileNormals && { fileNormals }),
    };
    const oriented = await orientNormals(gpu, scope, host, input, context);
    const { normals: sided, winding, usedFileNormals, noiseNorm, thicknessNorm } = oriented;
    const scale = { ...measured, noiseNorm };
    const normals = await quadricNormalsOf(gpu, scope, gpuTree, points, sided, planes, scale, context);
    const sharpened = await sharpenedNormals(gpu, scope, gpuTree, points, normals, scale, context);
    const detail = {
      areaNorm: pointCount * scale.spacingNorm ** 2,
      edgeShare: sharpened.borrowedShare,
      thicknessNorm,
    };
    return {
      oriented: { planes, normals, sharpened: sharpened.normals, usedFileNormals },
      start: winding,
      scale,
      plan: planFor(options, prepared.frame.worldPerNorm, scale, detail),
    };
  });
}

/** What is done with a level that finer ones follow: a checkpoint first, for the preview may take longer. */
function levelKeeper(run: Run, oriented: OrientedRun) {
  const { gpu, options, cloud, control, clock } = run;
  let saved = run.restored?.saved;
  return async (level: LevelField, context: RunContext): Promise<void> => {
    if (control.onCheckpoint) {
      saved ??= await saveStart(gpu, run, oriented, context);
      const savedLevel = await saveLevel(gpu, level, context);
      const pointsInFile = cloud.stats.pointCount;
      control.onCheckpoint({ options, pointsInFile, ...saved, level: savedLevel, past: clock.past });
    }
    if (control.previews) await preview(run, level, oriented, context);
  };
}

/** GridPull as published. */
async function runPaper(run: Run): Promise<Surfaced> {
  const { gpu, scope, options, working, scale, plan, clock } = run;
  const { points, pointCount, gpuTree } = working;
  clock.plan(paperStages());
  const planes = await clock.run('analyse', (context) =>
    fitPlanes(gpu, scope, gpuTree, points, pointCount, scale, context),
  );
  const level = await clock.run(
    'level',
    async (context) => {
      using own = new BufferScope(gpu, 'neighbours');
      const neighbours = await findNearest(gpu, own, gpuTree, points, pointCount, PAPER.neighbours, context);
      const { seed, paperSteps: steps } = options;
      return await reconstructPaper(gpu, scope, { points, pointCount, neighbours, steps, seed }, context);
    },
    PAPER.nodes,
  );
  const mesh = await extractAndTrim(run, level, planes);
  return { level, mesh, usedFileNormals: false, stoppedEarly: false, scale, plan };
}
