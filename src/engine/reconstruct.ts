/**
 * The pipeline on one screen: a cloud in, a mesh out (docs/algorithm.md, in its order).
 *
 * Clean → spacing and noise → local planes → orientation → levels, coarse to fine → marching cubes → trimming.
 * The preset `paper` replaces everything between the cleaned cloud and marching cubes by GridPull as published.
 */
import { estimateScale } from './analysis/estimate-scale.ts';
import { fitPlanes, MOST_LISTED } from './analysis/fit-planes.ts';
import type { CloudScale, ScaleEstimate } from './analysis/measure-scale.ts';
import { type Checkpoint, checkFits, type OrientedRun, restoreStart, saveLevel, saveStart } from './checkpoint.ts';
import type { PointCloud } from './cloud/point-cloud.ts';
import { ReconstructError } from './errors.ts';
import type { RunContext, RunEvent } from './events.ts';
import { BufferScope } from './gpu/buffer-scope.ts';
import { abortable, Gpu } from './gpu/gpu.ts';
import type { GridFrame } from './grid/grid-frame.ts';
import { type LevelPlan, planLevels, type PlannedLevel, type SurfaceDetail } from './grid/plan-levels.ts';
import type { LevelField } from './grid/upsample-field.ts';
import type { Host } from './host.ts';
import { JoinedAbort } from './joined-abort.ts';
import { type MeshTopology, measureTopology } from './mesh/topology.ts';
import type { TriangleMesh } from './mesh/triangle-mesh.ts';
import { findNearest } from './neighbours/find-nearest.ts';
import { AUTO_MAX_RESOLUTION, type ReconstructOptions, validateOptions } from './options.ts';
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
import { STOPPED, untilStopped } from './stopping.ts';
import { StageClock } from './stage-clock.ts';
import { defaultStages, fromTheStart, levelStages, paperStages } from './stage-plan.ts';
import { chooseSide, dress, extractAndTrim, extractAndTrimTiles, preview, type TileSurface } from './surfacing.ts';
import { solveByTiles, type SolvedTiles, splitLevels } from './tiled-levels.ts';
import { finestThatFits, MEASURED_RESOLUTION } from './survey/host-memory.ts';
import { denseScale } from './tiles/dense-scale.ts';
import { totals } from './tiles/plan-tiles.ts';
import { WORK_LIMITS } from './work-limits.ts';
import { makeWorkingCloud, type WorkingCloud } from './working-cloud.ts';
import { gatherTriples } from './math/gather-triples.ts';

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
    ...(host.passTimer && { passTimer: host.passTimer }),
  });
  const own = { signal: ending.signal, onEvent: (event: RunEvent) => context.onEvent(event) };
  const limits = { ...WORK_LIMITS, ...control.limits };
  const clock = new StageClock(gpu, own, pauses, control.resumeFrom?.past);
  try {
    return await runThrough({ gpu, host: pausable(host, pauses), cloud, options, control, clock, limits });
  } catch (error) {
    if (context.signal.aborted) throw context.signal.reason;
    throw await gpu.faultBehind(error);
  }
}

