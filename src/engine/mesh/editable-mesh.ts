/**
 * A mesh whose edges collapse and turn in place, by its corner table: both cost time by the valence of the vertices
 * around, whatever the size of the mesh. It answers what an edit would do and carries it out; whether the edit is
 * wanted is for those who ask. Triangles and vertices that are gone keep their places until `compact`.
 */
import { allocateShareable } from '../host/shared-memory.ts';
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

/** Of `marks`: a vertex beside the one that stays, and one that lies beside both. */
const NEIGHBOUR = 1;
const COUNTED = 2;

export interface CompactedMesh extends WorldMesh {
  /** [vertexCount] which vertex of the uncompacted mesh each one was; ascending. */
  readonly sources: Uint32Array<ArrayBuffer>;
}

/**
 * All that an editable mesh is, as plain data in shared memory, where there is some. Threads may edit parts of one mesh
 * at a time that keep a triangle's distance from one another: an edit writes to the triangles at its vertices and to
 * the corners across from those.
 */
export interface MeshTables {
  /** [3 × vertexCount] */
  readonly positions: Float64Array;
  /** [3 × triangleCount at first] */
  readonly indices: Uint32Array;
  /** [3 × triangleCount at first] See `CornerTable`. */
  readonly opposites: Int32Array;
  /** [vertexCount] See `CornerTable`. */
  readonly cornerOf: Int32Array;
  /** [vertexCount] 1 for vertices of rims */
  readonly isRim: Uint8Array;
  /** [triangleCount at first] */
  readonly isRemoved: Uint8Array;
  /** [vertexCount] 0 between two questions */
  readonly marks: Uint8Array;
}

/**
 * @param mesh is copied, never changed
 * @throws ReconstructError `mesh-format` for what is no oriented manifold (corner-table.ts)
 */
export function* meshTableSteps(mesh: WorldMesh): Steps<MeshTables> {
  const { opposites, cornerOf } = yield* cornerTableSteps(mesh);
  const positions = new Float64Array(allocateShareable(mesh.positions.byteLength));
  const indices = new Uint32Array(allocateShareable(mesh.indices.byteLength));
  positions.set(mesh.positions);
  indices.set(mesh.indices);
  const isRim = new Uint8Array(allocateShareable(cornerOf.length));
  const isRemoved = new Uint8Array(allocateShareable(indices.length / 3));
  const marks = new Uint8Array(allocateShareable(cornerOf.length));
  for (let corner = 0; corner < indices.length; corner++) {
    if ((corner & STEP_MASK) === 0) yield;
    if (opposites[corner] !== NO_CORNER) continue;
    isRim[indices[endCorner(corner)]!] = 1;
    isRim[indices[previousCorner(corner)]!] = 1;
  }
  return { positions, indices, opposites, cornerOf, isRim, isRemoved, marks };
}

export class EditableMesh implements MeshTables {
  readonly positions: Float64Array;
  readonly indices: Uint32Array;
  readonly opposites: Int32Array;
  readonly cornerOf: Int32Array;
  readonly isRim: Uint8Array;
  readonly isRemoved: Uint8Array;
  readonly marks: Uint8Array;
  /** The corners at the vertex last given to `walk`. */
  readonly ring = new Int32Array(MOST_VALENCE);
  /** Those of `walkOther`. */
  readonly otherRing = new Int32Array(MOST_VALENCE);
  /** How many stand in `otherRing`. */
  otherCount = 0;
  triangleCount: number;

  /** @param triangleCount how many there are by now */
  constructor(tables: MeshTables, triangleCount: number) {
    this.positions = tables.positions;
    this.indices = tables.indices;
    this.opposites = tables.opposites;
    this.cornerOf = tables.cornerOf;
    this.isRim = tables.isRim;
    this.isRemoved = tables.isRemoved;
    this.marks = tables.marks;
    this.triangleCount = triangleCount;
  }

  /** A mesh of its own; as `meshTableSteps`. */
  static *openSteps(mesh: WorldMesh): Steps<EditableMesh> {
    return new EditableMesh(yield* meshTableSteps(mesh), mesh.indices.length / 3);
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
   * @returns the corner that faces the edge from kept to gone in a triangle, or NO_CORNER. `ring` then holds the
   *   corners
   *   at `kept`, `otherRing` those at `gone`.
   */
  collapsibleCorner(kept: number, gone: number): number {
    const { indices, isRim } = this;
    const count = this.walk(kept);
    const otherCount = this.walkOther(gone);
    if (count === 0 || otherCount === 0) return NO_CORNER;
    const { marks } = this;
    for (let i = 0; i < count; i++) {
      marks[indices[endCorner(this.ring[i]!)]!] = NEIGHBOUR;
      marks[indices[previousCorner(this.ring[i]!)]!] = NEIGHBOUR;
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
      if (a !== kept && marks[a] === NEIGHBOUR) {
        marks[a] = COUNTED;
        common++;
      }
      if (b !== kept && marks[b] === NEIGHBOUR) {
        marks[b] = COUNTED;
        common++;
      }
    }
    for (let i = 0; i < count; i++) {
      marks[indices[endCorner(this.ring[i]!)]!] = 0;
      marks[indices[previousCorner(this.ring[i]!)]!] = 0;
    }
    if (shared === 0 || common !== shared) return NO_CORNER;
    if (isRim[kept]! + isRim[gone]! === 2 && shared === 2) return NO_CORNER;
    if (count + otherCount - 2 * shared < 3 - 2 * (isRim[kept]! | isRim[gone]!)) return NO_CORNER;
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
