/**
 * A finished mesh without what lies far from the points: every triangle goes that has a vertex beyond a length, then
 * every vertex that no triangle uses. A triangle goes whole, never cut, because a shader can drop it by the same rule:
 * what a window shows is what a file gets, to the last triangle.
 */
import type { RunContext } from '../events.ts';
import { compactMesh } from '../mesh/compact.ts';
import { gatherTriples } from '../math/gather-triples.ts';
import type { Steps } from '../host/steps.ts';
import { runSteps, STEP_MASK } from '../host/steps.ts';
import { type MeshTopology, topologySteps } from '../mesh/topology.ts';
import type { TriangleMesh } from '../mesh/triangle-mesh.ts';

export interface TrimmedMeasure {
  /** Vertices that a triangle uses, as `trimBeyond` keeps them. */
  readonly vertexCount: number;
  readonly triangleCount: number;
  /** Area and volume in the unit of the mesh; the volume about its local origin, which matters only to open meshes. */
  readonly topology: MeshTopology;
}

/**
 * Vertices and triangles keep their order; normals and colours stay those of the whole mesh.
 *
 * @param distances [vertexCount] how far each vertex is from the points, world (`measureFit`)
 * @param length world, compared in float32 as a shader would: a triangle goes where a distance is greater; null keeps
 * all and gives `mesh` itself
 */
export function trimBeyond(mesh: TriangleMesh, distances: Float32Array, length: number | null): TriangleMesh {
  if (length === null) return mesh;
  const { positions, indices, normals, colors, shift } = mesh;
  const limit = Math.fround(length);
  const isKept = new Uint8Array(indices.length / 3);
  for (let t = 0; t < isKept.length; t++) isKept[t] = isWithin(distances, indices, 3 * t, limit) ? 1 : 0;
  const kept = compactMesh(positions, indices, isKept);
  return {
    positions: kept.positions,
    indices: kept.indices,
    shift,
    ...(normals && { normals: gatherTriples(normals, kept.sources, new Float32Array(kept.positions.length)) }),
    ...(colors && { colors: gatherTriples(colors, kept.sources, new Uint8Array(kept.positions.length)) }),
  };
}

/**
 * What `trimBeyond` would leave, without making it: two million triangles take about a second. Parameters as there.
 * Rejects with `context.signal.reason` once that is aborted.
 */
export function measureTrimmed(
  mesh: TriangleMesh,
  distances: Float32Array,
  length: number | null,
  context: RunContext,
): Promise<TrimmedMeasure> {
  return runSteps(measureSteps(mesh, distances, length), context.signal);
}

function* measureSteps(mesh: TriangleMesh, distances: Float32Array, length: number | null): Steps<TrimmedMeasure> {
  const { positions } = mesh;
  const vertexCount = positions.length / 3;
  if (length === null) {
    const topology = yield* topologySteps(positions, mesh.indices);
    return { vertexCount, triangleCount: mesh.indices.length / 3, topology };
  }
  const indices = yield* keptIndexSteps(mesh.indices, distances, Math.fround(length));
  // The topology looks at vertices in use only, so the others need not be taken out.
  const topology = yield* topologySteps(positions, indices);
  return { vertexCount: countUsed(indices, vertexCount), triangleCount: indices.length / 3, topology };
}

function* keptIndexSteps(indices: Uint32Array, distances: Float32Array, limit: number): Steps<Uint32Array> {
  const kept = new Uint32Array(indices.length);
  let count = 0;
  for (let first = 0; first < indices.length; first += 3) {
    if ((first & STEP_MASK) < 3) yield;
    if (!isWithin(distances, indices, first, limit)) continue;
    kept[count++] = indices[first]!;
    kept[count++] = indices[first + 1]!;
    kept[count++] = indices[first + 2]!;
  }
  return kept.subarray(0, count);
}

function isWithin(distances: Float32Array, indices: Uint32Array, first: number, limit: number): boolean {
  return (
    distances[indices[first]!]! <= limit &&
    distances[indices[first + 1]!]! <= limit &&
    distances[indices[first + 2]!]! <= limit
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