/** Tasks do not start while the run is paused; what runs on a worker runs to its end. */
function pausable(host: Host, pauses: Pauses): Host {
  return {
    ...host,
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
  const { frame, mesh: finished, usedFileNormals, tiles, scale, plan } = surfaced;
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
  return {
    mesh,
    report: {
      preset: options.preset,
      device: host.deviceLabel,
      seed: options.seed,
      points: {
        inFile: cloud.stats.pointCount,
        used: tiles?.dense?.usedCount ?? working.pointCount,
        notFinite: cloud.stats.pointCount - cloud.stats.finiteCount,
        duplicate: tiles?.dense?.duplicateCount ?? working.duplicateCount,
        far: working.farCount,
        outlier: tiles?.dense?.outlierCount ?? working.outlierCount,
      },
      shift: cloud.shift,
      spacing: (run.dense ?? scale).spacingNorm * worldPerNorm,
      noise: scale.noiseNorm * worldPerNorm,
      resolution: frame.resolution,
      voxel: frame.voxelNorm * worldPerNorm,
      holeRadius: plan.holeRadiusNorm * worldPerNorm,
      resolutionReason: surfaced.stoppedEarly ? 'the run was stopped early' : plan.finestReason,
      stoppedEarly: surfaced.stoppedEarly,
      tiles: tiles?.store.tiles.length ?? 0,
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
  const { gpu, host, cloud, options, control, clock, limits } = setting;
  clock.plan(fromTheStart(options.preset === 'paper' ? paperStages() : defaultStages([64, 128, 256])));
  const working = await makeWorkingCloud(gpu, scope, host, cloud, clock, limits, control.prepared);
  const { worldPerNorm } = working.prepared.frame;
  const noise = typeof options.noise === 'number' ? options.noise / worldPerNorm : options.noise;
  const scale = await clock.run('analyse', (stage) =>
    estimateScale(working.prepared.positions, working.tree, noise, host, stage),
  );
  const dense = denseScaleOf(setting, working, scale);
  const maxResolution = await finestInMemory(setting, working);
  const plan = planFor({ options, working, maxResolution }, dense ?? scale);
  return { ...setting, scope, working, scale, plan, maxResolution, ...(dense && { dense }) };
}

/** The finest level that `auto` may take. */
async function finestInMemory({ host, options, clock }: RunSetting, { prepared }: WorkingCloud): Promise<number> {
  if (options.resolution !== 'auto' || host.memoryBytes === undefined) return AUTO_MAX_RESOLUTION;
  const counting = host.runTask('countUnits', { positions: prepared.positions, resolution: MEASURED_RESOLUTION });
  const { bricks } = totals(await abortable(counting, clock.context.signal));
  return finestThatFits(bricks, host.memoryBytes);
}

/** The lengths of all points where `working` is a share of them. */
function denseScaleOf({ cloud, limits }: RunSetting, working: WorkingCloud, scale: ScaleEstimate) {
  const pointCount = cloud.positions.length / 3;
  // The share lost its outliers; the whole loses as many of a hundred.
  const shareCount = working.pointCount + working.outlierCount;
  return pointCount > limits.wholePoints ? denseScale(scale, shareCount, pointCount) : undefined;
}

/** The levels for a cloud of this scale; `detail` once it is oriented. */
function planFor(
  { options, working, maxResolution }: Pick<Run, 'options' | 'working' | 'maxResolution'>,
  scale: CloudScale,
  detail?: SurfaceDetail,
): LevelPlan {
  const { resolution, holeRadius } = options;
  const holeRadiusNorm = holeRadius === 'auto' ? 'auto' : holeRadius / working.prepared.frame.worldPerNorm;
  const isShort = maxResolution < AUTO_MAX_RESOLUTION;
  const maxReason = isShort ? 'a finer level needs more memory than is free' : 'the finest that there is';
  return planLevels(scale, { resolution, holeRadiusNorm, maxResolution, maxReason }, detail);
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
  const dense = denseScaleOf(setting, working, scale);
  const restored = { saved, oriented, start: checkpoint.level };
  const maxResolution = AUTO_MAX_RESOLUTION;
  return { ...setting, scope, working, scale, plan, maxResolution, restored, ...(dense && { dense }) };
}

interface Surfaced {
  /** Of the level that the surface comes from. */
  readonly frame: GridFrame;
  readonly mesh: TileSurface;
  readonly usedFileNormals: boolean;
  readonly stoppedEarly: boolean;
  /** Where the finest levels were solved in tiles. */
  readonly tiles?: SolvedTiles;
  /** As they were when the surface was found: the orientation may have changed both. */
  readonly scale: ScaleEstimate;
  readonly plan: LevelPlan;
}

/** Orient first, then a convex pull on sparse levels: whole ones as far as they fit, then tiles. */
async function runDefault(planned: Run): Promise<Surfaced> {
  const { gpu, scope, working, control, clock, restored } = planned;
  const { points, pointCount, gpuTree } = working;
  const reached = restored?.start.frame.resolution ?? 0;
  if (!restored) clock.plan(defaultStages(resolutionsOf(planned.plan.levels)));
  const { oriented, start, scale, plan } = restored ? { ...planned, ...restored } : await orient(planned);
  const dense = planned.dense && { ...planned.dense, noiseNorm: scale.noiseNorm };
  const run = { ...planned, scale, plan, ...(dense && { dense }) };
  const { planes, usedFileNormals } = oriented;
  const { whole, tiled } = await splitLevels(run);
  const toCome = (levels: readonly PlannedLevel[]): number[] =>
    resolutionsOf(levels).filter((resolution) => resolution > reached);
  clock.plan(levelStages(toCome(whole), toCome(tiled)));
  const { level, stoppedEarly } = await solveLevels(
    gpu,
    scope,
    {
      cloud: { points, pointCount, normals: oriented.normals, tree: gpuTree, scale },
      finestNormals: oriented.sharpened,
      scale,
      plan,
      levels: whole,
      start,
    },
    clock,
    { stop: control.stop, onSolved: levelKeeper(run, oriented) },
  );
  const about = { usedFileNormals, scale, plan };
  const tiles = stoppedEarly || tiled.length === 0 ? undefined : await solveUnlessStopped(run, oriented, level, tiled);
  if (tiles) {
    const mesh = await extractAndTrimTiles(run, tiles, planes);
    return { ...about, frame: tiles.store.frame, mesh, stoppedEarly: false, tiles };
  }
  const isEarly = stoppedEarly || tiled.length > 0;
  if (isEarly) clock.skip('level');
  const mesh = await extractAndTrim(run, level, planes);
  return { ...about, frame: level.grid.frame, mesh, stoppedEarly: isEarly };
}

/** Nothing where a stop came before the last tile: the whole level before is the result then. */
async function solveUnlessStopped(
  run: Run,
  oriented: OrientedRun,
  level: LevelField,
  tiled: readonly PlannedLevel[],
): Promise<SolvedTiles | undefined> {
  const { clock, control } = run;
  using stopping = new JoinedAbort().follow(clock.context.signal);
  if (control.stop) stopping.follow(control.stop, STOPPED);
  const finest = tiled[tiled.length - 1]!.frame.resolution;
  return await clock.run(
    'level',
    (context) => {
      const stoppable = { ...context, signal: stopping.signal };
      return untilStopped(() => solveByTiles(run, oriented, level, tiled, stoppable));
    },
    finest,
  );
}

function resolutionsOf(levels: readonly PlannedLevel[]): number[] {
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
  using own = new BufferScope(gpu, 'neighbours');
  // One search for planes and votes.
  const { neighbourCount } = measured;
  const listed = neighbourCount <= MOST_LISTED ? Math.max(NEIGHBOURS, neighbourCount) : NEIGHBOURS;
  const { planes, nearest } = await clock.run('analyse', async (context) => {
    const nearest = await findNearest(gpu, own, gpuTree, points, pointCount, listed, context);
    return { nearest, planes: await fitPlanes(gpu, scope, gpuTree, points, pointCount, measured, context, nearest) };
  });
  const neighbours = { ...nearest, k: NEIGHBOURS };
  // Awaited here, for the lists end with this function at the latest.
  return await clock.run('orient', async (context) => {
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
    const found = await orientNormals(gpu, scope, host, input, context);
    own.destroy(nearest.indices);
    own.destroy(nearest.squared);
    const { normals: sided, winding, usedFileNormals, noiseNorm, thicknessNorm } = found;
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
      plan: planFor(run, { ...(run.dense ?? scale), noiseNorm }, detail),
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
  return { frame: level.grid.frame, mesh, usedFileNormals: false, stoppedEarly: false, scale, plan };
}
