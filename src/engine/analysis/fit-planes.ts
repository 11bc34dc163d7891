/**
 * A plane through the neighbourhood of every point (algorithm.md section 2, step 1): principal components on the
 * device.
 *
 * Few neighbours are listed exactly, by a search or by lists that the caller has. Many are not listed at all: their
 * radius is found by counting, see `shaders/analysis/ball_radius.wgsl`; about 1 % of the neighbours differ, which turns
 * no plane that k neighbours could hold still.
 */
import fitBallPlanesWgsl from '../../shaders/analysis/fit_ball_planes.wgsl';
import fitListedPlanesWgsl from '../../shaders/analysis/fit_listed_planes.wgsl';
import fitNearestPlanesWgsl from '../../shaders/analysis/fit_nearest_planes.wgsl';
import { defineKernel } from '../gpu/kernel.ts';
import type { StageContext } from '../host/stage-context.ts';
import type { Neighbours } from '../neighbours/find-nearest.ts';
import type { GpuKdTree } from '../neighbours/gpu-kd-tree.ts';
import { listKernels } from '../neighbours/list-kernels.ts';
import type { ScaleEstimate } from './measure-scale.ts';
import { spacingIn } from './spacing-in.ts';
import { submitChunks } from '../gpu/submit-chunks.ts';

const BUFFERS = { kd_nodes: 'read', points: 'read', normals: 'read_write', radii: 'read_write' } as const;

export const fitNearestPlanes = defineKernel({
  label: 'analysis/fit_nearest_planes',
  code: fitNearestPlanesWgsl,
  workgroup: 64,
  params: { first: 'u32', count: 'u32', point_count: 'u32' },
  buffers: BUFFERS,
});

export const fitListedPlanes = defineKernel({
  label: 'analysis/fit_listed_planes',
  code: fitListedPlanesWgsl,
  workgroup: 64,
  params: { first: 'u32', count: 'u32', point_count: 'u32', neighbour_count: 'u32' },
  buffers: {
    points: 'read',
    neighbour_index: 'read',
    neighbour_squared: 'read',
    normals: 'read_write',
    radii: 'read_write',
  },
});

export const fitBallPlanes = defineKernel({
  label: 'analysis/fit_ball_planes',
  code: fitBallPlanesWgsl,
  workgroup: 64,
  params: { first: 'u32', count: 'u32', point_count: 'u32', neighbour_count: 'u32', guess_squared: 'f32' },
  buffers: BUFFERS,
});

export interface PlaneFit {
  /** vec4f [count]: unit axis of the smallest spread, sign arbitrary; w = confidence 1 - λ₀/λ₁. */
  readonly normals: GPUBuffer;
  /** f32 [count]: radius of each neighbourhood, normalised. */
  readonly radii: GPUBuffer;
  /** Points in a neighbourhood, the point itself among them. */
  readonly neighbourCount: number;
}

/** [pointCount] how far the points lie apart about each, normalised, by how wide its plane's neighbourhood is. */
export async function spacingsOf(
  { gpu, context }: StageContext,
  { radii, neighbourCount }: PlaneFit,
  pointCount: number,
): Promise<Float32Array<ArrayBuffer>> {
  const found = await gpu.readFloats(radii, pointCount, context.signal);
  return found.map((radius) => spacingIn(radius, neighbourCount));
}

/** The capacity of the list in `fit_nearest_planes.wgsl`. */
export const MOST_LISTED = 16;
const NEAREST_PLANES = listKernels(fitNearestPlanes, MOST_LISTED);
/** Neighbours looked at in one dispatch: about 100 ms on two cores of a software device. */
const NEIGHBOURS_PER_DISPATCH = 2 ** 19;
/** The first ball holds half as many points again as a rule: too few cost a second count, too many a longer one. */
export const GUESS_SHARE = 1.5;
/** Normalised: keeps the guess positive where more points coincide than a neighbourhood takes. */
const LEAST_GUESS = 1e-6;

export interface PlanesInput {
  readonly tree: GpuKdTree;
  /** vec4f [pointCount], the order that the tree indexes. */
  readonly points: GPUBuffer;
  readonly pointCount: number;
  readonly scale: ScaleEstimate;
  /** The nearest of each point, itself among them: where there are enough, nothing is searched again. */
  readonly listed?: Neighbours | undefined;
}

/**
 * Planes of the points, with `scale.neighbourCount` neighbours each. The result's buffers belong to the stage's scope.
 * Rejects with the signal's reason when cancelled.
 */
export async function fitPlanes(
  stage: StageContext,
  { tree, points, pointCount: count, scale, listed }: PlanesInput,
): Promise<PlaneFit> {
  const { gpu, scope, context } = stage;
  const neighbourCount = Math.min(scale.neighbourCount, count);
  const normals = scope.storage('plane normals', 16 * count);
  const radii = scope.storage('plane radii', 4 * count);
  const buffers = { kd_nodes: tree.nodes, points, normals, radii };
  const lists = listed &&
    neighbourCount <= listed.k && {
      points,
      neighbour_index: listed.indices,
      neighbour_squared: listed.squared,
      normals,
      radii,
    };
  const ofNearest = lists ? undefined : NEAREST_PLANES[neighbourCount - 1];
  await gpu.load(lists ? fitListedPlanes : (ofNearest ?? fitBallPlanes));
  const guess = GUESS_SHARE * Math.max(scale.neighbourhoodNorm, LEAST_GUESS) ** 2;
  const size = Math.ceil(NEIGHBOURS_PER_DISPATCH / Math.max(1, neighbourCount));
  await submitChunks(gpu, 'analysis/fit planes', count, size, context.signal, (commands, chunk) => {
    const searched = { ...chunk, point_count: tree.pointCount };
    const params = { ...searched, neighbour_count: neighbourCount };
    if (lists) commands.dispatch(fitListedPlanes, chunk.count, params, lists);
    else if (ofNearest) commands.dispatch(ofNearest, chunk.count, searched, buffers);
    else commands.dispatch(fitBallPlanes, chunk.count, { ...params, guess_squared: guess }, buffers);
  });
  return { normals, radii, neighbourCount };
}
