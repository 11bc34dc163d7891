/**
 * The default method from the prepared cloud to the surface (docs/algorithm.md section 2): planes, orientation, levels
 * coarse to fine, whole ones as far as they fit and tiles from there, marching cubes, trimming.
 */
import { dumpPlanes } from '../../analysis/dump-planes.ts';
import { fitPlanes, MOST_LISTED, type PlaneFit } from '../../analysis/fit-planes.ts';
import type { ScaleEstimate } from '../../analysis/measure-scale.ts';
import { widenPlanes } from '../../analysis/widen-planes.ts';
import { pointCountOf } from '../../cloud/point-cloud.ts';
import type { StageContext } from '../../host/stage-context.ts';
import { denseScaleOf, planFor } from '../../run/begin-run.ts';
import { type OrientedRun, type SavedLevel, saveLevel, saveStart } from '../../run/checkpoint.ts';
import type { JoinedTiles } from '../../run/run-control.ts';
import { BufferScope } from '../../gpu/buffer-scope.ts';
import { abortable } from '../../gpu/gpu.ts';
import { endPlanAt, type LevelPlan, type PlannedLevel } from '../../grid/plan-levels.ts';
import type { LevelField } from '../../grid/upsample-field.ts';
import type { Scratch } from '../../host/scratch.ts';
import { runSteps } from '../../host/steps.ts';
import { JoinedAbort } from '../../host/joined-abort.ts';
import { gatherTriples } from '../../math/gather-triples.ts';
import { findNearest, type Neighbours } from '../../neighbours/find-nearest.ts';
import { buildKdTree } from '../../neighbours/kd-tree.ts';
import { dumpNormals } from '../../orientation/dump-sides.ts';
import { type Orientation, type OrientationInput, orientNormals } from '../../orientation/orient-normals.ts';
import { quadricNormalsOf } from '../../orientation/quadric-normals.ts';
import { sharpenedNormals } from '../../orientation/sharpen-normals.ts';
import { directionShareOf, lentShare } from '../../orientation/spread-normals.ts';
import type { WindingField } from '../../orientation/winding-field.ts';
import type { Run } from '../../run/run.ts';
import { dropNearest, handedOver } from '../../run/working-cloud.ts';
import { countAbout, countAboutSteps } from '../../tiles/count-about.ts';
import { pointsAbout, pointsAboutSteps } from '../../tiles/points-about.ts';
import type { LevelCourse } from './level-course.ts';
import { coarseVoxelsOf } from './judge-voxels.ts';
import { type LevelData, levelDataOf } from './level-data.ts';
import { sensorsOf } from '../sensors-of.ts';
import { type RefusedLevel, type SolvedLevels, solveLevels } from './solve-levels.ts';
import type { StreamedSurfaced, Surfaced } from '../method.ts';
import { surfaceByParts } from '../streamed-surfacing.ts';
import type { PlannedByTiles } from '../planned-by-tiles.ts';
import { NEIGHBOURS } from './default-kernels.ts';
import { defaultStages, levelStages } from './default-stages.ts';
import { STOPPED, untilStopped } from '../../run/stopping.ts';
import { extractAndTrim, extractAndTrimTiles, preview } from '../surfacing.ts';
import {
  planByTiles,
  shareColorsOf,
  solveByTiles,
  startCourse,
  type TiledLevels,
  type TiledStart,
} from './tiled-levels.ts';

/** Orient first, then a convex pull on sparse levels: whole ones as far as they fit, then tiles. */
export async function runDefault(planned: Run): Promise<Surfaced> {
  const begun = await beginLevels(planned);
  const { joined } = planned.control;
  if (joined) return await surfaceOfTiles(begun, joined);
  const whole = await solveWhole(begun);
  const { run, oriented, course, level, tiled } = whole;
  const byTiles = tiled.length > 0 ? await solveUnlessStopped(run, startOf(whole), tiled) : {};
  const tiles = byTiles?.tiles;
  const refused = tiled.length > 0 ? byTiles?.refused : whole.refused;
  const frame = tiles?.frame ?? level.grid.frame;
  const plan = refused ? endedByMemory(run, frame.resolution, refused) : run.plan;
  const about = {
    ...statedOf({ run, oriented }),
    plan,
    coarse: coarseVoxelsOf(plan, frame.resolution, course.isWorthFiner(frame.resolution)),
    frame,
    stoppedEarly: whole.stoppedEarly || byTiles === undefined,
  };
  if (about.stoppedEarly || refused) planned.clock.skip('level');
  if (!tiles) return { ...about, ...(await extractAndTrim(run, level, oriented)) };
  return { ...about, tiles, ...(await extractAndTrimTiles(run, tiles, oriented)) };
}

