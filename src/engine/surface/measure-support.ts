/** How far positions are from a cloud: the nearest point of a kd-tree for each, on the device. */
import measureSupportWgsl from '../../shaders/surface/measure_support.wgsl';
import type { RunContext } from '../events.ts';
import { BufferScope } from '../gpu/buffer-scope.ts';
import type { Gpu } from '../gpu/gpu.ts';
import { defineKernel } from '../gpu/kernel.ts';
import { submitChunks } from '../gpu/submit-chunks.ts';
import type { GpuKdTree } from '../neighbours/gpu-kd-tree.ts';

export const measureSupportKernel = defineKernel({
  label: 'surface/measure_support',
  code: measureSupportWgsl,
  workgroup: 64,
  params: { first: 'u32', count: 'u32', node_count: 'u32' },
  buffers: { kd_nodes: 'read', positions: 'read', nearest: 'read_write', squared: 'read_write' },
});

export interface Support {
  /** [positionCount] index of the nearest point, the smaller one of equals. */
  readonly nearest: Uint32Array<ArrayBuffer>;
  /** [positionCount] squared distance to it. */
  readonly squared: Float32Array<ArrayBuffer>;
}

/** Positions of one dispatch: about 20 ms on two cores of a software device, with a million points. */
const POSITIONS_PER_DISPATCH = 2 ** 15;

/**
 * @param tree at least one point
 * @param positions [3 × positionCount] in the tree's space
 */
export async function measureSupport(
  gpu: Gpu,
  tree: GpuKdTree,
  positions: Float32Array,
  context: RunContext,
): Promise<Support> {
  await gpu.load(measureSupportKernel);
  using scope = new BufferScope(gpu, 'surface/support');
  const positionCount = positions.length / 3;
  const buffers = {
    kd_nodes: tree.nodes,
    positions: scope.upload('positions', positions),
    nearest: scope.storage('nearest', 4 * positionCount),
    squared: scope.storage('squared', 4 * positionCount),
  };
  const label = 'surface/measure support';
  await submitChunks(gpu, label, positionCount, POSITIONS_PER_DISPATCH, context.signal, (batch, chunk) => {
    batch.run(measureSupportKernel, chunk.count, { ...chunk, node_count: tree.pointCount }, buffers);
  });
  const [nearest, squared] = await Promise.all([
    gpu.readUints(buffers.nearest, positionCount, context.signal),
    gpu.readFloats(buffers.squared, positionCount, context.signal),
  ]);
  return { nearest, squared };
}
