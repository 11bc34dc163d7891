/** Stands in for a test of self-intersections that finds one in whatever was changed. */
import type { WorldMesh } from '../../src/engine/mesh/world-mesh.ts';

function* keysOf({ positions, indices }: WorldMesh): Generator<string> {
  for (let first = 0; first < indices.length; first += 3) {
    const corners = [...indices.subarray(first, first + 3)].map((vertex) =>
      positions.subarray(3 * vertex, 3 * vertex + 3).join(' '),
    );
    yield corners.sort().join(', ');
  }
}

/** The first triangle that `original` does not have, with the next; none where all are the original's. */
export function alwaysMeeting(original: WorldMesh): (mesh: WorldMesh) => Promise<Uint32Array> {
  const known = new Set(keysOf(original));
  return async (mesh) => {
    const changed = [...keysOf(mesh)].findIndex((key) => !known.has(key));
    return changed < 0 ? new Uint32Array() : Uint32Array.of(changed, (changed + 1) % (mesh.indices.length / 3));
  };
}
