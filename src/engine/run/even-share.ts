/**
 * A cloud of scan lines is worked on as an even share of its points, all of which the levels then pull towards
 * (algorithm.md section 2, "scan lines"). Other clouds have none and are left as they are.
 */
import { estimateScale } from '../analysis/estimate-scale.ts';
import { lineNoise } from '../analysis/line-noise.ts';
import { isOfLines, measureWideGaps, type PointGaps } from '../analysis/measure-gaps.ts';
import type { NoiseChoice, ScaleEstimate } from '../analysis/measure-scale.ts';
import { upperMedian } from '../analysis/median.ts';
import { thinEvenly } from '../analysis/thin-evenly.ts';
import { abortable } from '../gpu/gpu.ts';
import type { StageContext } from '../host/stage-context.ts';
import { gatherTriples } from '../math/gather-triples.ts';
import { uploadKdTree, uploadPoints } from '../neighbours/gpu-kd-tree.ts';
import { buildKdTree } from '../neighbours/kd-tree.ts';
import { dropNearest, type WorkingCloud } from './working-cloud.ts';

/** All points of a cloud of scan lines, where `Run.working` is an even share of them. */
export interface ScanLines {
  readonly whole: WorkingCloud;
  /** [whole.pointCount] normalised. */
  readonly gaps: Float32Array<ArrayBuffer>;
  /** Their median. */
  readonly gapNorm: number;
}

export interface EvenShare {
  readonly working: WorkingCloud;
  readonly lines?: ScanLines;
}

/**
 * The cloud as it is, or its even share and the whole. New buffers belong to the stage's scope.
 * @param sample of the cloud's gaps, `sampleGaps`
 */
export async function evenShareOf(
  stage: StageContext,
  whole: WorkingCloud,
  sample: PointGaps | undefined,
): Promise<EvenShare> {
  const { gpuTree: tree, points, prepared } = whole;
  const { host, scope, context } = stage;
  if (!sample || !isOfLines(sample)) return { working: whole };
  dropNearest(whole, scope);
  const gaps = await measureWideGaps(stage, { tree, points, steps: sample.steps });
  await host.dump?.points('analyse', 'gaps', {
    positions: prepared.positions,
    values: { gap: { values: gaps, isLength: true } },
  });
  const thinning = host.runTask(thinEvenly, { positions: prepared.positions, tree: whole.tree, gaps });
  const indices = await abortable(thinning, context.signal);
  const positions = gatherTriples(prepared.positions, indices, new Float32Array(3 * indices.length));
  const shareTree = await buildKdTree(positions, host, context);
  const sourceIndices = indices.map((i) => prepared.sourceIndices[i]!);
  const working = {
    ...whole,
    nearest: undefined,
    prepared: { ...prepared, positions, sourceIndices },
    pointCount: indices.length,
    tree: shareTree,
    gpuTree: uploadKdTree(scope, shareTree),
    points: uploadPoints(scope, positions),
  };
  return { working, lines: { whole, gaps, gapNorm: upperMedian(gaps.slice()) } };
}

/** The lengths of the share. Its noise is at most what lies off the lines: across gaps curvature looks like noise. */
export async function lineScaleOf(
  stage: StageContext,
  { prepared, tree }: WorkingCloud,
  { whole }: ScanLines,
  noise: NoiseChoice,
): Promise<ScaleEstimate> {
  const { positions } = prepared;
  const scale = await estimateScale(stage, { positions, tree, noise });
  if (noise !== 'auto') return scale;
  const measuring = stage.host.runTask(lineNoise, { positions: whole.prepared.positions, tree: whole.tree });
  const ofLines = await abortable(measuring, stage.context.signal);
  if (ofLines >= scale.noiseNorm) return scale;
  return estimateScale(stage, { positions, tree, noise: ofLines });
}
