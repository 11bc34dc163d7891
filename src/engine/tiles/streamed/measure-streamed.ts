/** What a surface in parts is, apart from its shape: the figures of `mesh/topology.ts`, and its rims. */
import type { RunContext } from '../../events.ts';
import { DisjointSets } from '../../mesh/disjoint-sets.ts';
import { endCorner } from '../../mesh/half-edges.ts';
import { markOuter } from '../../mesh/outer-borders.ts';
import type { MeshTopology } from '../../mesh/topology.ts';
import { NO_PARTNER } from '../../mesh/triangle-sides.ts';
import type { Triple } from '../../math/triple.ts';
import { cross } from '../../math/triple.ts';
import type { Rim } from '../../finish/hole-mesh.ts';
import { borderPlaces, placesOf } from './compact-streamed.ts';
import { Growing } from './growing.ts';
import { countTouching } from './part-fans-streamed.ts';
import { NONE, type StreamedSurface, throughParts } from './streamed-surface.ts';
import { componentsOf, ownPieces, type StreamedComponents } from './trim-streamed.ts';

/** A border of the surface, in its unit. */
export interface StreamedRim extends Rim {
  readonly piece: number;
}

/** The lines at which a surface ends; borders that meet in a vertex are one. Every triangle is kept. */
export async function rimsOf(
  surface: StreamedSurface,
  components: StreamedComponents,
  context: RunContext,
): Promise<RimEdges> {
  const ends = new RimEdges();
  const ofBorders = borderPlaces(surface);
  let first = 0;
  await throughParts(surface, context, (part, number) => {
    const partners = part.partners.read();
    const { places, end } = placesOf(part, first, ofBorders);
    first = end;
    const isJoined = new Uint8Array(partners.length);
    part.seams.forEach((halfEdge, i) => {
      if (surface.seamTwins[part.firstSeam + i] !== NONE) isJoined[halfEdge] = 1;
    });
    const edges = Uint32Array.from(partners.keys()).filter(
      (halfEdge) => partners[halfEdge] === NO_PARTNER && isJoined[halfEdge] === 0,
    );
    if (edges.length === 0) return;
    const [positions, indices] = [part.positions.read(), part.indices.read()];
    const { labels } = ownPieces(indices, new Uint8Array(part.triangleCount).fill(1), part.vertexCount);
    for (const halfEdge of edges) {
      const [from, to] = [indices[halfEdge]!, indices[endCorner(halfEdge)]!];
      ends.add(places[from]!, places[to]!, positions, from, to, components.of(number, labels[from]!));
    }
  });
  return ends;
}

/** The figures of a surface, in its unit. Every triangle is kept. */
export async function measureStreamed(surface: StreamedSurface, context: RunContext): Promise<MeshTopology> {
  const { seamTwins, vertexCount, copies } = surface;
  const components = await componentsOf(surface, context);
  const nonManifoldVertices = await countTouching(surface, context);
  const ends = await rimsOf(surface, components, context);
  let [triangles, edges, nonManifoldEdges, inconsistentEdges, signedVolume] = [0, 0, 0, 0, 0];
  await throughParts(surface, context, (part) => {
    const [positions, indices, partners] = [part.positions.read(), part.indices.read(), part.partners.read()];
    part.seams.forEach((_, i) => {
      const twin = seamTwins[part.firstSeam + i]!;
      // Both parts have it; the second one does not count it.
      if (twin !== NONE && twin < part.firstSeam + i) edges--;
    });
    triangles += part.triangleCount;
    signedVolume += volumeOf(positions, indices);
    for (let halfEdge = 0; halfEdge < partners.length; halfEdge++) {
      const partner = partners[halfEdge]!;
      if (partner === NO_PARTNER) edges++;
      else if (partners[partner] === halfEdge) {
        if (partner < halfEdge) continue;
        edges++;
        if (indices[partner] === indices[halfEdge]) inconsistentEdges++;
      } else if (isLeastOfRing(partners, halfEdge)) {
        edges++;
        nonManifoldEdges++;
      }
    }
  });
  const rims = ends.rims();
  const isOuter = markOuter(rims, (piece) => components.areas[piece]!);
  const vertices = vertexCount + copies.count;
  const eulerCharacteristic = vertices - edges + triangles;
  const isSurface = nonManifoldEdges + inconsistentEdges + nonManifoldVertices === 0;
  const area = components.areas.reduce((sum, value) => sum + value, 0);
  const largest = components.areas.reduce((most, value) => Math.max(most, value), 0);
  const boundaryEdges = ends.count;
  return {
    vertices,
    edges,
    triangles,
    degenerateTriangles: 0,
    components: components.count,
    largestComponentShare: area > 0 ? largest / area : 0,
    boundaryEdges,
    nonManifoldEdges,
    inconsistentEdges,
    nonManifoldVertices,
    boundaryLoops: isSurface ? rims.length : 0,
    outerBorders: isSurface ? isOuter.filter((outer) => outer).length : 0,
    watertight: boundaryEdges === 0 && nonManifoldEdges === 0,
    orientationConsistent: inconsistentEdges === 0 && nonManifoldEdges === 0,
    eulerCharacteristic,
    genus: isSurface ? (2 * components.count - rims.length - eulerCharacteristic) / 2 : null,
    area,
    signedVolume,
  };
}

