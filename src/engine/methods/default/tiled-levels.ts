/**
 * The last part of a run whose finest levels, or whose points, are too many for the device's buffers as a whole: those
 * levels are solved in tiles, from all points, and the surface is drawn from them.
 */
import type { ScaleEstimate } from '../../analysis/measure-scale.ts';
import { BRICK_BUFFER_BYTES, CELL_BUFFER_BYTES, dataCellsShare } from '../../estimate/run-costs.ts';
import { goalShare } from '../../field/goal-share.ts';
import { measureGoalNoise } from '../../field/measure-goals.ts';
import { abortable } from '../../gpu/gpu.ts';
import { AUTO_START_RESOLUTION, type PlannedLevel } from '../../grid/plan-levels.ts';
import type { LevelField } from '../../grid/upsample-field.ts';
import { pointCountOf } from '../../cloud/point-cloud.ts';
import type { StageContext } from '../../host/stage-context.ts';
import { runSteps } from '../../host/steps.ts';
import { TooLarge, withinMemory } from '../../host/within-memory.ts';
import { gatherTriples } from '../../math/gather-triples.ts';
import type { OrientedRun } from '../../run/checkpoint.ts';
import type { Run } from '../../run/run.ts';
import type { WorkingCloud } from '../../run/working-cloud.ts';
import { BrickStore } from '../../tiles/brick-store.ts';
import { type BrickCounts, countCrowded } from '../../tiles/crowded-bricks.ts';
import { type DenseCloud, orderDense } from '../../tiles/dense-cloud.ts';
import { type DensePoints, heldPoints } from '../../tiles/dense-points.ts';
import type { DenseScale } from '../../tiles/dense-scale.ts';
import { DenseTiles } from '../../tiles/dense-tiles.ts';
import { type OrderedPoints, orderStored, type StoredDense } from '../../tiles/order-stored.ts';
import { dumpTiles } from '../../tiles/dump-tiles.ts';
import { tileParts } from '../../tiles/extract-tiles.ts';
import {
  type CoarseBricks,
  countUnits,
  isWithin,
  type TileLimits,
  totals,
  type UnitCounts,
} from '../../tiles/plan-tiles.ts';
import { HALO_BRICKS, solveTiles } from '../../tiles/solve-tiles.ts';
import { wholeCloud } from '../../tiles/tile-clouds.ts';
import { type SolvedTiles, type TiledLevel, tilesOf, type TilesPlan } from '../../tiles/tiles-plan.ts';
import { LEAST_TILED_RESOLUTION } from '../../tiles/unit-box.ts';
import { LevelCourse } from './level-course.ts';
import type { LevelData } from './level-data.ts';
import type { RefusedLevel } from './solve-levels.ts';

/**
 * Bricks of a level for each brick with points in it. Measured: 1.3 to 2.1 at 256 to 2048, most where points are few.
 */
const BRICKS_SHARE = 2.1;
/** Nodes round a cell with a point, and the neighbourhood of a point's plane, in voxels. */
const POINT_REACH_VOXELS = 12;

function bufferBytes({ stage, limits }: Run): number {
  const { maxBufferSize, maxStorageBufferBindingSize } = stage.gpu.device.limits;
  return Math.min(maxBufferSize, maxStorageBufferBindingSize, limits.bufferBytes);
}

function limitsOf(run: Run): TileLimits {
  const { limits, plan, scale, dense } = run;
  const bytes = bufferBytes(run);
  return {
    points: limits.tilePoints,
    cells: bytes / CELL_BUFFER_BYTES / dataCellsShare({ ...(dense ?? scale), thicknessNorm: plan.thicknessNorm }),
    bricks: bytes / BRICK_BUFFER_BYTES / BRICKS_SHARE,
  };
}

/** The course of a run's levels, as far as the points tell it. */
export async function startCourse(run: Run): Promise<LevelCourse> {
  const { stage, plan, scale, dense, options } = run;
  return new LevelCourse({
    plan,
    scale: dense ? { ...dense, noiseNorm: scale.noiseNorm } : scale,
    isAuto: options.resolution === 'auto',
    isDense: dense !== undefined,
    firstTiled: await firstTiledByPoints(run),
    bricks: await countBricks(run),
    mostBricks: bufferBytes(run) / BRICK_BUFFER_BYTES,
    memoryBytes: stage.host.memoryBytes ?? Infinity,
  });
}

/**
 * The first level that is too large, and at the latest the last one of a thinned cloud; all after it are tiled, too.
 */
async function firstTiledByPoints(run: Run): Promise<number> {
  const { levels } = run.plan;
  const limits = { ...limitsOf(run), points: Infinity };
  for (const { frame } of levels) {
    const { resolution } = frame;
    if (resolution < LEAST_TILED_RESOLUTION) continue;
    if (run.dense && resolution === levels.at(-1)!.frame.resolution) return resolution;
    const counts = await countsOf(run, wholeOf(run).prepared.positions, resolution);
    if (!isWithin(totals(counts), limits)) return resolution;
  }
  return Infinity;
}

