/**
 * Smooths so that no triangles go through one another that did not before, and none loses its area, both by exact
 * tests: vertices about those that would are held back, at first half of the way that is left, then wholly and in wider
 * rings, until nothing meets. Where that does not come about the mesh stays as it was.
 *
 * Smoothing draws what is thinner than its triangles are wide through itself: of 40 surfaces made for `npm run prove`
 * (hulls, leaves and levels of some thousand triangles), after 1 to 50 steps, 20 had up to 184 pairs that met or
 * triangles without an area.
 */
import type { RunContext } from '../events.ts';
import type { Steps } from '../host/steps.ts';
import { runSteps, STEP_MASK } from '../host/steps.ts';
import type { WorldMesh } from '../mesh/world-mesh.ts';
import { openAxis } from './check/exact-sides.ts';
import { scaleToOne } from './check/scale-to-one.ts';
import type { FindSelfIntersections } from './simplify/meeting-locks.ts';
import { newMeetings } from './simplify/new-meetings.ts';
import { markCorners, spreadSteps } from './simplify/put-back.ts';
import { smoothSteps } from './smooth.ts';

/** Tries until the mesh stays as it was; each is an exact test of all triangles. */
const MOST_TRIES = 12;
/** Tries that hold back by halves; then vertices go back to where they were. */
const GENTLE_TRIES = 3;
/** Rings of neighbours about a triangle that go back with it, at most. */
const MOST_RINGS = 4;

export interface SoundlySmoothed {
  readonly mesh: WorldMesh;
  /** Vertices that moved less than the smoothing asked for. */
  readonly held: number;
}

/**
 * @param mesh a manifold, open or closed; what meets in it may go on meeting
 * @param pairs of `smoothSteps`
 */
export async function smoothSoundly(
  mesh: WorldMesh,
  pairs: number,
  findSelfIntersections: FindSelfIntersections,
  { signal, pause }: Pick<RunContext, 'signal' | 'pause'>,
): Promise<SoundlySmoothed> {
  const { indices } = mesh;
  const smoothed = await runSteps(smoothSteps(mesh, pairs), signal, pause);
  // [vertexCount] how much of the way each vertex goes
  const shares = new Float64Array(mesh.positions.length / 3).fill(1);
  const findNew = newMeetings(mesh, findSelfIntersections);
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const tried = { positions: blended(mesh.positions, smoothed.positions, shares), indices };
    const meeting = await findNew(tried);
    const wrong = await runSteps(flatTriangleSteps(mesh, tried), signal, pause);
    for (const triangle of meeting) wrong.add(triangle);
    if (wrong.size === 0) return { mesh: tried, held: shares.filter((share) => share < 1).length };
    const isGentle = tries <= GENTLE_TRIES;
    const rings = Math.min(tries, MOST_RINGS);
    const near = await runSteps(nearSteps(indices, shares.length, wrong, rings), signal, pause);
    for (let vertex = 0; vertex < shares.length; vertex++) {
      if (near[vertex] === 1) shares[vertex] = isGentle ? shares[vertex]! / 2 : 0;
    }
  }
  return { mesh, held: shares.length };
}

/** As float32, which is what is handed out: a triangle that is only flat by rounding is found. */
function blended(from: Float64Array, to: Float64Array, shares: Float64Array): Float64Array<ArrayBuffer> {
  return Float64Array.from(from, (value, i) => {
    const share = shares[Math.floor(i / 3)]!;
    return share === 0 ? value : Math.fround(value + share * (to[i]! - value));
  });
}

/** Triangles without an area, exactly, that had one. */
function* flatTriangleSteps(before: WorldMesh, after: WorldMesh): Steps<Set<number>> {
  const [wide, flat] = [scaledPositions(before.positions), scaledPositions(after.positions)];
  const { indices } = after;
  const found = new Set<number>();
  for (let i = 0; i < indices.length; i += 3) {
    if ((i & STEP_MASK) < 3) yield;
    const [a, b, c] = [indices[i]!, indices[i + 1]!, indices[i + 2]!];
    if (openAxis(flat, a, b, c) < 0 && openAxis(wide, a, b, c) >= 0) found.add(i / 3);
  }
  return found;
}

/** Within ±1, exactly. */
function scaledPositions(positions: Float64Array): Float64Array {
  const greatest = positions.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scale = scaleToOne(greatest);
  return positions.map((value) => scale * value);
}

/** [vertexCount] 1 at the corners of some triangles and so many rings of neighbours about them. */
function* nearSteps(
  indices: Uint32Array,
  vertexCount: number,
  triangles: ReadonlySet<number>,
  rings: number,
): Steps<Uint8Array> {
  const near = new Uint8Array(vertexCount);
  markCorners(indices, triangles, near);
  for (let ring = 0; ring < rings; ring++) yield* spreadSteps(indices, near);
  return near;
}
