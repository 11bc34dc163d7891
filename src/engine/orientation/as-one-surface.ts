/**
 * Layers of one surface taken for that surface in so much noise (algorithm.md section 2, step 2, "Layers"): when that
 * may be, what changes, and whether it was right.
 */
import { estimateScale } from '../analysis/estimate-scale.ts';
import { fitPlanes, type PlaneFit } from '../analysis/fit-planes.ts';
import type { ScaleEstimate } from '../analysis/measure-scale.ts';
import type { RunEvent } from '../events.ts';
import type { StageContext } from '../host/stage-context.ts';
import type { KdTree } from '../neighbours/kd-tree.ts';
import type { GpuKdTree } from '../neighbours/gpu-kd-tree.ts';
import type { LayerCounts } from '../analysis/layer-counts.ts';

/**
 * Share of the places in two layers: edges and strays come to .05 (bones, bimba, a patchy scorpion), .10 where points
 * are sparse (camel of 4,000 points) or noise is uniform, .11 (a thin pizza); layers from .14 on once they lie .4
 * spacings apart.
 */
const LEAST_SHARE = 0.12;
/**
 * Of these alike: layers .93 to 1; blades and plates from 1.5 spacings on, whose sides the winding number tells, 0 to
 * .34; a pizza whose sides come out at chance .80.
 */
const LEAST_ALIKE = 0.87;

/** Whether it is worth doing all over again. */
export function mayBeOneSurface({ share, alikeShare }: LayerCounts): boolean {
  return share >= LEAST_SHARE && alikeShare >= LEAST_ALIKE;
}

/**
 * Both sides of a plate thinner than a spacing come out alike as well (.95 to 1): as one sheet, with a border, so that
 * the surface is an open one. Mean square of (winding number - ½): layers .017 to .041, a bowl with so thin a wall .062
 * to .068, plates .15 and more.
 */
const MOST_CLOSED_ENERGY = 0.05;
/**
 * And it has two sides nearly everywhere (.92 to .97), while the layers of a closed surface, one moved against the
 * other, meet where the way that they moved lies along the surface: .68 at most.
 */
const MOST_MEETING_SHARE = 0.85;

/**
 * Whether that was right. Layers of an open surface cannot be told from a plate, unless it is known who saw which side.
 */
export function isOneSurface({ share }: LayerCounts, isSeen: boolean, energy: number): boolean {
  return isSeen || (share < MOST_MEETING_SHARE && energy < MOST_CLOSED_ENERGY);
}

export interface LayeredCloud {
  /** [3 × pointCount] and vec4f [pointCount], normalised. */
  readonly positions: Float32Array;
  readonly points: GPUBuffer;
  readonly tree: KdTree;
  readonly gpuTree: GpuKdTree;
}

/** The planes of points in so much noise, owned by the stage's scope, and the lengths that go with it. */
export async function planesOfLayers(
  stage: StageContext,
  { positions, points, tree, gpuTree }: LayeredCloud,
  noiseNorm: number,
): Promise<{ readonly planes: PlaneFit; readonly scale: ScaleEstimate }> {
  const scale = await estimateScale(stage, { positions, tree, noise: noiseNorm });
  const planes = await fitPlanes(stage, { tree: gpuTree, points, pointCount: tree.pointCount, scale });
  return { planes, scale };
}

export interface Held<R> {
  readonly result: R;
  /** Hands the warnings on. */
  tell(): void;
}

/** Does what may prove to be of no use: its warnings wait. */
export async function withHeldWarnings<R>(
  stage: StageContext,
  work: (stage: StageContext) => Promise<R>,
): Promise<Held<R>> {
  const { context } = stage;
  const warnings: RunEvent[] = [];
  const onEvent = (event: RunEvent): void => {
    if (event.type === 'warning') warnings.push(event);
    else context.onEvent(event);
  };
  const result = await work({ ...stage, context: { ...context, onEvent } });
  return { result, tell: () => warnings.forEach((warning) => context.onEvent(warning)) };
}
