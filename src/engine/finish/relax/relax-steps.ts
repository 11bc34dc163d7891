/**
 * Better triangles on the same surface, for meshes as marching cubes makes them, where one in twenty is a sliver: short
 * edges collapse, edges turn, vertices slide; then whatever is still narrow is hunted, with limits that widen from round
 * to round. Measured, triangles with an angle under 5° and P2S against the original's: koala 5.8 % → 0 at 1.008, gear 3.1 %
 * → 3 of 1.18 million at 1.002, mountain 6.4 % → 19 at its rims at 1.007. A fit of the vertices afterwards, as simplifying
 * has, takes as long again: koala 1.006, gear 1.007.
 */
import type { Steps } from '../../host/steps.ts';
import { finishSteps, STEP_MASK } from '../../host/steps.ts';
import { task } from '../../host/task.ts';
import { type SearchTree, TriangleSearch } from '../../measure/closest-point.ts';
import { type CompactedMesh, EditableMesh } from '../../mesh/editable-mesh.ts';
import { leastSine } from '../../mesh/triangle-angles.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import { collapseSteps } from '../simplify/collapse.ts';
import { slideVertexSteps } from './slide-vertices.ts';
import { turnEdgeSteps } from './turn-edges.ts';

/** Of the median edge: shorter edges collapse, which takes 13 to 23 % of the triangles. */
const SHORT_EDGE = 0.35;
/** 60°, less than simplifying allows: the mesh is to look the same. */
const LEAST_COSINE = 0.5;
const LEAST_SHAPE = 0.01;
const NARROW_SINE = Math.sin((15 * Math.PI) / 180);
/** Of the median edge: how far a turned edge may leave the surface. */
const TURN_GAP = 0.02;
/** 37° */
const TURN_COSINE = 0.8;
const SLIDE_ROUNDS = 4;

const HUNTS = 3;
const HUNTED_SINE = Math.sin((8 * Math.PI) / 180);
const HUNT_SLIDE_SINE = Math.sin((12 * Math.PI) / 180);
const HUNT_GAP = 0.05;
const HUNT_COSINE = 0.6;
/** Of the median edge, and more by so much with every round. */
const HUNT_EDGE = 0.5;
const HUNT_EDGE_STEP = 0.2;
const HUNT_SLIDE_ROUNDS = 2;
export interface RelaxInput {
  readonly mesh: WorldMesh;
  /** [vertexCount] 1 for vertices that keep their place and their edges */
  readonly isLocked: Uint8Array;
  /** Of the mesh. */
  readonly tree: SearchTree;
}

export const relaxTriangles = task('relaxTriangles', (input: RelaxInput): CompactedMesh =>
  finishSteps(relaxSteps(input)),
);

function* relaxSteps({ mesh: original, isLocked, tree: plainTree }: RelaxInput): Steps<CompactedMesh> {
  const mesh = yield* EditableMesh.openSteps(original);
  const tree = new TriangleSearch(plainTree);
  const edge = medianEdge(original);
  const collapse = { triangles: 0, leastCosine: LEAST_COSINE, leastShape: LEAST_SHAPE };
  yield* collapseSteps(mesh, { ...collapse, mostLength: SHORT_EDGE * edge, isLocked });
  const turn = { sine: NARROW_SINE, mostGap: TURN_GAP * edge, leastCosine: TURN_COSINE, isLocked };
  yield* turnEdgeSteps(mesh, turn);
  const slide = { rounds: SLIDE_ROUNDS, sine: NARROW_SINE, keepsCreases: true, isLocked };
  yield* slideVertexSteps(mesh, original, tree, slide);
  for (let hunt = 0; hunt < HUNTS; hunt++) {
    const stays = yield* allButHunted(mesh, isLocked);
    if (stays === null) break;
    const mostGap = HUNT_GAP * (1 + hunt) * edge;
    yield* turnEdgeSteps(mesh, { sine: HUNTED_SINE, mostGap, leastCosine: HUNT_COSINE, isLocked });
    const mostLength = (HUNT_EDGE + HUNT_EDGE_STEP * hunt) * edge;
    yield* collapseSteps(mesh, { ...collapse, mostLength, isLocked: stays });
    const rounds = HUNT_SLIDE_ROUNDS;
    const slideHunted = { rounds, sine: HUNT_SLIDE_SINE, keepsCreases: false, isLocked };
    yield* slideVertexSteps(mesh, original, tree, slideHunted);
  }
  return yield* mesh.compactSteps();
}

/** [vertexCount] 1 for all but the unlocked vertices of triangles to be hunted; null where there is none. */
function* allButHunted(mesh: EditableMesh, isLocked: Uint8Array): Steps<Uint8Array | null> {
  const { indices, positions, isRemoved } = mesh;
  const stays = new Uint8Array(isLocked.length).fill(1);
  let count = 0;
  for (let first = 0; first < indices.length; first += 3) {
    if ((first & STEP_MASK) < 3) yield;
    if (isRemoved[first / 3] === 1) continue;
    const corners = [indices[first]!, indices[first + 1]!, indices[first + 2]!] as const;
    if (leastSine(positions, ...corners) >= HUNTED_SINE) continue;
    count++;
    for (const vertex of corners) stays[vertex] = isLocked[vertex]!;
  }
  return count > 0 ? stays : null;
}

/** Of the first sides of at most 20,000 triangles. */
function medianEdge({ positions, indices }: WorldMesh): number {
  const stride = 3 * Math.ceil(indices.length / 3 / 20_000);
  const lengths: number[] = [];
  for (let first = 0; first < indices.length; first += stride) {
    const [a, b] = [3 * indices[first]!, 3 * indices[first + 1]!];
    lengths.push(
      Math.hypot(
        positions[a]! - positions[b]!,
        positions[a + 1]! - positions[b + 1]!,
        positions[a + 2]! - positions[b + 2]!,
      ),
    );
  }
  lengths.sort((some, other) => some - other);
  return lengths[lengths.length >> 1] ?? 0;
}
