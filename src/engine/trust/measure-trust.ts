/**
 * How sure a surface is at each of its vertices, from the points about it (docs/trust.md): two searches on the device,
 * the 16 points nearest to each point and the 8 nearest to each vertex, with the surface's normal at each point's foot,
 * and the formula of `uncertainty.ts` on the CPU.
 */
import describePointsWgsl from '../../shaders/trust/describe_points.wgsl';
import measureVerticesWgsl from '../../shaders/trust/measure_vertices.wgsl';
import { BufferScope } from '../gpu/buffer-scope.ts';
import { defineKernel } from '../gpu/kernel.ts';
import { submitChunks } from '../gpu/submit-chunks.ts';
import type { StageContext } from '../host/stage-context.ts';
import { runSteps } from '../host/steps.ts';
import { ranges } from '../math/ranges.ts';
import type { VertexTrust } from '../mesh/vertex-trust.ts';
import type { GpuKdTree } from '../neighbours/gpu-kd-tree.ts';
import { everyNth, measuredStride, trustBetweenSteps } from './between-vertices.ts';
import { NO_FOOT } from './find-feet.ts';
import { EVIDENCE, isGuess, LEAST_ROUNDING, SUPPORT_NOISES, SUPPORT_SPACINGS, uncertaintyOf } from './uncertainty.ts';

export const describePoints = defineKernel({
  label: 'trust/describe_points',
  code: describePointsWgsl,
  workgroup: 64,
  params: { first: 'u32', count: 'u32', point_count: 'u32' },
  buffers: { kd_nodes: 'read', points: 'read', feet: 'read', surroundings: 'read_write' },
});

export const measureVertices = defineKernel({
  label: 'trust/measure_vertices',
  code: measureVerticesWgsl,
  workgroup: 64,
  params: {
    first: 'u32',
    count: 'u32',
    point_count: 'u32',
    vertex_count: 'u32',
    reach_spacings: 'f32',
    reach_length: 'f32',
  },
  buffers: {
    kd_nodes: 'read',
    points: 'read',
    feet: 'read',
    surroundings: 'read',
    positions: 'read',
    normals: 'read',
    evidence: 'read_write',
  },
});

/** Points, and vertices, of one dispatch: about 50 ms on two cores of a software device. */
const POINTS_PER_DISPATCH = 2 ** 13;
const VERTICES_PER_DISPATCH = 2 ** 14;
/** Vertices on the device at a time: 96 MiB of evidence, of the 128 that a binding may hold. */
const VERTICES_PER_BUFFER = 2 ** 22;

export interface TrustInput {
  /** Of at least one point. */
  readonly tree: GpuKdTree;
  /** vec4f [pointCount] in the order that the tree indexes, normalised. */
  readonly points: GPUBuffer;
  /** [pointCount] `findFeet` of the same points on this surface. */
  readonly feet: Uint32Array;
  /** [pointCount] how far the points lie apart about each: the gap where they lie on scan lines. */
  readonly spacings: Float32Array;
  /** [3 × vertexCount] normalised, and unit normals. */
  readonly positions: Float32Array;
  readonly normals: Float32Array;
  /** [3 × triangles] of the surface; it may end somewhere, or be filled where there are no points. */
  readonly indices: Uint32Array;
  readonly hasRims: boolean;
  readonly noiseNorm: number;
  /** How far apart the points lie on the whole. */
  readonly spacingNorm: number;
  /** The spacing of all points over that of these, where they are a share of them; else 1. */
  readonly detail: number;
}

/** Of every vertex, normalised lengths. Rejects with the signal's reason when cancelled. */
export async function measureTrust(stage: StageContext, input: TrustInput): Promise<VertexTrust> {
  const { tree, points, noiseNorm, detail, indices } = input;
  using scope = new BufferScope(stage.gpu, 'trust');
  const own = { ...stage, scope };
  const feet = scope.upload('feet', normalsAtFeet(input));
  const surroundings = isSurroundedAlike(input)
    ? scope.upload('no surroundings', new Float32Array(2 * tree.pointCount))
    : await surroundingsOf(own, { tree, points, feet });
  const vertexCount = input.positions.length / 3;
  const stride = measuredStride(vertexCount, tree.pointCount);
  const [positions, normals] = [everyNth(input.positions, stride), everyNth(input.normals, stride)];
  const measuredCount = positions.length / 3;
  const measured = { uncertainties: new Float32Array(measuredCount), guessed: new Uint8Array(measuredCount) };
  for (const { first, end } of ranges(measuredCount, VERTICES_PER_BUFFER)) {
    const part = {
      ...{ tree, points, feet, surroundings, noiseNorm },
      positions: positions.subarray(3 * first, 3 * end),
      normals: normals.subarray(3 * first, 3 * end),
    };
    judge(measured, first, await evidenceOf(stage, part), { noiseNorm, detail });
  }
  const { signal, pause } = stage.context;
  return runSteps(trustBetweenSteps(measured, stride, indices, vertexCount), signal, pause);
}

