/** How unevenly a cloud's points are spread over its surface, where that is much (`rank-gaps.ts`). */
import { abortable } from '../gpu/gpu.ts';
import type { StageContext } from '../host/stage-context.ts';
import { gatherTriples } from '../math/gather-triples.ts';
import { buildKdTree } from '../neighbours/kd-tree.ts';
import type { PointGaps } from './measure-gaps.ts';
import { rankGaps, type UnevenDensity } from './rank-gaps.ts';

export interface DensityInput {
  /** [3 × pointCount] normalised. */
  readonly positions: Float32Array;
  /** Gaps of some of them, `sampleGaps`. */
  readonly sample: PointGaps;
}

/** Rejects with the signal's reason when cancelled. */
export async function measureDensity(
  { host, context }: Pick<StageContext, 'host' | 'context'>,
  { positions, sample: { gaps, stride } }: DensityInput,
): Promise<UnevenDensity | undefined> {
  const indices = Uint32Array.from(gaps, (_, i) => stride * i);
  const sampled = gatherTriples(positions, indices, new Float32Array(3 * gaps.length));
  const tree = await buildKdTree(sampled, host, context);
  return abortable(host.runTask(rankGaps, { positions: sampled, tree, gaps }), context.signal);
}
