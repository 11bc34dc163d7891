/** How far positions are from a cloud: the nearest point of a kd-tree for each, on the device. */
import measureSupportWgsl from '../../shaders/surface/measure_support.wgsl';
import type { RunContext } from '../events.ts';
import { BufferScope } from '../gpu/buffer-scope.ts';
import type { Gpu } from '../gpu/gpu.ts';
import { defineKernel } from '../gpu/kernel.ts';
import { ranges } from '../math/ranges.ts';
import { submitChunks } from '../gpu/submit-chunks.ts';
import type { StageContext } from '../host/stage-context.ts';
import { boundSubtrees, type SubtreeBoxes } from '../neighbours/bound-subtrees.ts';
import type { GpuKdTree } from '../neighbours/gpu-kd-tree.ts';

export const measureSupportKernel = defineKernel({
  label: 'surface/measure_support',
  code: measureSupportWgsl,
  workgroup: 64,
  params: { first: 'u32', count: 'u32', node_count: 'u32', lowest_row: 'u32' },
  buffers: { kd_nodes: 'read', kd_boxes: 'read', positions: 'read', nearest: 'read_write', squared: 'read_write' },
});

export interface Support {
  /** [positionCount] index of the nearest point, the smaller one of equals. */
  readonly nearest: Uint32Array<ArrayBuffer>;
  /** [positionCount] squared distance to it. */
  readonly squared: Float32Array<ArrayBuffer>;
}

/** Positions of one dispatch: about 20 ms on two cores of a software device, with a million points. */
const POSITIONS_PER_DISPATCH = 2 ** 15;
/** Positions on the device at a time: 96 MiB, whatever the mesh has; a binding may hold 128 MiB. */
const POSITIONS_PER_BUFFER = 2 ** 23;

export interface SupportInput {
  /** At least one point. */
  readonly tree: GpuKdTree;
  /** [3 × positionCount] in the tree's space. */
  readonly positions: Float32Array;
}

/** Each position's nearest point, and how far it is. */
export async function measureSupport(stage: StageContext, { tree, positions }: SupportInput): Promise<Support> {
  const { gpu, context } = stage;
  await gpu.load(measureSupportKernel);
  using own = new BufferScope(gpu, 'surface/boxes');
  const searched = { tree, ...(await boundSubtrees({ ...stage, scope: own }, tree)) };
  const positionCount = positions.length / 3;
  const nearest = new Uint32Array(positionCount);
  const squared = new Float32Array(positionCount);
  for (const { first, end } of ranges(positionCount, POSITIONS_PER_BUFFER)) {
    const part = await measurePart(gpu, searched, positions.subarray(3 * first, 3 * end), context);
    nearest.set(part.nearest, first);
    squared.set(part.squared, first);
  }
  return { nearest, squared };
}

interface SearchedTree extends SubtreeBoxes {
  readonly tree: GpuKdTree;
}

async function measurePart(
  gpu: Gpu,
  { tree, boxes, lowestRow }: SearchedTree,
  positions: Float32Array,
  context: RunContext,
): Promise<Support> {
  using scope = new BufferScope(gpu, 'surface/support');
  const positionCount = positions.length / 3;
  const buffers = {
    kd_nodes: tree.nodes,
    kd_boxes: boxes,
    positions: scope.upload('positions', positions),
    nearest: scope.storage('nearest', 4 * positionCount),
    squared: scope.storage('squared', 4 * positionCount),
  };
  const label = 'surface/measure support';
  await submitChunks(gpu, label, positionCount, POSITIONS_PER_DISPATCH, context.signal, (commands, chunk) => {
    const params = { ...chunk, node_count: tree.pointCount, lowest_row: lowestRow };
    commands.dispatch(measureSupportKernel, chunk.count, params, buffers);
  });
  const [nearest, squared] = await Promise.all([
    gpu.readUints(buffers.nearest, positionCount, context.signal),
    gpu.readFloats(buffers.squared, positionCount, context.signal),
  ]);
  return { nearest, squared };
}
