/**
 * Normals for all points of a cloud of scan lines, from those of its even share (algorithm.md section 2, "scan lines"):
 * first the mean of the nearest eight of the share, then twice the slope of a quadric through all points within some
 * gaps. Three to five lines tell the slope across, and the many points along them the rest.
 */
import lendEdgesWgsl from '../../shaders/orientation/lend_edges.wgsl';
import { type CloudScale, LEAST_NOISE_SPACINGS, showsEdges } from '../analysis/measure-scale.ts';
import { BufferScope } from '../gpu/buffer-scope.ts';
import { defineKernel } from '../gpu/kernel.ts';
import { submitChunks } from '../gpu/submit-chunks.ts';
import type { StageContext } from '../host/stage-context.ts';
import type { GpuKdTree } from '../neighbours/gpu-kd-tree.ts';
import { adoptSides, type OrientedShare } from './adopt-sides.ts';
import { quadricNormals } from './quadric-normals.ts';
import { mostOffset } from './sharpen-normals.ts';

export const lendEdges = defineKernel({
  label: 'orientation/lend_edges',
  code: lendEdgesWgsl,
  workgroup: 64,
  params: { first: 'u32', count: 'u32', node_count: 'u32', most_offset: 'f32' },
  buffers: {
    kd_nodes: 'read',
    share_points: 'read',
    share_normals: 'read',
    points: 'read',
    normals: 'read',
    sharpened: 'read_write',
  },
});

/**
 * Reach of a quadric in gaps. P2S in 10⁻⁴ with 1.3, 1.6, 2.2: koala, rows 10:1, 1.61, 1.59, 1.70; scorpion
 * 2.98, 2.89, 2.94; bear 10.0, 10.0, 9.7.
 */
const REACH_GAPS = 1.8;
/** The second takes its neighbours' sides from the first. */
const ROUNDS = 2;
/** About 100 ms on two cores of a software device. */
const POINTS_PER_DISPATCH = 2 ** 10;
const POINTS_PER_LENDING = 2 ** 14;
/**
 * Share of the even share's points that must borrow: gear .36, bear .18, scorpion .17, koala .10. P2S with and without
 * in 10⁻⁴, of an experiment with points .7 gaps apart: gear (.43) 2.10 and 2.68, scorpion (.16) 2.18 and 2.11.
 */
const LEAST_BORROWED = 0.25;

/** The share of the points beside sharp edges that counts, for a cloud of scan lines; 0 where edges are not lent. */
export function lentShare(borrowedShare: number): number {
  return borrowedShare >= LEAST_BORROWED ? borrowedShare : 0;
}

/**
 * How much the direction of each of all points weighs: of clean points, together as much as those of the share, which
 * they come from. Many times as many of the same errors drew the surface between lines along wrong tangents, where the
 * lines on both sides know better. Lent ones are those of planes, and count, and so do directions of noisy points,
 * whose positions say less. P2S in 10⁻⁴ in full and so: koala 20:1 2.54, 2.41, 10:1 2.07, 1.97; scorpion 10:1 2.99,
 * 2.78; gear, whose edges are lent, 2.78, 2.97; koala with noise of .09 spacings of the share 3.32, 3.42.
 *
 * @param scale of the share
 * @param lent `lentShare`
 */
export function directionShareOf(
  { noiseNorm, spacingNorm }: CloudScale,
  { shareCount, pointCount }: { readonly shareCount: number; readonly pointCount: number },
  lent: number,
): number {
  if (lent > 0) return 1;
  const ofPoints = Math.min(1, shareCount / pointCount);
  const noisy = Math.min(1, noiseNorm / (LEAST_NOISE_SPACINGS * spacingNorm));
  return ofPoints + noisy * (1 - ofPoints);
}

/** Every radius of a ball is the point's own, and every residual will do. */
const NO_BOUND = 1;

export interface SpreadInput {
  /** The even share with its normals; their w is the confidence of the planes. */
  readonly share: OrientedShare;
  /** How much of the share took a neighbour's normal over (`sharpen-normals.ts`). */
  readonly borrowedShare: number;
  /** Of the share. */
  readonly scale: CloudScale;
  readonly tree: GpuKdTree;
  /** vec4f [tree.pointCount] all points, normalised, w = 0. */
  readonly points: GPUBuffer;
  /** [tree.pointCount] normalised. */
  readonly gaps: Float32Array<ArrayBuffer>;
}

export interface SpreadNormals {
  /**
   * vec4f [tree.pointCount] outward unit normals, w = 0; those of the finest level are `normals` where no edges show.
   */
  readonly normals: GPUBuffer;
  readonly sharpened: GPUBuffer;
}

/** The buffers belong to the stage's scope. Rejects with the signal's reason when cancelled. */
export async function spreadNormals(stage: StageContext, input: SpreadInput): Promise<SpreadNormals> {
  const { scope } = stage;
  const { share, tree, points, scale, gaps } = input;
  const count = tree.pointCount;
  using own = new BufferScope(stage.gpu, 'spread normals');
  const inside = { ...stage, scope: own };
  const queries = { count, points, axes: points, noiseNorm: scale.noiseNorm, blends: true };
  let normals = await adoptSides(inside, { share, queries });
  const radii = own.upload('gaps', gaps);
  for (let round = 0; round < ROUNDS; round++) {
    const refined = await quadrics(inside, { tree, points, normals, radii });
    own.destroy(normals);
    normals = refined;
  }
  scope.adopt(own.release(normals));
  const isLent = lentShare(input.borrowedShare) > 0 && showsEdges(scale);
  return { normals, sharpened: isLent ? await lentNormals(stage, input, normals) : normals };
}

interface QuadricsInput {
  readonly tree: GpuKdTree;
  readonly points: GPUBuffer;
  readonly normals: GPUBuffer;
  readonly radii: GPUBuffer;
}

async function quadrics(stage: StageContext, { tree, points, normals, radii }: QuadricsInput): Promise<GPUBuffer> {
  const { gpu, scope, context } = stage;
  await gpu.load(quadricNormals);
  const count = tree.pointCount;
  const refined = scope.storage('spread normals', 16 * count);
  const buffers = { kd_nodes: tree.nodes, points, normals, radii, refined };
  const params = {
    point_count: count,
    radius: NO_BOUND,
    own_radius: 0,
    most_widening: REACH_GAPS,
    most_residual: NO_BOUND,
  };
  await submitChunks(gpu, 'orientation/spread', count, POINTS_PER_DISPATCH, context.signal, (commands, chunk) => {
    commands.dispatch(quadricNormals, chunk.count, { ...chunk, ...params }, buffers);
  });
  return refined;
}

async function lentNormals(stage: StageContext, input: SpreadInput, normals: GPUBuffer): Promise<GPUBuffer> {
  const { gpu, scope, context } = stage;
  const { share, tree, points, scale } = input;
  await gpu.load(lendEdges);
  const count = tree.pointCount;
  const sharpened = scope.storage('lent normals', 16 * count);
  const buffers = {
    kd_nodes: share.tree.nodes,
    share_points: share.points,
    share_normals: share.normals,
    points,
    normals,
    sharpened,
  };
  const common = { node_count: share.tree.pointCount, most_offset: mostOffset(scale) };
  await submitChunks(gpu, 'orientation/lend', count, POINTS_PER_LENDING, context.signal, (commands, chunk) => {
    commands.dispatch(lendEdges, chunk.count, { ...chunk, ...common }, buffers);
  });
  return sharpened;
}
