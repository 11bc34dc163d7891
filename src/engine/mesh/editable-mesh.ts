/**
 * A mesh whose edges collapse and turn in place, by its corner table: both cost time by the valence of the vertices
 * around, whatever the size of the mesh. It answers what an edit would do and carries it out; whether the edit is
 * wanted is for those who ask. Triangles and vertices that are gone keep their places until `compact`.
 */
import type { Steps } from '../host/steps.ts';
import { STEP_MASK } from '../host/steps.ts';
import { cornerTableSteps, NO_CORNER } from './corner-table.ts';
import { endCorner, previousCorner } from './half-edges.ts';
import type { WorldMesh } from './world-mesh.ts';

/**
 * Vertices of more triangles are left alone by whoever walks around them: a fan of a million would be walked a million
 * times. Marching cubes makes 12 at most, collapses some 20.
 */
export const MOST_VALENCE = 512;

export interface CompactedMesh extends WorldMesh {
  /** [vertexCount] which vertex of the uncompacted mesh each one was; ascending. */
  readonly sources: Uint32Array<ArrayBuffer>;
}

export class EditableMesh {
  /** [3 × vertexCount] */
  readonly positions: Float64Array<ArrayBuffer>;
  /** [3 × triangleCount at first] */
  readonly indices: Uint32Array<ArrayBuffer>;
  readonly opposites: Int32Array;
  readonly cornerOf: Int32Array;
  /** [vertexCount] 1 for vertices of rims */
  readonly isRim: Uint8Array;
  /** [triangleCount at first] */
  readonly isRemoved: Uint8Array;
  /** The corners at the vertex last given to `walk`. */
  readonly ring = new Int32Array(MOST_VALENCE);
  /** Those of `walkOther`. */
  readonly otherRing = new Int32Array(MOST_VALENCE);
  /** How many stand in `otherRing`. */
  otherCount = 0;
  triangleCount: number;

  readonly #marks: Int32Array;
  #mark = 0;

  private constructor({ positions, indices }: WorldMesh, opposites: Int32Array, cornerOf: Int32Array) {
    this.positions = positions.slice();
    this.indices = indices.slice();
    this.opposites = opposites;
    this.cornerOf = cornerOf;
    this.isRim = new Uint8Array(cornerOf.length);
    this.isRemoved = new Uint8Array(indices.length / 3);
    this.#marks = new Int32Array(cornerOf.length);
    this.triangleCount = indices.length / 3;
    for (let corner = 0; corner < indices.length; corner++) {
      if (opposites[corner] !== NO_CORNER) continue;
      this.isRim[indices[endCorner(corner)]!] = 1;
      this.isRim[indices[previousCorner(corner)]!] = 1;
    }
  }

  /**
   * @param mesh is copied, never changed
   * @throws ReconstructError `mesh-format` for what is no oriented manifold (corner-table.ts)
   */
  static *openSteps(mesh: WorldMesh): Steps<EditableMesh> {
    const { opposites, cornerOf } = yield* cornerTableSteps(mesh);
    return new EditableMesh(mesh, opposites, cornerOf);
  }

  /**
   * Writes the corners at a vertex to `ring`, counterclockwise, at a rim from its one end to the other. How many there
   * are, or 0 for a vertex that is gone or has more than MOST_VALENCE.
   */
  walk(vertex: number): number {
    return this.#walkInto(this.ring, vertex);
  }

  /** `walk` with a ring of its own. */
  walkOther(vertex: number): number {
    this.otherCount = this.#walkInto(this.otherRing, vertex);
    return this.otherCount;
  }

