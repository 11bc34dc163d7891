/**
 * The triangles of a mesh that are surface: those that name a vertex twice, as joining corners in one place leaves
 * them, and those whose three vertices an earlier one has, whichever way round, are none of it.
 */
import type { Steps } from '../host/steps.ts';
import { STEP_MASK } from '../host/steps.ts';

export interface DistinctTriangles {
  /** [3 × triangleCount] those that stay, in their order: the array itself where all do */
  readonly indices: Uint32Array<ArrayBuffer>;
  /** How many name a vertex twice. */
  readonly degenerate: number;
  /** How many are there a second time. */
  readonly duplicates: number;
}

const EMPTY = 0xffffffff;

/** @param indices [3 × triangleCount] */
export function* distinctTriangleSteps(indices: Uint32Array<ArrayBuffer>): Steps<DistinctTriangles> {
  const triangleCount = indices.length / 3;
  // Open addressing: a triangle at the place of its vertices, or at the next that is free.
  const size = 2 ** Math.ceil(Math.log2(2 * triangleCount + 1));
  const table = new Uint32Array(size).fill(EMPTY);
  const isKept = new Uint8Array(triangleCount);
  let [degenerate, duplicates] = [0, 0];
  for (let triangle = 0; triangle < triangleCount; triangle++) {
    if ((triangle & STEP_MASK) === 0) yield;
    const [a, b, c] = [indices[3 * triangle]!, indices[3 * triangle + 1]!, indices[3 * triangle + 2]!];
    if (a === b || b === c || c === a) {
      degenerate++;
      continue;
    }
    let slot = hashOf(a, b, c) & (size - 1);
    while (table[slot] !== EMPTY && !isSame(indices, 3 * table[slot]!, a, b, c)) slot = (slot + 1) & (size - 1);
    if (table[slot] === EMPTY) {
      table[slot] = triangle;
      isKept[triangle] = 1;
    } else duplicates++;
  }
  if (degenerate + duplicates === 0) return { indices, degenerate, duplicates };
  return { indices: indices.filter((_, corner) => isKept[Math.floor(corner / 3)] === 1), degenerate, duplicates };
}

/** The same for every order of the three. */
function hashOf(a: number, b: number, c: number): number {
  const sum = Math.imul(a ^ (a >>> 15), 0x2c1b3c6d) + Math.imul(b ^ (b >>> 15), 0x2c1b3c6d);
  const mixed = (sum + Math.imul(c ^ (c >>> 15), 0x2c1b3c6d)) | 0;
  return (Math.imul(mixed ^ (mixed >>> 13), 0x297a2d39) ^ (mixed >>> 7)) >>> 0;
}

/** Whether the triangle at `first`, which has three vertices, has these. */
function isSame(indices: Uint32Array, first: number, a: number, b: number, c: number): boolean {
  for (let corner = first; corner < first + 3; corner++) {
    const vertex = indices[corner]!;
    if (vertex !== a && vertex !== b && vertex !== c) return false;
  }
  return true;
}
