/** How unevenly a cloud's points are spread over its surface, where that is much (`rank-gaps.ts`). */
import { abortable } from '../gpu/gpu.ts';
import type { StageContext } from '../host/stage-context.ts';
import type { GpuKdTree } from '../neighbours/gpu-kd-tree.ts';
import { buildKdTree } from '../neighbours/kd-tree.ts';
import { measureGaps } from './measure-gaps.ts';
import { rankGaps, type UnevenDensity } from './rank-gaps.ts';

const SAMPLES = 20_000;
/** Fewer have no percentiles. */
const LEAST_POINTS = 100;

export interface DensityInput {
  readonly tree: GpuKdTree;
  /** vec4f [pointCount] normalised, and the same on the CPU, [3 × pointCount]. */
  readonly points: GPUBuffer;
  readonly positions: Float32Array;
}

/** Rejects with the signal's reason when cancelled. */
export async function measureDensity(
  stage: StageContext,
  { tree, points, positions }: DensityInput,
): Promise<UnevenDensity | undefined> {
  const { host, context } = stage;
  if (tree.pointCount < LEAST_POINTS) return undefined;
  const { gaps, stride } = await measureGaps(stage, { tree, points, samples: SAMPLES });
  const sample = new Float32Array(3 * gaps.length);
  for (let i = 0; i < gaps.length; i++) sample.set(positions.subarray(3 * stride * i, 3 * stride * i + 3), 3 * i);
  const ofSample = await buildKdTree(sample, host, context);
  return abortable(host.runTask(rankGaps, { positions: sample, tree: ofSample, gaps }), context.signal);
}
