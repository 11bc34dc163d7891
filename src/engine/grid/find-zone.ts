/**
 * The places that the surface passes without points near enough for the band: zones of cells round which nodes are
 * active too, so that holes close (algorithm.md section 2, step 4). On the coarsest level the winding number tells;
 * later the coarser field does, which also lets the band follow a surface that left it.
 */
import { submitChunks } from '../gpu/submit-chunks.ts';
import type { StageContext } from '../host/stage-context.ts';
import type { BrickGrid } from './brick-grid.ts';
import { BRICK_NODES, BRICK_WORDS } from './brick-grid.ts';
import type { SeedZone } from './build-grid.ts';
import { findCrossingCells, findHoleCells } from './field-kernels.ts';
import type { OrientedCloud } from './oriented-cloud.ts';
import type { LevelField } from './upsample-field.ts';

/** Winding numbers at all nodes of a grid. */
export interface NodeWinding {
  /** f32 [(resolution + 1)³], x fastest. */
  readonly values: GPUBuffer;
  /** A node is inside if its value is larger. */
  readonly middle: number;
}

/** Two cells and a half on all sides of a cell's centre. */
const HOLE_BOX = { below: 2, above: 3 };
/** The box on the finer grid: half a coarser cell before the cell's two nodes, a whole one after. */
const CROSSING_BOX = { below: 1, above: 3 };
/** About 50 ms of the slower kernel on two CPU cores. */
const SLOTS_PER_SUBMIT = 4096 * BRICK_NODES;

export interface HoleZoneInput {
  /** A grid with all its nodes, which the zone refers to. */
  readonly dense: BrickGrid;
  /** At the nodes of `dense`. */
  readonly winding: NodeWinding;
  readonly cloud: OrientedCloud;
  readonly holeRadiusNorm: number;
}

/**
 * Cells with corners on both sides of the winding field's middle, whose centre is within `holeRadiusNorm` of a point.
 */
export async function findHoleZone(
  stage: StageContext,
  { dense, winding, cloud, holeRadiusNorm }: HoleZoneInput,
): Promise<SeedZone> {
  const { gpu, scope } = stage;
  await gpu.load(findHoleCells);
  const cellBits = scope.storage('hole cells', 4 * BRICK_WORDS * dense.brickCount);
  const { resolution, bricksPerAxis, voxelNorm } = dense.frame;
  gpu
    .commands('grid/find hole cells')
    .dispatch(
      findHoleCells,
      resolution ** 3,
      {
        resolution,
        bricks_per_axis: bricksPerAxis,
        point_count: cloud.pointCount,
        voxel: voxelNorm,
        middle: winding.middle,
        hole_radius: holeRadiusNorm,
      },
      {
        winding: winding.values,
        kd_nodes: cloud.tree.nodes,
        brick_table: dense.brickTable,
        cell_bits: cellBits,
      },
    )
    .submit();
  return { grid: dense, cellBits, nodesPerCell: 1, box: HOLE_BOX, onlyInterpolable: false };
}

/** Cells of a coarser level that its surface passes, with eight active corners; for a grid of twice the resolution. */
export async function findCrossingZone(stage: StageContext, { grid: coarse, field }: LevelField): Promise<SeedZone> {
  const { gpu, scope, context } = stage;
  await gpu.load(findCrossingCells);
  const cellBits = scope.storage('crossing cells', 4 * BRICK_WORDS * coarse.brickCount);
  const slots = BRICK_NODES * coarse.brickCount;
  await submitChunks(gpu, 'grid/find crossing cells', slots, SLOTS_PER_SUBMIT, context.signal, (commands, chunk) => {
    commands.dispatch(
      findCrossingCells,
      chunk.count,
      { ...chunk, bricks_per_axis: coarse.frame.bricksPerAxis },
      {
        brick_table: coarse.brickTable,
        brick_coords: coarse.brickCoords,
        active_bits: coarse.activeBits,
        field,
        cell_bits: cellBits,
      },
    );
  });
  return { grid: coarse, cellBits, nodesPerCell: 2, box: CROSSING_BOX, onlyInterpolable: true };
}
