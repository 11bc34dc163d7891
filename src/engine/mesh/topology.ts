/**
 * What a mesh is, apart from its shape: pieces, edges that end or branch, agreement of the windings, Euler
 * characteristic and genus, with area and volume in float64. Two half-edges make an edge; the counts follow from
 * sorting them (half-edges.ts), in time linear in the triangles: 2 million take about 1.2 s.
 *
 * Vertices count as connected when a triangle joins them, so two cones that touch in their tips are one component, as
 * in the figures of compare-surfaces. Triangles that name a vertex twice enclose nothing and are only counted.
 */
import type { RunContext } from '../events.ts';
import { DisjointSets } from './disjoint-sets.ts';
import { edgeEnd, endCorner, sortHalfEdgeSteps } from './half-edges.ts';
import { markOuter } from './outer-borders.ts';
import type { Steps } from '../host/steps.ts';
import { runSteps, STEP_MASK } from '../host/steps.ts';

export interface MeshTopology {
  /** Vertices that a triangle uses. */
  readonly vertices: number;
  readonly edges: number;
  /** Triangles without the degenerate ones. */
  readonly triangles: number;
  /** Triangles that name a vertex twice. */
  readonly degenerateTriangles: number;
  readonly components: number;
  /** Area of the largest component over the whole area, 0…1. */
  readonly largestComponentShare: number;
  /** Edges of one triangle. */
  readonly boundaryEdges: number;
  /** Edges of three triangles or more. */
  readonly nonManifoldEdges: number;
  /** Edges that both their triangles run through in the same direction. */
  readonly inconsistentEdges: number;
  /** Vertices whose triangles form more than one fan: surfaces that only touch there. */
  readonly nonManifoldVertices: number;
  /** Closed rims of holes; 0 where `genus` is null, as rims are then not well defined. */
  readonly boundaryLoops: number;
  /** Of those the ones where an open piece ends, which are no holes in it (outer-borders.ts). */
  readonly outerBorders: number;
  readonly watertight: boolean;
  readonly orientationConsistent: boolean;
  /** vertices − edges + triangles */
  readonly eulerCharacteristic: number;
  /**
   * Handles over all components, from χ = 2·components − 2·genus − loops (Euler–Poincaré); null for a surface that is
   * not an oriented 2-manifold, where the formula says nothing.
   */
  readonly genus: number | null;
  /** Squared units of the positions. */
  readonly area: number;
  /** Cubed units; positive where triangles face outward. Depends on the origin unless the mesh is closed. */
  readonly signedVolume: number;
}

/**
 * @param positions [3 × vertexCount]
 * @param indices [3 × triangleCount], each below vertexCount
 */
export function measureTopology(
  positions: Float32Array | Float64Array,
  indices: Uint32Array,
  context: RunContext,
): Promise<MeshTopology> {
  return runSteps(topologySteps(positions, indices), context.signal, context.pause);
}

/** A border of the surface: a closed line of edges of one triangle each. */
export interface Rim {
  readonly edges: number;
  /** Unit of the positions. */
  readonly length: number;
  /** Whether an open piece ends there; else it goes round a hole. */
  readonly isOuter: boolean;
}

/** `measureTopology` for callers that step through it themselves. */
export function* topologySteps(positions: Float32Array | Float64Array, indices: Uint32Array): Steps<MeshTopology> {
  return (yield* detailedTopologySteps(positions, indices)).topology;
}

/** What a check of a mesh asks beside its topology. */
export interface DetailedTopology {
  readonly topology: MeshTopology;
  /** Every rim, in the order of their first edges. */
  readonly rims: Rim[];
  /** Triangles whose three vertices an earlier one has, too. */
  readonly duplicateTriangles: number;
}

export function* detailedTopologySteps(
  positions: Float32Array | Float64Array,
  indices: Uint32Array,
): Steps<DetailedTopology> {
  const vertexCount = positions.length / 3;
  const { order, degenerateTriangles } = yield* sortHalfEdgeSteps(indices, vertexCount);
  const edges = yield* edgeSteps(indices, order);
  const pieces = yield* componentSteps(positions, indices);
  const nonManifoldVertices = yield* pinchSteps(indices, order, edges.fans, vertexCount);
  const rims = yield* rimSteps(positions, indices, edges, pieces);

  const triangles = order.length / 3;
  const eulerCharacteristic = pieces.vertices - edges.count + triangles;
  const boundaryEdges = edges.boundary.length;
  const { nonManifoldEdges, inconsistentEdges } = edges;
  const isSurface = nonManifoldEdges + inconsistentEdges + nonManifoldVertices === 0;
  const topology = {
    vertices: pieces.vertices,
    edges: edges.count,
    triangles,
    degenerateTriangles,
    components: pieces.components,
    largestComponentShare: pieces.largestShare,
    boundaryEdges,
    nonManifoldEdges,
    inconsistentEdges,
    nonManifoldVertices,
    boundaryLoops: isSurface ? rims.length : 0,
    outerBorders: isSurface ? rims.filter(({ isOuter }) => isOuter).length : 0,
    watertight: boundaryEdges === 0 && nonManifoldEdges === 0,
    orientationConsistent: inconsistentEdges === 0 && nonManifoldEdges === 0,
    eulerCharacteristic,
    genus: isSurface ? (2 * pieces.components - rims.length - eulerCharacteristic) / 2 : null,
    area: pieces.area,
    signedVolume: pieces.signedVolume,
  };
  return { topology, rims, duplicateTriangles: edges.duplicateTriangles };
}

