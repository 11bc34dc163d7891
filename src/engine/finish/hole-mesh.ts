/** A finished mesh as the search for its holes sees it, and a few measures of its parts. */
import { findComponents } from '../mesh/components.ts';
import { endCorner } from '../mesh/half-edges.ts';
import { NO_PARTNER, partnerSteps, triangleOf } from '../mesh/triangle-sides.ts';
import { finishSteps } from '../host/steps.ts';
import { cross, type Triple } from '../math/triple.ts';
import type { VertexSupport } from './trim-patches.ts';

export interface HoleMeshInput extends VertexSupport {
  /** [3 × vertexCount] normalised, every vertex used. */
  readonly positions: Float32Array;
  /** [3 × triangleCount] */
  readonly indices: Uint32Array;
}

export interface HoleMesh extends HoleMeshInput {
  /** [3 × triangleCount] `partnerSteps` */
  readonly partners: Uint32Array;
  /** [vertexCount] the piece of each vertex. */
  readonly pieces: Uint32Array;
  /** [piece count] normalised, squared */
  readonly pieceAreas: Float64Array;
}

/** The closed line round a hole. */
export interface Rim {
  readonly length: number;
  /** Twice the mean distance of its vertices from their centre. */
  readonly width: number;
  readonly centre: Triple;
  /** Of the flat cap on it: the length of its vector area ½ ∮ p × dp. */
  readonly cap: number;
}

export function holeMeshOf(input: HoleMeshInput): HoleMesh {
  const { positions, indices } = input;
  const triangleCount = indices.length / 3;
  const all = new Uint8Array(triangleCount).fill(1);
  const { labels, areas } = findComponents(positions, indices, all, new Uint8Array(triangleCount));
  const partners = finishSteps(partnerSteps(indices, positions.length / 3));
  return { ...input, partners, pieces: labels, pieceAreas: areas };
}

/**
 * Sides of squares that hold a point each, at the point nearest to a vertex. Half-empty neighbourhoods make it √2 too
 * wide.
 */
export function spacingAt({ radii, neighbourCount }: VertexSupport, vertex: number): number {
  return spacingOf(radii[vertex]!, neighbourCount);
}

/** @param radius that holds so many neighbours */
export function spacingOf(radius: number, neighbourCount: number): number {
  return radius / Math.sqrt(neighbourCount / Math.PI);
}

export function placeOf({ positions }: HoleMeshInput, vertex: number): Triple {
  return [positions[3 * vertex]!, positions[3 * vertex + 1]!, positions[3 * vertex + 2]!];
}

/** The mean of its corners. */
export function middleOf(mesh: HoleMeshInput, triangle: number): Triple {
  const { indices } = mesh;
  const [a, b, c] = [0, 1, 2].map((corner) => placeOf(mesh, indices[3 * triangle + corner]!)) as [
    Triple,
    Triple,
    Triple,
  ];
  return [(a[0] + b[0] + c[0]) / 3, (a[1] + b[1] + c[1]) / 3, (a[2] + b[2] + c[2]) / 3];
}

/** Its normal, as long as its area. */
export function vectorAreaOf(mesh: HoleMeshInput, triangle: number): Triple {
  const { indices } = mesh;
  const [a, b, c] = [0, 1, 2].map((corner) => placeOf(mesh, indices[3 * triangle + corner]!)) as [
    Triple,
    Triple,
    Triple,
  ];
  const [x, y, z] = cross(minus(b, a), minus(c, a));
  return [x / 2, y / 2, z / 2];
}

/** What these half-edges go round; they need not be in order. */
export function rimOf(mesh: HoleMesh, halfEdges: readonly number[]): Rim {
  const { indices } = mesh;
  const starts = halfEdges.map((halfEdge) => placeOf(mesh, indices[halfEdge]!));
  const centre = meanOf(starts);
  let [length, distance] = [0, 0];
  let area: Triple = [0, 0, 0];
  for (const [i, halfEdge] of halfEdges.entries()) {
    const [from, to] = [minus(starts[i]!, centre), minus(placeOf(mesh, indices[endCorner(halfEdge)]!), centre)];
    length += Math.hypot(...minus(to, from));
    distance += Math.hypot(...from);
    const [x, y, z] = cross(from, to);
    area = [area[0] + x / 2, area[1] + y / 2, area[2] + z / 2];
  }
  return { length, width: (2 * distance) / Math.max(1, halfEdges.length), centre, cap: Math.hypot(...area) };
}

/** The half-edges of each connected border, in the order of their first ones. */
export function bordersOf({ indices, partners }: HoleMesh): readonly (readonly number[])[] {
  const nextFrom = new Map<number, number[]>();
  for (let halfEdge = 0; halfEdge < partners.length; halfEdge++) {
    // The half-edges of a triangle without extent have no partners, and are no border.
    if (partners[halfEdge] !== NO_PARTNER || isDegenerate(indices, triangleOf(halfEdge))) continue;
    for (const vertex of [indices[halfEdge]!, indices[endCorner(halfEdge)]!]) {
      const list = nextFrom.get(vertex);
      if (list) list.push(halfEdge);
      else nextFrom.set(vertex, [halfEdge]);
    }
  }
  const seen = new Set<number>();
  const borders: number[][] = [];
  for (const list of nextFrom.values()) {
    for (const first of list) {
      if (seen.has(first)) continue;
      seen.add(first);
      const border = [first];
      for (let i = 0; i < border.length; i++) {
        for (const vertex of [indices[border[i]!]!, indices[endCorner(border[i]!)]!]) {
          for (const next of nextFrom.get(vertex)!) {
            if (seen.has(next)) continue;
            seen.add(next);
            border.push(next);
          }
        }
      }
      borders.push(border);
    }
  }
  return borders;
}

export function minus(a: Triple, b: Triple): Triple {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

export function meanOf(places: readonly Triple[]): Triple {
  const sum = [0, 0, 0];
  for (const place of places) for (let axis = 0; axis < 3; axis++) sum[axis]! += place[axis]!;
  const count = Math.max(1, places.length);
  return [sum[0]! / count, sum[1]! / count, sum[2]! / count];
}

function isDegenerate(indices: Uint32Array, triangle: number): boolean {
  const [a, b, c] = [indices[3 * triangle], indices[3 * triangle + 1], indices[3 * triangle + 2]];
  return a === b || b === c || c === a;
}
