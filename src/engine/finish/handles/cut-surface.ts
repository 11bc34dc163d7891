/**
 * A surface that handles are taken from in place: a cut changes the triangles near it and the words of a few edges, so
 * that nothing is built anew however many handles there are.
 */
import { STEP_MASK, type Steps } from '../../host/steps.ts';
import { gatherTriples } from '../../math/gather-triples.ts';
import { compactIndices } from '../../mesh/compact.ts';
import { endCorner } from '../../mesh/half-edges.ts';
import { triangleOf } from '../../mesh/triangle-sides.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import type { Cut } from './cut-loop.ts';
import { halfEdgesAt, type HandleSurface, NO_HALF_EDGE } from './handle-surface.ts';
import type { Signatures, WordedSurface } from './signatures.ts';

/** Of a triangle that is gone. */
export const NO_TRIANGLE = 0xffffffff;

export interface CutMesh extends WorldMesh {
  readonly positions: Float64Array<ArrayBuffer>;
  readonly indices: Uint32Array<ArrayBuffer>;
  /** [vertexCount] the vertex of the mesh before that each one was, of new ones one close by. */
  readonly sources: Uint32Array<ArrayBuffer>;
  /** [triangleCount of the mesh before] where each triangle is now, or NO_TRIANGLE. */
  readonly places: Uint32Array<ArrayBuffer>;
}

/** A half-edge beyond the border of what a cut removes, and where the one across it led. */
export interface Beyond {
  readonly halfEdge: number;
  readonly to: number;
}

/** The arrays grow, and are others after a cut; triangles that are gone stay in them, but no half-edge leads there. */
export class CutSurface implements WordedSurface {
  positions: WorldMesh['positions'];
  indices: WorldMesh['indices'];
  partners: Uint32Array;
  leaving: Uint32Array;
  low: Int32Array;
  high: Int32Array;
  readonly #vertexCount: number;
  readonly #triangleCount: number;
  readonly #gone = new Set<number>();
  /** Of half-edges that lie across another one now than at first. */
  readonly #firstPartners = new Map<number, number>();
  /** Of each new vertex the one of the mesh that was given close to it. */
  readonly #origins: number[] = [];

  /** @param surface whose positions and indices are not changed; the other arrays are */
  constructor(surface: HandleSurface, { low, high }: Signatures) {
    this.positions = surface.positions;
    this.indices = surface.indices;
    this.partners = surface.partners;
    this.leaving = surface.leaving;
    this.low = low;
    this.high = high;
    this.#vertexCount = surface.positions.length / 3;
    this.#triangleCount = surface.indices.length / 3;
  }

  get isCut(): boolean {
    return this.#gone.size > 0;
  }

  isGone(triangle: number): boolean {
    return this.#gone.has(triangle);
  }

  /** What lay across a half-edge at first. */
  firstPartner(halfEdge: number): number {
    return this.#firstPartners.get(halfEdge) ?? this.partners[halfEdge]!;
  }

  /** The vertex of the mesh that was given that this one is, or of new ones one close by. */
  originOf(vertex: number): number {
    return vertex < this.#vertexCount ? vertex : this.#origins[vertex - this.#vertexCount]!;
  }

  /**
   * The triangles of a cut go and others come, the last ones of all then. Their edges have no words yet.
   *
   * @returns what lies beyond the borders, by the vertices that these lead on from
   */
  apply({ removed, positions, triangles, neighbours }: Cut): ReadonlyMap<number, Beyond> {
    if (!this.isCut) {
      this.positions = this.positions.slice();
      this.indices = this.indices.slice();
    }
    for (const triangle of removed) this.#gone.add(triangle);
    const beyond = this.#beyond(removed);
    for (const neighbour of neighbours) this.#origins.push(this.originOf(neighbour));
    for (const triangle of removed) {
      for (let corner = 3 * triangle; corner < 3 * triangle + 3; corner++) {
        this.leaving[this.indices[corner]!] = NO_HALF_EDGE;
      }
    }
    const first = this.indices.length;
    this.#lengthen(positions, triangles);
    this.#link(first, beyond);
    return beyond;
  }

