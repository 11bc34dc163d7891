/**
 * The coarsest level's first field (algorithm.md section 2, step 3). Near the points their normals tell sides apart;
 * far away, where the twelve nearest are seen edge-on or lie on the far side of a thin part, the winding number does.
 */
import { BufferScope } from '../gpu/buffer-scope.ts';
import { submitChunks } from '../gpu/submit-chunks.ts';
import type { StageContext } from '../host/stage-context.ts';
import { boundSubtrees } from '../neighbours/bound-subtrees.ts';
import { BRICK_NODES, type BrickGrid } from './brick-grid.ts';
import { initField } from './field-kernels.ts';
import type { NodeWinding } from './find-zone.ts';
import type { OrientedCloud } from './oriented-cloud.ts';

/** About 100 ms on two CPU cores: a search for twelve neighbours takes a node some 6 to 12 µs there. */
const SLOTS_PER_SUBMIT = 64 * BRICK_NODES;

export interface FirstFieldInput {
  readonly grid: BrickGrid;
  /** At all nodes of the grid's frame. */
  readonly winding: NodeWinding;
  readonly cloud: OrientedCloud;
}

/** f32 [512 × brickCount] normalised lengths, negative inside; 0 in inactive slots. Owned by the stage's scope. */
export async function firstField(stage: StageContext, { grid, winding, cloud }: FirstFieldInput): Promise<GPUBuffer> {
  const { gpu, scope, context } = stage;
  await gpu.load(initField);
  using own = new BufferScope(gpu, `grid/${grid.frame.resolution}`);
  const field = own.storage('field', 4 * BRICK_NODES * grid.brickCount);
  const { boxes, lowestRow } = await boundSubtrees({ ...stage, scope: own }, cloud.tree);
  const { resolution, voxelNorm } = grid.frame;
  const { spacingNorm, noiseNorm } = cloud.scale;
  const slots = BRICK_NODES * grid.brickCount;
  await submitChunks(gpu, 'grid/init field', slots, SLOTS_PER_SUBMIT, context.signal, (commands, chunk) => {
    commands.dispatch(
      initField,
      chunk.count,
      {
        ...chunk,
        resolution,
        point_count: cloud.pointCount,
        lowest_row: lowestRow,
        voxel: voxelNorm,
        spacing: spacingNorm,
        noise: noiseNorm,
        far: 2 * voxelNorm + 3 * noiseNorm,
        middle: winding.middle,
      },
      {
        brick_coords: grid.brickCoords,
        active_bits: grid.activeBits,
        kd_nodes: cloud.tree.nodes,
        kd_boxes: boxes,
        points: cloud.points,
        normals: cloud.normals,
        winding: winding.values,
        field,
      },
    );
  });
  return scope.adopt(own.release(field));
}
