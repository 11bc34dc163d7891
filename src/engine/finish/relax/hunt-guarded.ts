/**
 * The last narrow triangles of a relaxed mesh: where triangles came to meet, and locks have kept all as it was, and
 * where needles lie among needles. Each collapse is tested by itself against all that lies about it, so that it is safe
 * there, too. What is left are necks, of which no edge may go. A scan of a lion in its bushes, of 610,000 triangles: 160
 * of them under 5° → 98, 35 and more of which are necks.
 */
import type { Steps } from '../../host/steps.ts';
import { STEP_MASK } from '../../host/steps.ts';
import { EditableMesh } from '../../mesh/editable-mesh.ts';
import { leastSine } from '../../mesh/triangle-angles.ts';
import { lockBoxSteps, triangleBoxes } from '../simplify/lock-boxes.ts';
import { MeetingGuard } from '../simplify/meeting-guard.ts';
import {
  collapseAreaSteps,
  LEAST_COSINE,
  LEAST_SHAPE,
  type RelaxArea,
  SHORT_EDGE,
  trianglesAtSteps,
} from './relax-steps.ts';

/** 5.5°: what is looked for. */
const LEFT_SINE = Math.sin((5.5 * Math.PI) / 180);

/**
 * Vertices that are looked at, at most: so many, or that share of all. What is full of needles after all is a mesh of
 * another kind, and a test by itself takes some fifty times as long.
 */
const MOST_HUNTED = 10_000;
const MOST_HUNTED_SHARE = 0.01;

export type HuntedMesh = Pick<RelaxArea, 'mesh' | 'tables' | 'edge'>;

/**
 * Collapses short edges of what is still narrow anywhere in the mesh, also where triangles would come to meet if
 * nothing were looked at: each collapse is tested by itself against all that lies about it (meeting-guard.ts).
 *
 * @param isKept [vertexCount] 1 for vertices that keep their place and their edges
 * @param triangleCount how many the mesh has by now
 * @returns how many it has then
 */
export function* huntGuardedSteps(area: HuntedMesh, isKept: Uint8Array, triangleCount: number): Steps<number> {
  const { tables, edge } = area;
  const mesh = new EditableMesh(area.mesh, triangleCount);
  const { positions, indices, isRemoved } = mesh;
  const stays = new Uint8Array(isKept.length).fill(1);
  const found: number[] = [];
  for (let triangle = 0; triangle < isRemoved.length; triangle++) {
    if ((triangle & STEP_MASK) === 0) yield;
    if (isRemoved[triangle] === 1) continue;
    const [a, b, c] = [indices[3 * triangle]!, indices[3 * triangle + 1]!, indices[3 * triangle + 2]!];
    if (leastSine(positions, a, b, c) >= LEFT_SINE) continue;
    for (const vertex of [a, b, c]) {
      if (isKept[vertex] === 0 && stays[vertex] === 1) found.push(vertex);
      stays[vertex] = isKept[vertex]!;
    }
  }
  if (found.length === 0 || found.length > Math.max(MOST_HUNTED, MOST_HUNTED_SHARE * isKept.length))
    return triangleCount;
  const vertices = Uint32Array.from(found).sort();
  const around = yield* trianglesAtSteps(mesh, vertices, stays);
  const isNear = new Uint8Array(isKept.length);
  yield* lockBoxSteps(
    mesh,
    isNear,
    triangleBoxes(mesh, around).map((box) => box.map((value, i) => (i < 3 ? value - edge : value + edge))),
  );
  const near: number[] = [];
  for (let triangle = 0; triangle < isRemoved.length; triangle++) {
    if ((triangle & STEP_MASK) === 0) yield;
    const first = 3 * triangle;
    const isAny = isNear[indices[first]!]! | isNear[indices[first + 1]!]! | isNear[indices[first + 2]!]!;
    if (isAny === 1 && isRemoved[triangle] === 0) near.push(triangle);
  }
  const guard = yield* MeetingGuard.openSteps(mesh, Uint32Array.from(near));
  const mostLength = SHORT_EDGE * edge;
  const limits = { triangles: 0, leastCosine: LEAST_COSINE, leastShape: LEAST_SHAPE, mostLength, isLocked: stays };
  yield* collapseAreaSteps(mesh, tables, vertices, { ...limits, guard, isHunt: true });
  return mesh.triangleCount;
}
