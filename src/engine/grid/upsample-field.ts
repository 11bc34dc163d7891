/**
 * A level's first field from the solved coarser one (algorithm.md section 2, step 3). Values are normalised lengths at
 * every level, so interpolation needs no scale. The new band can reach beyond the old one, where the points are
 * noisy or the band was clipped: there the tangent planes of the nearest points tell, as on the coarsest level.
 */
import { BufferScope } from '../gpu/buffer-scope.ts';
import { submitChunks } from '../gpu/submit-chunks.ts';
import type { StageContext } from '../host/stage-context.ts';
import { BRICK_NODES, BRICK_WORDS, type BrickGrid } from './brick-grid.ts';
import { encodeKeepInterpolable } from './build-grid.ts';
import { fitMissing, upsampleField } from './field-kernels.ts';
import { keepInterpolable } from './mark-kernels.ts';
import type { OrientedCloud } from './oriented-cloud.ts';

/** A grid and f32 [512 × brickCount] on it: normalised lengths, negative inside, 0 in inactive slots. */
export interface LevelField {
  readonly grid: BrickGrid;
  readonly field: GPUBuffer;
}

/** So many bricks take under 100 ms on two CPU cores; of the kernel that searches neighbours few threads have to. */
const SLOTS_PER_SUBMIT = 4096 * BRICK_NODES;

export interface NextFieldInput {
  readonly grid: BrickGrid;
  /** A level of half the resolution of the grid. */
  readonly coarse: LevelField;
  readonly cloud: OrientedCloud;
}

/** f32 [512 × brickCount] like `LevelField.field`, owned by the stage's scope. */
export async function nextField(stage: StageContext, { grid, coarse, cloud }: NextFieldInput): Promise<GPUBuffer> {
  const { gpu, scope, context } = stage;
  await gpu.load(keepInterpolable, upsampleField, fitMissing);
  using own = new BufferScope(gpu, `grid/${grid.frame.resolution}`);
  const field = own.storage('field', 4 * BRICK_NODES * grid.brickCount);
  const bitBytes = 4 * BRICK_WORDS * grid.brickCount;
  const interpolableBits = own.storage('interpolable bits', bitBytes);
  const select = gpu.commands('grid/select interpolable').copy(grid.activeBits, interpolableBits, bitBytes);
  encodeKeepInterpolable(select, coarse.grid, grid, interpolableBits);
  select.submit();
  const slots = BRICK_NODES * grid.brickCount;
  await submitChunks(gpu, 'grid/upsample field', slots, SLOTS_PER_SUBMIT, context.signal, (commands, chunk) => {
    commands.dispatch(
      upsampleField,
      chunk.count,
      { ...chunk, coarse_per_axis: coarse.grid.frame.bricksPerAxis },
      {
        brick_table: coarse.grid.brickTable,
        coarse_field: coarse.field,
        brick_coords: grid.brickCoords,
        interpolable_bits: interpolableBits,
        field,
      },
    );
    commands.dispatch(
      fitMissing,
      chunk.count,
      {
        ...chunk,
        point_count: cloud.pointCount,
        voxel: grid.frame.voxelNorm,
        spacing: cloud.scale.spacingNorm,
        noise: cloud.scale.noiseNorm,
      },
      {
        brick_coords: grid.brickCoords,
        active_bits: grid.activeBits,
        interpolable_bits: interpolableBits,
        kd_nodes: cloud.tree.nodes,
        points: cloud.points,
        normals: cloud.normals,
        field,
      },
    );
  });
  return scope.adopt(own.release(field));
}
