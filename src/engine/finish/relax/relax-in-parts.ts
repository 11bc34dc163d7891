/**
 * Relaxing shared out to all threads of the host. The mesh is cut into parts (vertex-parts.ts), to which all that is to
 * be done is done side by side, but for their borders; then the borders have their turn, in parts of another cut; and
 * what lies on the borders of both, one thread takes. Parts follow from the mesh alone, so the bytes are the same on
 * any number of threads.
 */
import { abortable } from '../../gpu/gpu.ts';
import type { TaskHost } from '../../host/host.ts';
import { inStretches } from '../../host/in-stretches.ts';
import { INLINE_TASKS } from '../../host/inline-host.ts';
import { hasSharedMemory, shareable } from '../../host/shared-memory.ts';
import { finishSteps, type Steps, STEP_MASK } from '../../host/steps.ts';
import { task } from '../../host/task.ts';
import type { SearchTree } from '../../measure/closest-point.ts';
import { type CompactedMesh, EditableMesh, meshTableSteps } from '../../mesh/editable-mesh.ts';
import { squaredBetween } from '../../mesh/squared-between.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import { cutVertices, PART_VERTICES } from '../simplify/collapse-in-parts.ts';
import { CUTS, markBorderSteps, type VertexParts, verticesOf } from '../simplify/vertex-parts.ts';
import { BORDER } from '../simplify/volume-costs.ts';
import { huntGuardedSteps } from './hunt-guarded.ts';
import { type OpenRelax, openRelaxOf, type RelaxArea, relaxAreaSteps } from './relax-steps.ts';

/**
 * How many rows of vertices on either side of a border are relaxed with it: a turned edge has four vertices, and each
 * of its triangles others about it.
 */
const BORDER_ROWS = 2;

export const openRelax = task('openRelax', (mesh: WorldMesh): OpenRelax =>
  openRelaxOf(finishSteps(meshTableSteps(mesh))),
);

interface PartInput extends RelaxArea {
  readonly parts: VertexParts;
  readonly part: number;
}

/** Relaxes a part but for its border; how many triangles go. */
export const relaxPart = task('relaxPart', ({ parts, part, ...area }: PartInput): number => {
  // Counted from what there was at first: how many there are elsewhere is not known here.
  const count = area.mesh.isRemoved.length;
  finishSteps(markBorderSteps(new EditableMesh(area.mesh, count), parts, part, area.isLocked));
  return count - finishSteps(relaxAreaSteps(area, verticesOf(parts, part), count));
});

interface BordersInput {
  readonly mesh: OpenRelax['mesh'];
  /** [vertexCount] 1 for vertices that stay whatever else is done */
  readonly isLockedFirst: Uint8Array;
  /** [vertexCount] written: all but those about a border are locked now */
  readonly isLocked: Uint8Array;
}

/** Unlocks what lay on borders, and locks all else. */
export const openBorders = task('openBorders', ({ mesh, isLockedFirst, isLocked }: BordersInput): void => {
  let isOpen: Uint8Array = isLocked.map((lock) => (lock === BORDER ? 1 : 0));
  for (let row = 0; row < BORDER_ROWS; row++) isOpen = finishSteps(spreadSteps(mesh, isOpen));
  for (let vertex = 0; vertex < isLocked.length; vertex++)
    isLocked[vertex] = isLockedFirst[vertex]! | (1 - isOpen[vertex]!);
});

interface RestInput extends RelaxArea {
  readonly triangleCount: number;
  /** See `RelaxInput`. */
  readonly isKept: Uint8Array;
}

/** Relaxes all that is not locked on one thread, hunts what that has left of all the mesh, and ends. */
export const relaxRest = task('relaxRest', ({ triangleCount, isKept, ...area }: RestInput): CompactedMesh => {
  const { isLocked } = area;
  const vertices = new Uint32Array(isLocked.length);
  for (let vertex = 0; vertex < vertices.length; vertex++) vertices[vertex] = vertex;
  const relaxed = finishSteps(relaxAreaSteps(area, vertices, triangleCount));
  const count = finishSteps(huntGuardedSteps(area, isKept, relaxed));
  const { positions, indices, sources } = finishSteps(new EditableMesh(area.mesh, count).compactSteps());
  return { positions: shareable(positions), indices: shareable(indices), sources };
});

/** The vertices of all triangles at vertices that are marked. */
function* spreadSteps({ indices, isRemoved }: OpenRelax['mesh'], isMarked: Uint8Array): Steps<Uint8Array> {
  const isBeside = isMarked.slice();
  for (let first = 0; first < indices.length; first += 3) {
    if ((first & STEP_MASK) < 3) yield;
    if (isRemoved[first / 3] === 1) continue;
    const [a, b, c] = [indices[first]!, indices[first + 1]!, indices[first + 2]!];
    if ((isMarked[a]! | isMarked[b]! | isMarked[c]!) !== 0) isBeside[a] = isBeside[b] = isBeside[c] = 1;
  }
  return isBeside;
}

export interface RelaxInput {
  readonly original: WorldMesh;
  /** [vertexCount] 1 for vertices that keep their place and their edges unless each change is tested by itself */
  readonly isLocked: Uint8Array;
  /** [vertexCount] 1 for those of them that keep them in any case */
  readonly isKept: Uint8Array;
  /** Of the original; the mesh is opened and cut while it grows. */
  readonly tree: Promise<SearchTree>;
}

/**
 * The mesh relaxed. Rejects with `signal.reason` when aborted.
 *
 * @throws ReconstructError `mesh-format` for what is no oriented manifold (corner-table.ts)
 */
export async function relaxInParts(
  { original, isLocked: isLockedFirst, isKept, tree: growing }: RelaxInput,
  host: TaskHost,
  signal: AbortSignal,
  mostInPart = PART_VERTICES,
): Promise<CompactedMesh> {
  // Arrays that would be copied for every task leave the work on this thread.
  const tasks = hasSharedMemory() ? host : INLINE_TASKS;
  const { positions } = original;
  const isWhole = positions.length / 3 <= mostInPart;
  const opening = tasks.runTask(openRelax, original);
  const cutting = isWhole
    ? []
    : CUTS.slice(0, 2).map((share) => tasks.runTask(cutVertices, { positions, most: mostInPart, share }));
  const [tree, open, ...cuts] = await abortable(Promise.all([growing, opening, ...cutting]), signal);
  const isLocked = shareable(isLockedFirst.slice());
  const area: RelaxArea = { ...open, original, tree, edge: medianEdge(original), isLocked };
  let triangleCount = original.indices.length / 3;
  for (const parts of cuts) {
    const gone = await inStretches(parts.starts.length - 1, 1, tasks, signal, ({ first }) =>
      tasks.runTask(relaxPart, { ...area, parts, part: first }),
    );
    triangleCount -= gone.reduce((sum, count) => sum + count, 0);
    await abortable(tasks.runTask(openBorders, { mesh: open.mesh, isLockedFirst, isLocked }), signal);
  }
  return abortable(tasks.runTask(relaxRest, { ...area, triangleCount, isKept }), signal);
}

/** Of the first sides of at most 20,000 triangles. */
function medianEdge({ positions, indices }: WorldMesh): number {
  const stride = 3 * Math.ceil(indices.length / 3 / 20_000);
  const squares: number[] = [];
  for (let first = 0; first < indices.length; first += stride) {
    squares.push(squaredBetween(positions, indices[first]!, indices[first + 1]!));
  }
  squares.sort((some, other) => some - other);
  return Math.sqrt(squares[squares.length >> 1] ?? 0);
}