interface EdgeCounts {
  readonly count: number;
  readonly nonManifoldEdges: number;
  readonly inconsistentEdges: number;
  /** Half-edges without a partner. */
  readonly boundary: readonly number[];
  /** Corners joined across every edge of two triangles: one set per fan. */
  readonly fans: DisjointSets;
  readonly duplicateTriangles: number;
}

function* edgeSteps(indices: Uint32Array, order: Uint32Array): Steps<EdgeCounts> {
  const fans = new DisjointSets(indices.length);
  const boundary: number[] = [];
  let [count, nonManifoldEdges, inconsistentEdges, duplicateTriangles, first] = [0, 0, 0, 0, 0];
  while (first < order.length) {
    if ((count++ & STEP_MASK) === 0) yield;
    const halfEdge = order[first]!;
    const end = edgeEnd(indices, order, first);
    if (end - first > 1) duplicateTriangles += countRepeated(indices, order, first, end);
    if (end - first === 1) boundary.push(halfEdge);
    else if (end - first > 2) nonManifoldEdges++;
    else {
      const partner = order[first + 1]!;
      const isSameDirection = indices[partner] === indices[halfEdge];
      if (isSameDirection) inconsistentEdges++;
      fans.unite(halfEdge, isSameDirection ? partner : endCorner(partner));
      fans.unite(endCorner(halfEdge), isSameDirection ? endCorner(partner) : partner);
    }
    first = end;
  }
  return { count, nonManifoldEdges, inconsistentEdges, boundary, fans, duplicateTriangles };
}

/**
 * Among the triangles at one edge, those with the third vertex of another before them; only where that is the greatest
 * of the three, so that a triangle is counted at one of its edges.
 */
function countRepeated(indices: Uint32Array, order: Uint32Array, first: number, end: number): number {
  const thirdOf = (halfEdge: number): number => indices[endCorner(endCorner(halfEdge))]!;
  const greatest = Math.max(indices[order[first]!]!, indices[endCorner(order[first]!)]!);
  if (end - first === 2) {
    const third = thirdOf(order[first]!);
    return third > greatest && third === thirdOf(order[first + 1]!) ? 1 : 0;
  }
  const thirds = Array.from(order.subarray(first, end), thirdOf).filter((third) => third > greatest);
  return thirds.length - new Set(thirds).size;
}

interface Pieces {
  /** Vertices by pieces. */
  readonly sets: DisjointSets;
  /** [vertexCount] the area of each piece, at its least vertex */
  readonly areaOf: Float64Array;
  readonly vertices: number;
  readonly components: number;
  readonly largestShare: number;
  readonly area: number;
  readonly signedVolume: number;
}