/**
 * An even share of scan lines is .35 gaps apart for the sake of thin parts; what lies between lines a share of .7 gaps
 * shows as well, which has a quarter of the points.
 */
const SHOWN_BY_LINES = 0.25;

/** Counted only where the spacing asks for a level that may not be worth it, whether it is gone to or not. */
async function countBricks({ stage, options, plan, cloud, working, lines, dense }: Run): Promise<BrickCounts> {
  const { neededResolution, levels } = plan;
  const isAskedFor = options.resolution !== 'auto' && levels.at(-1)!.frame.resolution >= neededResolution;
  if (isAskedFor || neededResolution <= AUTO_START_RESOLUTION) {
    return { occupied: new Uint32Array(), crowded: new Uint32Array() };
  }
  const { positions } = working.prepared;
  const isShare = dense && !lines;
  const pointsPerPosition = isShare ? (3 * pointCountOf(cloud)) / positions.length : lines ? SHOWN_BY_LINES : 1;
  const counting = stage.host.runTask(countCrowded, { positions, pointsPerPosition });
  return abortable(counting, stage.context.signal);
}

/** All points that the levels pull towards. */
function wholeOf({ working, lines }: Run): WorkingCloud {
  return lines?.whole ?? working;
}

function countsOf({ stage }: Run, positions: Float32Array, resolution: number): Promise<UnitCounts> {
  const { host, context } = stage;
  return abortable(host.runTask(countUnits, { positions, resolution }), context.signal);
}

/** How far the tiled levels came. */
export interface TiledLevels {
  /** The finest that was solved; not there where none was. */
  readonly tiles?: SolvedTiles;
  /** The level after it, if there is no memory for that. */
  readonly refused?: RefusedLevel;
}

/** What tiles go on from: the run's normals, what its levels pull towards, and the last level that is whole. */
export interface TiledStart {
  readonly oriented: OrientedRun;
  readonly data: LevelData;
  readonly coarse: LevelField;
  /** Bricks of the first level for each of `coarse`, as far as one can tell. */
  readonly growth: number;
}

/** A level in tiles, and all points of the cloud where it takes those. */
interface OpenedLevel {
  readonly tiled: TiledLevel;
  readonly cloud?: OrderedPoints;
}

interface SolvedLevel {
  readonly store: BrickStore;
  readonly tiles: SolvedTiles;
}

/** Levels before the last take the points that the run works on as a whole. Rejects with the reason of its signal. */
export async function solveByTiles(run: Run, start: TiledStart, tiled: readonly PlannedLevel[]): Promise<TiledLevels> {
  let solved: SolvedLevel | undefined;
  const goalNoiseNorm = await goalNoiseOf(run, start);
  for (const level of tiled) {
    const { resolution } = level.frame;
    const found = await withinMemory(run.stage, async (stage) => {
      const inside = { ...run, stage };
      const opened = await openLevel(inside, start, level, level === tiled.at(-1));
      return await solveOpened(inside, start, { ...opened, before: solved?.store ?? start.coarse, goalNoiseNorm });
    });
    if (found instanceof TooLarge) return { ...(solved && { tiles: solved.tiles }), refused: { resolution, ...found } };
    solved = found;
  }
  return solved ? { tiles: solved.tiles } : {};
}

/** All that the levels need to know of the whole cloud, so that their tiles may be solved elsewhere. */
export async function planByTiles(
  run: Run,
  start: TiledStart,
  tiled: readonly PlannedLevel[],
): Promise<{ readonly tiles: TilesPlan; readonly cloud?: OrderedPoints }> {
  const goalNoiseNorm = await goalNoiseOf(run, start);
  const levels: TiledLevel[] = [];
  let cloud: OrderedPoints | undefined;
  for (const level of tiled) {
    const opened = await openLevel(run, start, level, level === tiled.at(-1));
    levels.push(opened.tiled);
    ({ cloud } = opened);
  }
  const { plan } = run;
  return { tiles: { levels, plan, scale: run.dense ?? run.scale, goalNoiseNorm }, ...(cloud && { cloud }) };
}

/** σ behind the goals of noisy points, from the last level that is whole; 0 without goals. */
async function goalNoiseOf({ stage, scale, dense }: Run, { data, coarse }: TiledStart): Promise<number> {
  if (goalShare(dense ?? scale) === 0) return 0;
  return await measureGoalNoise(stage, { level: coarse, samples: data, scale });
}

async function openLevel(
  run: Run,
  { growth }: TiledStart,
  level: PlannedLevel,
  isFinest: boolean,
): Promise<OpenedLevel> {
  const { resolution } = level.frame;
  if (isFinest && run.dense) {
    const { counts, ...cloud } = await orderAll(run, resolution);
    return { tiled: { level, counts, limits: limitsOf(run), growth: null, isDense: true }, cloud };
  }
  const limits = { ...limitsOf(run), points: Infinity };
  const counts = await countsOf(run, wholeOf(run).prepared.positions, resolution);
  // Across holes there are no points.
  const isByBricks = isWithin(totals(counts), limits);
  return { tiled: { level, counts, limits, growth: isByBricks ? growth / BRICKS_SHARE : null, isDense: false } };
}

