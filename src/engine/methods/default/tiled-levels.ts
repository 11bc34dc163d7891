/**
 * The last part of a run whose finest levels, or whose points, are too many for the device's buffers as a whole: those
 * levels are solved in tiles, from all points, and the surface is drawn from them.
 */
import { dumpTiles } from '../../tiles/dump-tiles.ts';
import type { OrientedRun } from '../../run/checkpoint.ts';
import type { WorkingCloud } from '../../run/working-cloud.ts';
import type { LevelData } from './level-data.ts';
import { abortable } from '../../gpu/gpu.ts';
import type { PlannedLevel } from '../../grid/plan-levels.ts';
import type { LevelField } from '../../grid/upsample-field.ts';
import type { Run } from '../../run/run.ts';
import { BRICK_BUFFER_BYTES, CELL_BUFFER_BYTES, dataCellsShare } from '../../estimate/run-costs.ts';
import type { BrickStore } from '../../tiles/brick-store.ts';
import { DenseTiles } from '../../tiles/dense-tiles.ts';
import { countUnits, isWithin, planTiles, type TileLimits, totals, type UnitCounts } from '../../tiles/plan-tiles.ts';
import { HALO_BRICKS, solveTiles } from '../../tiles/solve-tiles.ts';
import { type TileClouds, wholeCloud } from '../../tiles/tile-clouds.ts';
import { LEAST_TILED_RESOLUTION, UNITS_PER_AXIS } from '../../tiles/unit-box.ts';
import { orderDense } from '../../tiles/dense-cloud.ts';

export interface LevelSplit {
  /** The first levels, at least one. */
  readonly whole: readonly PlannedLevel[];
  /** Those after them. */
  readonly tiled: readonly PlannedLevel[];
}

/** Bricks of a level for each brick with points in it. Measured: 1.3 to 2.1 at 256 to 2048, most where points are few. */
const BRICKS_SHARE = 2.1;
/** Nodes round a cell with a point, and the neighbourhood of a point's plane, in voxels. */
const POINT_REACH_VOXELS = 12;

function limitsOf({ stage, limits, plan, scale, dense }: Run): TileLimits {
  const { maxBufferSize, maxStorageBufferBindingSize } = stage.gpu.device.limits;
  const bytes = Math.min(maxBufferSize, maxStorageBufferBindingSize, limits.bufferBytes);
  return {
    points: limits.tilePoints,
    cells: bytes / CELL_BUFFER_BYTES / dataCellsShare({ ...(dense ?? scale), thicknessNorm: plan.thicknessNorm }),
    bricks: bytes / BRICK_BUFFER_BYTES / BRICKS_SHARE,
  };
}

/** Tiled are the first level that is too large and all after it, and at least the last one of a thinned cloud. */
export async function splitLevels(run: Run): Promise<LevelSplit> {
  const { levels } = run.plan;
  const limits = { ...limitsOf(run), points: Infinity };
  const last = run.dense && levels.length > 1 ? levels.length - 1 : levels.length;
  for (let i = 1; i < last; i++) {
    const { resolution } = levels[i]!.frame;
    if (resolution < LEAST_TILED_RESOLUTION) continue;
    const counts = await countsOf(run, wholeOf(run).prepared.positions, resolution);
    if (!isWithin(totals(counts), limits)) return { whole: levels.slice(0, i), tiled: levels.slice(i) };
  }
  const isTileable = (levels.at(-1)?.frame.resolution ?? 0) >= LEAST_TILED_RESOLUTION;
  const end = isTileable ? last : levels.length;
  return { whole: levels.slice(0, end), tiled: levels.slice(end) };
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

/** What tiles go on from: the run's normals, what its levels pull towards, and the last level that is whole. */
export interface TiledStart {
  readonly oriented: OrientedRun;
  readonly data: LevelData;
  readonly coarse: LevelField;
}

/** Levels before the last take the points that the run works on as a whole. Rejects with the reason of its signal. */
export async function solveByTiles(
  run: Run,
  { oriented, data, coarse }: TiledStart,
  tiled: readonly PlannedLevel[],
): Promise<SolvedTiles> {
  const { prepared } = wholeOf(run);
  const clouds = wholeCloud(data);
  const limits = { ...limitsOf(run), points: Infinity };
  const ofWorking = async (level: PlannedLevel): Promise<TileSource> => {
    const counts = await countsOf(run, prepared.positions, level.frame.resolution);
    return { clouds, counts, limits };
  };
  let before: LevelField | BrickStore = coarse;
  for (const level of tiled.slice(0, -1)) {
    before = await solveInTiles(run, before, level, await ofWorking(level));
  }
  const finest = tiled[tiled.length - 1]!;
  if (!run.dense) return { store: await solveInTiles(run, before, finest, await ofWorking(finest)), clouds };
  const { tiles, cloud, counts } = await openDense(run, oriented, finest);
  const store = await solveInTiles(run, before, finest, { clouds: tiles, counts, limits: limitsOf(run) });
  const { outlierCount } = tiles;
  const { duplicateCount, outsideCount, sourceIndices } = cloud;
  const usedCount = sourceIndices.length - outlierCount;
  return { store, clouds: tiles, dense: { usedCount, outlierCount: outlierCount + outsideCount, duplicateCount } };
}

interface TileSource {
  readonly clouds: TileClouds;
  /** What `clouds` hold, by units of the level. */
  readonly counts: UnitCounts;
  readonly limits: TileLimits;
}

async function solveInTiles(
  run: Run,
  coarse: LevelField | BrickStore,
  level: PlannedLevel,
  { clouds, counts, limits }: TileSource,
): Promise<BrickStore> {
  const { stage, plan } = run;
  const haloUnits = (8 * HALO_BRICKS * UNITS_PER_AXIS) / level.frame.resolution;
  const tiles = planTiles(counts, limits, haloUnits);
  const scale = run.dense ?? run.scale;
  const store = await solveTiles(stage, { coarse, level, plan, scale, tiles, counts, clouds });
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
