/**
 * The winding field of an oriented cloud: which side of the surface a place is on, also where there are no points.
 *
 * Dipoles of oriented normal × area at the representatives; their sum is about 1 inside and 0 outside of a closed
 * surface (Barill et al., "Fast Winding Numbers for Soups and Clouds", 2018). Areas are estimates, so the value on the
 * surface, `middle`, is measured instead of taken for one half.
 */
import placeAreaDipolesWgsl from '../../shaders/orientation/place_area_dipoles.wgsl';
import type { PlaneFit } from '../analysis/fit-planes.ts';
import { BufferScope } from '../gpu/buffer-scope.ts';
import { defineKernel } from '../gpu/kernel.ts';
import type { StageContext } from '../host/stage-context.ts';
import { COARSEST_RESOLUTION, CUBE_SIDE } from '../resolutions.ts';
import { encodeWinding, pacedSums, sumInParts, sumWinding } from './tree-sums.ts';
import { encodeMoments, type GpuWindingTree, MOMENT_KERNELS } from './winding-tree.ts';

export const placeAreaDipoles = defineKernel({
  label: 'orientation/place_area_dipoles',
  code: placeAreaDipolesWgsl,
  workgroup: 64,
  params: { count: 'u32', weight: 'f32' },
  buffers: { sources: 'read', normals: 'read', radii: 'read', point_entries: 'read', moments: 'read_write' },
});

export interface WindingField {
  /** The tree with the dipoles as its sources. */
  readonly tree: GpuWindingTree;
  /** The value that parts inside (above) from outside. */
  readonly middle: number;
}

/** Points at which `middle` is measured, on both sides. */
const SAMPLES = 1000;
/** Voxel of the first field, for which the winding number is made. */
const FIRST_VOXEL = CUBE_SIDE / COARSEST_RESOLUTION;

export interface WindingSurface {
  /** [3 × pointCount], normalised. */
  readonly positions: Float32Array;
  /** [4 × pointCount], outward unit normals. */
  readonly normals: Float32Array;
  /** The same on the device. */
  readonly normalsBuffer: GPUBuffer;
  readonly planes: PlaneFit;
  readonly noiseNorm: number;
}

export interface WindingFieldInput {
  /** Over the representatives; its sources are replaced. */
  readonly tree: GpuWindingTree;
  /** u32 [tree.pointCount]: the point of each representative, tree order. */
  readonly sources: GPUBuffer;
  readonly surface: WindingSurface;
}

/** Places the surface's dipoles into the tree, over all sources that it had, and measures `middle`. */
export async function makeWindingField(
  stage: StageContext,
  { tree, sources, surface }: WindingFieldInput,
): Promise<WindingField> {
  const { gpu } = stage;
  await gpu.load(sumWinding, placeAreaDipoles, ...MOMENT_KERNELS);
  const { normalsBuffer: normals, planes } = surface;
  const count = tree.pointCount;
  const share = surface.positions.length / 3 / count;
  const weight = share / (4 * planes.neighbourCount);
  const commands = gpu.commands('orientation/area dipoles');
  const buffers = { sources, normals, radii: planes.radii, point_entries: tree.pointEntries, moments: tree.moments };
  commands.dispatch(placeAreaDipoles, count, { count, weight }, buffers);
  encodeMoments(commands, tree);
  commands.submit();
  return { tree, middle: await measureMiddle(stage, tree, surface) };
}

export interface WindingQueries {
  readonly tree: GpuWindingTree;
  /** vec4f [count] normalised. Quick where queries that follow one another are near one another. */
  readonly queries: GPUBuffer;
  readonly count: number;
}

/**
 * The winding values (f32 [count], owned by the stage's scope) at the queries: inside where they are above
 * the field's `middle`. Rejects with the signal's reason when cancelled.
 */
export async function evaluateWinding(
  stage: StageContext,
  { tree, queries, count }: WindingQueries,
): Promise<GPUBuffer> {
  const { gpu, scope, context } = stage;
  await gpu.load(sumWinding);
  const winding = scope.storage('winding', 4 * count);
  using work = pacedSums(gpu, 'orientation/winding', context);
  await sumInParts(work, encodeWinding, tree, { queries, count, width: 0 }, winding);
  work.finish();
  return winding;
}

/** The mean of the values just off the surface, half of them on each side. */
async function measureMiddle(stage: StageContext, tree: GpuWindingTree, surface: WindingSurface): Promise<number> {
  const { gpu, context } = stage;
  using own = new BufferScope(gpu, 'orientation/middle');
  const queries = samplesOffSurface(surface);
  const count = queries.length / 4;
  const winding = await evaluateWinding(
    { ...stage, scope: own },
    { tree, queries: own.upload('queries', queries), count },
  );
  const values = await gpu.readFloats(winding, count, context.signal);
  return values.reduce((sum, value) => sum + value, 0) / count;
}

/** δ = max(.75 h, 3σ) (algorithm.md section 2, step 3), normalised: just off the surface, on both sides of it. */
export function sampleOffset(noiseNorm: number): number {
  return Math.max(0.75 * FIRST_VOXEL, 3 * noiseNorm);
}

/** vec4f: p ± δ n for points p spread over the cloud. */
function samplesOffSurface({ positions, normals, noiseNorm }: WindingSurface): Float32Array<ArrayBuffer> {
  const pointCount = positions.length / 3;
  const sampleCount = Math.min(SAMPLES, pointCount);
  const offset = sampleOffset(noiseNorm);
  const queries = new Float32Array(8 * sampleCount);
  for (let sample = 0; sample < sampleCount; sample++) {
    const point = Math.floor((sample * pointCount) / sampleCount);
    for (let axis = 0; axis < 3; axis++) {
      const position = positions[3 * point + axis]!;
      const step = offset * normals[4 * point + axis]!;
      queries[8 * sample + axis] = position + step;
      queries[8 * sample + 4 + axis] = position - step;
    }
  }
  return queries;
}
