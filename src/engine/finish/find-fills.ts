/**
 * The holes that a finished mesh has closed: patches further from the points than these are from each other
 * (algorithm.md section 2, step 8, "Holes"). Beside a hole half of every neighbourhood is empty, so the spacing comes
 * out √2 too wide there and openings of up to 3.4 spacings would pass for none; what counts is the spacing a few of
 * them away.
 */
import { endCorner } from '../mesh/half-edges.ts';
import { NO_PARTNER, triangleOf } from '../mesh/triangle-sides.ts';
import { type HoleMesh, type Rim, rimOf, spacingAt, vectorAreaOf } from './hole-mesh.ts';
import { RimWalk } from './rim-walk.ts';
import { BORDER, FAR, markFarTriangles, noiseAt, type Reach } from './trim-patches.ts';

export interface Fill {
  /** Ascending. */
  readonly triangles: readonly number[];
  /** Half-edges of triangles of the fill, along the rest of the mesh. */
  readonly rimEdges: readonly number[];
  readonly rim: Rim;
  /** Normalised, squared. */
  readonly area: number;
  /** The points' at its rim, over that of its surroundings; 0 where there are none. */
  readonly thinning: number;
  /** Triangles of the surroundings, 2 to 6 spacings from the rim. */
  readonly beside: readonly number[];
}

/** FAR by the true spacing, where the measured one is √2 too wide. */
export const HOLLOW: Reach = Object.freeze({ ...FAR, spacings: FAR.spacings / Math.SQRT2 });
/** Squares of a point each; less is a gap between points. */
export const LEAST_SQUARES = 3;
/** In spacings from the rim: beside it, and beyond the neighbourhoods that the hole is in. */
const BESIDE = { from: 2, to: 6 };
const AWAY = { from: 6, to: 14 };
/** How far from a patch its fills depend on the surface, in spacings of its rim. */
export function surroundingsReach(neighbourCount: number): number {
  return Math.max(AWAY.from, Math.sqrt(neighbourCount / Math.PI)) + AWAY.to - AWAY.from;
}
/** Triangles away from the rim that tell a spacing. */
const LEAST_AWAY = 5;

/** Largest first; of equals the one with the first triangle. */
export function findFills(mesh: HoleMesh): Fill[] {
  const isHollow = markFarTriangles(mesh.indices, mesh, HOLLOW);
  if (!isHollow.includes(1)) return [];
  const walk = new RimWalk(mesh);
  const fills: Fill[] = [];
  for (const patch of patchesOf(mesh, isHollow)) {
    const spacing = medianSpacing(mesh, rimVertices(mesh, patch.rimEdges));
    if (patch.isOpen || areaOf(mesh, patch.triangles) < (LEAST_SQUARES * spacing ** 2) / 2) continue;
    const around = surroundingsOf(mesh, patch, spacing, walk);
    fills.push(...fillsOf(mesh, patch, around));
  }
  return fills.sort((a, b) => b.area - a.area || a.triangles[0]! - b.triangles[0]!);
}

/**
 * What goes with each fill where its hole is open: its triangles, and those round it that are further from the points
 * than a border may be. Ascending.
 */
export function openingsOf(mesh: HoleMesh, fills: readonly Fill[]): Uint32Array<ArrayBuffer>[] {
  if (fills.length === 0) return [];
  const isLoose = markFarTriangles(mesh.indices, mesh, BORDER);
  for (const { triangles } of fills) for (const triangle of triangles) isLoose[triangle] = 0;
  return fills.map(({ triangles, rimEdges }) => {
    const fringe = new Set<number>();
    for (const halfEdge of rimEdges) {
      const across = triangleOf(mesh.partners[halfEdge]!);
      if (isLoose[across] === 1) fringe.add(across);
    }
    // A set that grows while it is walked is walked to its end.
    for (const triangle of fringe) {
      for (const next of neighboursOf(mesh, triangle)) if (isLoose[next] === 1) fringe.add(next);
    }
    return Uint32Array.from([...triangles, ...fringe]).sort();
  });
}

interface Patch {
  readonly triangles: readonly number[];
  readonly rimEdges: readonly number[];
  /** Touches a border. */
  readonly isOpen: boolean;
}

/** Flagged triangles joined by edges, in the order of their first ones. */
function patchesOf(mesh: HoleMesh, isFlagged: Uint8Array): Patch[] {
  const isTaken = new Uint8Array(isFlagged.length);
  const patches: Patch[] = [];
  for (let first = 0; first < isFlagged.length; first++) {
    if (isFlagged[first] === 1 && isTaken[first] === 0) patches.push(patchFrom(mesh, isFlagged, isTaken, first));
  }
  return patches;
}

function patchFrom({ partners }: HoleMesh, isFlagged: Uint8Array, isTaken: Uint8Array, first: number): Patch {
  const triangles = [first];
  const rimEdges: number[] = [];
  let isOpen = false;
  isTaken[first] = 1;
  for (let i = 0; i < triangles.length; i++) {
    for (let halfEdge = 3 * triangles[i]!; halfEdge < 3 * triangles[i]! + 3; halfEdge++) {
      const partner = partners[halfEdge]!;
      const next = triangleOf(partner);
      if (partner === NO_PARTNER) isOpen = true;
      else if (isFlagged[next] === 0) rimEdges.push(halfEdge);
      else if (isTaken[next] === 0) {
        isTaken[next] = 1;
        triangles.push(next);
      }
    }
  }
  return { triangles: triangles.sort((a, b) => a - b), rimEdges, isOpen };
}