/** The same as far as the levels in tiles, in plain data; null where all levels are whole. */
export async function planDefaultTiles(planned: Run): Promise<PlannedByTiles | null> {
  const whole = await solveWhole(await beginLevels(planned));
  const { run, oriented, course, level, tiled } = whole;
  if (tiled.length === 0) return null;
  const { stage, options, clock, dense } = run;
  const { tiles, cloud } = await planByTiles(run, startOf(whole), tiled);
  const saved = await saveStart(stage, run, oriented);
  const savedLevel = await saveLevel(stage, level, course.growth);
  const pointsInFile = run.cloud.stats.pointCount;
  const checkpoint = { options, pointsInFile, ...saved, level: savedLevel, past: clock.past };
  if (!cloud || !dense) return { start: { ...tiles, checkpoint } };
  const { points, pointCount, duplicateCount, outsideCount } = cloud;
  const { blockStarts, steps } = points;
  const { colors } = shareColorsOf(run);
  const counts = { blockStarts, pointCount, duplicateCount, outsideCount };
  const ofAll = { ...counts, steps, scale: dense, ...(colors && { shareColors: colors }) };
  return { start: { ...tiles, checkpoint, dense: ofAll }, cloud };
}

/** A run with its sides, before its first level or where an earlier run left off. */
interface BegunLevels {
  readonly run: Run;
  readonly oriented: OrientedRun;
  readonly start: WindingField | SavedLevel;
}

async function beginLevels(planned: Run): Promise<BegunLevels> {
  const { working, clock, restored } = planned;
  if (!restored) clock.plan(defaultStages(resolutionsOf(planned.plan.levels)));
  const { oriented, start, scale, plan } = restored ? { ...planned, ...restored } : await orient(planned);
  const dense = oriented.layers
    ? denseScaleOf(planned, { working, lines: planned.lines, scale })
    : planned.dense && { ...planned.dense, noiseNorm: scale.noiseNorm };
  return { run: { ...planned, scale, plan, ...(dense && { dense }) }, oriented, start };
}

/** A run as far as its levels are whole. */
interface WholeLevels extends BegunLevels, SolvedLevels {
  /** Its plan is what the levels have made of it. */
  readonly run: Run;
  readonly data: LevelData;
  readonly course: LevelCourse;
  /** Those that follow in tiles. */
  readonly tiled: readonly PlannedLevel[];
}

async function solveWhole(begun: BegunLevels): Promise<WholeLevels> {
  const { run, oriented, start } = begun;
  const { stage, working, scale, clock, control, restored } = run;
  const { points, pointCount, gpuTree } = working;
  const course = await startCourse(run);
  const toCome = course.after(restored?.start.frame.resolution ?? 0);
  clock.plan(levelStages(resolutionsOf(toCome.whole), resolutionsOf(toCome.tiled)));
  const data = await levelDataOf(run, oriented);
  const solved = await solveLevels(
    stage,
    {
      cloud: { points, pointCount, normals: oriented.normals, tree: gpuTree, scale },
      data,
      scale,
      course,
      start,
    },
    clock,
    { stop: control.stop, onSolved: levelKeeper(run, oriented, course) },
  );
  const isTiled = !solved.stoppedEarly && (!solved.refused || course.refuse(solved.refused.resolution));
  const { tiled } = isTiled ? course.after(solved.level.grid.frame.resolution) : { tiled: [] };
  return { ...begun, ...solved, run: { ...run, plan: course.plan }, data, course, tiled };
}

function startOf({ oriented, data, level, course }: WholeLevels): TiledStart {
  return { oriented, data, coarse: level, growth: course.growth };
}

/** What a run knows of its surface before it has one. */
function statedOf({ run: { scale }, oriented }: Pick<BegunLevels, 'run' | 'oriented'>) {
  const { normals, planes, evidence, isDoubtful, sensors, isMirrored, layers } = oriented;
  return { normals, planes, evidence, isDoubtful, sensors, isMirrored, layers, scale };
}

/** From tiles that were solved elsewhere on. */
async function surfaceOfTiles(begun: BegunLevels, joined: JoinedTiles): Promise<Surfaced> {
  const about = aboutJoined(begun, joined);
  const { tiles, plan } = joined;
  return { ...about, ...(await extractAndTrimTiles({ ...begun.run, plan }, tiles, begun.oriented)) };
}

