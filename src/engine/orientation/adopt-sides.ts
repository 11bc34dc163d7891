/**
 * Sides for the planes of a large cloud, from the share of its points that was oriented as a whole: of the eight
 * nearest those in the plane vote. Where the noise spans more points than a plane may take, the direction is taken
 * over, too, as the mean of theirs.
 */
import adoptSidesWgsl from '../../shaders/orientation/adopt_sides.wgsl';
import { defineKernel } from '../gpu/kernel.ts';
import { submitChunks } from '../gpu/submit-chunks.ts';
import type { StageContext } from '../host/stage-context.ts';
import type { GpuKdTree } from '../neighbours/gpu-kd-tree.ts';

export const adoptSidesKernel = defineKernel({
  label: 'orientation/adopt_sides',
  code: adoptSidesWgsl,
  workgroup: 64,
  params: { first: 'u32', count: 'u32', node_count: 'u32', noise: 'f32', blends: 'u32' },
  buffers: {
    kd_nodes: 'read',
    share_points: 'read',
    share_normals: 'read',
    points: 'read',
    axes: 'read',
    normals: 'read_write',
  },
});

const POINTS_PER_DISPATCH = 2 ** 15;

/** Points whose sides are known. */
export interface OrientedShare {
  readonly tree: GpuKdTree;
  /** vec4f [tree.pointCount] normalised, at least one. */
  readonly points: GPUBuffer;
  /** vec4f [tree.pointCount] outward. */
  readonly normals: GPUBuffer;
}

export interface SideQueries {
  readonly count: number;
  /** vec4f [count] normalised. */
  readonly points: GPUBuffer;
  /** vec4f [count] unit axes; w = confidence. */
  readonly axes: GPUBuffer;
  readonly noiseNorm: number;
  /** Takes the direction over as well. */
  readonly blends: boolean;
}

export interface AdoptInput {
  readonly share: OrientedShare;
  readonly queries: SideQueries;
}

/**
 * vec4f [count]: outward unit normals, w as in `axes`; owned by the stage's scope. Rejects with the signal's reason.
 */
export async function adoptSides(stage: StageContext, { share, queries }: AdoptInput): Promise<GPUBuffer> {
  const { gpu, scope, context } = stage;
  const { count, points, axes, noiseNorm, blends } = queries;
  await gpu.load(adoptSidesKernel);
  const normals = scope.storage('adopted normals', 16 * count);
  const buffers = {
    kd_nodes: share.tree.nodes,
    share_points: share.points,
    share_normals: share.normals,
    points,
    axes,
    normals,
  };
  const common = { node_count: share.tree.pointCount, noise: noiseNorm, blends: blends ? 1 : 0 };
  await submitChunks(gpu, 'orientation/adopt sides', count, POINTS_PER_DISPATCH, context.signal, (commands, chunk) => {
    commands.dispatch(adoptSidesKernel, chunk.count, { ...chunk, ...common }, buffers);
  });
  return normals;
}
