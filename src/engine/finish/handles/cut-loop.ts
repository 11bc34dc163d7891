/**
 * Takes a handle away: the triangles along a loop through it, and discs over the rims that they leave. What the loop
 * goes round is then cut through or stopped up. Looks at the triangles near the loop alone.
 */
import type { RunContext } from '../../events.ts';
import { runSteps } from '../../host/steps.ts';
import type { Box } from '../../mesh/boxes.ts';
import { endCorner } from '../../mesh/half-edges.ts';
import { rimSteps } from '../../mesh/rims.ts';
import { triangleOf } from '../../mesh/triangle-sides.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import type { ClosedMesh, Closing } from '../fill/close-holes.ts';
import { closeSoundly } from '../fill/close-soundly.ts';
import type { FindSelfIntersections } from '../simplify/meeting-locks.ts';
import { boxOf } from './box.ts';
import { halfEdgesAt, type HandleSurface, isOnRim } from './handle-surface.ts';
import type { Loop } from './wavefront.ts';

/**
 * `rim`: it runs along a border of the surface; `tangled`: what lies along it is no plain band; `meets-surface`: every
 * disc.
 */
export type UncutReason = 'rim' | 'tangled' | 'meets-surface';

/** Which triangles go and what takes their place. */
export interface Cut {
  /** Ascending. */
  readonly removed: readonly number[];
  /** [3 × …] of vertices that are new. */
  readonly positions: readonly number[];
  /** [3 × …] numbers from the mesh's vertexCount on are new ones. */
  readonly triangles: readonly number[];
  /** Of each new vertex: one of the mesh close to it. */
  readonly neighbours: readonly number[];
  /** Round all that goes and comes. */
  readonly box: Box;
}

/** Where a band's borders touch themselves, or it is no band yet, it is widened; so many times. */
const MOST_WIDENINGS = 3;

/**
 * Why not, where the loop cannot be cut.
 *
 * @param trianglesIn those whose boxes overlap a box, ascending
 */
export async function cutLoop(
  surface: HandleSurface,
  loop: Loop,
  trianglesIn: (box: Box) => Uint32Array,
  find: FindSelfIntersections,
  context: Pick<RunContext, 'signal' | 'pause'>,
): Promise<Cut | UncutReason> {
  const band = bandAlong(surface, loop);
  if (typeof band === 'string') return band;
  let box = withPlaces(boxOf(surface, loop), surface.positions, band.rims.flat());
  for (;;) {
    const near = nearMesh(surface, band, trianglesIn(box));
    const closed = await closeBand(near, band, find, context);
    if (typeof closed === 'string') return closed;
    const added = Array.from(
      { length: closed.positions.length / 3 - near.sources.length },
      (_, i) => near.sources.length + i,
    );
    const reached = withPlaces(box, closed.positions, added);
    // What a disc may go through was looked for as far as it reaches.
    if (added.length === 0 || isSame(reached, box)) {
      return cutOf(surface, band, near, { ...closed, box });
    }
    box = reached;
  }
}

/** The mesh near a band with discs over the borders that the band leaves. */
async function closeBand(
  { mesh, sources }: NearMesh,
  { rims }: Band,
  find: FindSelfIntersections,
  context: Pick<RunContext, 'signal' | 'pause'>,
): Promise<ClosedMesh | UncutReason> {
  const nearRims = await runSteps(rimSteps(mesh.indices, sources.length), context.signal, context.pause);
  const isOfBand = new Set(rims.flat());
  const first = new Map<number, Closing>();
  nearRims.forEach(({ vertices }, number) => {
    if (!vertices.every((vertex) => isOfBand.has(sources[vertex]!))) first.set(number, 'open');
  });
  if (nearRims.length - first.size !== rims.length) return 'tangled';
  const closed = await closeSoundly(mesh, Infinity, find, context, first);
  return closed.closed.length === rims.length ? closed : 'meets-surface';
}

/** The box round a box and some vertices. */
function withPlaces(box: Box, positions: Float64Array, vertices: readonly number[]): Box {
  const around = [...box];
  for (const vertex of vertices) {
    for (let axis = 0; axis < 3; axis++) {
      around[axis] = Math.min(around[axis]!, positions[3 * vertex + axis]!);
      around[axis + 3] = Math.max(around[axis + 3]!, positions[3 * vertex + axis]!);
    }
  }
  return around;
}

function isSame(some: Box, other: Box): boolean {
  return some.every((value, i) => value === other[i]);
}

interface Band {
  readonly triangles: ReadonlySet<number>;
  /** The vertices along each of its borders. */
  readonly rims: readonly (readonly number[])[];
}

/**
 * All triangles that touch the loop: a ring with two borders, or a whole handle with one. Taking it out and closing its
 * borders takes one handle from the surface, for the loop parts nothing.
 */
