/**
 * Closes holes so that no patch goes through the surface or another patch, by the exact test: a bent patch that does is
 * replaced by the flat triangles it came from, and where those do as well the hole stays open. A cap across the border
 * of a hilly terrain, bent on from its slopes, would otherwise pass through its valleys. Where a patch between islands
 * does so, or none is found, the largest island is tried alone; where the ring round that does, hole and island are
 * tried apart.
 */
import type { RunContext } from '../../events.ts';
import { runSteps } from '../../host/steps.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import type { FindSelfIntersections } from '../simplify/meeting-locks.ts';
import { type ClosedMesh, closeHoleSteps, type Closing } from './close-holes.ts';
import type { Islands } from './nested-rims.ts';

const NEXT: Readonly<Record<Exclude<Closing, 'open'>, Closing>> = { bent: 'flat', flat: 'taut', taut: 'open' };

/**
 * As `closeHoleSteps`; pairs of the mesh itself that meet stay what they are.
 *
 * @param first how each hole is tried to be closed first, by the number of its rim; bent where nothing is said
 * @param islands the rims of the islands in holes
 */
export async function closeSoundly(
  mesh: WorldMesh,
  widest: number,
  findSelfIntersections: FindSelfIntersections,
  { signal, pause }: Pick<RunContext, 'signal' | 'pause'>,
  first: ReadonlyMap<number, Closing> = new Map(),
  islands: Islands = new Map(),
): Promise<ClosedMesh> {
  const closings = new Map(first);
  const joined = new Map(islands);
  for (;;) {
    const result = await runSteps(closeHoleSteps(mesh, widest, closings, joined), signal, pause);
    const meeting =
      result.closed.length > 0 ? meetingRims(result, await findSelfIntersections(result)) : new Set<number>();
    const wayless = result.left.filter(({ rim, reason }) => reason === 'no-way' && (joined.get(rim)?.length ?? 0) > 1);
    if (meeting.size === 0 && wayless.length === 0) return result;
    for (const { rim } of wayless) joined.set(rim, joined.get(rim)!.slice(0, 1));
    for (const rim of meeting) {
      const closing = closings.get(rim) ?? 'bent';
      const within = joined.get(rim) ?? [];
      if (closing === 'taut' && within.length > 0) {
        if (within.length > 1) joined.set(rim, within.slice(0, 1));
        else joined.delete(rim);
        closings.delete(rim);
      } else if (closing !== 'open') closings.set(rim, NEXT[closing]);
    }
  }
}

/** The rims of patches with a triangle in a pair. */
function meetingRims({ closed, firstPatchTriangle }: ClosedMesh, pairs: Uint32Array): ReadonlySet<number> {
  const meeting = new Set(pairs);
  const rims = new Set<number>();
  let first = firstPatchTriangle;
  for (const { rim, triangles } of closed) {
    for (let triangle = first; triangle < first + triangles; triangle++) if (meeting.has(triangle)) rims.add(rim);
    first += triangles;
  }
  return rims;
}
