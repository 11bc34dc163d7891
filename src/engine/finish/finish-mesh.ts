/**
 * Turns marching cubes' surface into the mesh that is handed out (algorithm.md section 2, step 8, "Sparse clutter"
 * among it): measure how well the cloud supports each vertex, trim, judge what several components are left, and then
 * which holes are to be open.
 */
import { dumpClutter, dumpTrimming } from './dump-trimming.ts';
import type { CloudScale } from '../analysis/measure-scale.ts';
import type { PlaneFit } from '../analysis/fit-planes.ts';
import type { Beams } from '../analysis/point-sensors.ts';
import { BufferScope } from '../gpu/buffer-scope.ts';
import { gatherTriples } from '../math/gather-triples.ts';
import { abortable } from '../gpu/gpu.ts';
import { shareable } from '../host/shared-memory.ts';
import type { StageContext } from '../host/stage-context.ts';
import { type GpuKdTree, uploadKdTree } from '../neighbours/gpu-kd-tree.ts';
import { buildKdTree } from '../neighbours/kd-tree.ts';
import type { SurfaceMesh } from '../surface/marching-cubes.ts';
import { measureSupport } from '../surface/measure-support.ts';
import type { CompactMesh } from '../mesh/compact.ts';
import { measureTopology, type MeshTopology } from '../mesh/topology.ts';
import type { VertexSupport } from './trim-patches.ts';
import { trimMesh } from './trim-mesh.ts';
import { beamAreas } from './beam-areas.ts';
import { dropClutter } from './clutter.ts';
import { findFreeSpace } from './free-space.ts';
import { type JudgedHoles, judgeHoles } from './judge-holes.ts';
import { spacingOf } from './hole-mesh.ts';
import { askedHoles } from './open-holes.ts';

export interface FinishInput {
  readonly surface: SurfaceMesh;
  /** The cloud's. */
  readonly tree: GpuKdTree;
  /** [3 × pointCount] normalised, in the order of the tree's indices. */
  readonly points: Float32Array;
  readonly planes: PlaneFit;
  readonly scale: CloudScale;
  /** [pointCount] of points with a noise of their own, else 0; not there where none has. */
  readonly deviations?: Float32Array | undefined;
  /** Voxel of the level that the surface comes from. */
  readonly voxelNorm: number;
  /** The widest hole that is filled; 0 fills none. */
  readonly holeRadiusNorm: number;
  /** Whether that radius was found, and the rule decides which of the holes within it are closed. */
  readonly isAutoHoles: boolean;
  /** The option: holes that are open whatever the rule says. */
  readonly openHoles: readonly string[];
  /** Support that was measured by tiles, with more points than the tree has. */
  readonly support?: SurfaceSupport;
  /** Whether the topology is asked for as well. */
  readonly measuresTopology?: boolean;
  /** Before whose points space is free. */
  readonly beams?: Beams | undefined;
}

/** How well the cloud supports each vertex of a surface. */
export type SurfaceSupport = Pick<VertexSupport, 'squared' | 'radii' | 'neighbourCount'>;

