/**
 * What keeps an operation from letting triangles go through one another: a test of what came out, and a growing set of
 * the original's vertices that the next try leaves alone, those about the triangles that met.
 */
import { abortable } from '../../gpu/gpu.ts';
import { shareable } from '../../host/shared-memory.ts';
import { runSteps } from '../../host/steps.ts';
import type { CompactedMesh } from '../../mesh/editable-mesh.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import { lockBoxSteps } from './lock-boxes.ts';

/** Two numbers after each other for every pair of triangles that meet in more than what they share. */
export type FindSelfIntersections = (mesh: WorldMesh) => Promise<Uint32Array>;

/** Tries, each with more vertices locked; from the fourth on wider around what met. */
export const MOST_TRIES = 10;
/** Of the extents of the boxes about triangles that met, to every side. */
const MARGINS = [0, 0, 0, 0.25, 0.5];

export class MeetingLocks {
  /** [vertexCount of the original] 1 for those that keep their place and their edges; in shared memory */
  readonly isLocked: Uint8Array;
  /** How many are locked. */
  count = 0;

  readonly #original: WorldMesh;
  readonly #findSelfIntersections: FindSelfIntersections;
  readonly #signal: AbortSignal;
  #hasTested = false;

  constructor(original: WorldMesh, findSelfIntersections: FindSelfIntersections, signal: AbortSignal) {
    this.isLocked = shareable(new Uint8Array(original.positions.length / 3));
    this.#original = original;
    this.#findSelfIntersections = findSelfIntersections;
    this.#signal = signal;
  }

  /** The triangles, ascending, of pairs that meet and are not both the original's. */
  async findNew(mesh: CompactedMesh): Promise<Uint32Array<ArrayBuffer>> {
    const { positions, indices } = mesh;
    const pairs = await abortable(this.#findSelfIntersections({ positions, indices }), this.#signal);
    const found = new Set<number>();
    for (let i = 0; i < pairs.length; i += 2) {
      const [some, other] = [pairs[i]!, pairs[i + 1]!];
      if (this.isOriginal(mesh, some) && this.isOriginal(mesh, other)) continue;
      found.add(some).add(other);
    }
    return Uint32Array.from(found).sort();
  }

  /** Triangles of the original whose vertices are all locked. */
  countTriangles(): number {
    const { indices } = this.#original;
    let count = 0;
    for (let first = 0; first < indices.length; first += 3) {
      const [a, b, c] = [indices[first]!, indices[first + 1]!, indices[first + 2]!];
      count += this.isLocked[a]! & this.isLocked[b]! & this.isLocked[c]!;
    }
    return count;
  }

  /** A triangle of locked vertices alone is the original's: no edge of theirs has gone or turned. */
  isOriginal({ indices, sources }: CompactedMesh, triangle: number): boolean {
    for (let corner = 3 * triangle; corner < 3 * triangle + 3; corner++) {
      if (this.isLocked[sources[indices[corner]!]!] === 0) return false;
    }
    return true;
  }

  /**
   * Locks what lies about the triangles of `mesh`, the result of try number `tries`. Where they meet, at the first time also
   * what lies about those of the original that do: whatever became of them would be found anew with every try.
   *
   * @returns how many vertices were not locked before
   */
  async lock(mesh: WorldMesh, triangles: Uint32Array, tries: number, doMeet: boolean): Promise<number> {
    let count = 0;
    if (doMeet && !this.#hasTested) {
      this.#hasTested = true;
      const pairs = await abortable(this.#findSelfIntersections(this.#original), this.#signal);
      count += await this.#lockBoxes(this.#original, Uint32Array.from(new Set(pairs)), 0);
    }
    return count + (await this.#lockBoxes(mesh, triangles, MARGINS[tries] ?? 0.5));
  }

  async #lockBoxes(mesh: WorldMesh, triangles: Uint32Array, margin: number): Promise<number> {
    const steps = lockBoxSteps(this.#original, this.isLocked, mesh, triangles, margin);
    const count = await runSteps(steps, this.#signal);
    this.count += count;
    return count;
  }
}
