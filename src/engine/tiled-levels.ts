/**
 * The last part of a run whose finest levels, or whose points, are too many for the device's buffers as a whole: those
 * levels are solved in tiles, from all points, and the surface is drawn from them.
 */
import type { OrientedRun } from './checkpoint.ts';
import type { RunContext } from './events.ts';
import { abortable } from './gpu/gpu.ts';
import type { PlannedLevel } from './grid/plan-levels.ts';
import type { LevelField } from './grid/upsample-field.ts';
import type { Run } from './run.ts';
import { DATA_CELLS_SHARE } from './survey/run-costs.ts';
import { DenseTiles } from './tiles/dense-tiles.ts';
import { extractTiles } from './tiles/extract-tiles.ts';
import type { MeasuredSurface } from './tiles/join-parts.ts';
import { isWithin, planTiles, type TileLimits, totals, type UnitCounts } from './tiles/plan-tiles.ts';
import { HALO_BRICKS, solveTiles, type TileField } from './tiles/solve-tiles.ts';
import { type TileClouds, wholeCloud } from './tiles/tile-clouds.ts';
import { LEAST_TILED_RESOLUTION, UNITS_PER_AXIS } from './tiles/unit-box.ts';

export interface LevelSplit {
  /** The first levels, at least one. */
  readonly whole: readonly PlannedLevel[];
  /** Those after them. */
  readonly tiled: readonly PlannedLevel[];
}

/** No buffer of a tile is larger, whatever the device allows: about 1.5 GiB in sum. */
const MOST_BUFFER_BYTES = 2 ** 28;
/** Points of a tile with its surroundings: half a gigabyte of device memory, and a second or two a search tree. */
const MOST_TILE_POINTS = 5_000_000;
/** The runs of points, two numbers a slot, and a cell's matrix are the widest arrays over bricks and cells. */
const BRICK_BUFFER_BYTES = 8 * 512;
const CELL_BUFFER_BYTES = 4 * 36;
/** Bricks of a level for each brick with points in it. Measured: 1.5 to 2.1 on the shared clouds at 512 and 1024. */
const BRICKS_SHARE = 2.2;
/** Nodes round a cell with a point, and the neighbourhood of a point's plane, in voxels of the coarsest tiled level. */
const POINT_REACH_VOXELS = 12;

function limitsOf({ gpu }: Run): TileLimits {
  const { maxBufferSize, maxStorageBufferBindingSize } = gpu.device.limits;
  const bytes = Math.min(maxBufferSize, maxStorageBufferBindingSize, MOST_BUFFER_BYTES);
  return {
    points: MOST_TILE_POINTS,
    cells: bytes / CELL_BUFFER_BYTES / DATA_CELLS_SHARE,
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
    const counts = await countsOf(run, run.working.prepared.positions, resolution);
    if (!isWithin(totals(counts), limits)) return { whole: levels.slice(0, i), tiled: levels.slice(i) };
  }
  const isTileable = (levels.at(-1)?.frame.resolution ?? 0) >= LEAST_TILED_RESOLUTION;
  const end = isTileable ? last : levels.length;
  return { whole: levels.slice(0, end), tiled: levels.slice(end) };
}

function countsOf({ host, clock }: Run, positions: Float32Array, resolution: number): Promise<UnitCounts> {
  return abortable(host.runTask('countUnits', { positions, resolution }), clock.context.signal);
}

/** The tiled levels' fields, and the clouds they were solved from. */
export interface SolvedTiles {
  readonly fields: TileField[];
  readonly clouds: TileClouds;
  /** Points used, and those left out as outliers, where that was found out here. */
  readonly dense?: { readonly usedCount: number; readonly outlierCount: number; readonly duplicateCount: number };
}

/** Rejects with the reason of `context`'s signal. */
export async function solveByTiles(
  run: Run,
  oriented: OrientedRun,
  coarse: LevelField,
  tiled: readonly PlannedLevel[],
  context: RunContext,
): Promise<SolvedTiles> {
  const { gpu, plan, working, scale } = run;
  const { frame } = plan.levels[plan.levels.length - 1]!;
  const dense = run.dense ? await openDense(run, oriented, tiled, context) : undefined;
  const { points, pointCount, gpuTree: tree, prepared } = working;
  const { normals, sharpened: finestNormals } = oriented;
  const clouds = dense?.tiles ?? wholeCloud({ pointCount, points, normals, tree, scale, finestNormals });
  const counts = await countsOf(run, dense?.cloud.positions ?? prepared.positions, frame.resolution);
  const haloUnits = (HALO_BRICKS * 8 * UNITS_PER_AXIS) / frame.resolution;
  const limits = limitsOf(run);
  const tiles = planTiles(counts, dense ? limits : { ...limits, points: Infinity }, haloUnits);
  const input = { coarse, levels: tiled, plan, scale: run.dense ?? scale, tiles, counts, clouds };
  const fields = await solveTiles(gpu, input, context);
  if (!dense) return { fields, clouds };
  const { outlierCount } = dense.tiles;
  const { duplicateCount, outsideCount, sourceIndices } = dense.cloud;
  return {
    fields,
    clouds,
    dense: {
      usedCount: sourceIndices.length - outlierCount,
      outlierCount: outlierCount + outsideCount,
      duplicateCount,
    },
  };
}

async function openDense(
  run: Run,
  { planes, normals }: OrientedRun,
  tiled: readonly PlannedLevel[],
  context: RunContext,
) {
  const { gpu, host, cloud, working, dense } = run;
  const { frame } = working.prepared;
  const ordering = host.runTask('orderDense', { positions: cloud.positions, frame });
  const ordered = await abortable(ordering, context.signal);
  const { pointCount, points, gpuTree: tree, prepared } = working;
  const share = {
    tree,
    points,
    normals,
    radii: await gpu.readFloats(planes.radii, pointCount, context.signal),
    sourceIndices: prepared.sourceIndices,
    spacingNorm: run.scale.spacingNorm,
  };
  const haloNorm = (8 * HALO_BRICKS + POINT_REACH_VOXELS) * tiled[0]!.frame.voxelNorm;
  const { colors } = cloud;
  const tiles = new DenseTiles(gpu, host, {
    cloud: ordered,
    scale: dense!,
    share,
    haloNorm,
    ...(colors && { colors }),
  });
  return { tiles, cloud: ordered };
}

/** The surface of all tiles; `tiles` is used up. */
export function extractByTiles(
  run: Run,
  { fields, clouds }: SolvedTiles,
  context: RunContext,
): Promise<MeasuredSurface> {
  const { frame } = run.plan.levels[run.plan.levels.length - 1]!;
  return extractTiles(run.gpu, frame, fields, clouds, context);
}
