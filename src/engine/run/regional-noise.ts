/**
 * The noise of each point, where it differs by region (`analysis/noise-regions.ts`): what planes, quadrics, samples and
 * goals of a point go by in place of the cloud's.
 */
import type { CloudScale } from '../analysis/measure-scale.ts';
import { measureNoiseRegions, type NoiseRegions } from '../analysis/noise-regions.ts';
import { abortable } from '../gpu/gpu.ts';
import { BufferScope } from '../gpu/buffer-scope.ts';
import type { StageContext } from '../host/stage-context.ts';
import { findNearest } from '../neighbours/find-nearest.ts';
import { uploadKdTree, uploadPoints } from '../neighbours/gpu-kd-tree.ts';
import { buildKdTree } from '../neighbours/kd-tree.ts';
import type { WorkingCloud } from './working-cloud.ts';

/** Places whose noise a point takes the mean of. */
const NEAREST_PLACES = 8;
/** A point with less of the cloud's spacing has the cloud's noise. */
const LEAST_SPACINGS = 0.3;

export interface RegionalCloud {
  readonly working: WorkingCloud;
  /** Median noise of the regions, normalised. */
  readonly noisyNorm: number;
}

/** Share of the points that have a noise of their own. */
export function noisyShare(deviations: Float32Array): number {
  return deviations.reduce((count, deviation) => count + (deviation > 0 ? 1 : 0), 0) / deviations.length;
}

/**
 * The cloud with a noise of its own at each point, in new buffers of the stage's scope; undefined where it has no
 * regions.
 */
export async function regionalNoise(
  stage: StageContext,
  working: WorkingCloud,
  scale: CloudScale,
): Promise<RegionalCloud | undefined> {
  const { host, scope, context } = stage;
  const { positions } = working.prepared;
  const measuring = host.runTask(measureNoiseRegions, { positions, tree: working.tree, scale });
  const regions = await abortable(measuring, context.signal);
  if (!regions) return undefined;
  const deviations = await deviationsOf(stage, working, { regions, scale });
  scope.destroy(working.points);
  const points = uploadPoints(scope, positions, deviations);
  return { working: { ...working, points, deviations }, noisyNorm: regions.noisyNorm };
}

async function deviationsOf(
  stage: StageContext,
  { points, pointCount }: WorkingCloud,
  {
    regions: { places, deviations, leastRatio },
    scale,
  }: { readonly regions: NoiseRegions; readonly scale: CloudScale },
): Promise<Float32Array<ArrayBuffer>> {
  const { gpu, host, context } = stage;
  using own = new BufferScope(gpu, 'regional noise');
  const tree = uploadKdTree(own, await buildKdTree(places, host, context));
  const k = Math.min(NEAREST_PLACES, deviations.length);
  const { indices } = await findNearest({ ...stage, scope: own }, { tree, queries: points, queryCount: pointCount, k });
  const nearest = await gpu.readUints(indices, k * pointCount, context.signal);
  const least = Math.max(leastRatio * scale.noiseNorm, LEAST_SPACINGS * scale.spacingNorm);
  return Float32Array.from({ length: pointCount }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < k; j++) sum += deviations[nearest[j * pointCount + i]!]!;
    const mean = sum / k;
    return mean > least ? mean : 0;
  });
}