/** The same of a surface that memory does not hold. */
export async function joinDefaultStreamed(planned: Run, scratch: Pick<Scratch, 'open'>): Promise<StreamedSurfaced> {
  const { joined } = planned.control;
  if (!joined) throw new Error('there are no tiles to join');
  const begun = await beginLevels(planned);
  const about = aboutJoined(begun, joined);
  const { tiles, plan } = joined;
  return { ...about, ...(await surfaceByParts({ ...begun.run, plan }, tiles, begun.oriented, scratch)) };
}

function aboutJoined({ run, oriented }: BegunLevels, { tiles, plan }: JoinedTiles) {
  const { frame } = tiles;
  run.clock.plan(levelStages([], []));
  const coarse = coarseVoxelsOf(plan, frame.resolution, true);
  return { ...statedOf({ run, oriented }), plan, coarse, frame, stoppedEarly: false, tiles };
}

/** The plan as it came out, and a warning: a finer level was meant to be, and there is no memory for it. */
function endedByMemory({ stage, plan, scale }: Run, resolution: number, refused: RefusedLevel): LevelPlan {
  const message =
    `There is no memory for the level of ${refused.resolution} cells (${refused.reason}): the surface is that of ` +
    `${resolution} cells. For a finer one use fewer points, or a computer with more graphics memory.`;
  stage.context.onEvent({ type: 'warning', message });
  return endPlanAt(plan, scale, resolution, 'refused');
}

