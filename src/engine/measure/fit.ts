/**
 * How well a mesh and the cloud it was made from agree, both ways: how far each vertex is from the
 * surface that the points describe near it (`local-surface.ts`: what trimming and the heat map go by), and how far the
 * points are from the triangles (what the report says).
 *
 * On the CPU and in float64, over the workers of the host: exact whatever the coordinates, no second copy of the cloud
 * on the device, and the figures are there after the device is lost too. The run's own tree is not taken over: it
 * lacks the outliers and lies in the normalised space of what was left.
 */
import { unshifted } from '../cloud/frame.ts';
import { type PointCloud, pointCountOf } from '../cloud/point-cloud.ts';
import { pickedPoints } from '../cloud/stored-points.ts';
import { ReconstructError } from '../errors.ts';
import type { RunContext } from '../events.ts';
import { abortable } from '../gpu/gpu.ts';
import { inStretches } from '../host/in-stretches.ts';
import type { TaskHost } from '../host/host.ts';
import { INLINE_TASKS } from '../host/inline-host.ts';
import { randomBits, unitFloat } from '../math/random.ts';
import type { RunReport } from '../report.ts';
import { boxOf } from '../neighbours/distance-search.ts';
import { buildKdTree } from '../neighbours/kd-tree.ts';
import { hasSharedMemory, shareable } from '../host/shared-memory.ts';
import { gatherTriples } from '../math/gather-triples.ts';
import { boundsOf } from '../math/point-bounds.ts';
import type { Triple } from '../math/triple.ts';
import { buildTriangleHeap, type HeapInput, spatialOrder } from './triangle-heap.ts';
import type { TriangleMesh } from '../mesh/triangle-mesh.ts';
import { buildSideTable, measureToPoints, measureToTriangles, sortDistances, spreadValues } from './fit-tasks.ts';

export interface FitOptions {
  /** Integer from 0. */
  readonly seed: number;
  /** Points drawn for `fit`, at least 1; a smaller cloud is measured whole. */
  readonly samples: number;
  /** Points further than this from the mesh have no surface near them, world unit; Infinity counts none. */
  readonly lostBeyond: number;
  /** Whether `MeshFit.signed` is asked for. */
  readonly signed: boolean;
  /** `fitSample` of the cloud, where it was drawn before. */
  readonly drawn?: Float32Array;
}

export const FIT_DEFAULTS: FitOptions = Object.freeze({
  seed: 1,
  samples: 200_000,
  lostBeyond: Infinity,
  signed: false,
});

/**
 * The distance beyond which a point of a run's cloud has no surface near it, world unit: what spacing, voxel and noise
 * explain is nearer.
 */
export function lostDistance({ spacing, voxel, noise }: Pick<RunReport, 'spacing' | 'voxel' | 'noise'>): number {
  return Math.max(3 * spacing, 2 * voxel) + 3 * noise;
}

/** Points of the cloud without a surface near them. */
export interface LostPoints {
  /** Of the whole cloud; from a sample, rounded to whole points. */
  readonly count: number;
  /** The distance from which on they count, world unit. */
  readonly beyond: number;
  /** Bounds of those that were measured, world space; null where there are none. */
  readonly bounds: { readonly min: Triple; readonly max: Triple } | null;
}

/** How far the points of the cloud are from the mesh's triangles, exact, world unit; NaN where `sampleCount` is 0. */
export interface PointFit {
  readonly mean: number;
  readonly median: number;
  readonly percentile95: number;
  readonly max: number;
  readonly lost: LostPoints;
  /** 0 where there are no points or no triangles. */
  readonly sampleCount: number;
}

/**
 * How far points and mesh are apart, and on which side: positive where points lie outside of the mesh, negative inside.
 */
export interface SignedDistances {
  /**
   * [fit.sampleCount] from each point that was measured to the mesh, exact; `fit` speaks of them without their signs.
   */
  readonly points: Float32Array<ArrayBuffer>;
  /**
   * [vertexCount] the mean of the points nearest to each vertex, the nearer the more. Where it lies beside the points
   * (beyond a border, in a hole) no side is theirs, and it is how far they are: as `MeshFit.distances`.
   */
  readonly vertices: Float32Array<ArrayBuffer>;
}

/** All lengths in the world's unit. */
export interface MeshFit {
  /**
   * [vertexCount] distance of each vertex to the surface that the nearest points of the cloud describe, and from its
   * rim where there are none; at most the distance to the nearest point. Infinity where the cloud is empty.
   */
  readonly distances: Float32Array<ArrayBuffer>;
  /** [101] the 0th to the 100th percentile of `distances`, each one of them; NaN without vertices. */
  readonly percentiles: number[];
  readonly fit: PointFit;
  /** [3 × …] the cloud's local space: those of the measured points that `fit.lost` counts. */
  readonly lostPositions: Float32Array<ArrayBuffer>;
  /** Where it was asked for. */
  readonly signed?: SignedDistances;
}

/** A mesh in shared memory, where there is some. */
interface SharedMesh extends HeapInput {
  readonly shift: Triple;
}

/** Positions of one task: about 0.1 s of work, so that an abort never waits long for a worker. */
const TASK_POSITIONS = 1 << 15;

