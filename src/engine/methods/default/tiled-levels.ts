/**
 * The last part of a run whose finest levels, or whose points, are too many for the device's buffers as a whole: those
 * levels are solved in tiles, from all points, and the surface is drawn from them.
 */
import { dumpTiles } from '../../tiles/dump-tiles.ts';
import type { OrientedRun } from '../../run/checkpoint.ts';
import type { WorkingCloud } from '../../run/working-cloud.ts';
import type { LevelData } from './level-data.ts';
import { abortable } from '../../gpu/gpu.ts';
import { AUTO_START_RESOLUTION, type PlannedLevel } from '../../grid/plan-levels.ts';
import type { LevelField } from '../../grid/upsample-field.ts';
import type { Run } from '../../run/run.ts';
import type { StageContext } from '../../host/stage-context.ts';
import { TooLarge, withinMemory } from '../../host/within-memory.ts';
import { BRICK_BUFFER_BYTES, CELL_BUFFER_BYTES, dataCellsShare } from '../../estimate/run-costs.ts';
import { BrickStore } from '../../tiles/brick-store.ts';
import { countCrowded } from '../../tiles/crowded-bricks.ts';
import { DenseTiles } from '../../tiles/dense-tiles.ts';
import {
  countUnits,
  expectBricks,
  isWithin,
  planTiles,
  type TileLimits,
  totals,
  type UnitCounts,
} from '../../tiles/plan-tiles.ts';
import { HALO_BRICKS, solveTiles } from '../../tiles/solve-tiles.ts';
import { type TileClouds, wholeCloud } from '../../tiles/tile-clouds.ts';
import { LEAST_TILED_RESOLUTION, UNITS_PER_AXIS } from '../../tiles/unit-box.ts';
import { orderDense } from '../../tiles/dense-cloud.ts';
import { goalShare } from '../../field/goal-share.ts';
import { measureGoalNoise } from '../../field/measure-goals.ts';
import { LevelCourse } from './level-course.ts';
import type { RefusedLevel } from './solve-levels.ts';

/** Bricks of a level for each brick with points in it. Measured: 1.3 to 2.1 at 256 to 2048, most where points are few. */
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
    crowded: await crowdedBricks(run),
    mostBricks: bufferBytes(run) / BRICK_BUFFER_BYTES,
    memoryBytes: stage.host.memoryBytes ?? Infinity,
  });
}