interface MeasuredSupport extends SurfaceSupport {
  /** As of `VertexSupport`. */
  readonly deviations?: Float32Array;
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

/** All holes are closed that may be; which of them are open after all is in `holes`. */
export interface FinishedMesh {
  /** [3 × vertexCount] normalised */
  readonly positions: Float32Array<ArrayBuffer>;
  /** [3 × triangleCount] counter-clockwise as seen from outside */
  readonly indices: Uint32Array<ArrayBuffer>;
  /** [vertexCount] which vertex of the surface each one was; ascending. */
  readonly sources: Uint32Array<ArrayBuffer>;
  /** [vertexCount] how far apart the points lie about each, normalised. */
  readonly spacings: Float32Array<ArrayBuffer>;
  readonly report: FinishReport;
  readonly holes: JudgedHoles;
}

export interface FinishedSurface extends FinishedMesh {
  /** Where it was asked for. */
  readonly topology?: MeshTopology;
}

/** A tree of more would exceed the 128 MiB that WebGPU grants one binding. */
export const MOST_TREE_VERTICES = 4_000_000;

/** The mesh may be empty: nothing of the surface was near enough to points. */
export async function finishMesh(stage: StageContext, input: FinishInput): Promise<FinishedSurface> {
  const { host, context } = stage;
  const { surface, scale, voxelNorm, holeRadiusNorm } = input;
  const support = await supportOf(stage, input);
  const { noiseNorm } = scale;
  const isFree = await freeSpaceOf(stage, input);
  const toTrim = { ...surface, ...support, voxelNorm, noiseNorm, holeRadiusNorm, ...(isFree && { isFree }) };
  const trimmed = shared(await abortable(host.runTask(trimMesh, toTrim), context.signal));
  await dumpTrimming(host, toTrim);
  const { farTriangles, trimmedTriangles, droppedComponents } = trimmed;
  const report = { farTriangles, trimmedTriangles, droppedComponents, clutterComponents: 0 };
  if (trimmed.componentCount < 2) return withHoles(stage, trimmed, { input, support, report });
  const clear = shared(await removeClutter(stage, trimmed, input));
  await dumpClutter(host, trimmed, clear);
  const left = { ...clear, sources: clear.sources.map((vertex) => trimmed.sources[vertex]!) };
  const { clutterComponents } = clear;
  return withHoles(stage, left, { input, support, report: { ...report, clutterComponents } });
}

/** Where all tasks see it that are to come. */
function shared<M extends CompactMesh>(mesh: M): M {
  return { ...mesh, positions: shareable(mesh.positions), indices: shareable(mesh.indices) };
}

interface HolesInput {
  readonly input: FinishInput;
  /** Of the vertices before trimming. */
  readonly support: MeasuredSupport;
  readonly report: FinishReport;
}

async function withHoles(
  { host, context }: StageContext,
  { positions, indices, sources }: CompactMesh,
  { input, support, report }: HolesInput,
): Promise<FinishedSurface> {
  const { voxelNorm, scale, isAutoHoles, openHoles } = input;
  const { neighbourCount, deviations } = support;
  const radii = valuesAt(support.radii, sources);
  const judging = host.runTask(judgeHoles, {
    positions,
    indices,
    squared: shareable(valuesAt(support.squared, sources)),
    radii: shareable(radii),
    neighbourCount,
    voxelNorm,
    noiseNorm: scale.noiseNorm,
    ...(deviations && { deviations: shareable(valuesAt(deviations, sources)) }),
    isAuto: isAutoHoles,
  });
  // This thread has nothing else to do meanwhile.
  const measuring = input.measuresTopology ? measureTopology(positions, indices, context) : undefined;
  const [{ holes, patches }, topology] = await abortable(Promise.all([judging, measuring]), context.signal);
  return {
    positions,
    indices,
    sources,
    spacings: radii.map((radius) => spacingOf(radius, neighbourCount)),
    report,
    ...(topology && { topology }),
    holes: { holes: askedHoles(holes, patches.length, openHoles), patches },
  };
}

/** Nothing where no beam tells. */
export async function freeSpaceOf(
  { host, context }: StageContext,
  { points, beams, scale }: Pick<FinishInput, 'points' | 'beams' | 'scale'>,
): Promise<Uint8Array | undefined> {
  if (!beams) return undefined;
  const { noiseNorm } = scale;
  return abortable(host.runTask(findFreeSpace, { positions: points, beams, noiseNorm }), context.signal);
}

/**
 * Support by the cloud that all stages work on, where tiles have not measured it; the noise by that cloud in any case.
 */
export async function supportOf(
  stage: StageContext,
  input: Pick<FinishInput, 'support' | 'surface' | 'tree' | 'planes' | 'deviations'>,
): Promise<MeasuredSupport> {
  const { support: ofTiles, surface, tree, planes, deviations } = input;
  if (ofTiles && !deviations) return ofTiles;
  const { gpu, context } = stage;
  const { nearest, squared } = await measureSupport(stage, { tree, positions: surface.positions });
  const noise = deviations && { deviations: valuesAt(deviations, nearest) };
  if (ofTiles) return { ...ofTiles, ...noise };
  const pointRadii = await gpu.readFloats(planes.radii, tree.pointCount, context.signal);
  return { squared, radii: valuesAt(pointRadii, nearest), neighbourCount: planes.neighbourCount, ...noise };
}

/** A finished surface, with the colours of its vertices where they were found tile by tile. */
export interface TileSurface extends FinishedMesh {
  /** [3 × vertexCount] sRGB. */
  readonly colors?: Uint8Array<ArrayBuffer>;
}

interface OtherVertices {
  /** [3 × vertexCount] in the unit of the surface. */
  readonly positions: ArrayLike<number>;
  readonly indices: Uint32Array<ArrayBuffer>;
  /** [vertexCount] the vertex of the surface that each one is, or lies beside. */
  readonly sources: Uint32Array<ArrayBuffer>;
}

/** The surface with other vertices and triangles, each vertex with what is known of its source. */
export function withVertices<M extends TileSurface>(surface: M, { positions, indices, sources }: OtherVertices): M {
  const { colors } = surface;
  return {
    ...surface,
    positions: Float32Array.from(positions),
    indices,
    sources: sources.map((vertex) => surface.sources[vertex]!),
    spacings: valuesAt(surface.spacings, sources),
    ...(colors && { colors: gatherTriples(colors, sources, new Uint8Array(3 * sources.length)) }),
  };
}

/** [indices.length] */
export function valuesAt(values: Float32Array, indices: Uint32Array): Float32Array<ArrayBuffer> {
  const picked = new Float32Array(indices.length);
  for (let i = 0; i < picked.length; i++) picked[i] = values[indices[i]!]!;
  return picked;
}

/** Counts the points of every component, each at the mesh vertex nearest to it, and drops those with too few. */
async function removeClutter(
  stage: StageContext,
  mesh: CompactMesh,
  { points, planes, scale, beams }: FinishInput,
): Promise<CompactMesh & { readonly clutterComponents: number }> {
  const { gpu, host, context } = stage;
  // A component that every so-and-so-many-th vertex misses is dropped as a crumb or gets no point: clutter either way.
  const nearestVertex = await nearestVertices(stage, mesh.positions, points);
  const planeNumbers = await gpu.readFloats(planes.normals, (4 * points.length) / 3, context.signal);
  const { positions, indices } = mesh;
  const { spacingNorm } = scale;
  const dropping = host.runTask(dropClutter, {
    positions,
    indices,
    nearestVertex,
    planes: planeNumbers,
    spacingNorm,
    ...(beams && { beamAreas: beamAreas(points, planeNumbers, beams) }),
  });
  return await abortable(dropping, context.signal);
}

/**
 * [pointCount] the vertex nearest to each point; of more than four million vertices the nearest of every
 * so-and-so-many-th.
 * @param positions [3 × vertexCount] and @param points [3 × pointCount], in one space
 */
export async function nearestVertices(
  stage: StageContext,
  positions: Float32Array,
  points: Float32Array,
): Promise<Uint32Array> {
  const { gpu, host, context } = stage;
  using scope = new BufferScope(gpu, 'mesh/nearest vertices');
  const stride = Math.ceil(positions.length / 3 / MOST_TREE_VERTICES);
  const vertexTree = uploadKdTree(scope, await buildKdTree(everyNth(positions, stride), host, context));
  const { nearest } = await measureSupport(stage, { tree: vertexTree, positions: points });
  for (let point = 0; point < nearest.length; point++) nearest[point]! *= stride;
  return nearest;
}

/** Every n-th of some positions. */
function everyNth(positions: Float32Array, n: number): Float32Array {
  if (n === 1) return positions;
  const picked = new Float32Array(3 * Math.ceil(positions.length / 3 / n));
  for (let i = 0; i < picked.length; i += 3) picked.set(positions.subarray(n * i, n * i + 3), i);
  return picked;
}