/** Of an edge of three triangles and more, one of its half-edges. */
function isLeastOfRing(partners: Uint32Array, halfEdge: number): boolean {
  for (let next = partners[halfEdge]!; next !== halfEdge; next = partners[next]!) if (next < halfEdge) return false;
  return true;
}

function volumeOf(positions: Float32Array, indices: Uint32Array): number {
  let sum = 0;
  for (let i = 0; i < indices.length; i += 3) {
    const [a, b, c] = [3 * indices[i]!, 3 * indices[i + 1]!, 3 * indices[i + 2]!];
    const [ax, ay, az] = [positions[a]!, positions[a + 1]!, positions[a + 2]!];
    const [bx, by, bz] = [positions[b]!, positions[b + 1]!, positions[b + 2]!];
    const [cx, cy, cz] = [positions[c]!, positions[c + 1]!, positions[c + 2]!];
    sum += (ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx)) / 6;
  }
  return sum;
}

/** Edges at which the surface ends: few beside those that it has. */
export class RimEdges {
  /** By edge: two vertices, the piece. */
  readonly #numbers = new Growing<Uint32Array<ArrayBuffer>>(Uint32Array);
  /** By edge: where it starts and ends. */
  readonly #places = new Growing<Float32Array<ArrayBuffer>>(Float32Array);

  get count(): number {
    return this.#numbers.length / 3;
  }

  add(from: number, to: number, positions: Float32Array, start: number, end: number, piece: number): void {
    for (const number of [from, to, piece]) this.#numbers.push(number);
    for (const at of [start, end]) for (let axis = 0; axis < 3; axis++) this.#places.push(positions[3 * at + axis]!);
  }

  /** Edges that follow one another, in the order of the first ones. */
  rims(): StreamedRim[] {
    const sets = new DisjointSets(this.count);
    const edgeAt = new Map<number, number>();
    for (let edge = 0; edge < this.count; edge++) {
      for (const vertex of [this.#numbers.at(3 * edge), this.#numbers.at(3 * edge + 1)]) {
        const other = edgeAt.get(vertex);
        if (other === undefined) edgeAt.set(vertex, edge);
        else sets.unite(edge, other);
      }
    }
    const edgesOf = new Map<number, number[]>();
    for (let edge = 0; edge < this.count; edge++) {
      const list = edgesOf.get(sets.find(edge));
      if (list) list.push(edge);
      else edgesOf.set(sets.find(edge), [edge]);
    }
    return [...edgesOf.values()].map((edges) => ({
      ...this.#measure(edges),
      piece: this.#numbers.at(3 * edges[0]! + 2),
    }));
  }

  #measure(edges: readonly number[]): Rim {
    const at = (edge: number, end: 0 | 1): Triple => {
      const first = 6 * edge + 3 * end;
      return [this.#places.at(first), this.#places.at(first + 1), this.#places.at(first + 2)];
    };
    const sum = [0, 0, 0];
    for (const edge of edges) at(edge, 0).forEach((value, axis) => (sum[axis]! += value));
    const centre: Triple = [sum[0]! / edges.length, sum[1]! / edges.length, sum[2]! / edges.length];
    const about = ([x, y, z]: Triple): Triple => [x - centre[0], y - centre[1], z - centre[2]];
    let [length, distance] = [0, 0];
    const area = [0, 0, 0];
    for (const edge of edges) {
      const [from, to] = [about(at(edge, 0)), about(at(edge, 1))];
      length += Math.hypot(to[0] - from[0], to[1] - from[1], to[2] - from[2]);
      distance += Math.hypot(...from);
      cross(from, to).forEach((value, axis) => (area[axis]! += value / 2));
    }
    return { length, width: (2 * distance) / edges.length, centre, cap: Math.hypot(...area) };
  }
}
