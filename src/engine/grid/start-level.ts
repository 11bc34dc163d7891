/**
 * A level before it is solved: its active nodes and its first field. The coarsest starts from the oriented points and
 * the winding number, every other from the level before.
 */
import type { RunContext } from '../events.ts';
import { BufferScope } from '../gpu/buffer-scope.ts';
import type { Gpu } from '../gpu/gpu.ts';
import { evaluateWinding, type WindingField } from '../orientation/winding-field.ts';
import { type BrickBox, buildGrid, type SeedZone } from './build-grid.ts';
import { buildDenseGrid } from './dense-grid.ts';
import { placeNodes } from './field-kernels.ts';
import { findCrossingZone, findHoleZone, type NodeWinding } from './find-zone.ts';
import type { GridFrame } from './grid-frame.ts';
import { firstField } from './init-field.ts';
import type { OrientedCloud } from './oriented-cloud.ts';
import type { PlannedLevel } from './plan-levels.ts';
import { type LevelField, nextField } from './upsample-field.ts';

/**
 * The coarsest level. `holeRadiusNorm` 0 leaves the nodes at the band round the points.
 * The result's buffers are owned by `scope`.
 */
export async function firstLevel(
  gpu: Gpu,
  scope: BufferScope,
  cloud: OrientedCloud,
  windingField: WindingField,
  level: PlannedLevel,
  holeRadiusNorm: number,
  context: RunContext,
): Promise<LevelField> {
  using own = new BufferScope(gpu, `grid/${level.frame.resolution}`);
  const winding = await windingAtNodes(gpu, own, windingField, level.frame, context);
  const dense = buildDenseGrid(gpu, own, level.frame);
  const zone = holeRadiusNorm > 0 ? await findHoleZone(gpu, own, dense, winding, cloud, holeRadiusNorm) : undefined;
  const grid = await buildGrid(gpu, scope, level.frame, seedsOf(cloud, level, zone), context);
  return { grid, field: await firstField(gpu, scope, grid, winding, cloud, context) };
}

/**
 * The level after `coarse`, whose field is solved; `coarse` stays the caller's. `holeRadiusNorm` as for the first.
 * Of a `clip` only its bricks are made.
 * The result's buffers are owned by `scope`.
 */
export async function nextLevel(
  gpu: Gpu,
  scope: BufferScope,
  cloud: OrientedCloud,
  coarse: LevelField,
  level: PlannedLevel,
  holeRadiusNorm: number,
  context: RunContext,
  clip?: BrickBox,
): Promise<LevelField> {
  using own = new BufferScope(gpu, `grid/${level.frame.resolution}`);
  const zone = holeRadiusNorm > 0 ? await findCrossingZone(gpu, own, coarse.grid, coarse.field) : undefined;
  const seeds = { ...seedsOf(cloud, level, zone), ...(clip && { clip }) };
  const grid = await buildGrid(gpu, scope, level.frame, seeds, context);
  return { grid, field: await nextField(gpu, scope, grid, coarse, cloud, context) };
}

function seedsOf({ points, pointCount }: OrientedCloud, { bandCells }: PlannedLevel, zone: SeedZone | undefined) {
  return { points, pointCount, bandCells, ...(zone && { zone }) };
}

/** The winding number at every node of the cube: it finds the holes, and signs the nodes far from the points. */
async function windingAtNodes(
  gpu: Gpu,
  scope: BufferScope,
  windingField: WindingField,
  frame: GridFrame,
  context: RunContext,
): Promise<NodeWinding> {
  await gpu.load(placeNodes);
  using own = new BufferScope(gpu, `grid/${frame.resolution}`);
  const nodeCount = (frame.resolution + 1) ** 3;
  const queries = own.storage('node positions', 16 * nodeCount);
  const { resolution, voxelNorm } = frame;
  gpu.batch('grid/place nodes').run(placeNodes, nodeCount, { resolution, voxel: voxelNorm }, { queries }).submit();
  const values = await evaluateWinding(gpu, scope, windingField, queries, nodeCount, context);
  return { values, middle: windingField.middle };
}
