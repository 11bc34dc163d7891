/**
 * The three sums of winding-number orientation over a tree's sources (Lin et al., "Fast and Globally Consistent
 * Normal Orientation based on the Winding Number Normal Consistency", SIGGRAPH Asia 2024), with e = x - y:
 *
 *   A μ(x)  = Σ -e·μ/|e|³               winding value, 1 inside and 0 outside for dipoles n dA / 4π
 *   Aᵀ s(x) = Σ e s/|e|³                its transpose
 *   G μ(x)  = Σ μ/|e|³ - 3 e (e·μ)/|e|⁵  -∇(A μ), the normal direction that the dipoles agree on
 */
import sumAdjointWgsl from '../../shaders/orientation/sum_adjoint.wgsl';
import sumGradientWgsl from '../../shaders/orientation/sum_gradient.wgsl';
import sumWindingWgsl from '../../shaders/orientation/sum_winding.wgsl';
import type { RunContext } from '../events.ts';
import type { CommandList } from '../gpu/command-list.ts';
import { abortable, type Gpu } from '../gpu/gpu.ts';
import { defineKernel } from '../gpu/kernel.ts';
import { PacedWork } from '../gpu/paced-work.ts';
import { ranges } from '../math/ranges.ts';
import type { GpuWindingTree } from './winding-tree.ts';

const PARAMS = { first: 'u32', end: 'u32', entry_count: 'u32', least_squared: 'f32' } as const;
const INPUTS = { queries: 'read', spheres: 'read', moments: 'read' } as const;

export const sumWinding = defineKernel({
  label: 'orientation/sum_winding',
  code: sumWindingWgsl,
  workgroup: 64,
  params: PARAMS,
  buffers: { ...INPUTS, winding: 'read_write' },
});

export const sumAdjoint = defineKernel({
  label: 'orientation/sum_adjoint',
  code: sumAdjointWgsl,
  workgroup: 64,
  params: PARAMS,
  buffers: { ...INPUTS, vectors: 'read_write' },
});

export const sumGradient = defineKernel({
  label: 'orientation/sum_gradient',
  code: sumGradientWgsl,
  workgroup: 64,
  params: PARAMS,
  buffers: { ...INPUTS, vectors: 'read_write' },
});

export const SUM_KERNELS = [sumWinding, sumAdjoint, sumGradient] as const;

/** Queries that share a thread, see `quad.wgsl`. */
const QUERIES_PER_THREAD = 4;
/** About 30 ms on two cores of a software device. */
const QUERIES_PER_DISPATCH = 65_536;
/**
 * Pairs closer than this are always dropped: coordinates of float32 resolve 6e-8 of the extent, and |e|⁻³ of anything
 * smaller would leave the range of float32 when it is squared.
 */
export const LEAST_WIDTH = 1e-6;

/** The places at which a sum is taken: vec4f [count], normalised, and the width below which pairs are dropped. */
export interface SumQueries {
  readonly queries: GPUBuffer;
  readonly count: number;
  readonly width: number;
}

interface QueryRange {
  readonly first: number;
  readonly end: number;
}

/** Records A: f32 [count] into `winding`. */
export function encodeWinding(
  commands: CommandList,
  tree: GpuWindingTree,
  at: SumQueries,
  winding: GPUBuffer,
  range: QueryRange,
): void {
  const { spheres, moments } = tree;
  commands.dispatch(sumWinding, threads(range), params(tree, at, range), {
    queries: at.queries,
    spheres,
    moments,
    winding,
  });
}

/** Records Aᵀ: vec4f [count] into `vectors`, w = 0. The numbers s are the x of the sources. */
export function encodeAdjoint(
  commands: CommandList,
  tree: GpuWindingTree,
  at: SumQueries,
  vectors: GPUBuffer,
  range: QueryRange,
): void {
  const { spheres, moments } = tree;
  commands.dispatch(sumAdjoint, threads(range), params(tree, at, range), {
    queries: at.queries,
    spheres,
    moments,
    vectors,
  });
}

/** Records G: vec4f [count] into `vectors`, w = 0. */
export function encodeGradient(
  commands: CommandList,
  tree: GpuWindingTree,
  at: SumQueries,
  vectors: GPUBuffer,
  range: QueryRange,
): void {
  const { spheres, moments } = tree;
  commands.dispatch(sumGradient, threads(range), params(tree, at, range), {
    queries: at.queries,
    spheres,
    moments,
    vectors,
  });
}

/** Work that counts the queries of its sums: with those of a round in one submit, two million points take seconds. */
export function pacedSums(gpu: Gpu, label: string, context: RunContext): PacedWork {
  return new PacedWork(gpu, label, QUERIES_PER_DISPATCH, context);
}

/** Records a sum at any number of queries, a part after the other. Rejects with the signal's reason. */
export async function sumInParts(
  work: PacedWork,
  encode: typeof encodeWinding,
  tree: GpuWindingTree,
  at: SumQueries,
  target: GPUBuffer,
): Promise<void> {
  for (const range of ranges(at.count, QUERIES_PER_DISPATCH)) {
    encode(work.commands, tree, at, target, range);
    await work.spend(range.count);
  }
}

/**
 * Waits for what was submitted, so that a cancelled run does not leave seconds of work behind on the device, and for
 * as long as the run is paused.
 * Rejects with the signal's reason, or with the device's fault.
 */
export async function finished(gpu: Gpu, context: RunContext): Promise<void> {
  // A lost device rejects with a message that says nothing; its fault tells why.
  await abortable(
    gpu.device.queue.onSubmittedWorkDone().catch(() => undefined),
    context.signal,
  );
  gpu.check();
  await gpu.pausePoint();
}

function threads({ first, end }: QueryRange): number {
  return Math.ceil((end - first) / QUERIES_PER_THREAD);
}

function params(tree: GpuWindingTree, at: SumQueries, { first, end }: QueryRange) {
  return { first, end, entry_count: tree.entryCount, least_squared: Math.max(at.width, LEAST_WIDTH) ** 2 };
}
