/** Spacing and noise of a cloud, measured on a worker. */
import type { RunContext } from '../events.ts';
import { abortable } from '../gpu/gpu.ts';
import type { Host } from '../host/host.ts';
import type { KdTree } from '../neighbours/kd-tree.ts';
import { measureScale, type NoiseChoice, type ScaleEstimate } from './measure-scale.ts';

/**
 * `positions` [3 × pointCount], normalised, in the order that `tree` indexes; see `measure-scale.ts` for the rules.
 * The result is the same wherever it runs. Rejects with the signal's reason when cancelled.
 */
export function estimateScale(
  positions: Float32Array,
  tree: KdTree,
  noise: NoiseChoice,
  host: Host,
  context: RunContext,
): Promise<ScaleEstimate> {
  return abortable(host.runTask(measureScale, { positions, tree, noise }), context.signal);
}