/** Where nothing of what surrounds the points counts: noise that rounds nothing off, and a surface without rims. */
export function isSurroundedAlike({
  noiseNorm,
  spacingNorm,
  hasRims,
}: Pick<TrustInput, 'noiseNorm' | 'spacingNorm' | 'hasRims'>): boolean {
  return !hasRims && noiseNorm <= LEAST_ROUNDING * spacingNorm;
}

/** [4 × pointCount] the normal at the foot of each point, zeros where there is none; then its spacing. */
function normalsAtFeet({ feet, normals, spacings }: Pick<TrustInput, 'feet' | 'normals' | 'spacings'>): Float32Array {
  const described = new Float32Array(4 * feet.length);
  for (let point = 0; point < feet.length; point++) {
    const vertex = feet[point]!;
    if (vertex !== NO_FOOT) {
      for (let axis = 0; axis < 3; axis++) described[4 * point + axis] = normals[3 * vertex + axis]!;
    }
    described[4 * point + 3] = spacings[point]!;
  }
  return described;
}

export interface DescribedPoints {
  readonly tree: GpuKdTree;
  /** vec4f [pointCount] */
  readonly points: GPUBuffer;
  /** vec4f [pointCount], see `describe_points.wgsl`; so is what follows. */
  readonly feet: GPUBuffer;
  /** vec2f [pointCount] */
  readonly surroundings: GPUBuffer;
}

/** The buffer belongs to the stage's scope. */
export async function surroundingsOf(
  { gpu, scope, context }: StageContext,
  { tree, points, feet }: Omit<DescribedPoints, 'surroundings'>,
): Promise<GPUBuffer> {
  const count = tree.pointCount;
  const surroundings = scope.storage('surroundings', 8 * count);
  await gpu.load(describePoints);
  const buffers = { kd_nodes: tree.nodes, points, feet, surroundings };
  await submitChunks(gpu, 'trust/points', count, POINTS_PER_DISPATCH, context.signal, (commands, chunk) => {
    commands.dispatch(describePoints, chunk.count, { ...chunk, point_count: count }, buffers);
  });
  return surroundings;
}

export interface VertexInput extends DescribedPoints {
  readonly positions: Float32Array;
  readonly normals: Float32Array;
  readonly noiseNorm: number;
}

/** [EVIDENCE × vertexCount], quantity-major. */
export async function evidenceOf(
  { gpu, context }: StageContext,
  { tree, points, feet, surroundings, positions, normals, noiseNorm }: VertexInput,
): Promise<Float32Array> {
  using scope = new BufferScope(gpu, 'trust/vertices');
  const count = positions.length / 3;
  const buffers = {
    kd_nodes: tree.nodes,
    points,
    feet,
    surroundings,
    positions: scope.upload('positions', positions),
    normals: scope.upload('normals', normals),
    evidence: scope.storage('evidence', 4 * EVIDENCE.length * count),
  };
  const params = {
    point_count: tree.pointCount,
    vertex_count: count,
    reach_spacings: SUPPORT_SPACINGS,
    reach_length: SUPPORT_NOISES * noiseNorm,
  };
  await gpu.load(measureVertices);
  await submitChunks(gpu, 'trust/vertices', count, VERTICES_PER_DISPATCH, context.signal, (commands, chunk) => {
    commands.dispatch(measureVertices, chunk.count, { ...chunk, ...params }, buffers);
  });
  return gpu.readFloats(buffers.evidence, EVIDENCE.length * count, context.signal);
}

/** @param evidence [EVIDENCE × count], quantity-major, of the vertices from `first` on */
function judge(
  trust: VertexTrust,
  first: number,
  evidence: Float32Array,
  { noiseNorm, detail }: Pick<TrustInput, 'noiseNorm' | 'detail'>,
): void {
  const count = evidence.length / EVIDENCE.length;
  const at = (quantity: (typeof EVIDENCE)[number], i: number): number =>
    evidence[EVIDENCE.indexOf(quantity) * count + i]!;
  for (let i = 0; i < count; i++) {
    const seen = {
      // On smooth surfaces it grows with the square of the distance, its own square with the fourth power.
      unevenness: at('unevenness', i) * detail ** 4,
      wideUnevenness: at('wideUnevenness', i) * detail ** 4,
      offset: at('offset', i),
      overhang: at('overhang', i) * detail,
      spacing: at('spacing', i) * detail,
      facing: at('facing', i),
    };
    trust.uncertainties[first + i] = uncertaintyOf(seen, noiseNorm);
    // Of the points that were looked at, whatever they are a share of.
    const isFar = isGuess({ facing: seen.facing, spacing: at('spacing', i) }, noiseNorm);
    trust.guessed[first + i] = isFar ? 1 : 0;
  }
}
