/** The k-d tree and the points on the device. */
import type { BufferScope } from '../gpu/buffer-scope.ts';
import type { KdTree } from './kd-tree.ts';

export interface GpuKdTree {
  readonly pointCount: number;
  /** vec4u [pointCount], laid out as `KdTree.nodes`. */
  readonly nodes: GPUBuffer;
}

/** A copy of the tree, owned by `scope`. Throws `gpu-out-of-memory` where it does not fit one binding. */
export function uploadKdTree(scope: BufferScope, tree: KdTree): GpuKdTree {
  return { pointCount: tree.pointCount, nodes: scope.upload('kd-tree', tree.nodes) };
}

/**
 * The points as vec4f [n], owned by `scope`: WGSL pads an array of three floats to four anyway.
 * @param positions [3n], the tree's space. Throws `gpu-out-of-memory` where they do not fit one binding.
 * @param deviations [n] the noise of each point, which becomes its w; 0 where that is the cloud's, and where not given
 */
export function uploadPoints(scope: BufferScope, positions: Float32Array, deviations?: Float32Array): GPUBuffer {
  const padded = new Float32Array((positions.length / 3) * 4);
  for (let from = 0, to = 0; from < positions.length; from += 3, to += 4) {
    padded[to] = positions[from]!;
    padded[to + 1] = positions[from + 1]!;
    padded[to + 2] = positions[from + 2]!;
  }
  deviations?.forEach((deviation, i) => {
    padded[4 * i + 3] = deviation;
  });
  return scope.upload('points', padded);
}
