/**
 * Normals of a noisy cloud, better than those of its planes (algorithm.md, "noise"): once the sides are known, an
 * oriented quadric can take in a wider neighbourhood than a plane, without bending the surface straight.
 */
import quadricNormalsWgsl from '../../shaders/orientation/quadric_normals.wgsl';
import type { PlaneFit } from '../analysis/fit-planes.ts';
import { type CloudScale, isNoisy } from '../analysis/measure-scale.ts';
import { defineKernel } from '../gpu/kernel.ts';
import { submitChunks } from '../gpu/submit-chunks.ts';
import type { StageContext } from '../host/stage-context.ts';
import type { GpuKdTree } from '../neighbours/gpu-kd-tree.ts';

export const quadricNormals = defineKernel({
  label: 'orientation/quadric_normals',
  code: quadricNormalsWgsl,
  workgroup: 64,
  params: {
    first: 'u32',
    count: 'u32',
    point_count: 'u32',
    radius: 'f32',
    own_radius: 'f32',
    most_widening: 'f32',
    most_residual: 'f32',
  },
  buffers: { kd_nodes: 'read', normals: 'read', radii: 'read', points: 'read', refined: 'read_write' },
});

/** Standard deviations of the noise that the widest ball reaches. */
const RADIUS_DEVIATIONS = 9;
/** And spacings: a quadric through fewer points than some forty is no better than a plane (`field/weights.ts`). */
const RADIUS_SPACINGS = 3.5;
/** What a quadric may leave, in standard deviations. */
const RESIDUAL_DEVIATIONS = 1.2;
/** Points in a ball at most, about. */
const MOST_NEIGHBOURS = 400;
/** About 100 ms on two cores of a software device. */
const NEIGHBOURS_PER_DISPATCH = 2 ** 18;

export interface QuadricRule {
  /** Radius of the widest ball, normalised. */
  readonly radius: number;
  /** A ball is at most so much wider than the plane's neighbourhood. */
  readonly mostWidening: number;
  /** Root mean square that a quadric may leave, normalised. */
  readonly mostResidual: number;
}

export function quadricRule({ noiseNorm, spacingNorm }: CloudScale, { neighbourCount }: PlaneFit): QuadricRule {
  return {
    radius: Math.max(RADIUS_DEVIATIONS * noiseNorm, RADIUS_SPACINGS * spacingNorm),
    mostWidening: Math.sqrt(MOST_NEIGHBOURS / Math.max(1, neighbourCount)),
    mostResidual: RESIDUAL_DEVIATIONS * noiseNorm,
  };
}

export interface QuadricInput {
  readonly tree: GpuKdTree;
  /** vec4f [tree.pointCount] in the order that the tree indexes: normalised positions, and outward unit normals. */
  readonly points: GPUBuffer;
  readonly normals: GPUBuffer;
  readonly planes: PlaneFit;
  readonly scale: CloudScale;
}

/** vec4f [count] like `normals`, owned by the stage's scope; `normals` itself where there is too little noise. */
export async function quadricNormalsOf(
  stage: StageContext,
  { tree, points, normals, planes, scale }: QuadricInput,
): Promise<GPUBuffer> {
  const { gpu, scope, context } = stage;
  if (!isNoisy(scale) && scale.noisyNorm === undefined) return normals;
  await gpu.load(quadricNormals);
  const count = tree.pointCount;
  const refined = scope.storage('quadric normals', 16 * count);
  const rule = quadricRule(scale, planes);
  const { mostWidening } = rule;
  // Where noise differs by region, points of little noise keep their planes' axes as in any cloud.
  const { radius, mostResidual } = isNoisy(scale) ? rule : { radius: 0, mostResidual: 0 };
  const params = {
    point_count: count,
    radius,
    own_radius: RADIUS_SPACINGS * scale.spacingNorm,
    most_widening: mostWidening,
    most_residual: mostResidual ** 2,
  };
  const buffers = { kd_nodes: tree.nodes, points, normals, radii: planes.radii, refined };
  const size = Math.ceil(NEIGHBOURS_PER_DISPATCH / MOST_NEIGHBOURS);
  await submitChunks(gpu, 'orientation/quadrics', count, size, context.signal, (commands, chunk) => {
    commands.dispatch(quadricNormals, chunk.count, { ...chunk, ...params }, buffers);
  });
  return refined;
}
