/**
 * Which triangles stand where the cloud says nothing (algorithm.md section 2, step 8). A triangle is far if one of its
 * vertices is further from its nearest point than points are from each other there. Far triangles joined by edges are
 * a patch, and a patch stays only if it closes a hole: no end in the open, nowhere beyond the hole radius.
 * One hole radius for all triangles instead keeps phantom sheets in front of open borders (section 4).
 */
import { DisjointSets } from './disjoint-sets.ts';
import { endCorner, sortHalfEdgeSteps } from './half-edges.ts';
import { finishSteps } from './steps.ts';

/** How well the cloud supports each vertex; all lengths normalised. */
export interface VertexSupport {
  /** [vertexCount] the nearest point. */
  readonly nearest: Uint32Array;
  /** [vertexCount] squared distance to it. */
  readonly squared: Float32Array;
  /** [pointCount] distance to the furthest of the neighbours that the local plane was fitted to. */
  readonly radii: Float32Array;
  /** How many those were. */
  readonly neighbourCount: number;
  readonly voxelNorm: number;
  readonly noiseNorm: number;
}

// Measured on the clouds of algorithm.md section 3: how far from the points a vertex may be, in local spacings (a hole
// of one missing point leaves 1.5), in voxels, and in standard deviations of the noise.
const FAR_SPACINGS = 2.5;
const FAR_VOXELS = 1.5;
const FAR_DEVIATIONS = 2.5;

/** [triangleCount] 1 where a vertex is beyond max(2.5 local spacings, 1.5 voxels, 2.5 σ) of its nearest point. */
export function markFarTriangles(indices: Uint32Array, support: VertexSupport): Uint8Array {
  const { nearest, squared, radii, neighbourCount, voxelNorm, noiseNorm } = support;
  const least = Math.max(FAR_VOXELS * voxelNorm, FAR_DEVIATIONS * noiseNorm);
  // k points in a disc of radius r, one to each square of side s: k s² = π r².
  const perRadius = FAR_SPACINGS / Math.sqrt(neighbourCount / Math.PI);
  const isFarVertex = new Uint8Array(nearest.length);
  for (let vertex = 0; vertex < nearest.length; vertex++) {
    const limit = Math.max(least, perRadius * radii[nearest[vertex]!]!);
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
    const [from, to] = [indices[halfEdge]!, indices[endCorner(halfEdge)]!];
    let end = first + 1;
    while (end < order.length && liesBetween(indices, order[end]!, from, to)) end++;
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

function liesBetween(indices: Uint32Array, halfEdge: number, a: number, b: number): boolean {
  const [from, to] = [indices[halfEdge]!, indices[endCorner(halfEdge)]!];
  return (from === a && to === b) || (from === b && to === a);
}
