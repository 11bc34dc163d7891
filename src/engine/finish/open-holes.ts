/**
 * The mesh in which some holes are open that it has closed: without what closes them, and without the crumbs that are
 * left. Takes as long as copying the mesh, so that holes can be opened and closed without a new run.
 */
import type { Hole, JudgedHoles } from './judge-holes.ts';
import type { Steps } from '../host/steps.ts';
import { gatherTriples } from '../math/gather-triples.ts';
import { compactMesh, type CompactMesh } from '../mesh/compact.ts';
import { dropComponents, findComponents, markCrumbs } from '../mesh/components.ts';
import { partFanSteps } from '../mesh/part-fans.ts';
import { vertexNormalSteps } from '../mesh/normals.ts';
import type { TriangleMesh } from '../mesh/triangle-mesh.ts';
import { trustAt } from '../mesh/vertex-trust.ts';

/** A mesh and the holes that it has closed: with these any of them can be opened, and closed again. */
export interface ClosableHoles {
  /** All are closed. */
  readonly closed: TriangleMesh;
  /** `JudgedHoles.patches` */
  readonly patches: readonly Uint32Array[];
}

/** Whether each of the holes that can be opened and closed is open. */
export function openFlags({ holes, patches }: JudgedHoles): boolean[] {
  return patches.map((_, i) => holes[i]!.isOpen);
}

/** The mesh itself where none is open. Colours stay what they were; normals follow from what is left. */
export function* withOpenHolesSteps(
  { closed, patches }: ClosableHoles,
  isOpen: readonly boolean[],
): Steps<TriangleMesh> {
  if (!isOpen.includes(true)) return closed;
  const { colors, trust, shift } = closed;
  const isKept = keepWhereClosed(closed, patches, isOpen);
  yield;
  const kept = compactMesh(closed.positions, closed.indices, isKept);
  // Where a rim meets itself in a point its parts shall not touch, and what hung by such a point alone is a crumb.
  const parted = yield* partFanSteps(kept.positions, kept.indices);
  const clear = withoutCrumbs(Float32Array.from(parted.positions), parted.indices);
  const { positions, indices } = clear;
  const sources = clear.sources.map((vertex) => kept.sources[parted.sources[vertex]!]!);
  return {
    positions,
    indices,
    normals: yield* vertexNormalSteps(positions, indices),
    ...(colors && { colors: gatherTriples(colors, sources, new Uint8Array(positions.length)) }),
    ...(trust && { trust: trustAt(trust, sources) }),
    shift,
  };
}

/**
 * [triangleCount] 1 for the triangles that stay.
 *
 * @param patches `JudgedHoles.patches`
 * @param isOpen whether each of them is open
 */
export function keepWhereClosed(
  { positions, indices }: Pick<TriangleMesh, 'positions' | 'indices'>,
  patches: readonly Uint32Array[],
  isOpen: readonly boolean[],
): Uint8Array {
  const isKept = new Uint8Array(indices.length / 3).fill(1);
  if (!isOpen.includes(true)) return isKept;
  patches.forEach((triangles, i) => {
    if (isOpen[i]) for (const triangle of triangles) isKept[triangle] = 0;
  });
  dropCrumbs(positions, indices, isKept);
  return isKept;
}

/** Clears the flags of what is too small to be a piece. */
function dropCrumbs(positions: Float32Array, indices: Uint32Array, isKept: Uint8Array): void {
  const components = findComponents(positions, indices, isKept, new Uint8Array(isKept.length));
  dropComponents(indices, isKept, components, markCrumbs(components));
}

function withoutCrumbs(positions: Float32Array, indices: Uint32Array): CompactMesh {
  const isKept = new Uint8Array(indices.length / 3).fill(1);
  dropCrumbs(positions, indices, isKept);
  return compactMesh(positions, indices, isKept);
}

/** The word of the option that opens all holes, and the one that opens none but those named after it. */
export const ALL_HOLES = 'all';
export const NO_HOLES = 'none';

/**
 * The holes with those of the option open: by its numbers, which count from 1, all, or none but the others that it
 * names.
 *
 * @param closableCount of the first holes, which can be opened and closed
 */
export function askedHoles(holes: readonly Hole[], closableCount: number, asked: readonly string[]): readonly Hole[] {
  if (asked.length === 0) return holes;
  const numbers = new Set(asked);
  return holes.map((hole, i) => {
    if (i >= closableCount) return hole;
    const isNamed = numbers.has(ALL_HOLES) || numbers.has(String(i + 1));
    const isOpen = isNamed || (hole.isOpen && !numbers.has(NO_HOLES));
    return isOpen === hole.isOpen ? hole : { ...hole, isOpen, reason: 'asked' };
  });
}

/** Numbers that the option names and no hole has that can be opened. */
export function unknownHoles(closableCount: number, asked: readonly string[]): string[] {
  return asked.filter((word) => word !== ALL_HOLES && word !== NO_HOLES && !(Number(word) <= closableCount));
}
