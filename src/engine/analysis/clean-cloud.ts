/**
 * Finds points that belong to no surface (algorithm.md section 2, step 0): one pass; the caller drops them, builds a
 * new tree and may ask again. Without it two per cent of outliers ruin the mesh (.071 against .0002).
 */
import findCandidatesWgsl from '../../shaders/analysis/find_candidates.wgsl';
import listSpacingWgsl from '../../shaders/analysis/list_spacing.wgsl';
import markOutliersWgsl from '../../shaders/analysis/mark_outliers.wgsl';
import measureSpacingWgsl from '../../shaders/analysis/measure_spacing.wgsl';
import { BufferScope } from '../gpu/buffer-scope.ts';
import { defineKernel } from '../gpu/kernel.ts';
import type { StageContext } from '../host/stage-context.ts';
import type { Neighbours } from '../neighbours/find-nearest.ts';
import type { GpuKdTree } from '../neighbours/gpu-kd-tree.ts';
import { upperMedian } from './median.ts';
import { stretchingStrays } from './stretching-strays.ts';
import { submitChunks } from '../gpu/submit-chunks.ts';

export const measureSpacing = defineKernel({
  label: 'analysis/measure_spacing',
  code: measureSpacingWgsl,
  workgroup: 64,
  params: { first: 'u32', count: 'u32', point_count: 'u32' },
  buffers: { kd_nodes: 'read', points: 'read', spacing: 'read_write' },
});

export const listSpacing = defineKernel({
  label: 'analysis/list_spacing',
  code: listSpacingWgsl,
  workgroup: 64,
  params: { first: 'u32', count: 'u32', point_count: 'u32' },
  buffers: { neighbour_squared: 'read', spacing: 'read_write' },
});

export const findCandidates = defineKernel({
  label: 'analysis/find_candidates',
  code: findCandidatesWgsl,
  workgroup: 64,
  params: { first: 'u32', count: 'u32', point_count: 'u32', candidate_spacing: 'f32' },
  buffers: { kd_nodes: 'read', points: 'read', spacing: 'read', candidates: 'read_write' },
});

export const markOutliers = defineKernel({
  label: 'analysis/mark_outliers',
  code: markOutliersWgsl,
  workgroup: 64,
  params: { first: 'u32', count: 'u32', point_count: 'u32' },
  buffers: { kd_nodes: 'read', points: 'read', candidates: 'read', outliers: 'read_write' },
});

/** A point this many medians from its neighbours is looked at (measured, algorithm.md section 2, step 0). */
const CANDIDATE_MEDIANS = 3;
/**
 * Passes that are worth it: a second finds what the first one's outliers hid, a third nothing (algorithm.md section 2,
 * step 0).
 */
export const CLEAN_PASSES = 2;
/** Fewer points have no median worth the name, and less than a neighbourhood of 13. */
export const LEAST_POINTS = 16;
/** About 100 ms on two cores of a software device. */
const POINTS_PER_DISPATCH = 2 ** 15;

export interface CleanInput {
  readonly tree: GpuKdTree;
  /** vec4f [pointCount], the order that the tree indexes. */
  readonly points: GPUBuffer;
  readonly pointCount: number;
  /** The spacing of the whole cloud where the points are a part of it; found from the points where not given. */
  readonly medianSpacing?: number;
  /** The nearest of each point, at least nine, itself among them: where given, they are not searched for. */
  readonly nearest?: Neighbours | undefined;
  /** [3 × pointCount] normalised: where given, strays that stretch the frame are looked for, and told. */
  readonly positions?: Float32Array;
}

/**
 * Keep flags [pointCount], 1 keep and 0 drop.
 * Keeps all of fewer than 16 points, and all where more than half of the points coincide with their neighbours:
 * there the median says nothing about the rest.
 */
export async function cleanCloud(
  stage: StageContext,
  { tree, points, pointCount: count, medianSpacing, nearest, positions }: CleanInput,
): Promise<Uint8Array> {
  const { gpu, context } = stage;
  const keep = new Uint8Array(count).fill(1);
  if (count < LEAST_POINTS) return keep;
  await gpu.load(nearest ? listSpacing : measureSpacing, findCandidates, markOutliers);
  using own = new BufferScope(gpu, 'analysis');
  const spacing = own.storage('spacing', 4 * count);
  const cloud = { kd_nodes: tree.nodes, points };
  // Each pass has a name of its own, and with it a pace: they take very different times.
  const submit = (label: string, record: Parameters<typeof submitChunks>[5]): Promise<void> =>
    submitChunks(gpu, label, count, POINTS_PER_DISPATCH, context.signal, record);
  await submit('analysis/spacing', (commands, chunk) => {
    const params = { ...chunk, point_count: count };
    if (!nearest) commands.dispatch(measureSpacing, chunk.count, params, { ...cloud, spacing });
    else commands.dispatch(listSpacing, chunk.count, params, { neighbour_squared: nearest.squared, spacing });
  });
  const spacings = medianSpacing === undefined ? await gpu.readFloats(spacing, count, context.signal) : undefined;
  const median = spacings ? upperMedian(spacings.slice()) : medianSpacing!;
  if (median === 0) return keep;

  const candidates = own.storage('candidates', 4 * count);
  await submit('analysis/candidates', (commands, chunk) => {
    const params = { ...chunk, point_count: count, candidate_spacing: CANDIDATE_MEDIANS * median };
    commands.dispatch(findCandidates, chunk.count, params, { ...cloud, spacing, candidates });
  });
  const outliers = own.storage('outliers', 4 * count);
  await submit('analysis/outliers', (commands, chunk) => {
    commands.dispatch(markOutliers, chunk.count, { ...chunk, point_count: count }, { ...cloud, candidates, outliers });
  });
  const flags = await gpu.readUints(outliers, count, context.signal);
  for (let i = 0; i < count; i++) keep[i] = flags[i] === 0 ? 1 : 0;
  const strays = spacings && positions ? stretchingStrays({ positions, spacing: spacings, medianSpacing: median }) : [];
  if (strays.length === 0) return keep;
  const message = `${strays.length} of ${count} points were dropped: they lie scattered so far away that with them the rest would span less than half of the grid.`;
  context.onEvent({ type: 'warning', message });
  for (const stray of strays) keep[stray] = 0;
  return keep;
}
