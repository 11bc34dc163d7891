/**
 * What keeps an operation from letting triangles go through one another: a test of what came out, and a growing set of
 * the original's vertices that the next try leaves alone, those about the triangles that met.
 */
import { abortable } from '../../gpu/gpu.ts';
import { shareable } from '../../host/shared-memory.ts';
import { runSteps } from '../../host/steps.ts';
import type { CompactedMesh } from '../../mesh/editable-mesh.ts';
import type { Box } from '../../mesh/boxes.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import { lockBoxSteps, sharedBoxes, triangleBoxes } from './lock-boxes.ts';

/** Two numbers after each other for every pair of triangles that meet in more than what they share. */
export type FindSelfIntersections = (mesh: WorldMesh) => Promise<Uint32Array>;

/** Tries, each with more vertices locked, and wider around what met. */
export const MOST_TRIES = 10;
/**
 * Of the extents of the boxes of triangles that met: how far around the box that both have in common is locked.
 * Measured on bones of 210,000 triangles, which are wanted as 10,500, where 278 pairs met at first: .25, .5, 1 and 2
 * end after five tries with 33,000 triangles, .25 and .5 after ten with 52,000, all of both triangles' boxes after ten
 * with 76,000.
 */
const MARGINS = [0.25, 0.5, 1, 2];

export class MeetingLocks {
  /** [vertexCount of the original] 1 for those that keep their place and their edges; in shared memory */
  readonly isLocked: Uint8Array;
  /**
   * [vertexCount of the original] 1 for those of them that stay so whatever else is done: where the original meets
   * itself
   */
  readonly isKept: Uint8Array;
  /** How many are locked. */
  count = 0;

  readonly #original: WorldMesh;
  readonly #findSelfIntersections: FindSelfIntersections;
  readonly #signal: AbortSignal;
  #hasLockedOriginal = false;
  /** Of the original, once they were asked for. */
  #meetingBefore: Uint32Array | null = null;

  constructor(original: WorldMesh, findSelfIntersections: FindSelfIntersections, signal: AbortSignal) {
    this.isLocked = shareable(new Uint8Array(original.positions.length / 3));
    this.isKept = new Uint8Array(original.positions.length / 3);
    this.#original = original;
    this.#findSelfIntersections = findSelfIntersections;
    this.#signal = signal;
  }

  /** Unlocks all: for another count, at which other triangles meet. */
  clear(): void {
    this.isLocked.fill(0);
    this.isKept.fill(0);
    this.count = 0;
    this.#hasLockedOriginal = false;
  }

  /** How many pairs of the original's triangles meet, as far as is known. */
  get pairsBefore(): number {
    return (this.#meetingBefore?.length ?? 0) / 2;
  }

  /** Two triangles for every pair that meets, but where both are the original's. */
  async findNew(mesh: CompactedMesh, isLocked = this.isLocked): Promise<Uint32Array<ArrayBuffer>> {
    const { positions, indices } = mesh;
    const pairs = await abortable(this.#findSelfIntersections({ positions, indices }), this.#signal);
    const found: number[] = [];
    for (let i = 0; i < pairs.length; i += 2) {
      const [some, other] = [pairs[i]!, pairs[i + 1]!];
      if (isOriginal(mesh, some, isLocked) && isOriginal(mesh, other, isLocked)) continue;
      found.push(some, other);
    }
    return Uint32Array.from(found);
  }

  /** Triangles of the original whose vertices are all locked for good. */
  countKept(): number {
    const { indices } = this.#original;
    let count = 0;
    for (let first = 0; first < indices.length; first += 3) {
      const [a, b, c] = [indices[first]!, indices[first + 1]!, indices[first + 2]!];
      count += this.isKept[a]! & this.isKept[b]! & this.isKept[c]!;
    }
    return count;
  }

  /**
   * Locks what lies about the places where pairs of triangles of `mesh` meet, the result of try number `tries`; at the
   * first time also what lies about those of the original that do: whatever became of them would be found anew with
   * every try.
   */
  async lockMeeting(mesh: CompactedMesh, pairs: Uint32Array, tries: number): Promise<void> {
    if (!this.#hasLockedOriginal) {
      this.#hasLockedOriginal = true;
      this.#meetingBefore ??= await abortable(this.#findSelfIntersections(this.#original), this.#signal);
      await this.#keepBoxes(triangleBoxes(this.#original, Uint32Array.from(new Set(this.#meetingBefore))));
    }
    const locked = await this.#lockBoxes(sharedBoxes(mesh, pairs, MARGINS[Math.min(tries, MARGINS.length - 1)]!));
    // Where triangles have drifted away from all of the original's, their own corners are what makes the next try
    // another.
    if (locked === 0) this.#lockCorners(mesh, pairs);
  }

  /** Locks for good what lies about triangles of `mesh`; returns how many vertices were not locked before. */
  keepTriangles(mesh: WorldMesh, triangles: Uint32Array): Promise<number> {
    return this.#keepBoxes(triangleBoxes(mesh, triangles));
  }

  async #keepBoxes(boxes: readonly Box[]): Promise<number> {
    await runSteps(lockBoxSteps(this.#original, this.isKept, boxes), this.#signal);
    return this.#lockBoxes(boxes);
  }

  #lockCorners({ indices, sources }: CompactedMesh, triangles: Uint32Array): void {
    for (const triangle of triangles) {
      for (const vertex of indices.subarray(3 * triangle, 3 * triangle + 3)) {
        this.count += 1 - this.isLocked[sources[vertex]!]!;
        this.isLocked[sources[vertex]!] = 1;
      }
    }
  }

  async #lockBoxes(boxes: readonly Box[]): Promise<number> {
    const count = await runSteps(lockBoxSteps(this.#original, this.isLocked, boxes), this.#signal);
    this.count += count;
    return count;
  }
}

/** A triangle of locked vertices alone is the original's: no edge of theirs has gone or turned. */
export function isOriginal({ indices, sources }: CompactedMesh, triangle: number, isLocked: Uint8Array): boolean {
  for (let corner = 3 * triangle; corner < 3 * triangle + 3; corner++) {
    if (isLocked[sources[indices[corner]!]!] === 0) return false;
  }
  return true;
}
