/**
 * Closes holes so that no patch goes through the surface or another patch, by the exact test: a bent patch that does is
 * replaced by the flat triangles it came from, and where those do as well the hole stays open. A cap across the border of
 * a hilly terrain, bent on from its slopes, would otherwise pass through its valleys. Where a ring round an island does
 * so, hole and island are tried apart.
 */
import type { RunContext } from '../../events.ts';
import { runSteps } from '../../host/steps.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import type { FindSelfIntersections } from '../simplify/meeting-locks.ts';
import { type ClosedMesh, closeHoleSteps, type Closing } from './close-holes.ts';

const NEXT: Readonly<Record<Exclude<Closing, 'open'>, Closing>> = { bent: 'flat', flat: 'open' };

/**
 * As `closeHoleSteps`; pairs of the mesh itself that meet stay what they are.
 *
 * @param first how each hole is tried to be closed first, by the number of its rim; bent where nothing is said
 * @param islands the rim of the island in each hole, by the numbers of both
 */
export async function closeSoundly(
  mesh: WorldMesh,
  widest: number,
  findSelfIntersections: FindSelfIntersections,
  { signal, pause }: Pick<RunContext, 'signal' | 'pause'>,
  first: ReadonlyMap<number, Closing> = new Map(),
  islands: ReadonlyMap<number, number> = new Map(),
): Promise<ClosedMesh> {
  const closings = new Map(first);
  const joined = new Map(islands);
  for (;;) {
    const result = await runSteps(closeHoleSteps(mesh, widest, closings, joined), signal, pause);
    const meeting =
      result.closed.length > 0 ? meetingRims(result, await findSelfIntersections(result)) : new Set<number>();
    if (meeting.size === 0) return result;
    for (const rim of meeting) {
      const closing = closings.get(rim) ?? 'bent';
      if (closing === 'flat' && joined.delete(rim)) closings.delete(rim);
      else if (closing !== 'open') closings.set(rim, NEXT[closing]);
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
