/**
 * Normals for the last level of a cloud with sharp edges (algorithm.md section 2, "Sharp edges"). They are kept
 * apart from the normals of the levels before: there a borrowed normal flipped the side of a hole in the room.
 */
import { type CloudScale, showsEdges } from '../analysis/measure-scale.ts';
import sharpenNormalsWgsl from '../../shaders/orientation/sharpen_normals.wgsl';
import { BufferScope } from '../gpu/buffer-scope.ts';
import { defineKernel } from '../gpu/kernel.ts';
import { submitChunks } from '../gpu/submit-chunks.ts';
import type { StageContext } from '../host/stage-context.ts';
import type { GpuKdTree } from '../neighbours/gpu-kd-tree.ts';

export const sharpenNormals = defineKernel({
  label: 'orientation/sharpen_normals',
  code: sharpenNormalsWgsl,
  workgroup: 64,
  params: { first: 'u32', count: 'u32', point_count: 'u32', most_offset: 'f32' },
  buffers: { kd_nodes: 'read', points: 'read', normals: 'read', sharpened: 'read_write', borrowed: 'read_write' },
});

const POINTS_PER_DISPATCH = 2 ** 15;

/** A lender's plane passes the borrower within so much (measured): .25 spacings and twice the noise. */
export function mostOffset({ spacingNorm, noiseNorm }: CloudScale): number {
  return 0.25 * spacingNorm + 2 * noiseNorm;
}

export interface SharpenedNormals {
  /** vec4f [count] like the normals that were given; these themselves where the noise hides what an edge is. */
  readonly normals: GPUBuffer;
  /** Share of the points that took a neighbour's normal over: how much of the cloud lies beside sharp edges. */
  readonly borrowedShare: number;
}

export interface SharpenInput {
  readonly tree: GpuKdTree;
  /** vec4f [tree.pointCount] in the order that the tree indexes: normalised positions, and outward unit normals. */
  readonly points: GPUBuffer;
  readonly normals: GPUBuffer;
  readonly scale: CloudScale;
}

/**
 * The new buffer belongs to the stage's scope.
 * Axis error beside the edges of gear, 90th percentile: 17.4° before, 0.95° after.
 */
export async function sharpenedNormals(
  stage: StageContext,
  { tree, points, normals, scale }: SharpenInput,
): Promise<SharpenedNormals> {
  const { gpu, scope, context } = stage;
  if (!showsEdges(scale)) return { normals, borrowedShare: 0 };
  await gpu.load(sharpenNormals);
  const count = tree.pointCount;
  const sharpened = scope.storage('sharpened normals', 16 * count);
  using own = new BufferScope(gpu, 'sharpen');
  const borrowed = own.storage('borrowed', 4);
  const buffers = { kd_nodes: tree.nodes, points, normals, sharpened, borrowed };
  await submitChunks(gpu, 'orientation/sharpen', count, POINTS_PER_DISPATCH, context.signal, (commands, chunk) => {
    commands.dispatch(
      sharpenNormals,
      chunk.count,
      { ...chunk, point_count: count, most_offset: mostOffset(scale) },
      buffers,
    );
  });
  const [borrowedCount = 0] = await gpu.readUints(borrowed, 1, context.signal);
  return { normals: sharpened, borrowedShare: borrowedCount / Math.max(1, count) };
}
