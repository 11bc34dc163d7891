/**
 * A finished mesh without what lies far from the points: regions beyond a length go, as `trim-lengths.ts` decides, then
 * the pieces that this cuts off and that are small beside the length, and every vertex that no triangle uses. A
 * triangle goes whole, never cut, because a shader can drop it by the same rule: what a window shows is what a file
 * gets, to the last triangle.
 */
import type { RunContext } from '../events.ts';
import { compactMesh } from '../mesh/compact.ts';
import { DisjointSets } from '../mesh/disjoint-sets.ts';
import { gatherTriples } from '../math/gather-triples.ts';
import type { Steps } from '../host/steps.ts';
import { runSteps, STEP_MASK } from '../host/steps.ts';
import { type MeshTopology, topologySteps } from '../mesh/topology.ts';
import { surfaceArea, triangleArea } from '../mesh/triangle-area.ts';
import { squaredMeshWidth } from './trim-lengths.ts';
import type { TriangleMesh } from '../mesh/triangle-mesh.ts';
import { trustAt } from '../mesh/vertex-trust.ts';

/** Squared trimming lengths: what is cut off and has less area is a crumb. Measured where `trim-lengths.ts` says. */
export const LEAST_PIECE_AREA = 50;

export interface TrimmedMeasure {
  /** Vertices that a triangle uses, as `trimBeyond` keeps them. */
  readonly vertexCount: number;
  readonly triangleCount: number;
  /** Area and volume in the unit of the mesh; the volume about its local origin, which matters only to open meshes. */
  readonly topology: MeshTopology;
  /** Vertices of the crumbs that were cut off: they go though the length alone would leave them. Ascending. */
  readonly crumbVertices: Uint32Array<ArrayBuffer>;
}

/**
 * Vertices and triangles keep their order; normals, colours and trust stay those of the whole mesh.
 *
 * @param trimLengths [vertexCount] the length below which each vertex goes, world (`trimLengthSteps`)
 * @param length world, compared in float32 as a shader would: a triangle goes where that of a vertex is greater; null
 * keeps all and gives `mesh` itself
 */
export async function trimBeyond(
  mesh: TriangleMesh,
  trimLengths: Float32Array,
  length: number | null,
  context: RunContext,
): Promise<TriangleMesh> {
  if (length === null) return mesh;
  const { positions, indices, normals, colors, trust, shift } = mesh;
  const { isKept } = await runSteps(keptTriangleSteps(mesh, trimLengths, length), context.signal, context.pause);
  const kept = compactMesh(positions, indices, isKept);
  return {
    positions: kept.positions,
    indices: kept.indices,
    shift,
    ...(normals && { normals: gatherTriples(normals, kept.sources, new Float32Array(kept.positions.length)) }),
    ...(colors && { colors: gatherTriples(colors, kept.sources, new Uint8Array(kept.positions.length)) }),
    ...(trust && { trust: trustAt(trust, kept.sources) }),
  };
}

/**
 * What `trimBeyond` would leave, without making it: two million triangles take about a second. Parameters as there.
 * Rejects with `context.signal.reason` once that is aborted.
 */
export function measureTrimmed(
  mesh: TriangleMesh,
  trimLengths: Float32Array,
  length: number | null,
  context: RunContext,
): Promise<TrimmedMeasure> {
  return runSteps(measureSteps(mesh, trimLengths, length), context.signal);
}

function* measureSteps(mesh: TriangleMesh, trimLengths: Float32Array, length: number | null): Steps<TrimmedMeasure> {
  const { positions } = mesh;
  const vertexCount = positions.length / 3;
  if (length === null) {
    const topology = yield* topologySteps(positions, mesh.indices);
    return { vertexCount, triangleCount: mesh.indices.length / 3, topology, crumbVertices: new Uint32Array(0) };
  }
  const { isKept, isCrumbVertex } = yield* keptTriangleSteps(mesh, trimLengths, length);
  const indices = mesh.indices.filter((_, corner) => isKept[Math.floor(corner / 3)] === 1);
  // The topology looks at vertices in use only, so the others need not be taken out.
  const topology = yield* topologySteps(positions, indices);
  const crumbVertices = Uint32Array.from(numbersOf(isCrumbVertex));
  return { vertexCount: countUsed(indices, vertexCount), triangleCount: indices.length / 3, topology, crumbVertices };
}

