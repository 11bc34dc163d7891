/** The k nearest points of many positions on the device. */
import findNearestWgsl from '../../shaders/neighbours/find_nearest.wgsl';
import { ReconstructError } from '../errors.ts';
import { defineKernel } from '../gpu/kernel.ts';
import { submitChunks } from '../gpu/submit-chunks.ts';
import { listKernels } from './list-kernels.ts';
import type { StageContext } from '../host/stage-context.ts';
import type { GpuKdTree } from './gpu-kd-tree.ts';

/** With lists of 16; `findNearestOf` has one for each length. */
export const findNearestKernel = defineKernel({
  label: 'neighbours/find_nearest',
  code: findNearestWgsl,
  workgroup: 64,
  params: { node_count: 'u32', query_count: 'u32', first: 'u32', count: 'u32' },
  buffers: { kd_nodes: 'read', queries: 'read', neighbour_index: 'read_write', neighbour_squared: 'read_write' },
});

/** The length of the lists in `find_nearest.wgsl`. */
export const MAX_NEIGHBOURS = 16;
const KERNELS = listKernels(findNearestKernel, MAX_NEIGHBOURS);

/** The kernel that looks for k neighbours, 1 … 16. */
export function findNearestOf(k: number): typeof findNearestKernel {
  return KERNELS[k - 1]!;
}

/** Queries of the first dispatch: 0.03 s with k = 16 on a software device of two cores. */
export const FIRST_DISPATCH = 1 << 14;
/** Both buffers are [k × count], neighbour-major: neighbour j of query i at j × count + i, ascending in j. */
export interface Neighbours {
  readonly k: number;
  readonly count: number;
  /** u32 point indices; 0xffffffff where the tree has fewer than k points. */
  readonly indices: GPUBuffer;
  /** f32 squared distances, in the tree's space; 3.4e38 where missing. */
  readonly squared: GPUBuffer;
}

export interface NearestInput {
  readonly tree: GpuKdTree;
  /** vec4f [queryCount], the tree's space. */
  readonly queries: GPUBuffer;
  readonly queryCount: number;
  /** 1 … 16 */
  readonly k: number;
}

/**
 * Finds the k nearest points of each query; equal distances are ordered by point index. A query that is a
 * point of the tree (all distinct) finds itself first. Quick where queries lie in Morton order: neighbouring threads
 * then walk the same nodes. The results belong to the stage's scope.
 * @throws ReconstructError `option-invalid` for a k out of range, `gpu-out-of-memory`, `gpu-lost`.
 */
export async function findNearest(
  stage: StageContext,
  { tree, queries, queryCount, k }: NearestInput,
): Promise<Neighbours> {
  const { gpu, scope, context } = stage;
  if (!(k >= 1 && k <= MAX_NEIGHBOURS)) {
    throw new ReconstructError('option-invalid', `${k} neighbours were asked for; 1 to ${MAX_NEIGHBOURS} can be found`);
  }
  const { signal } = context;
  const kernel = findNearestOf(k);
  await gpu.load(kernel);
  const indices = scope.storage('neighbour index', 4 * k * queryCount);
  const squared = scope.storage('neighbour squared', 4 * k * queryCount);
  const buffers = { kd_nodes: tree.nodes, queries, neighbour_index: indices, neighbour_squared: squared };
  await submitChunks(gpu, 'neighbours/find nearest', queryCount, FIRST_DISPATCH, signal, (commands, chunk) => {
    commands.dispatch(kernel, chunk.count, { ...chunk, node_count: tree.pointCount, query_count: queryCount }, buffers);
  });
  return { k, count: queryCount, indices, squared };
}