  /** By the vertex that a half-edge on the border of what is removed starts at. */
  #beyond(removed: readonly number[]): ReadonlyMap<number, Beyond> {
    const beyond = new Map<number, Beyond>();
    for (const triangle of removed) {
      for (let halfEdge = 3 * triangle; halfEdge < 3 * triangle + 3; halfEdge++) {
        const partner = this.partners[halfEdge]!;
        if (this.#gone.has(triangleOf(partner))) continue;
        beyond.set(this.indices[halfEdge]!, { halfEdge: partner, to: this.indices[endCorner(halfEdge)]! });
      }
    }
    return beyond;
  }

  #lengthen(positions: readonly number[], triangles: readonly number[]): void {
    const [corners, coordinates] = [this.indices.length, this.positions.length];
    this.positions = longer(this.positions, positions.length);
    this.positions.set(positions, coordinates);
    this.leaving = longer(this.leaving, positions.length / 3);
    this.leaving.fill(NO_HALF_EDGE, coordinates / 3);
    this.indices = longer(this.indices, triangles.length);
    this.indices.set(triangles, corners);
    this.partners = longer(this.partners, triangles.length);
    this.low = longer(this.low, triangles.length);
    this.high = longer(this.high, triangles.length);
  }

  /** Triangles from a half-edge on, with one another and with what lies beyond their borders. */
  #link(first: number, beyond: ReadonlyMap<number, Beyond>): void {
    const { indices, partners, leaving } = this;
    const vertexCount = leaving.length;
    const byEnds = new Map<number, number>();
    for (let halfEdge = first; halfEdge < indices.length; halfEdge++) {
      byEnds.set(indices[halfEdge]! * vertexCount + indices[endCorner(halfEdge)]!, halfEdge);
      leaving[indices[halfEdge]!] = halfEdge;
    }
    for (let halfEdge = first; halfEdge < indices.length; halfEdge++) {
      const [from, to] = [indices[halfEdge]!, indices[endCorner(halfEdge)]!];
      const within = byEnds.get(to * vertexCount + from);
      const outside = beyond.get(from);
      if (within !== undefined) partners[halfEdge] = within;
      else if (outside?.to === to) {
        const other = outside.halfEdge;
        if (!this.#firstPartners.has(other)) this.#firstPartners.set(other, partners[other]!);
        partners[halfEdge] = other;
        partners[other] = halfEdge;
      } else throw new Error(`the edge from vertex ${from} to ${to} of a disc has nothing beside it`);
    }
    // As in a surface that is built anew, so that the order of what is found does not depend on the cuts.
    for (const vertex of beyond.keys()) leaving[vertex] = Math.min(...halfEdgesAt(this, vertex));
  }

  /** All that is left. */
  *meshSteps(): Steps<CutMesh> {
    const isKept = new Uint8Array(this.indices.length / 3).fill(1);
    for (const triangle of this.#gone) isKept[triangle] = 0;
    const { indices, sources } = compactIndices(this.positions.length / 3, this.indices, isKept);
    yield;
    const places = new Uint32Array(this.#triangleCount);
    for (let triangle = 0, next = 0; triangle < places.length; triangle++) {
      if ((triangle & STEP_MASK) === 0) yield;
      places[triangle] = isKept[triangle] === 1 ? next++ : NO_TRIANGLE;
    }
    const positions = gatherTriples(this.positions, sources, new Float64Array(3 * sources.length));
    for (let vertex = 0; vertex < sources.length; vertex++) sources[vertex] = this.originOf(sources[vertex]!);
    return { positions, indices, sources, places };
  }
}

/** An array's own memory with so many more at its end, with room for a quarter more where it is another one. */
function longer<A extends Float64Array | Uint32Array | Int32Array>(array: A, count: number): A {
  const Kind = array.constructor as new (buffer: ArrayBuffer, offset: number, length: number) => A;
  const length = array.length + count;
  const size = array.BYTES_PER_ELEMENT;
  if (array.buffer.byteLength >= length * size) return new Kind(array.buffer as ArrayBuffer, 0, length);
  const grown = new Kind(new ArrayBuffer(Math.ceil(1.25 * length) * size), 0, length);
  grown.set(array);
  return grown;
}
