/**
 * Which triangles stand where the cloud says nothing (algorithm.md section 2, step 8). A triangle is far if one of its
 * vertices is further from its nearest point than points are from each other there. Far triangles joined by edges are
 * a patch, and a patch stays only if it closes a hole: no end in the open, nowhere beyond the hole radius.
 * One hole radius for all triangles instead keeps phantom sheets in front of open borders (algorithm.md section 3).
 */
import { DisjointSets } from '../mesh/disjoint-sets.ts';
import { edgeEnd, sortHalfEdgeSteps } from '../mesh/half-edges.ts';
import { finishSteps } from '../host/steps.ts';

/** How well the cloud supports each vertex; all lengths normalised. */
export interface VertexSupport {
  /** [vertexCount] squared distance to the nearest point. */
  readonly squared: Float32Array;
  /** [vertexCount] how far the neighbours reached that this point's plane was fitted to. */
  readonly radii: Float32Array;
  /** How many those were. */
  readonly neighbourCount: number;
  readonly voxelNorm: number;
  readonly noiseNorm: number;
  /** [vertexCount] noise of the nearest point where that has one of its own, else 0; not there where none has. */
  readonly deviations?: Float32Array;
}

/** The noise about a vertex, normalised. */
export function noiseAt(
  { noiseNorm, deviations }: Pick<VertexSupport, 'noiseNorm' | 'deviations'>,
  vertex: number,
): number {
  return deviations ? Math.max(noiseNorm, deviations[vertex]!) : noiseNorm;
}

/** How far from its nearest point a vertex may be: the largest of three lengths. */
export interface Reach {
  /** Reach in local spacings. */
  readonly spacings: number;
  readonly voxels: number;
  /** Reach in standard deviations of the noise. */
  readonly deviations: number;
}

/**
 * Inside a surface; measured on the clouds of algorithm.md section 3 (a hole of one missing point leaves 1.5 spacings).
 */
export const FAR: Reach = Object.freeze({ spacings: 2.5, voxels: 1.5, deviations: 2.5 });

/**
 * Along an open border. There half of every neighbourhood is empty, so the local spacing comes out √2 too wide: FAR
 * left mountain-open's border 2.9 voxels outside the true one (median; at most 6.2), BORDER leaves it .7 (at most 2.7).
 * Of random points one place in a hundred is 1.2 spacings from all of them (exp(-1.44 π)), too few to let a border
 * run far into the surface; with .85 it ran 5.5 voxels.
 */
export const BORDER: Reach = Object.freeze({ spacings: 1.2, voxels: 1, deviations: 1.5 });

/** [triangleCount] 1 where a vertex is beyond the reach of its nearest point. */
export function markFarTriangles(indices: Uint32Array, support: VertexSupport, reach: Reach = FAR): Uint8Array {
  const { squared, radii, neighbourCount, voxelNorm } = support;
  const least = reach.voxels * voxelNorm;
  // k points in a disc of radius r, one to each square of side s: k s² = π r².
  const perRadius = reach.spacings / Math.sqrt(neighbourCount / Math.PI);
  const isFarVertex = new Uint8Array(squared.length);
  for (let vertex = 0; vertex < squared.length; vertex++) {
    const limit = Math.max(least, reach.deviations * noiseAt(support, vertex), perRadius * radii[vertex]!);
    if (squared[vertex]! > limit * limit) isFarVertex[vertex] = 1;
  }
  const isFar = new Uint8Array(indices.length / 3);
  for (let triangle = 0; triangle < isFar.length; triangle++) {
    const corner = 3 * triangle;
    isFar[triangle] =
      isFarVertex[indices[corner]!]! | isFarVertex[indices[corner + 1]!]! | isFarVertex[indices[corner + 2]!]!;
  }
  return isFar;
}

/**
 * [triangleCount] 1 for the triangles that stay: those that are not far, and the far patches that close a hole.
 *
 * @param squared [vertexCount] squared distance to the nearest point
 * @param holeRadiusNorm 0 keeps no patch
 */
