/** Spacing and noise of a cloud, measured on a worker. */
import type { Host } from '../host.ts';
import type { KdTree } from '../neighbours/kd-tree.ts';
import type { NoiseChoice, ScaleEstimate } from './measure-scale.ts';

/**
 * `positions` [3 × pointCount], normalised, in the order that `tree` indexes; see `measure-scale.ts` for the rules.
 * The result is the same wherever it runs.
 */
export function estimateScale(
  positions: Float32Array,
  tree: KdTree,
  noise: NoiseChoice,
  host: Host,
): Promise<ScaleEstimate> {
  return host.runTask('measureScale', { positions, tree, noise });
}
