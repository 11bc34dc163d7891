/** Spacing and noise of a cloud, measured on a worker. */
import { abortable } from '../gpu/gpu.ts';
import type { StageContext } from '../host/stage-context.ts';
import type { KdTree } from '../neighbours/kd-tree.ts';
import { measureScale, type NoiseChoice, type ScaleEstimate } from './measure-scale.ts';

export interface ScaleInput {
  /** [3 × pointCount], normalised, in the order that the tree indexes. */
  readonly positions: Float32Array;
  readonly tree: KdTree;
  readonly noise: NoiseChoice;
}

/**
 * See `measure-scale.ts` for the rules. The result is the same wherever it runs. Rejects with the signal's reason when
 * cancelled.
 */
export function estimateScale(stage: StageContext, { positions, tree, noise }: ScaleInput): Promise<ScaleEstimate> {
  const { host, context } = stage;
  return abortable(host.runTask(measureScale, { positions, tree, noise }), context.signal);
}