/** The first level that is too large, and at the latest the last one of a thinned cloud; all after it are tiled, too. */
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
async function crowdedBricks({ stage, options, plan, cloud, working, lines, dense }: Run): Promise<Uint32Array> {
  const { neededResolution, levels } = plan;
  const isAskedFor = options.resolution !== 'auto' && levels.at(-1)!.frame.resolution >= neededResolution;
  if (isAskedFor || neededResolution <= AUTO_START_RESOLUTION) return new Uint32Array();
  const { positions } = working.prepared;
  const isShare = dense && !lines;
  const pointsPerPosition = isShare ? cloud.positions.length / positions.length : lines ? SHOWN_BY_LINES : 1;
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

/** The finest level, and the cloud that it was solved from. */
export interface SolvedTiles {
  readonly store: BrickStore;
  readonly clouds: TileClouds;
  /** Points used, and those left out, where that was found out here. */
  readonly dense?: { readonly usedCount: number; readonly outlierCount: number; readonly duplicateCount: number };
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

/** Levels before the last take the points that the run works on as a whole. Rejects with the reason of its signal. */
export async function solveByTiles(run: Run, start: TiledStart, tiled: readonly PlannedLevel[]): Promise<TiledLevels> {
  let solved: SolvedTiles | undefined;
  const goalNoiseNorm = await goalNoiseOf(run, start);
  for (const level of tiled) {
    const { resolution } = level.frame;
    const isFinest = level === tiled.at(-1);
    const found = await withinMemory(run.stage, async (stage) => {
      const inside = { ...run, stage };
      const before = solved?.store ?? start.coarse;
      return isFinest && run.dense
        ? await solveDense(inside, start.oriented, { before, level, goalNoiseNorm })
        : await solveWorking(inside, start, { before, level, goalNoiseNorm });
    });
    if (found instanceof TooLarge) return { ...(solved && { tiles: solved }), refused: { resolution, ...found } };
    solved = found;
  }
  return solved ? { tiles: solved } : {};
}

/** σ behind the goals of noisy points, from the last level that is whole; 0 without goals. */
async function goalNoiseOf({ stage, scale, dense }: Run, { data, coarse }: TiledStart): Promise<number> {
  if (goalShare(dense ?? scale) === 0) return 0;
  return await measureGoalNoise(stage, { level: coarse, samples: data, scale });
}

/** A level that is to be solved in tiles. */
interface TiledLevel {
  readonly level: PlannedLevel;
  readonly before: LevelField | BrickStore;
  readonly goalNoiseNorm: number;
}

/** From the points that the run works on as a whole. */
async function solveWorking(run: Run, { data, growth }: TiledStart, tiled: TiledLevel): Promise<SolvedTiles> {
  const { level, before } = tiled;
  const { prepared } = wholeOf(run);
  const clouds = wholeCloud(data);
  const limits = { ...limitsOf(run), points: Infinity };
  const byPoints = await countsOf(run, prepared.positions, level.frame.resolution);
  const counts = isWithin(totals(byPoints), limits) ? await withHoles(run, byPoints, before, growth) : byPoints;
  return { store: await solveInTiles(run, tiled, { clouds, counts, limits }), clouds };
}

/** The finest level of a large cloud, from all of its points. */
async function solveDense(run: Run, oriented: OrientedRun, tiled: TiledLevel): Promise<SolvedTiles> {
  const { tiles, cloud, counts } = await openDense(run, oriented, tiled.level);
  const store = await solveInTiles(run, tiled, { clouds: tiles, counts, limits: limitsOf(run) });
  const { outlierCount } = tiles;
  const { duplicateCount, outsideCount, sourceIndices } = cloud;
  const usedCount = sourceIndices.length - outlierCount;
  return { store, clouds: tiles, dense: { usedCount, outlierCount: outlierCount + outsideCount, duplicateCount } };
}

/** Counts that go by the bricks of the level before where these are more: across holes there are no points. */
async function withHoles(
  { stage }: Run,
  counts: UnitCounts,
  coarse: LevelField | BrickStore,
  growth: number,
): Promise<UnitCounts> {
  const coords = coarse instanceof BrickStore ? coarse.brickCoords : await brickCoordsOf(stage, coarse);
  const { resolution } = coarse instanceof BrickStore ? coarse.frame : coarse.grid.frame;
  return expectBricks(counts, { coords, resolution }, growth / BRICKS_SHARE);
}

function brickCoordsOf({ gpu, context }: StageContext, { grid }: LevelField): Promise<Uint32Array> {
  return gpu.readUints(grid.brickCoords, grid.brickCount, context.signal);
}

interface TileSource {
  readonly clouds: TileClouds;
  /** What `clouds` hold, by units of the level. */
  readonly counts: UnitCounts;
  readonly limits: TileLimits;
}

async function solveInTiles(
  run: Run,
  { level, before: coarse, goalNoiseNorm }: TiledLevel,
  { clouds, counts, limits }: TileSource,
): Promise<BrickStore> {
  const { stage, plan } = run;
  const haloUnits = (8 * HALO_BRICKS * UNITS_PER_AXIS) / level.frame.resolution;
  const tiles = planTiles(counts, limits, haloUnits);
  const scale = run.dense ?? run.scale;
  const store = await solveTiles(stage, { coarse, level, plan, scale, goalNoiseNorm, tiles, counts, clouds });
  await dumpTiles(stage, store);
  return store;
}

/** All points of the cloud, by tiles of a level. */
async function openDense(run: Run, { planes, normals, borrowedShare }: OrientedRun, level: PlannedLevel) {
  const { stage, cloud, working, dense, scale, lines } = run;
  const { gpu, host, context } = stage;
  const { frame } = working.prepared;
  const { resolution, voxelNorm } = level.frame;
  const ordering = host.runTask(orderDense, { positions: cloud.positions, frame, resolution });
  const ordered = await abortable(ordering, context.signal);
  const { pointCount, points, gpuTree: tree, prepared } = working;
  const share = {
    tree,
    points,
    normals,
    radii: await gpu.readFloats(planes.radii, pointCount, context.signal),
    sourceIndices: prepared.sourceIndices,
    spacingNorm: scale.spacingNorm,
    noiseNorm: scale.noiseNorm,
    borrowedShare,
  };
  const haloNorm = (8 * HALO_BRICKS + POINT_REACH_VOXELS) * voxelNorm;
  const { colors } = cloud;
  const tiles = new DenseTiles({
    cloud: ordered.cloud,
    scale: dense!,
    share,
    isOfLines: lines !== undefined,
    haloNorm,
    ...(colors && { colors }),
  });
  return { tiles, ...ordered };
}