/**
 * Measures a mesh against the cloud as read, duplicates and outliers included.
 *
 * @throws ReconstructError `option-invalid` for options out of range; rejects with `context.signal.reason` when aborted
 */
export async function measureFit(
  cloud: PointCloud,
  mesh: TriangleMesh,
  host: TaskHost,
  context: RunContext,
  options: Partial<FitOptions> = {},
): Promise<MeshFit> {
  const measured = checkOptions({ ...FIT_DEFAULTS, ...options });
  const { tasks, shared } = readied(mesh, host, context);
  const [{ distances, beside }, signedErrors] = await Promise.all([
    vertexDistances(cloud, shared, tasks, context),
    pointDistances(cloud, shared, measured, tasks, context),
  ]);
  const errors = { ...signedErrors, errors: signedErrors.errors.map(Math.abs) };
  const lost = lostPositions(errors, measured.lostBeyond);
  const [sorted, fit] = await Promise.all([
    abortable(tasks.runTask(sortDistances, { distances }), context.signal),
    summaryOf(errors.errors, lostAmong(lost, errors.errors.length, cloud, measured), tasks, context),
  ]);
  const percentiles = Array.from({ length: 101 }, (_, percent) => percentile(sorted, percent));
  const without = { distances, percentiles, fit, lostPositions: lost };
  if (!measured.signed) return without;
  const vertices = await signedAtVertices(cloud, shared, { distances, beside }, signedErrors, tasks, context);
  return { ...without, signed: { points: Float32Array.from(signedErrors.errors), vertices } };
}

/**
 * Measures `MeshFit.fit` alone: the tree over all points and the surface at every vertex, which take most of the time
 * of `measureFit`, are left out. The numbers are the same.
 *
 * @throws ReconstructError `option-invalid` for options out of range; rejects with `context.signal.reason` when aborted
 */
export async function measurePointFit(
  cloud: PointCloud,
  mesh: TriangleMesh,
  host: TaskHost,
  context: RunContext,
  options: Partial<FitOptions> = {},
): Promise<PointFit> {
  const measured = checkOptions({ ...FIT_DEFAULTS, ...options, signed: false });
  const { tasks, shared } = readied(mesh, host, context);
  const errors = await pointDistances(cloud, shared, measured, tasks, context);
  const lost = lostPositions(errors, measured.lostBeyond);
  return summaryOf(errors.errors, lostAmong(lost, errors.errors.length, cloud, measured), tasks, context);
}

/**
 * Measures `MeshFit.distances` alone.
 *
 * Rejects with `context.signal.reason` when aborted
 */
export async function measureDistances(
  cloud: PointCloud,
  mesh: TriangleMesh,
  host: TaskHost,
  context: RunContext,
): Promise<Float32Array<ArrayBuffer>> {
  const { tasks, shared } = readied(mesh, host, context);
  const { distances } = await vertexDistances(cloud, shared, tasks, context);
  return distances;
}

/** Who computes, and the mesh where all of them can see it. */
function readied(mesh: TriangleMesh, host: TaskHost, { signal }: RunContext): { tasks: TaskHost; shared: SharedMesh } {
  signal.throwIfAborted();
  // Trees too large to be copied for every task: without shared memory the work stays on this thread.
  const tasks = hasSharedMemory() ? host : INLINE_TASKS;
  return {
    tasks,
    shared: { positions: shareable(mesh.positions), indices: shareable(mesh.indices), shift: mesh.shift },
  };
}

/** At the vertices of a mesh: how far the surface of the points is, and 1 where they lie beside it. */
interface VertexDistances {
  readonly distances: Float32Array<ArrayBuffer>;
  readonly beside: Uint8Array<ArrayBuffer>;
}

/** Points of the cloud, and how far each is from the mesh, with its sign where that was asked for. */
interface PointErrors {
  /** [3 × count] in the cloud's local space. */
  readonly positions: Float32Array;
  readonly errors: Float64Array<ArrayBuffer>;
}

async function summaryOf(
  errors: Float64Array<ArrayBuffer>,
  lost: LostPoints,
  tasks: TaskHost,
  { signal }: RunContext,
): Promise<PointFit> {
  signal.throwIfAborted();
  const sorted = await abortable(tasks.runTask(sortDistances, { distances: errors }), signal);
  return {
    mean: errors.reduce((sum, error) => sum + error, 0) / errors.length,
    median: percentile(sorted, 50),
    percentile95: percentile(sorted, 95),
    max: percentile(sorted, 100),
    lost,
    sampleCount: errors.length,
  };
}

function lostPositions({ positions, errors }: PointErrors, beyond: number): Float32Array<ArrayBuffer> {
  const lost: number[] = [];
  errors.forEach((error, point) => {
    if (error > beyond) lost.push(...positions.subarray(3 * point, 3 * point + 3));
  });
  return Float32Array.from(lost);
}