function bandAlong(surface: HandleSurface, { vertices }: Loop): Band | 'rim' | 'tangled' {
  const triangles = new Set<number>();
  let adding = vertices;
  for (let widening = 0; widening <= MOST_WIDENINGS; widening++) {
    for (const vertex of adding)
      for (const halfEdge of halfEdgesAt(surface, vertex)) triangles.add(triangleOf(halfEdge));
    const corners = [...triangles].flatMap((triangle) => [0, 1, 2].map((k) => surface.indices[3 * triangle + k]!));
    if (corners.some((vertex) => isOnRim(surface, vertex))) return 'rim';
    const border = borderOf(surface, triangles);
    // A ring has χ = 0 and two borders, a handle with a disc cut out χ = −1 and one.
    const euler = new Set(corners).size - (3 * triangles.size + border.edges) / 2 + triangles.size;
    const { rims, pinches } = border;
    const isPlain = pinches.length === 0 && rims.length <= 2 && rims.length - euler === 2;
    if (isPlain && rims.every((rim) => rim.length > 2)) return { triangles, rims };
    adding = pinches.length > 0 ? pinches : rims.flat();
  }
  return 'tangled';
}

/** The borders of a set of triangles away from the surface's own rims, and the vertices where they touch. */
function borderOf({ indices, partners }: HandleSurface, triangles: ReadonlySet<number>) {
  const next = new Map<number, number>();
  const pinches: number[] = [];
  let edges = 0;
  for (const triangle of triangles) {
    for (let halfEdge = 3 * triangle; halfEdge < 3 * triangle + 3; halfEdge++) {
      if (triangles.has(triangleOf(partners[halfEdge]!))) continue;
      edges++;
      if (next.has(indices[halfEdge]!)) pinches.push(indices[halfEdge]!);
      next.set(indices[halfEdge]!, indices[endCorner(halfEdge)]!);
    }
  }
  const rims: number[][] = [];
  while (pinches.length === 0 && next.size > 0) {
    const rim: number[] = [];
    const [start] = next.keys();
    for (let vertex = start!; next.has(vertex);) {
      rim.push(vertex);
      const to = next.get(vertex)!;
      next.delete(vertex);
      vertex = to;
    }
    rims.push(rim);
  }
  return { edges, pinches, rims };
}

interface NearMesh {
  readonly mesh: WorldMesh;
  /** [vertexCount] of the whole mesh. */
  readonly sources: readonly number[];
}

/** Some triangles without the band. */
function nearMesh({ positions, indices }: HandleSurface, { triangles }: Band, near: Uint32Array): NearMesh {
  const numbers = new Map<number, number>();
  const local: number[] = [];
  for (const triangle of near) {
    if (triangles.has(triangle)) continue;
    for (let corner = 3 * triangle; corner < 3 * triangle + 3; corner++) {
      const vertex = indices[corner]!;
      if (!numbers.has(vertex)) numbers.set(vertex, numbers.size);
      local.push(numbers.get(vertex)!);
    }
  }
  const sources = [...numbers.keys()];
  const places = new Float64Array(3 * sources.length);
  sources.forEach((vertex, i) => places.set(positions.subarray(3 * vertex, 3 * vertex + 3), 3 * i));
  return { mesh: { positions: places, indices: Uint32Array.from(local) }, sources };
}

function cutOf(
  surface: HandleSurface,
  { triangles, rims }: Band,
  { sources }: NearMesh,
  { positions, indices, firstPatchTriangle, box }: ClosedMesh & Pick<Cut, 'box'>,
): Cut {
  const vertexCount = surface.positions.length / 3;
  const added = [...positions.subarray(3 * sources.length)];
  const patches = indices.subarray(3 * firstPatchTriangle);
  const candidates = rims.flat();
  const neighbours: number[] = [];
  for (let at = 0; at < added.length; at += 3) neighbours.push(nearestOf(surface, candidates, added, at));
  return {
    removed: [...triangles].sort((a, b) => a - b),
    positions: added,
    triangles: [...patches].map((vertex) => sources[vertex] ?? vertexCount + vertex - sources.length),
    neighbours,
    box,
  };
}

function nearestOf(
  { positions }: WorldMesh,
  vertices: readonly number[],
  place: readonly number[],
  at: number,
): number {
  let [nearest, least] = [vertices[0]!, Infinity];
  for (const vertex of vertices) {
    const x = positions[3 * vertex]! - place[at]!;
    const y = positions[3 * vertex + 1]! - place[at + 1]!;
    const z = positions[3 * vertex + 2]! - place[at + 2]!;
    const squared = x * x + y * y + z * z;
    if (squared < least) [nearest, least] = [vertex, squared];
  }
  return nearest;
}
