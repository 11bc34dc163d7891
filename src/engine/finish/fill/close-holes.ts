/**
 * Closes holes of a mesh: triangles across the rim, brought to the size of those round it, bent on from the surface.
 * What comes of it is a guess, and is marked as one.
 */
import { endCorner } from '../../mesh/half-edges.ts';
import type { Steps } from '../../host/steps.ts';
import { STEP_MASK } from '../../host/steps.ts';
import { type Rim, rimSteps } from '../../mesh/rims.ts';
import { triangleArea } from '../../mesh/triangle-area.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import { fairPatch, type PatchSurrounding } from './fair-patch.ts';
import { type Patch, refinePatch } from './refine-patch.ts';
import type { Islands } from './nested-rims.ts';
import { triangulateIslandSteps } from './triangulate-islands.ts';
import { triangulateRing } from './triangulate-ring.ts';
import { triangulateRim } from './triangulate-rim.ts';

/**
 * How a hole is closed: bent on from the surface, by triangles as they lie across the rim, by a skin stretched over it,
 * or not at all.
 */
export type Closing = 'bent' | 'flat' | 'taut' | 'open';

export interface ClosedHole {
  /** Which of the mesh's rims it is, in the order of `rimSteps`; of a ring the outer one. */
  readonly rim: number;
  /** Edges of its rim, or of all that were joined. */
  readonly edges: number;
  /** Diagonal of the box round its rim, in the mesh's unit. */
  readonly width: number;
  /** Of the triangles that close it, in the mesh's unit squared; 0 where it stays open. */
  readonly area: number;
}

/** It is wider than asked for; every patch would go through the surface; its rim's own edges leave no way across. */
export type LeftReason = 'wide' | 'meets-surface' | 'no-way';

export interface LeftHole extends ClosedHole {
  readonly reason: LeftReason;
}

export interface ClosedMesh extends WorldMesh {
  /** Triangles from here on are patches, those of one hole after those of another. */
  readonly firstPatchTriangle: number;
  readonly closed: readonly (ClosedHole & { readonly triangles: number })[];
  /** Holes that are too wide, that were to stay open, and those that could not be closed. */
  readonly left: readonly LeftHole[];
}

/**
 * The mesh as it was, with the patches after its own vertices and triangles.
 *
 * @param widest holes up to this width are closed, in the mesh's unit; Infinity closes all
 * @param closings how, by the number of the rim; bent where nothing is said
 * @param islands the rims of the islands in holes: what is between them is closed
 */
export function* closeHoleSteps(
  mesh: WorldMesh,
  widest: number,
  closings: ReadonlyMap<number, Closing> = new Map(),
  islands: Islands = new Map(),
): Steps<ClosedMesh> {
  const vertexCount = mesh.positions.length / 3;
  const rims = yield* rimSteps(mesh.indices, vertexCount);
  const near = yield* trianglesAtRims(mesh.indices, vertexCount, rims);
  const positions: number[] = [];
  const triangles: number[] = [];
  const closed: (ClosedHole & { readonly triangles: number })[] = [];
  const left: LeftHole[] = [];
  const joined = joinedRims(mesh, rims, islands, widest);
  const within = new Set([...joined.keys()].flatMap((outer) => islands.get(outer)!));
  for (const [number, own] of rims.entries()) {
    yield;
    if (within.has(number)) continue;
    const { rim, counts } = joined.get(number) ?? { rim: own, counts: [own.vertices.length] };
    const hole = { rim: number, edges: rim.vertices.length, width: widthOf(mesh, own), area: 0 };
    const isWide = hole.width > widest;
    const closing = isWide ? 'open' : (closings.get(number) ?? 'bent');
    const patch = closing === 'open' ? null : yield* patchSteps(mesh, rim, near, { closing, counts });
    if (!patch) {
      left.push({ ...hole, reason: isWide ? 'wide' : closing === 'open' ? 'meets-surface' : 'no-way' });
      continue;
    }
    const firstNew = vertexCount + positions.length / 3 - patch.rimCount;
    for (const vertex of patch.triangles) {
      triangles.push(vertex < patch.rimCount ? rim.vertices[vertex]! : firstNew + vertex);
    }
    for (let i = 3 * patch.rimCount; i < patch.positions.length; i++) positions.push(patch.positions[i]!);
    closed.push({ ...hole, area: areaOf(patch), triangles: patch.triangles.length / 3 });
  }
  return {
    positions: appended(Float64Array, mesh.positions, positions),
    indices: appended(Uint32Array, mesh.indices, triangles),
    firstPatchTriangle: mesh.indices.length / 3,
    closed,
    left,
  };
}

interface JoinedRims {
  readonly rim: Rim;
  /** Vertices of each. */
  readonly counts: readonly number[];
}

/**
 * The rims of each hole with islands as one list, the outer one first; holes that stay open for their width have none.
 */
