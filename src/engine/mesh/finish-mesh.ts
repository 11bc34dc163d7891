/**
 * From marching cubes' surface to the mesh that is handed out (algorithm.md section 2, step 8, and section 2b, sparse
 * clutter): measure how well the cloud supports each vertex, trim, and judge what several components are left.
 */
import type { CloudScale } from '../analysis/measure-scale.ts';
import type { PlaneFit } from '../analysis/fit-planes.ts';
import type { RunContext } from '../events.ts';
import { BufferScope } from '../gpu/buffer-scope.ts';
import { abortable, type Gpu } from '../gpu/gpu.ts';
import type { Host } from '../host.ts';
import { type GpuKdTree, uploadKdTree } from '../neighbours/gpu-kd-tree.ts';
import { buildKdTree } from '../neighbours/kd-tree.ts';
import type { SurfaceMesh } from '../surface/marching-cubes.ts';
import { measureSupport } from '../surface/measure-support.ts';
import type { CompactMesh } from './compact.ts';

export interface FinishInput {
  readonly surface: SurfaceMesh;
  /** The cloud's. */
  readonly tree: GpuKdTree;
  /** [3 × pointCount] normalised, in the order of the tree's indices. */
  readonly points: Float32Array;
  readonly planes: PlaneFit;
  readonly scale: CloudScale;
  /** Voxel of the level that the surface comes from. */
  readonly voxelNorm: number;
  /** The widest hole that is filled; 0 fills none. */
  readonly holeRadiusNorm: number;
}

export interface FinishReport {
  /** Triangles further from the points than points are from each other. */
  readonly farTriangles: number;
  /** Those of them that closed no hole. */
  readonly trimmedTriangles: number;
  /** Crumbs and phantom sheets. */
  readonly droppedComponents: number;
  /** Balloons round sparse clutter. */
  readonly clutterComponents: number;
}

export interface FinishedMesh {
  /** [3 × vertexCount] normalised */
  readonly positions: Float32Array<ArrayBuffer>;
  /** [3 × triangleCount] counter-clockwise as seen from outside */
  readonly indices: Uint32Array<ArrayBuffer>;
  /** [vertexCount] the cloud point nearest to each vertex. */
  readonly nearest: Uint32Array<ArrayBuffer>;
  readonly report: FinishReport;
}

/** The mesh may be empty: nothing of the surface was near enough to points. */
export async function finishMesh(gpu: Gpu, host: Host, input: FinishInput, context: RunContext): Promise<FinishedMesh> {
  const { surface, tree, planes, scale, voxelNorm, holeRadiusNorm } = input;
  const support = await measureSupport(gpu, tree, surface.positions, context);
  const radii = await gpu.readFloats(planes.radii, tree.pointCount, context.signal);
  const trimming = host.runTask('trimMesh', {
    ...surface,
    ...support,
    radii,
    neighbourCount: planes.neighbourCount,
    voxelNorm,
    noiseNorm: scale.noiseNorm,
    holeRadiusNorm,
  });
  const trimmed = await abortable(trimming, context.signal);
  const { farTriangles, trimmedTriangles, droppedComponents } = trimmed;
  const report = { farTriangles, trimmedTriangles, droppedComponents, clutterComponents: 0 };
  const nearest = trimmed.sources.map((vertex) => support.nearest[vertex]!);
  if (trimmed.componentCount < 2) {
    return { positions: trimmed.positions, indices: trimmed.indices, nearest, report };
  }
  const clear = await removeClutter(gpu, host, trimmed, input, context);
  return {
    positions: clear.positions,
    indices: clear.indices,
    nearest: clear.sources.map((vertex) => nearest[vertex]!),
    report: { ...report, clutterComponents: clear.clutterComponents },
  };
}

/** Counts the points of every component, each at the mesh vertex nearest to it, and drops those with too few. */
async function removeClutter(
  gpu: Gpu,
  host: Host,
  mesh: CompactMesh,
  { points, planes }: FinishInput,
  context: RunContext,
): Promise<CompactMesh & { readonly clutterComponents: number }> {
  using scope = new BufferScope(gpu, 'mesh/clutter');
  const vertexTree = uploadKdTree(scope, await buildKdTree(mesh.positions, host, context));
  const { nearest: nearestVertex } = await measureSupport(gpu, vertexTree, points, context);
  const planeNumbers = await gpu.readFloats(planes.normals, (4 * points.length) / 3, context.signal);
  const { positions, indices } = mesh;
  const dropping = host.runTask('dropClutter', { positions, indices, nearestVertex, planes: planeNumbers });
  return await abortable(dropping, context.signal);
}
