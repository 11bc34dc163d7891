/** Boxes of the upper subtrees of a k-d tree, for searches from far away (`shaders/neighbours/kd_boxes.wgsl`). */
import boundSubtreesWgsl from '../../shaders/neighbours/bound_subtrees.wgsl';
import { defineKernel } from '../gpu/kernel.ts';
import type { StageContext } from '../host/stage-context.ts';
import type { GpuKdTree } from './gpu-kd-tree.ts';

export const boundSubtreesKernel = defineKernel({
  label: 'neighbours/bound_subtrees',
  code: boundSubtreesWgsl,
  workgroup: 64,
  params: { node_count: 'u32', row: 'u32', is_lowest: 'u32' },
  buffers: { kd_nodes: 'read', kd_boxes: 'read_write' },
});

/** Rows below the lowest with boxes that are full in every subtree: with the last row 15 … 31 points. */
const FULL_ROWS = 4;

export interface SubtreeBoxes {
  /** vec4f [2 × 2^(lowestRow + 1)]: lowest and highest corner of the subtree at place p from 2 p on. */
  readonly boxes: GPUBuffer;
  readonly lowestRow: number;
}

/** 4 to 8 bytes a point, owned by the stage's scope. */
export async function boundSubtrees(stage: StageContext, tree: GpuKdTree): Promise<SubtreeBoxes> {
  const { gpu, scope } = stage;
  await gpu.load(boundSubtreesKernel);
  const fullRows = 31 - Math.clz32(tree.pointCount + 1);
  const lowestRow = Math.max(0, fullRows - FULL_ROWS);
  const boxes = scope.storage('subtree boxes', 32 * 2 ** (lowestRow + 1));
  const commands = gpu.commands('neighbours/bound subtrees');
  for (let row = lowestRow; row >= 0 && tree.pointCount > 0; row--) {
    const params = { node_count: tree.pointCount, row, is_lowest: row === lowestRow ? 1 : 0 };
    commands.dispatch(boundSubtreesKernel, 2 ** row, params, { kd_nodes: tree.nodes, kd_boxes: boxes });
  }
  commands.submit();
  return { boxes, lowestRow };
}
