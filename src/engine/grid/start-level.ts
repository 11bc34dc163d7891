/**
 * A level before it is solved: its active nodes and its first field. The coarsest starts from the oriented points and
 * the winding number, every other from the level before.
 */
import { BufferScope } from '../gpu/buffer-scope.ts';
import type { StageContext } from '../host/stage-context.ts';
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

export interface FirstLevelInput {
  readonly cloud: OrientedCloud;
  readonly windingField: WindingField;
  readonly level: PlannedLevel;
  /** 0 leaves the nodes at the band round the points. */
  readonly holeRadiusNorm: number;
}

/** The coarsest level. The result's buffers belong to the stage's scope. */
export async function firstLevel(
  stage: StageContext,
  { cloud, windingField, level, holeRadiusNorm }: FirstLevelInput,
): Promise<LevelField> {
  using own = new BufferScope(stage.gpu, `grid/${level.frame.resolution}`);
  const inside = { ...stage, scope: own };
  const winding = await windingAtNodes(inside, windingField, level.frame);
  const dense = buildDenseGrid(inside, level.frame);
  const zone = holeRadiusNorm > 0 ? await findHoleZone(inside, { dense, winding, cloud, holeRadiusNorm }) : undefined;
  const grid = await buildGrid(stage, { frame: level.frame, seeds: seedsOf(cloud, level, zone) });
  return { grid, field: await firstField(stage, { grid, winding, cloud }) };
}

export interface NextLevelInput {
  readonly cloud: OrientedCloud;
  readonly coarse: LevelField;
  readonly level: PlannedLevel;
  readonly holeRadiusNorm: number;
  readonly clip?: BrickBox;
}

/**
 * The level after `coarse`, whose field is solved; `coarse` stays the caller's. `holeRadiusNorm` as for the first.
 * Of a `clip` only its bricks are made.
 * The result's buffers belong to the stage's scope.
 */
export async function nextLevel(
  stage: StageContext,
  { cloud, coarse, level, holeRadiusNorm, clip }: NextLevelInput,
): Promise<LevelField> {
  using own = new BufferScope(stage.gpu, `grid/${level.frame.resolution}`);
  const zone = holeRadiusNorm > 0 ? await findCrossingZone({ ...stage, scope: own }, coarse) : undefined;
  const seeds = { ...seedsOf(cloud, level, zone), ...(clip && { clip }) };
  const grid = await buildGrid(stage, { frame: level.frame, seeds });
  return { grid, field: await nextField(stage, { grid, coarse, cloud }) };
}

function seedsOf({ points, pointCount }: OrientedCloud, { bandCells }: PlannedLevel, zone: SeedZone | undefined) {
  return { points, pointCount, bandCells, ...(zone && { zone }) };
}

/** The winding number at every node of the cube: it finds the holes, and signs the nodes far from the points. */
async function windingAtNodes(
  stage: StageContext,
  { tree, middle }: WindingField,
  frame: GridFrame,
): Promise<NodeWinding> {
  const { gpu } = stage;
  await gpu.load(placeNodes);
  using own = new BufferScope(gpu, `grid/${frame.resolution}`);
  const nodeCount = (frame.resolution + 1) ** 3;
  const queries = own.storage('node positions', 16 * nodeCount);
  const { resolution, voxelNorm } = frame;
  gpu
    .commands('grid/place nodes')
    .dispatch(placeNodes, nodeCount, { resolution, voxel: voxelNorm }, { queries })
    .submit();
  const values = await evaluateWinding(stage, { tree, queries, count: nodeCount });
  return { values, middle };
}