function* componentSteps(positions: Float32Array | Float64Array, indices: Uint32Array): Steps<Pieces> {
  const vertexCount = positions.length / 3;
  const sets = new DisjointSets(vertexCount);
  const isUsed = new Uint8Array(vertexCount);
  for (let i = 0; i < indices.length; i += 3) {
    if ((i & STEP_MASK) < 3) yield;
    const [a, b, c] = [indices[i]!, indices[i + 1]!, indices[i + 2]!];
    if (a === b || b === c || c === a) continue;
    isUsed[a] = isUsed[b] = isUsed[c] = 1;
    sets.unite(a, b);
    sets.unite(b, c);
  }
  const areaOf = new Float64Array(vertexCount); // by the component's least vertex
  let [area, signedVolume] = [0, 0];
  for (let i = 0; i < indices.length; i += 3) {
    if ((i & STEP_MASK) < 3) yield;
    const [a, b, c] = [3 * indices[i]!, 3 * indices[i + 1]!, 3 * indices[i + 2]!];
    const [ax, ay, az] = [positions[a]!, positions[a + 1]!, positions[a + 2]!];
    const [bx, by, bz] = [positions[b]!, positions[b + 1]!, positions[b + 2]!];
    const [cx, cy, cz] = [positions[c]!, positions[c + 1]!, positions[c + 2]!];
    const nx = (by - ay) * (cz - az) - (bz - az) * (cy - ay);
    const ny = (bz - az) * (cx - ax) - (bx - ax) * (cz - az);
    const nz = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
    const triangleArea = Math.sqrt(nx * nx + ny * ny + nz * nz) / 2;
    const component = sets.find(indices[i]!);
    areaOf[component] = areaOf[component]! + triangleArea;
    area += triangleArea;
    signedVolume += (ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx)) / 6;
  }
  let [vertices, components, largestArea] = [0, 0, 0];
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    if ((vertex & STEP_MASK) === 0) yield;
    if (!isUsed[vertex]) continue;
    vertices++;
    if (sets.find(vertex) !== vertex) continue;
    components++;
    largestArea = Math.max(largestArea, areaOf[vertex]!);
  }
  const largestShare = area > 0 ? largestArea / area : 0;
  return { sets, areaOf, vertices, components, largestShare, area, signedVolume };
}

/** Counts the vertices around which the corners fall into more than one fan. */
function* pinchSteps(indices: Uint32Array, order: Uint32Array, fans: DisjointSets, vertexCount: number): Steps<number> {
  const fanCounts = new Uint32Array(vertexCount);
  let pinched = 0;
  for (let i = 0; i < order.length; i++) {
    if ((i & STEP_MASK) === 0) yield;
    const corner = order[i]!;
    if (fans.find(corner) !== corner) continue;
    const vertex = indices[corner]!;
    fanCounts[vertex] = fanCounts[vertex]! + 1;
    if (fanCounts[vertex] === 2) pinched++;
  }
  return pinched;
}

/**
 * Rim edges that follow one another at the border of a fan: a fan has two of them, so every connected part is one
 * closed line, also where two rims touch in a vertex. (At an edge of three triangles a fan may end with one; its rim is
 * open.)
 */
function* rimSteps(
  positions: Float32Array | Float64Array,
  indices: Uint32Array,
  { boundary, fans }: EdgeCounts,
  pieces: Pieces,
): Steps<Rim[]> {
  const sets = new DisjointSets(boundary.length);
  const edgeAt = new Map<number, number>(); // a rim edge at each fan
  for (const [i, halfEdge] of boundary.entries()) {
    if ((i & STEP_MASK) === 0) yield;
    for (const corner of [halfEdge, endCorner(halfEdge)]) {
      const fan = fans.find(corner);
      const other = edgeAt.get(fan);
      if (other === undefined) edgeAt.set(fan, i);
      else sets.unite(i, other);
    }
  }
  const rims = new Map<number, RimSums>();
  for (const [i, halfEdge] of boundary.entries()) {
    if ((i & STEP_MASK) === 0) yield;
    const root = sets.find(i);
    const [from, to] = [indices[halfEdge]!, indices[endCorner(halfEdge)]!];
    const rim = rims.get(root) ?? { first: from, edges: 0, length: 0, cap: [0, 0, 0] };
    rims.set(root, rim);
    rim.edges++;
    rim.length += distanceBetween(positions, from, to);
    // As seen from its first vertex, near which nothing of it cancels.
    const [a, b] = [from, to].map((vertex) =>
      [0, 1, 2].map((axis) => positions[3 * vertex + axis]! - positions[3 * rim.first + axis]!),
    ) as [number[], number[]];
    for (let axis = 0; axis < 3; axis++) {
      const [u, v] = [(axis + 1) % 3, (axis + 2) % 3];
      rim.cap[axis]! += (a[u]! * b[v]! - a[v]! * b[u]!) / 2;
    }
  }
  const found = [...rims.values()];
  const borders = found.map(({ first, cap }) => ({ cap: Math.hypot(...cap), piece: pieces.sets.find(first) }));
  const isOuter = markOuter(borders, (piece) => pieces.areaOf[piece]!);
  return found.map(({ edges, length }, i) => ({ edges, length, isOuter: isOuter[i]! }));
}

interface RimSums {
  /** One of its vertices. */
  readonly first: number;
  edges: number;
  length: number;
  /** Its vector area. */
  readonly cap: number[];
}

function distanceBetween(positions: Float32Array | Float64Array, a: number, b: number): number {
  return Math.hypot(
    positions[3 * a]! - positions[3 * b]!,
    positions[3 * a + 1]! - positions[3 * b + 1]!,
    positions[3 * a + 2]! - positions[3 * b + 2]!,
  );
}
