/** The exact test of an operation that moves vertices and leaves the triangles as they are. */
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import type { FindSelfIntersections } from './meeting-locks.ts';

/** What a pair of numbers fits into exactly: triangles of a mesh, at most. */
const MOST_TRIANGLES = 2 ** 26;

/** `find` without the pairs that met in `before`, which is tested only once some meet afterwards. */
export function newMeetings(before: WorldMesh, find: FindSelfIntersections): FindSelfIntersections {
  let known: ReadonlySet<number> | null = null;
  return async (after) => {
    const pairs = await find(after);
    if (pairs.length === 0) return pairs;
    known ??= new Set(keysOf(await find(before)));
    const keys = keysOf(pairs);
    return pairs.filter((_, i) => !known!.has(keys[i >> 1]!));
  };
}

/** One number for each pair, the same whichever comes first. */
function keysOf(pairs: Uint32Array): number[] {
  return Array.from({ length: pairs.length / 2 }, (_, i) => {
    const [some, other] = [pairs[2 * i]!, pairs[2 * i + 1]!];
    return Math.min(some, other) * MOST_TRIANGLES + Math.max(some, other);
  });
}