  #walkInto(ring: Int32Array, vertex: number): number {
    const { opposites } = this;
    let start = this.cornerOf[vertex]!;
    if (start === NO_CORNER) return 0;
    if (this.isRim[vertex] === 1) {
      let turns = 0;
      for (let across = opposites[previousCorner(start)]!; across !== NO_CORNER; turns++) {
        if (turns > MOST_VALENCE) return 0;
        start = previousCorner(across);
        across = opposites[previousCorner(start)]!;
      }
    }
    let count = 0;
    let corner = start;
    do {
      if (count === MOST_VALENCE) return 0;
      ring[count++] = corner;
      const across = opposites[endCorner(corner)]!;
      if (across === NO_CORNER) break;
      corner = endCorner(across);
    } while (corner !== start);
    return count;
  }

  /**
   * Whether `gone` may merge into `kept` without making the surface anything but the manifold it is: the two share no
   * neighbours but those of their edge's triangles (the link condition), no inner edge joins two rims, and no vertex is
   * left with fewer triangles than a surface there needs (3, at a rim 1).
   *
   * @returns the corner that faces the edge from kept to gone in a triangle, or NO_CORNER. `ring` then holds the corners
   *   at `kept`, `otherRing` those at `gone`.
   */
  collapsibleCorner(kept: number, gone: number): number {
    const { indices, isRim } = this;
    const count = this.walk(kept);
    const otherCount = this.walkOther(gone);
    if (count === 0 || otherCount === 0) return NO_CORNER;
    const mark = ++this.#mark;
    const marks = this.#marks;
    for (let i = 0; i < count; i++) {
      marks[indices[endCorner(this.ring[i]!)]!] = mark;
      marks[indices[previousCorner(this.ring[i]!)]!] = mark;
    }
    let facing = NO_CORNER;
    let shared = 0;
    let common = 0;
    for (let i = 0; i < otherCount; i++) {
      const next = endCorner(this.otherRing[i]!);
      const previous = previousCorner(this.otherRing[i]!);
      const a = indices[next]!;
      const b = indices[previous]!;
      if (a === kept) facing = previous;
      else if (b === kept) facing = next;
      if (a === kept || b === kept) shared++;
      if (a !== kept && marks[a] === mark) {
        marks[a] = -mark;
        common++;
      }
      if (b !== kept && marks[b] === mark) {
        marks[b] = -mark;
        common++;
      }
    }
    if (shared === 0 || common !== shared) return NO_CORNER;
    if (isRim[kept]! + isRim[gone]! === 2 && shared === 2) return NO_CORNER;
    if (count + otherCount - 2 * shared < 3 - (isRim[kept]! | isRim[gone]!)) return NO_CORNER;
    if (!this.#losesWell(facing) || !this.#losesWell(this.opposites[facing]!)) return NO_CORNER;
    return facing;
  }

  /** Whether the vertex of this corner can do without the corner's triangle. */
  #losesWell(corner: number): boolean {
    if (corner === NO_CORNER) return true;
    const vertex = this.indices[corner]!;
    const least = this.isRim[vertex] === 1 ? 2 : 4;
    let count = 1;
    for (let at = this.opposites[endCorner(corner)]!; at !== NO_CORNER && count < least; count++) {
      const here = endCorner(at);
      if (here === corner) break;
      at = this.opposites[endCorner(here)]!;
    }
    if (this.isRim[vertex] === 0) return count >= least;
    for (let at = this.opposites[previousCorner(corner)]!; at !== NO_CORNER && count < least; count++) {
      at = this.opposites[previousCorner(previousCorner(at))]!;
    }
    return count >= least;
  }

  /**
   * Merges the vertex at the far end of the edge into `kept`, which moves to (x, y, z).
   *
   * @param facing what `collapsibleCorner(kept, gone)` returned
   */
  collapse(kept: number, gone: number, facing: number, x: number, y: number, z: number): void {
    const { indices, opposites, cornerOf, positions } = this;
    const goneCount = this.walkOther(gone);
    positions[3 * kept] = x;
    positions[3 * kept + 1] = y;
    positions[3 * kept + 2] = z;
    this.isRim[kept]! |= this.isRim[gone]!;
    for (let i = 0; i < goneCount; i++) indices[this.otherRing[i]!] = kept;
    cornerOf[gone] = NO_CORNER;
    let start = NO_CORNER;
    for (const corner of [facing, opposites[facing]!]) {
      if (corner === NO_CORNER) continue;
      const overNext = opposites[endCorner(corner)]!;
      const overPrevious = opposites[previousCorner(corner)]!;
      this.isRemoved[Math.floor(corner / 3)] = 1;
      this.triangleCount--;
      if (overNext !== NO_CORNER) opposites[overNext] = overPrevious;
      if (overPrevious !== NO_CORNER) opposites[overPrevious] = overNext;
      // The two outer edges of the triangle are one now: its apex and `kept` find their corners beside it.
      const beside = overNext !== NO_CORNER ? overNext : overPrevious;
      cornerOf[indices[corner]!] = this.#cornerAt(beside, indices[corner]!);
      start = this.#cornerAt(beside, kept);
    }
    cornerOf[kept] = start;
  }

  /** The corner at `vertex` in a triangle whose corner `facing` does not lie there. */
  #cornerAt(facing: number, vertex: number): number {
    const next = endCorner(facing);
    return this.indices[next] === vertex ? next : previousCorner(facing);
  }

  /** Whether an edge joins the two. */
  isEdge(some: number, other: number): boolean {
    const count = this.walk(some);
    for (let i = 0; i < count; i++) {
      if (this.indices[endCorner(this.ring[i]!)] === other) return true;
      if (this.indices[previousCorner(this.ring[i]!)] === other) return true;
    }
    return false;
  }

  /**
   * Replaces the inner edge that `corner` faces by the other diagonal of its two triangles: (p, a, b) and (q, b, a)
   * become (p, a, q) and (q, b, p), in the same places. That p and q have no edge yet is for the caller to know.
   */
  turnEdge(corner: number): void {
    const { indices, opposites, cornerOf } = this;
    const across = opposites[corner]!;
    const [p, q] = [indices[corner]!, indices[across]!];
    const [a, b] = [indices[endCorner(corner)]!, indices[previousCorner(corner)]!];
    const overBp = opposites[endCorner(corner)]!;
    const overPa = opposites[previousCorner(corner)]!;
    const overAq = opposites[endCorner(across)]!;
    const overQb = opposites[previousCorner(across)]!;
    const own = corner - (corner % 3);
    const other = across - (across % 3);
    indices.set([p, a, q], own);
    indices.set([q, b, p], other);
    this.#join(own, overAq);
    this.#join(own + 1, other + 1);
    this.#join(own + 2, overPa);
    this.#join(other, overBp);
    this.#join(other + 2, overQb);
    cornerOf[p] = own;
    cornerOf[a] = own + 1;
    cornerOf[q] = own + 2;
    cornerOf[b] = other + 1;
  }

  #join(corner: number, across: number): void {
    this.opposites[corner] = across;
    if (across !== NO_CORNER) this.opposites[across] = corner;
  }

  /** What is left, vertices and triangles in the order they had. */
  *compactSteps(): Steps<CompactedMesh> {
    const { positions, indices, cornerOf, isRemoved } = this;
    const places = new Uint32Array(cornerOf.length);
    let vertexCount = 0;
    for (let vertex = 0; vertex < cornerOf.length; vertex++) {
      if ((vertex & STEP_MASK) === 0) yield;
      if (cornerOf[vertex] !== NO_CORNER) places[vertex] = vertexCount++;
    }
    const kept = new Float64Array(3 * vertexCount);
    const sources = new Uint32Array(vertexCount);
    for (let vertex = 0; vertex < cornerOf.length; vertex++) {
      if ((vertex & STEP_MASK) === 0) yield;
      if (cornerOf[vertex] === NO_CORNER) continue;
      const place = places[vertex]!;
      sources[place] = vertex;
      for (let axis = 0; axis < 3; axis++) kept[3 * place + axis] = positions[3 * vertex + axis]!;
    }
    const triangles = new Uint32Array(3 * this.triangleCount);
    let next = 0;
    for (let first = 0; first < indices.length; first += 3) {
      if ((first & STEP_MASK) < 3) yield;
      if (isRemoved[first / 3] === 1) continue;
      for (let corner = first; corner < first + 3; corner++) triangles[next++] = places[indices[corner]!]!;
    }
    return { positions: kept, indices: triangles, sources };
  }
}