interface Surroundings {
  readonly spacing: number;
  readonly isKnown: boolean;
  readonly beside: readonly number[];
}

/** The spacing away from a patch, and the triangles beside it. */
function surroundingsOf(mesh: HoleMesh, { triangles, rimEdges }: Patch, spacing: number, walk: RimWalk): Surroundings {
  // Neighbourhoods of many points are wide: beyond their own radius they do not feel the hole.
  const from = spacing * Math.max(AWAY.from, Math.sqrt(mesh.neighbourCount / Math.PI));
  const to = from + spacing * (AWAY.to - AWAY.from);
  const beside: number[] = [];
  const away: number[] = [];
  for (const { triangle, distance } of walk.outward(triangles, rimEdges, to)) {
    if (distance >= BESIDE.from * spacing && distance < BESIDE.to * spacing) beside.push(triangle);
    if (distance >= from) away.push(spacingAt(mesh, mesh.indices[3 * triangle]!));
  }
  const isKnown = away.length >= LEAST_AWAY;
  return { spacing: isKnown ? medianOf(away) : spacing, isKnown, beside };
}

/** The parts of a hollow patch that are far by the spacing of its surroundings. */
function fillsOf(mesh: HoleMesh, patch: Patch, { spacing, isKnown, beside }: Surroundings): Fill[] {
  const isFar = new Uint8Array(patch.triangles.length);
  const placeIn = new Map(patch.triangles.map((triangle, i) => [triangle, i]));
  patch.triangles.forEach((triangle, i) => {
    for (let corner = 3 * triangle; corner < 3 * triangle + 3; corner++) {
      if (isFarVertex(mesh, mesh.indices[corner]!, spacing)) isFar[i] = 1;
    }
  });
  const isPart = (triangle: number): boolean => isFar[placeIn.get(triangle) ?? -1] === 1;
  const isTaken = new Set<number>();
  const fills: Fill[] = [];
  for (const first of patch.triangles) {
    if (!isPart(first) || isTaken.has(first)) continue;
    const { triangles, rimEdges } = partFrom(mesh, first, isPart, isTaken);
    const area = areaOf(mesh, triangles);
    if (area < LEAST_SQUARES * spacing ** 2) continue;
    const thinning = isKnown ? medianSpacing(mesh, rimVertices(mesh, rimEdges)) / spacing : 0;
    fills.push({ triangles, rimEdges, rim: rimOf(mesh, rimEdges), area, thinning, beside });
  }
  return fills;
}

/**
 * Like FAR, by the spacing of the surroundings where that is less. Hollow triangles are beyond 1/√2 of their own's
 * anyway.
 */
function isFarVertex(mesh: HoleMesh, vertex: number, around: number): boolean {
  const { spacings, voxels, deviations } = FAR;
  const spacing = Math.min(spacingAt(mesh, vertex), around);
  const limit = Math.max(spacings * spacing, voxels * mesh.voxelNorm, deviations * noiseAt(mesh, vertex));
  return mesh.squared[vertex]! > limit * limit;
}

function partFrom(
  mesh: HoleMesh,
  first: number,
  isPart: (triangle: number) => boolean,
  isTaken: Set<number>,
): Pick<Fill, 'triangles' | 'rimEdges'> {
  const triangles = [first];
  const rimEdges: number[] = [];
  isTaken.add(first);
  for (let i = 0; i < triangles.length; i++) {
    for (let halfEdge = 3 * triangles[i]!; halfEdge < 3 * triangles[i]! + 3; halfEdge++) {
      const next = triangleOf(mesh.partners[halfEdge]!);
      if (!isPart(next)) rimEdges.push(halfEdge);
      else if (!isTaken.has(next)) {
        isTaken.add(next);
        triangles.push(next);
      }
    }
  }
  return { triangles: triangles.sort((a, b) => a - b), rimEdges };
}

function neighboursOf({ partners }: HoleMesh, triangle: number): number[] {
  return [0, 1, 2]
    .map((corner) => partners[3 * triangle + corner]!)
    .filter((partner) => partner !== NO_PARTNER)
    .map(triangleOf);
}

/** The vertices of a rim, each once. */
export function rimVertices({ indices }: HoleMesh, rimEdges: readonly number[]): number[] {
  return [...new Set(rimEdges.flatMap((halfEdge) => [indices[halfEdge]!, indices[endCorner(halfEdge)]!]))];
}

function areaOf(mesh: HoleMesh, triangles: readonly number[]): number {
  return triangles.reduce((sum, triangle) => sum + Math.hypot(...vectorAreaOf(mesh, triangle)), 0);
}

function medianSpacing(mesh: HoleMesh, vertices: readonly number[]): number {
  return medianOf(vertices.map((vertex) => spacingAt(mesh, vertex)));
}

/** The upper one of two; NaN for none. */
function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}
