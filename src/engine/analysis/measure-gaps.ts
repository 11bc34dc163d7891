/**
 * The gap of every point: how far its neighbourhood must reach to be a piece of surface. Where a scanner has drawn
 * lines, dense along and wide apart, twelve neighbours lie on one line and say nothing of the surface; the gap is then
 * the distance to the next line, and elsewhere the spacing (algorithm.md section 2, "scan lines").
 */
import measureGapsWgsl from '../../shaders/analysis/measure_gaps.wgsl';
import widenGapsWgsl from '../../shaders/analysis/widen_gaps.wgsl';
import { BufferScope } from '../gpu/buffer-scope.ts';
import { defineKernel } from '../gpu/kernel.ts';
import { submitChunks } from '../gpu/submit-chunks.ts';
import type { StageContext } from '../host/stage-context.ts';
import type { Triple } from '../math/triple.ts';
import type { GpuKdTree } from '../neighbours/gpu-kd-tree.ts';

export const measureGapsKernel = defineKernel({
  label: 'analysis/measure_gaps',
  code: measureGapsWgsl,
  workgroup: 64,
  params: { first: 'u32', count: 'u32', point_count: 'u32', stride: 'u32', steps: 'vec3f' },
  buffers: { kd_nodes: 'read', points: 'read', gaps: 'read_write', on_line: 'read_write' },
});

export const widenGapsKernel = defineKernel({
  label: 'analysis/widen_gaps',
  code: widenGapsWgsl,
  workgroup: 64,
  params: { first: 'u32', count: 'u32', point_count: 'u32' },
  buffers: { kd_nodes: 'read', points: 'read', gaps: 'read', on_line: 'read', widened: 'read_write' },
});

/** About 100 ms on two cores of a software device where points lie on lines, a tenth of it elsewhere. */
const POINTS_PER_DISPATCH = 2 ** 12;

/** Points that a cloud is judged by: the share of lines then errs by .0015 where it is .05. */
const GAP_SAMPLES = 20_000;
/**
 * Share of points on lines (measured): rows of 5 points a gap .17 and more, of 3, which need nothing, .015; others
 * .003.
 */
const LEAST_LINES = 0.05;
/** A surface takes some neighbourhoods of points, and percentiles take some points. */
const LEAST_POINTS = 100;

export interface GapsInput {
  readonly tree: GpuKdTree;
  /** vec4f [tree.pointCount] normalised, in the order that the tree indexes. */
  readonly points: GPUBuffer;
  /** Those of the cloud's coordinates. */
  readonly steps: Triple;
  /** Points to look at, evenly spread through the order; all where not given. */
  readonly samples?: number;
}

export interface PointGaps {
  /** [n] normalised, of every `stride`-th point. */
  readonly gaps: Float32Array<ArrayBuffer>;
  readonly stride: number;
  /** Share of the n that lie on a line beside which another one was found. */
  readonly lineShare: number;
  /** As given. */
  readonly steps: Triple;
}

/** Rejects with the signal's reason when cancelled. */
export async function measureGaps(stage: StageContext, input: GapsInput): Promise<PointGaps> {
  using own = new BufferScope(stage.gpu, 'gaps');
  const { gaps, onLine, count, stride } = await gapsOnDevice({ ...stage, scope: own }, input);
  const lineShare = await lineShareOf(stage, onLine, count);
  return { gaps: await readGaps(stage, gaps, count), stride, lineShare, steps: input.steps };
}

/** The gaps of the points that a cloud is judged by; nothing where it has too few to be judged. */
export async function sampleGaps(
  stage: StageContext,
  input: Omit<GapsInput, 'samples'>,
): Promise<PointGaps | undefined> {
  return input.tree.pointCount < LEAST_POINTS ? undefined : measureGaps(stage, { ...input, samples: GAP_SAMPLES });
}

/**
 * Whether a cloud was drawn line by line, so that its neighbourhoods of a few points say nothing of the surface.
 * @param sample as `sampleGaps` gives it
 */
export function isOfLines(sample: PointGaps | undefined): boolean {
  return sample !== undefined && sample.lineShare >= LEAST_LINES;
}

/** As `measureGaps` finds them for all points, and at each point the widest of the gaps of neighbours on lines. */
export async function measureWideGaps(
  stage: StageContext,
  input: Omit<GapsInput, 'samples'>,
): Promise<Float32Array<ArrayBuffer>> {
  const { gpu, context } = stage;
  const { tree, points } = input;
  await gpu.load(widenGapsKernel);
  using own = new BufferScope(gpu, 'gaps');
  const { gaps, onLine, count } = await gapsOnDevice({ ...stage, scope: own }, input);
  const widened = own.storage('widened gaps', 4 * count);
  const buffers = { kd_nodes: tree.nodes, points, gaps, on_line: onLine, widened };
  await submitChunks(gpu, 'analysis/widen gaps', count, POINTS_PER_DISPATCH, context.signal, (commands, chunk) =>
    commands.dispatch(widenGapsKernel, chunk.count, { ...chunk, point_count: count }, buffers),
  );
  return readGaps(stage, widened, count);
}

interface DeviceGaps {
  readonly gaps: GPUBuffer;
  readonly onLine: GPUBuffer;
  readonly count: number;
  readonly stride: number;
}

async function gapsOnDevice(stage: StageContext, input: GapsInput): Promise<DeviceGaps> {
  const { gpu, scope, context } = stage;
  const { tree, points, steps, samples } = input;
  const { pointCount } = tree;
  const stride = samples === undefined ? 1 : Math.max(1, Math.ceil(pointCount / samples));
  const count = Math.ceil(pointCount / stride);
  await gpu.load(measureGapsKernel);
  const gaps = scope.storage('gaps', 4 * count);
  const onLine = scope.storage('on line', 4 * count);
  const buffers = { kd_nodes: tree.nodes, points, gaps, on_line: onLine };
  await submitChunks(gpu, 'analysis/gaps', count, POINTS_PER_DISPATCH, context.signal, (commands, chunk) =>
    commands.dispatch(measureGapsKernel, chunk.count, { ...chunk, point_count: pointCount, stride, steps }, buffers),
  );
  return { gaps, onLine, count, stride };
}

function readGaps({ gpu, context }: StageContext, gaps: GPUBuffer, count: number): Promise<Float32Array<ArrayBuffer>> {
  return gpu.readFloats(gaps, count, context.signal);
}

async function lineShareOf({ gpu, context }: StageContext, onLine: GPUBuffer, count: number): Promise<number> {
  const flags = await gpu.readUints(onLine, count, context.signal);
  let lines = 0;
  for (const flag of flags) lines += flag;
  return lines / Math.max(1, count);
}