function joinedRims(
  mesh: WorldMesh,
  rims: readonly Rim[],
  islands: Islands,
  widest: number,
): ReadonlyMap<number, JoinedRims> {
  const joined = new Map<number, JoinedRims>();
  for (const [outer, inner] of islands) {
    const all = [outer, ...inner].map((number) => rims[number]!);
    if (widthOf(mesh, all[0]!) > widest) continue;
    const rim = {
      vertices: Uint32Array.from(all.flatMap(({ vertices }) => [...vertices])),
      triangles: Uint32Array.from(all.flatMap(({ triangles }) => [...triangles])),
    };
    joined.set(outer, { rim, counts: all.map(({ vertices }) => vertices.length) });
  }
  return joined;
}

function appended<A extends Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer>>(
  Kind: new (length: number) => A,
  first: A,
  second: readonly number[],
): A {
  const all = new Kind(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

/** The triangles at each vertex of a rim. */
function* trianglesAtRims(
  indices: Uint32Array,
  vertexCount: number,
  rims: readonly Rim[],
): Steps<ReadonlyMap<number, readonly number[]>> {
  const isOnRim = new Uint8Array(vertexCount);
  for (const { vertices } of rims) for (const vertex of vertices) isOnRim[vertex] = 1;
  const near = new Map<number, number[]>();
  for (let corner = 0; corner < indices.length; corner++) {
    if ((corner & STEP_MASK) === 0) yield;
    const vertex = indices[corner]!;
    if (!isOnRim[vertex]) continue;
    const known = near.get(vertex);
    if (known) known.push(Math.floor(corner / 3));
    else near.set(vertex, [Math.floor(corner / 3)]);
  }
  return near;
}

/** Null where the edges that the surface has leave no way across. */
function* patchSteps(
  mesh: WorldMesh,
  rim: Rim,
  near: ReadonlyMap<number, readonly number[]>,
  { closing, counts }: { readonly closing: Exclude<Closing, 'open'>; readonly counts: readonly number[] },
): Steps<Patch | null> {
  const rimCount = rim.vertices.length;
  const surrounding = surroundingOf(mesh, rim, near);
  const edges = new Set<number>();
  for (let corner = 0; corner < surrounding.triangles.length; corner++) {
    const [a, b] = [surrounding.triangles[corner]!, surrounding.triangles[endCorner(corner)]!];
    if (a < rimCount && b < rimCount) edges.add(a * rimCount + b).add(b * rimCount + a);
  }
  const isTaken = (a: number, b: number): boolean => edges.has(a * rimCount + b);
  const positions = [...rim.vertices].flatMap((vertex) => [...mesh.positions.subarray(3 * vertex, 3 * vertex + 3)]);
  const triangles =
    counts.length > 2
      ? yield* triangulateIslandSteps(positions, counts, isTaken)
      : counts.length === 2
        ? triangulateRing(positions, counts[0]!, counts[1]!)
        : triangulateRim({ positions: Float64Array.from(positions), apexes: apexesOf(mesh, rim), isTaken });
  if (!triangles) return null;
  yield;
  const patch: Patch = { rimCount, positions, triangles: [...triangles] };
  if (closing === 'flat') return patch;
  refinePatch(patch, isTaken);
  yield;
  if (closing === 'taut') return patch;
  fairPatch(patch, surrounding);
  return patch;
}

/** The third corner of the triangle at each edge of a rim. */
function apexesOf(mesh: WorldMesh, { vertices, triangles }: Rim): Float64Array {
  const apexes = new Float64Array(3 * vertices.length);
  triangles.forEach((triangle, i) => {
    const ends = [vertices[i]!, vertices[(i + 1) % vertices.length]!];
    const apex = mesh.indices.subarray(3 * triangle, 3 * triangle + 3).find((vertex) => !ends.includes(vertex))!;
    apexes.set(mesh.positions.subarray(3 * apex, 3 * apex + 3), 3 * i);
  });
  return apexes;
}

/** All triangles that touch the rim, in the numbers that fairing takes. */
function surroundingOf(mesh: WorldMesh, rim: Rim, near: ReadonlyMap<number, readonly number[]>): PatchSurrounding {
  const numbers = new Map<number, number>();
  for (const vertex of rim.vertices) numbers.set(vertex, numbers.size);
  const positions: number[] = [];
  const touching = new Set([...rim.vertices].flatMap((vertex) => near.get(vertex)!));
  const triangles = [...touching].flatMap((triangle) =>
    [...mesh.indices.subarray(3 * triangle, 3 * triangle + 3)].map((vertex) => {
      const known = numbers.get(vertex);
      if (known !== undefined) return known;
      numbers.set(vertex, numbers.size);
      positions.push(...mesh.positions.subarray(3 * vertex, 3 * vertex + 3));
      return numbers.size - 1;
    }),
  );
  return { positions, triangles };
}

function widthOf({ positions }: WorldMesh, { vertices }: Rim): number {
  const spans = [0, 1, 2].map((axis) => {
    let [low, high] = [Infinity, -Infinity];
    for (const vertex of vertices) {
      low = Math.min(low, positions[3 * vertex + axis]!);
      high = Math.max(high, positions[3 * vertex + axis]!);
    }
    return high - low;
  });
  return Math.hypot(...spans);
}

function areaOf({ positions, triangles }: Patch): number {
  let area = 0;
  for (let first = 0; first < triangles.length; first += 3) {
    area += triangleArea(positions, triangles[first]!, triangles[first + 1]!, triangles[first + 2]!);
  }
  return area;
}