function* numbersOf(flags: Uint8Array): Generator<number, void, undefined> {
  for (let i = 0; i < flags.length; i++) if (flags[i] === 1) yield i;
}

interface KeptTriangles {
  /** [triangleCount] */
  readonly isKept: Uint8Array;
  /** [vertexCount] of crumbs that the length alone would leave. */
  readonly isCrumbVertex: Uint8Array;
}

function* keptTriangleSteps(
  { positions, indices }: Pick<TriangleMesh, 'positions' | 'indices'>,
  trimLengths: Float32Array,
  length: number,
): Steps<KeptTriangles> {
  const limit = Math.fround(length);
  const isKept = new Uint8Array(indices.length / 3);
  for (let triangle = 0; triangle < isKept.length; triangle++) {
    if ((triangle & STEP_MASK) === 0) yield;
    isKept[triangle] = isWithin(trimLengths, indices, 3 * triangle, limit) ? 1 : 0;
  }
  const isCrumbVertex = new Uint8Array(positions.length / 3);
  if (!isKept.includes(0) || !isKept.includes(1)) return { isKept, isCrumbVertex };
  const isCrumb = yield* crumbSteps(
    { positions, indices },
    isKept,
    LEAST_PIECE_AREA * Math.max(limit * limit, squaredMeshWidth(surfaceArea(positions, indices), isKept.length)),
  );
  for (let triangle = 0; triangle < isKept.length; triangle++) {
    if (!isCrumb(triangle)) continue;
    isKept[triangle] = 0;
    for (let corner = 3 * triangle; corner < 3 * triangle + 3; corner++) isCrumbVertex[indices[corner]!] = 1;
  }
  return { isKept, isCrumbVertex };
}

/**
 * Whether a kept triangle is of a piece that trimming cut off and that is smaller than `leastArea`; the largest piece
 * stays.
 */
function* crumbSteps(
  { positions, indices }: Pick<TriangleMesh, 'positions' | 'indices'>,
  isKept: Uint8Array,
  leastArea: number,
): Steps<(triangle: number) => boolean> {
  const sets = new DisjointSets(positions.length / 3);
  const isAlong = new Uint8Array(positions.length / 3);
  for (let triangle = 0; triangle < isKept.length; triangle++) {
    if ((triangle & STEP_MASK) === 0) yield;
    const [a, b, c] = cornersAt(indices, triangle);
    if (isKept[triangle] === 0) isAlong[a] = isAlong[b] = isAlong[c] = 1;
    else {
      sets.unite(a, b);
      sets.unite(a, c);
    }
  }
  const areas = new Float64Array(isAlong.length);
  const isCut = new Uint8Array(isAlong.length);
  for (let triangle = 0; triangle < isKept.length; triangle++) {
    if ((triangle & STEP_MASK) === 0) yield;
    if (isKept[triangle] === 0) continue;
    const [a, b, c] = cornersAt(indices, triangle);
    const root = sets.find(a);
    areas[root]! += triangleArea(positions, a, b, c);
    if (isAlong[a] || isAlong[b] || isAlong[c]) isCut[root] = 1;
  }
  const largest = areas.reduce((most, area) => Math.max(most, area), 0);
  return (triangle) => {
    if (isKept[triangle] === 0) return false;
    const root = sets.find(indices[3 * triangle]!);
    return isCut[root] === 1 && areas[root]! < leastArea && areas[root]! < largest;
  };
}

function cornersAt(indices: Uint32Array, triangle: number): readonly [number, number, number] {
  return [indices[3 * triangle]!, indices[3 * triangle + 1]!, indices[3 * triangle + 2]!];
}

function isWithin(trimLengths: Float32Array, indices: Uint32Array, first: number, limit: number): boolean {
  return (
    trimLengths[indices[first]!]! <= limit &&
    trimLengths[indices[first + 1]!]! <= limit &&
    trimLengths[indices[first + 2]!]! <= limit
  );
}

function countUsed(indices: Uint32Array, vertexCount: number): number {
  const isUsed = new Uint8Array(vertexCount);
  let count = 0;
  for (let i = 0; i < indices.length; i++) {
    const vertex = indices[i]!;
    count += 1 - isUsed[vertex]!;
    isUsed[vertex] = 1;
  }
  return count;
}