/** All points in order, in memory or where the host keeps them. */
async function orderAll({ stage, cloud, working }: Run, resolution: number): Promise<StoredDense> {
  const { host, context } = stage;
  const { positions, all, colors } = cloud;
  const { frame } = working.prepared;
  if (all) {
    const ordering = orderStored({ all, frame, resolution, hasColors: colors !== undefined });
    return await runSteps(ordering, context.signal, context.pause);
  }
  const asking = host.runTask(orderDense, { positions, frame, resolution });
  const { cloud: ordered, counts } = await abortable(asking, context.signal);
  const { pointCount, duplicateCount, outsideCount } = ordered;
  return { points: heldPoints(ordered, colors), counts, pointCount, duplicateCount, outsideCount };
}

interface TiledCourse extends OpenedLevel {
  readonly before: LevelField | BrickStore;
  readonly goalNoiseNorm: number;
}

async function solveOpened(
  run: Run,
  { oriented, data }: TiledStart,
  { tiled, cloud, before: coarse, goalNoiseNorm }: TiledCourse,
): Promise<SolvedLevel> {
  const { stage, plan, lines, dense } = run;
  const { level, counts } = tiled;
  const isOfLines = lines !== undefined;
  const clouds =
    cloud && dense
      ? await denseTilesOf(stage, {
          ...run,
          oriented,
          dense,
          isOfLines,
          level,
          points: cloud.points,
          ...shareColorsOf(run),
        })
      : wholeCloud(data);
  const scale = dense ?? run.scale;
  const tiles = await tilesOf(tiled, () => bricksOf(stage, coarse));
  const store = await solveTiles(stage, { coarse, level, plan, scale, goalNoiseNorm, tiles, counts, clouds });
  await dumpTiles(stage, store);
  const found = clouds.findings && cloud && { dense: denseCounts(cloud, clouds.findings.outlierCount) };
  const parts = (inside: StageContext) => tileParts(inside, { store, clouds });
  return { store, tiles: { frame: level.frame, tileCount: store.tiles.length, parts, ...found } };
}

/** @param cloud all points that were within the frame */
export function denseCounts(
  cloud: Pick<DenseCloud, 'pointCount' | 'duplicateCount' | 'outsideCount'>,
  outlierCount: number,
): NonNullable<SolvedTiles['dense']> {
  const { pointCount, duplicateCount, outsideCount } = cloud;
  return { usedCount: pointCount - outlierCount, outlierCount: outlierCount + outsideCount, duplicateCount };
}

async function bricksOf({ gpu, context }: StageContext, coarse: LevelField | BrickStore): Promise<CoarseBricks> {
  if (coarse instanceof BrickStore) return { coords: coarse.brickCoords, resolution: coarse.frame.resolution };
  const { brickCoords, brickCount, frame } = coarse.grid;
  const coords = await gpu.readUints(brickCoords, brickCount, context.signal);
  return { coords, resolution: frame.resolution };
}

/** [3 × points of the share] sRGB, where the cloud has colours. */
export function shareColorsOf({ cloud, working }: Pick<Run, 'cloud' | 'working'>): { readonly colors?: Uint8Array } {
  if (!cloud.colors) return {};
  const { sourceIndices } = working.prepared;
  return { colors: gatherTriples(cloud.colors, sourceIndices, new Uint8Array(3 * sourceIndices.length)) };
}

export interface DenseSource {
  readonly points: DensePoints;
  /** The share, and what was found of it. */
  readonly working: WorkingCloud;
  readonly oriented: OrientedRun;
  readonly scale: ScaleEstimate;
  /** Lengths of all points. */
  readonly dense: DenseScale;
  readonly isOfLines: boolean;
  readonly level: PlannedLevel;
  /** `shareColorsOf` it. */
  readonly colors?: Uint8Array;
}

/** All points of the cloud, by tiles of a level. */
export async function denseTilesOf(
  { gpu, context }: StageContext,
  { points, working, oriented, scale, dense, isOfLines, level, colors }: DenseSource,
): Promise<DenseTiles> {
  const { planes, normals, borrowedShare } = oriented;
  const share = {
    tree: working.gpuTree,
    points: working.points,
    normals,
    radii: await gpu.readFloats(planes.radii, working.pointCount, context.signal),
    spacingNorm: scale.spacingNorm,
    noiseNorm: scale.noiseNorm,
    deviations: working.deviations,
    borrowedShare,
    ...(colors && { colors }),
  };
  const haloNorm = (8 * HALO_BRICKS + POINT_REACH_VOXELS) * level.frame.voxelNorm;
  return new DenseTiles({ points, scale: dense, share, isOfLines, haloNorm });
}