/** Nothing where a stop came before the last tile: the whole level before is the result then. */
async function solveUnlessStopped(
  run: Run,
  start: TiledStart,
  tiled: readonly PlannedLevel[],
): Promise<TiledLevels | undefined> {
  const { stage, clock, control } = run;
  using stopping = new JoinedAbort().follow(stage.context.signal);
  if (control.stop) stopping.follow(control.stop, STOPPED);
  const finest = tiled[tiled.length - 1]!.frame.resolution;
  return await clock.run(
    'level',
    () => {
      const context = { ...stage.context, signal: stopping.signal };
      return untilStopped(() => solveByTiles({ ...run, stage: { ...stage, context } }, start, tiled));
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
  const { stage, cloud, options, working, scale: measured, clock } = run;
  const { points, pointCount, gpuTree, prepared } = working;
  using own = new BufferScope(stage.gpu, 'neighbours');
  // One search for planes and votes.
  const { neighbourCount } = measured;
  const listed = neighbourCount <= MOST_LISTED ? Math.max(NEIGHBOURS, neighbourCount) : NEIGHBOURS;
  const { planes: fitted, nearest } = await clock.run('analyse', () => planesOf(run, own, listed));
  await dumpPlanes(stage, prepared.positions, fitted);
  const neighbours = { ...nearest, k: NEIGHBOURS };
  // Awaited here, for the lists end with this function at the latest.
  return await clock.run('orient', async () => {
    const fileNormals =
      options.fileNormals === 'use' && cloud.normals
        ? gatherTriples(cloud.normals, prepared.sourceIndices, new Float32Array(3 * pointCount))
        : undefined;
    const { positions } = prepared;
    const sensors = sensorsOf(cloud, prepared);
    const input = {
      positions,
      points,
      tree: working.tree,
      gpuTree,
      neighbours,
      planes: fitted,
      scale: measured,
      isNoiseGiven: typeof options.noise === 'number',
      seed: options.seed,
      ...(fileNormals && { fileNormals }),
      ...(sensors && { sensors }),
      ...(await allAbout(run)),
    };
    const found = await orientNormals(stage, input);
    own.destroy(nearest.indices);
    const { normals: sided, winding, noiseNorm, thicknessNorm, sideEnergy, ...stated } = found;
    const scale = { ...measured, noiseNorm };
    warnOfLayers(run, found);
    const { planes } = found;
    const normals = await quadricNormalsOf(stage, { tree: gpuTree, points, normals: sided, planes, scale });
    const finest = await sharpenedNormals(stage, { tree: gpuTree, points, normals, scale });
    const { normals: sharpened, borrowedShare } = finest;
    await dumpNormals(stage, 'oriented normals', positions, normals);
    await dumpNormals(stage, 'normals of the finest level', positions, sharpened);
    const areaNorm = pointCount * scale.spacingNorm ** 2;
    const edgeShare = run.lines ? lentShare(borrowedShare) : borrowedShare;
    const directionShare =
      run.lines && directionShareOf(scale, { shareCount: pointCount, pointCount: pointCountOf(cloud) }, edgeShare);
    const detail = { areaNorm, edgeShare, thicknessNorm, sideEnergy };
    return {
      oriented: { ...stated, normals, sharpened, borrowedShare },
      start: winding,
      scale,
      plan: {
        ...planFor(run, { ...(run.dense ?? scale), noiseNorm }, detail),
        ...(directionShare !== undefined && { directionShare }),
      },
    };
  });
}

/** The points' planes, and the `listed` nearest of each, owned by `own`, without their distances. */
async function planesOf(
  run: Run,
  own: BufferScope,
  listed: number,
): Promise<{ planes: PlaneFit; nearest: Neighbours }> {
  const { stage, working, scale } = run;
  const { points, pointCount, gpuTree: tree, prepared, deviations } = working;
  const nearest = await nearestOf(run, own, listed);
  const planes = await fitPlanes(stage, { tree, points, pointCount, scale, listed: nearest });
  const { positions } = prepared;
  if (deviations) await widenPlanes(stage, { tree, positions, deviations, scale, planes });
  // Nobody asks for distances any more: 52 bytes a point less where a run holds the most.
  own.destroy(nearest.squared);
  return { planes, nearest };
}

/** Of a cloud of which the run works on a random share, all points about some places. */
async function allAbout({
  stage,
  cloud,
  working,
  dense,
  lines,
}: Run): Promise<Pick<OrientationInput, 'about' | 'counting'>> {
  if (!dense || lines) return {};
  const { host, context } = stage;
  const { spacingNorm } = dense;
  const { frame, positions: share } = working.prepared;
  const { all, positions: held } = cloud;
  const { signal, pause } = context;
  const { positions, inner } = all
    ? await runSteps(pointsAboutSteps({ chunks: all.chunks([]), frame, share, spacingNorm }), signal, pause)
    : await abortable(host.runTask(pointsAbout, { positions: held, frame, share, spacingNorm }), signal);
  const tree = await buildKdTree(positions, host, context);
  const counting = (places: Float32Array, radii: Float32Array) =>
    all
      ? runSteps(countAboutSteps({ chunks: all.chunks([]), frame, places, radii }), signal, pause)
      : abortable(host.runTask(countAbout, { positions: held, frame, places, radii }), signal);
  return { about: { positions, inner, spacingNorm, tree }, counting: { countAbout: counting } };
}

/** Told, for two scans that are to be one surface are seldom meant to lie apart. */
function warnOfLayers({ stage, working, cloud, options }: Run, { layers, noiseNorm }: Orientation): void {
  if (!layers) return;
  const { worldPerNorm } = working.prepared.frame;
  const { attributes, scans = [] } = cloud;
  const isCurable = attributes?.scan && scans.length > 1 && !options.alignScans;
  const cure = isCurable ? ' The option --align-scans brings them together.' : '';
  const message =
    `The surface lies in layers about ${(layers.offsetNorm * worldPerNorm).toPrecision(2)} apart, as of scans that are not quite ` +
    `aligned: they were taken for one surface in noise of ${(noiseNorm * worldPerNorm).toPrecision(2)}.${cure}`;
  stage.context.onEvent({ type: 'warning', message });
}

/** The `listed` nearest of each point, owned by `own`: those that the search for outliers left, where they suffice. */
async function nearestOf({ stage, working }: Run, own: BufferScope, listed: number): Promise<Neighbours> {
  const { nearest, gpuTree: tree, points: queries, pointCount: queryCount } = working;
  if (nearest && nearest.k >= listed) return handedOver(nearest, stage.scope, own);
  dropNearest(working, stage.scope);
  return findNearest({ ...stage, scope: own }, { tree, queries, queryCount, k: listed });
}

/** What is done with a level that finer ones follow: a checkpoint first, for the preview may take longer. */
function levelKeeper(run: Run, oriented: OrientedRun, course: LevelCourse) {
  const { options, cloud, control, clock } = run;
  let saved = run.restored?.saved;
  return async (stage: StageContext, level: LevelField): Promise<void> => {
    if (control.onCheckpoint && (control.isCheckpointDue?.() ?? true)) {
      saved ??= await saveStart(stage, run, oriented);
      const savedLevel = await saveLevel(stage, level, course.growth);
      const pointsInFile = cloud.stats.pointCount;
      control.onCheckpoint({ options, pointsInFile, ...saved, level: savedLevel, past: clock.past });
    }
    if (control.previews) await preview({ ...run, stage }, level, oriented);
  };
}