function lostAmong(
  lost: Float32Array,
  measuredCount: number,
  cloud: PointCloud,
  { lostBeyond: beyond }: FitOptions,
): LostPoints {
  const { min, max, count: found } = boundsOf(lost);
  const count = found === 0 ? 0 : Math.round((found * pointCountOf(cloud)) / measuredCount);
  const { shift } = cloud;
  return { count, beyond, bounds: found === 0 ? null : { min: unshifted(min, shift), max: unshifted(max, shift) } };
}

function checkOptions(options: FitOptions): FitOptions {
  for (const [option, least] of [
    ['samples', 1],
    ['seed', 0],
  ] as const) {
    const value = options[option];
    if (Number.isSafeInteger(value) && value >= least) continue;
    throw new ReconstructError('option-invalid', `${option} is ${value}; give a whole number from ${least} on.`, {
      option,
      value,
    });
  }
  return options;
}

async function vertexDistances(
  cloud: PointCloud,
  mesh: SharedMesh,
  tasks: TaskHost,
  context: RunContext,
): Promise<VertexDistances> {
  const vertexCount = mesh.positions.length / 3;
  const distances = new Float32Array(vertexCount).fill(Infinity);
  const beside = new Uint8Array(vertexCount).fill(1);
  if (cloud.positions.length === 0 || vertexCount === 0) return { distances, beside };
  const tree = await buildKdTree(cloud.positions, tasks, context);
  const { positions } = mesh;
  const target = { tree, box: boxOf(cloud.positions), offset: offsetBetween(mesh.shift, cloud.shift) };
  await inStretches(vertexCount, TASK_POSITIONS, tasks, context.signal, async ({ first, count }) => {
    const found = await tasks.runTask(measureToPoints, { ...target, positions, first, count });
    distances.set(found.distances, first);
    beside.set(found.beside, first);
  });
  return { distances, beside };
}

async function signedAtVertices(
  cloud: PointCloud,
  mesh: SharedMesh,
  { distances, beside }: VertexDistances,
  { positions: points, errors: values }: PointErrors,
  tasks: TaskHost,
  context: RunContext,
): Promise<Float32Array<ArrayBuffer>> {
  if (values.length === 0) return distances;
  const { positions } = mesh;
  const tree = await buildKdTree(points, tasks, context);
  const target = { tree, box: boxOf(points), values, offset: offsetBetween(mesh.shift, cloud.shift) };
  const signed = new Float32Array(distances.length);
  await inStretches(distances.length, TASK_POSITIONS, tasks, context.signal, async ({ first, count }) => {
    signed.set(await tasks.runTask(spreadValues, { ...target, positions, first, count }), first);
  });
  for (let vertex = 0; vertex < signed.length; vertex++) {
    if (beside[vertex] === 1) signed[vertex] = distances[vertex]!;
  }
  return signed;
}

async function pointDistances(
  cloud: PointCloud,
  mesh: SharedMesh,
  { samples, seed, signed, drawn }: FitOptions,
  tasks: TaskHost,
  context: RunContext,
): Promise<PointErrors> {
  if (mesh.indices.length === 0) return { positions: new Float32Array(0), errors: new Float64Array(0) };
  const heap = await abortable(tasks.runTask(buildTriangleHeap, mesh), context.signal);
  const sides = signed ? { sides: await abortable(tasks.runTask(buildSideTable, mesh), context.signal) } : {};
  const positions = shareable(inSpatialOrder(drawn ?? fitSample(cloud, { samples, seed })));
  const offset = offsetBetween(cloud.shift, mesh.shift);
  const errors = new Float64Array(positions.length / 3);
  await inStretches(errors.length, TASK_POSITIONS, tasks, context.signal, async ({ first, count }) => {
    const stretch = { positions, offset, first, count };
    errors.set(await tasks.runTask(measureToTriangles, { mesh, heap, ...sides, ...stretch }), first);
  });
  return { positions, errors };
}

/**
 * One point out of each of `samples` equal stretches of the file: scanners write points in sweeps, so that even along
 * the file is even over the surface. Fewer points than that are all taken.
 */
export function fitSample(
  cloud: Pick<PointCloud, 'positions' | 'all'>,
  { samples, seed }: Pick<FitOptions, 'samples' | 'seed'> = FIT_DEFAULTS,
): Float32Array {
  const pointCount = pointCountOf(cloud);
  if (pointCount <= samples) return cloud.positions;
  const drawn = Uint32Array.from({ length: samples }, (_, sample) => {
    const share = (sample + unitFloat(randomBits(seed, 0, sample))) / samples;
    return Math.min(pointCount - 1, Math.floor(share * pointCount));
  });
  if (cloud.all) return pickedPoints(cloud.all, drawn, []).positions;
  return gatherTriples(cloud.positions, drawn, new Float32Array(3 * samples));
}

function inSpatialOrder(positions: Float32Array): Float32Array {
  return gatherTriples(positions, spatialOrder(positions), new Float32Array(positions.length));
}

/** What takes local coordinates of one shift into those of another. */
function offsetBetween(from: Triple, to: Triple): Triple {
  return [from[0] - to[0], from[1] - to[1], from[2] - to[2]];
}

/** The value below which that share of them lies, one of them itself. */
function percentile(sorted: Float32Array | Float64Array, percent: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor((percent * sorted.length) / 100))] ?? NaN;
}