export function keepClosedPatches(
  indices: Uint32Array,
  isFar: Uint8Array,
  squared: Float32Array,
  holeRadiusNorm: number,
): Uint8Array {
  const isKept = isFar.map((far) => 1 - far);
  if (!(holeRadiusNorm > 0) || !isFar.includes(1)) return isKept;
  const nearby = trianglesAlongPatches(indices, isFar, squared.length);
  const patches = joinPatches(nearby, isFar, squared.length);
  const limit = holeRadiusNorm * holeRadiusNorm;
  nearby.triangles.forEach((triangle, i) => {
    if (!isFar[triangle]) return;
    for (let corner = 3 * i; corner < 3 * i + 3; corner++) {
      if (squared[nearby.indices[corner]!]! > limit) patches.isOpen[patches.sets.find(i)] = 1;
    }
  });
  nearby.triangles.forEach((triangle, i) => {
    if (isFar[triangle] && !patches.isOpen[patches.sets.find(i)]) isKept[triangle] = 1;
  });
  return isKept;
}

/**
 * Draws open borders back to the points: patches beyond the reach BORDER that touch a border go. Inside the surface
 * such patches are the ordinary gaps between points, and stay. Changes `isKept` in place; returns how many went.
 */
export function retreatBorders(indices: Uint32Array, isKept: Uint8Array, support: VertexSupport): number {
  const kept = new Uint32Array(isKept.reduce((count, flag) => count + flag, 0));
  let next = 0;
  for (let triangle = 0; triangle < isKept.length; triangle++) if (isKept[triangle]) kept[next++] = triangle;
  const corners = new Uint32Array(3 * kept.length);
  for (let i = 0; i < corners.length; i++) corners[i] = indices[3 * kept[Math.floor(i / 3)]! + (i % 3)]!;
  const isLoose = markFarTriangles(corners, support, BORDER);
  const stays = keepClosedPatches(corners, isLoose, support.squared, Infinity);
  let gone = 0;
  for (let i = 0; i < kept.length; i++) {
    if (stays[i]) continue;
    isKept[kept[i]!] = 0;
    gone++;
  }
  return gone;
}

interface NearbyTriangles {
  /** Ascending. */
  readonly triangles: Uint32Array;
  /** [3 × triangles.length] their corners. */
  readonly indices: Uint32Array;
}

/** All triangles that have an edge in common with a far one, and perhaps more: the edges to be matched are few. */
function trianglesAlongPatches(indices: Uint32Array, isFar: Uint8Array, vertexCount: number): NearbyTriangles {
  const isTouched = new Uint8Array(vertexCount);
  for (let corner = 0; corner < indices.length; corner++) {
    if (isFar[Math.floor(corner / 3)]) isTouched[indices[corner]!] = 1;
  }
  const sharesSide = (triangle: number): boolean => {
    const corner = 3 * triangle;
    return isTouched[indices[corner]!]! + isTouched[indices[corner + 1]!]! + isTouched[indices[corner + 2]!]! > 1;
  };
  let count = 0;
  for (let triangle = 0; triangle < isFar.length; triangle++) if (sharesSide(triangle)) count++;
  const triangles = new Uint32Array(count);
  const corners = new Uint32Array(3 * count);
  let next = 0;
  for (let triangle = 0; triangle < isFar.length; triangle++) {
    if (!sharesSide(triangle)) continue;
    triangles[next] = triangle;
    for (let k = 0; k < 3; k++) corners[3 * next + k] = indices[3 * triangle + k]!;
    next++;
  }
  return { triangles, indices: corners };
}

/** Unites far triangles across their common edges; a patch is open where an edge of it has no second triangle. */
function joinPatches(
  { triangles, indices }: NearbyTriangles,
  isFar: Uint8Array,
  vertexCount: number,
): { sets: DisjointSets; isOpen: Uint8Array } {
  const sets = new DisjointSets(triangles.length);
  const ends: number[] = [];
  const { order } = finishSteps(sortHalfEdgeSteps(indices, vertexCount));
  const isFarAt = (halfEdge: number): boolean => isFar[triangles[Math.floor(halfEdge / 3)]!] === 1;
  let first = 0;
  while (first < order.length) {
    const halfEdge = order[first]!;
    const end = edgeEnd(indices, order, first);
    if (end - first === 1 && isFarAt(halfEdge)) ends.push(Math.floor(halfEdge / 3));
    for (let i = first + 1; i < end; i++) {
      const [before, after] = [order[i - 1]!, order[i]!];
      if (isFarAt(before) && isFarAt(after)) sets.unite(Math.floor(before / 3), Math.floor(after / 3));
    }
    first = end;
  }
  const isOpen = new Uint8Array(triangles.length);
  for (const triangle of ends) isOpen[sets.find(triangle)] = 1;
  return { sets, isOpen };
}
