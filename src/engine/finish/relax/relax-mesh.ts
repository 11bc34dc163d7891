/**
 * A mesh with better triangles on the same surface (relax-steps.ts), tested and measured: no triangle goes through
 * another that did not before, rims, pieces and handles are those of the original, and how far the two lie apart is
 * said.
 */
import { ReconstructError } from '../../errors.ts';
import type { RunContext } from '../../events.ts';
import type { TaskHost } from '../../host/host.ts';
import { shareable } from '../../host/shared-memory.ts';
import { runSteps } from '../../host/steps.ts';
import { type Deviation, figuresOf, NO_DEVIATION } from '../../measure/deviation.ts';
import { type TriangleAngles, triangleAngleSteps } from '../../mesh/triangle-angles.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import { growSearchTree, measureDeviation } from '../simplify/fit-tasks.ts';
import { exactMeetings } from '../simplify/exact-meetings.ts';
import { type FindSelfIntersections, MeetingLocks, MOST_TRIES } from '../simplify/meeting-locks.ts';
import { relaxInParts } from './relax-in-parts.ts';

export interface RelaxOptions {
  /** Left out: the exact test of the check. */
  readonly findSelfIntersections?: FindSelfIntersections;
  /** Vertices of a part that one thread takes; left out: relax-in-parts.ts. Other parts, another mesh. */
  readonly mostInPart?: number;
  /** Told how much is done, 0…1. */
  readonly onShare?: (share: number) => void;
}

export interface RelaxedMesh {
  readonly mesh: WorldMesh;
  /** False where triangles would meet wherever it was tried, so that the mesh is the original. */
  readonly isRelaxed: boolean;
  readonly before: TriangleAngles;
  readonly after: TriangleAngles;
  /** From the original to the mesh. */
  readonly fromOriginal: Deviation;
  /** From the mesh to the original. */
  readonly toOriginal: Deviation;
  /** Vertices of the original that were locked, so that no triangles meet. */
  readonly lockedVertices: number;
}

/**
 * Takes 10 CPU s a million triangles the first time in a process, 7 later, most of them on all threads of the host.
 *
 * @throws ReconstructError `mesh-format` for a mesh that is empty or no oriented manifold; rejects with
 *   `context.signal.reason` when aborted
 */
export async function relaxMesh(
  mesh: WorldMesh,
  { findSelfIntersections, mostInPart, onShare = () => undefined }: RelaxOptions,
  host: TaskHost,
  { signal }: Pick<RunContext, 'signal'>,
): Promise<RelaxedMesh> {
  if (mesh.indices.length === 0) throw new ReconstructError('mesh-format', 'The mesh has no triangles.', {});
  const original = { positions: shareable(mesh.positions), indices: shareable(mesh.indices) };
  const locks = new MeetingLocks(original, findSelfIntersections ?? exactMeetings(host, { signal }), signal);
  const growing = growSearchTree(original, host, signal);
  // Whoever waits for it is told of a fault; until somebody does, it is none.
  growing.catch(() => undefined);
  const before = await runSteps(triangleAngleSteps(original), signal);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    onShare(1 - 2 ** -tries);
    const { isLocked, isKept } = locks;
    const input = { original, isLocked, isKept, tree: growing };
    const relaxed = await relaxInParts(input, host, signal, mostInPart);
    const meeting = await locks.findNew(relaxed);
    if (meeting.length > 0) {
      await locks.lockMeeting(relaxed, meeting, tries);
      continue;
    }
    const result = { positions: relaxed.positions, indices: relaxed.indices };
    const tree = await growing;
    // What of each is one thread's has the others beside it.
    const [toOriginal, fromOriginal, after] = await Promise.all([
      measureDeviation({ from: result, onto: original, tree, least: 0 }, host, signal),
      growSearchTree(result, host, signal).then((tree) =>
        measureDeviation({ from: original, onto: result, tree, least: 0 }, host, signal),
      ),
      runSteps(triangleAngleSteps(result), signal),
    ]);
    onShare(1);
    const lockedVertices = locks.count;
    return {
      mesh: result,
      isRelaxed: true,
      before,
      after,
      fromOriginal: figuresOf(fromOriginal),
      toOriginal: figuresOf(toOriginal),
      lockedVertices,
    };
  }
  onShare(1);
  const unchanged = { positions: Float64Array.from(mesh.positions), indices: Uint32Array.from(mesh.indices) };
  const deviations = { fromOriginal: NO_DEVIATION, toOriginal: NO_DEVIATION };
  return { mesh: unchanged, isRelaxed: false, before, after: before, ...deviations, lockedVertices: locks.count };
}
