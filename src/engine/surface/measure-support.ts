/** How far positions are from a cloud: the nearest point of a kd-tree for each, on the device. */
import measureSupportWgsl from '../../shaders/surface/measure_support.wgsl';
import type { RunContext } from '../events.ts';
import { BufferScope } from '../gpu/buffer-scope.ts';
import type { Gpu } from '../gpu/gpu.ts';
import { defineKernel } from '../gpu/kernel.ts';
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
/** Dispatches of one submit: a cancelled run ends within one. */
const DISPATCHES_PER_SUBMIT = 4;

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
  const perSubmit = DISPATCHES_PER_SUBMIT * POSITIONS_PER_DISPATCH;
  for (let start = 0; start < positionCount; start += perSubmit) {
    context.signal.throwIfAborted();
    const batch = gpu.batch('surface/measure support');
    const end = Math.min(start + perSubmit, positionCount);
    for (let first = start; first < end; first += POSITIONS_PER_DISPATCH) {
      const count = Math.min(POSITIONS_PER_DISPATCH, end - first);
      batch.run(measureSupportKernel, count, { first, count, node_count: tree.pointCount }, buffers);
    }
    batch.submit();
  }
  const [nearest, squared] = await Promise.all([
    gpu.readUints(buffers.nearest, positionCount, context.signal),
    gpu.readFloats(buffers.squared, positionCount, context.signal),
  ]);
  return { nearest, squared };
}
