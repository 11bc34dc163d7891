/** Planes through both sides of something thin, fitted anew to the side that faces their way. */
import refitSidesWgsl from '../../shaders/orientation/refit_sides.wgsl';
import type { CloudScale } from '../analysis/measure-scale.ts';
import { BufferScope } from '../gpu/buffer-scope.ts';
import { defineKernel } from '../gpu/kernel.ts';
import { submitChunks } from '../gpu/submit-chunks.ts';
import type { StageContext } from '../host/stage-context.ts';
import type { Neighbours } from '../neighbours/find-nearest.ts';
import type { GpuKdTree } from '../neighbours/gpu-kd-tree.ts';

export const refitSides = defineKernel({
  label: 'orientation/refit_sides',
  code: refitSidesWgsl,
  workgroup: 64,
  params: { first: 'u32', count: 'u32', point_count: 'u32', listed: 'u32' },
  buffers: { kd_nodes: 'read', points: 'read', nearest: 'read', current: 'read', next: 'read_write' },
});

/** Twelve points make no plane in more noise than this (in spacings): the wide planes are better. */
const MOST_NOISE_SPACINGS = 0.25;

/** Whether twelve points of a side make a plane. */
export function canRefit({ noiseNorm, spacingNorm }: CloudScale): boolean {
  return noiseNorm < MOST_NOISE_SPACINGS * spacingNorm;
}

/** About 100 ms on two cores of a software device, where every point is fitted anew. */
const POINTS_PER_DISPATCH = 2 ** 14;

export interface MixedPlanes {
  /** vec4f [count] normalised, and the tree and the neighbours of each. */
  readonly points: GPUBuffer;
  readonly gpuTree: GpuKdTree;
  readonly neighbours: Neighbours;
  /** vec4f [count], outward: refitted in place. */
  readonly normals: GPUBuffer;
  readonly scale: CloudScale;
}

/** Two rounds over the normals; none where there is too much noise. Rejects with the signal's reason when cancelled. */
export async function refitMixedPlanes(
  { gpu, context }: StageContext,
  { points, gpuTree, neighbours, normals, scale }: MixedPlanes,
): Promise<void> {
  if (!canRefit(scale)) return;
  await gpu.load(refitSides);
  const { count, k: listed, indices: nearest } = neighbours;
  using own = new BufferScope(gpu, 'orientation/sides');
  const once = own.storage('normals after a round', 16 * count);
  for (const [current, next] of [
    [normals, once],
    [once, normals],
  ] as const) {
    const buffers = { kd_nodes: gpuTree.nodes, points, nearest, current, next };
    await submitChunks(gpu, 'orientation/sides', count, POINTS_PER_DISPATCH, context.signal, (commands, chunk) => {
      commands.dispatch(refitSides, chunk.count, { ...chunk, point_count: count, listed }, buffers);
    });
  }
}
