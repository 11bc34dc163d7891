/**
 * Better triangles on the same surface, for meshes as marching cubes makes them, where one in twenty is a sliver: short
 * edges collapse, edges turn, vertices slide; then whatever is still narrow is hunted, with limits that widen from
 * round to round. Measured, triangles with an angle under 5° and P2S against the original's: koala 5.8 % → 0 at 1.008,
 * gear 3.1 % → 3 of 1.18 million at 1.002, mountain 6.4 % → 4 at its rims at 1.007, all before the last hunt
 * (hunt-guarded.ts). A fit of the vertices afterwards, as simplifying has, takes as long again: koala 1.006, gear
 * 1.007.
 *
 * All is done to an area of a mesh, whose unlocked vertices are its own; other threads may work on other areas
 * meanwhile (relax-in-parts.ts).
 */
import { allocateShareable } from '../../host/shared-memory.ts';
import type { Steps } from '../../host/steps.ts';
import { STEP_MASK } from '../../host/steps.ts';
import { type SearchTree, TriangleSearch } from '../../measure/closest-point.ts';
import { NO_CORNER } from '../../mesh/corner-table.ts';
import { EditableMesh, type MeshTables } from '../../mesh/editable-mesh.ts';
import { endCorner, previousCorner } from '../../mesh/half-edges.ts';
import { leastSine } from '../../mesh/triangle-angles.ts';
import { triangleOf } from '../../mesh/triangle-sides.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import { AliveVertices } from '../simplify/alive-vertices.ts';
import {
  type CollapseOptions,
  Collapser,
  collapseTables,
  type CollapseTables,
  goOnSteps,
} from '../simplify/collapse.ts';
import { slideVertexSteps } from './slide-vertices.ts';
import { turnEdgeSteps } from './turn-edges.ts';

/** Of the median edge: shorter edges collapse, which takes 13 to 23 % of the triangles. */
export const SHORT_EDGE = 0.35;
/** 60°, less than simplifying allows: the mesh is to look the same. */
export const LEAST_COSINE = 0.5;
export const LEAST_SHAPE = 0.01;
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
/** Of the median edge, likewise. */
const HUNT_STRIP = 0.15;

/** A mesh that is being relaxed, in shared memory, where there is some. */
export interface OpenRelax {
  readonly mesh: MeshTables;
  readonly tables: CollapseTables;
  /** [triangleCount] of each triangle's smallest angle, true of those in the area that is worked on */
  readonly sines: Float64Array;
  /** [vertexCount] 1 at narrow triangles, likewise */
  readonly isNarrow: Uint8Array;
  /** [vertexCount] 1 but at triangles that are hunted */
  readonly stays: Uint8Array;
}

export function openRelaxOf(mesh: MeshTables): OpenRelax {
  const vertexCount = mesh.cornerOf.length;
  return {
    mesh,
    tables: collapseTables(vertexCount),
    sines: new Float64Array(allocateShareable(8 * mesh.isRemoved.length)).fill(1),
    isNarrow: new Uint8Array(allocateShareable(vertexCount)),
    stays: new Uint8Array(allocateShareable(vertexCount)).fill(1),
  };
}

export interface RelaxArea extends OpenRelax {
  readonly original: WorldMesh;
  /** Of the original. */
  readonly tree: SearchTree;
  /** The original's median edge, a length. */
  readonly edge: number;
  /** [vertexCount] not 0 for vertices that keep their place and their edges */
  readonly isLocked: Uint8Array;
}

/**
 * @param candidates ascending; those of them that are locked, or gone, are passed over; all that are not locked about
 *   them
 *   are among them
 * @param triangleCount how many the mesh has by now
 * @returns how many it has then
 */
export function* relaxAreaSteps(area: RelaxArea, candidates: Uint32Array, triangleCount: number): Steps<number> {
  const { tree, edge, isLocked, tables, sines } = area;
  const mesh = new EditableMesh(area.mesh, triangleCount);
  const search = new TriangleSearch(tree);
  let vertices = where(candidates, (vertex) => isLocked[vertex] === 0 && mesh.cornerOf[vertex] !== NO_CORNER);
  let triangles = yield* trianglesAtSteps(mesh, vertices, isLocked);
  const dropGone = (): void => {
    vertices = where(vertices, (vertex) => mesh.cornerOf[vertex] !== NO_CORNER);
    triangles = where(triangles, (triangle) => mesh.isRemoved[triangle] === 0);
  };
  const collapse = { triangles: 0, leastCosine: LEAST_COSINE, leastShape: LEAST_SHAPE };
  yield* collapseAreaSteps(mesh, tables, vertices, { ...collapse, mostLength: SHORT_EDGE * edge, isLocked });
  dropGone();
  yield* sineSteps(mesh, triangles, sines);
  const turn = { sine: NARROW_SINE, mostGap: TURN_GAP * edge, leastCosine: TURN_COSINE, isLocked };
  yield* turnEdgeSteps(mesh, triangles, sines, turn);
  const slide = { rounds: SLIDE_ROUNDS, sine: NARROW_SINE, keepsCreases: true };
  yield* slideVertexSteps(mesh, { ...area, search }, vertices, triangles, slide);
  for (let hunt = 0; hunt < HUNTS; hunt++) {
    const hunted = allHunted(mesh, area, vertices, triangles);
    if (hunted.length === 0) break;
    const mostGap = HUNT_GAP * (1 + hunt) * edge;
    yield* turnEdgeSteps(mesh, triangles, sines, { sine: HUNTED_SINE, mostGap, leastCosine: HUNT_COSINE, isLocked });
    const mostLength = (HUNT_EDGE + HUNT_EDGE_STEP * hunt) * edge;
    yield* collapseAreaSteps(mesh, tables, hunted, { ...collapse, mostLength, isLocked: area.stays });
    dropGone();
    yield* sineSteps(mesh, triangles, sines);
    const leastStrip = HUNT_STRIP * edge;
    const slideHunted = { rounds: HUNT_SLIDE_ROUNDS, sine: HUNT_SLIDE_SINE, keepsCreases: false, leastStrip };
    yield* slideVertexSteps(mesh, { ...area, search }, vertices, triangles, slideHunted);
  }
  return mesh.triangleCount;
}

/** The triangles at those vertices, each once. */
export function* trianglesAtSteps(mesh: EditableMesh, vertices: Uint32Array, isLocked: Uint8Array): Steps<Uint32Array> {
  const { indices, ring } = mesh;
  const found: number[] = [];
  for (let at = 0; at < vertices.length; at++) {
    if ((at & STEP_MASK) === 0) yield;
    const vertex = vertices[at]!;
    // Each triangle is named by the first of its vertices that is not locked.
    const isBefore = (other: number): boolean => other < vertex && isLocked[other] === 0;
    const corners = mesh.walk(vertex);
    for (let i = 0; i < corners; i++) {
      const corner = ring[i]!;
      if (isBefore(indices[endCorner(corner)]!) || isBefore(indices[previousCorner(corner)]!)) continue;
      found.push(triangleOf(corner));
    }
  }
  return Uint32Array.from(found);
}

function* sineSteps({ positions, indices }: EditableMesh, triangles: Uint32Array, sines: Float64Array): Steps<void> {
  for (let at = 0; at < triangles.length; at++) {
    if ((at & STEP_MASK) === 0) yield;
    const first = 3 * triangles[at]!;
    sines[triangles[at]!] = leastSine(positions, indices[first]!, indices[first + 1]!, indices[first + 2]!);
  }
}

/** Collapses edges between those vertices, in place. */
export function* collapseAreaSteps(
  mesh: EditableMesh,
  tables: CollapseTables,
  vertices: Uint32Array,
  options: CollapseOptions,
): Steps<void> {
  for (const vertex of vertices) {
    tables.isStale[vertex] = 1;
    tables.best[vertex] = Infinity;
  }
  const alive = new AliveVertices(mesh.cornerOf, tables.best, vertices.slice());
  const collapser = new Collapser(mesh, options, tables, alive);
  yield* collapser.lookSteps(vertices);
  yield* goOnSteps(mesh, options, collapser);
}

/** The vertices of triangles to be hunted, ascending; all others of the area stay. */
function allHunted(
  { indices }: EditableMesh,
  { stays, sines, isLocked }: RelaxArea,
  vertices: Uint32Array,
  triangles: Uint32Array,
): Uint32Array {
  for (const vertex of vertices) stays[vertex] = 1;
  for (const triangle of triangles) {
    if (sines[triangle]! >= HUNTED_SINE) continue;
    for (let corner = 3 * triangle; corner < 3 * triangle + 3; corner++) {
      const vertex = indices[corner]!;
      if (isLocked[vertex] === 0) stays[vertex] = 0;
    }
  }
  return where(vertices, (vertex) => stays[vertex] === 0);
}

/** `filter` of a typed array, which takes many times as long. */
function where(items: Uint32Array, isIn: (item: number) => boolean): Uint32Array {
  const found = new Uint32Array(items.length);
  let count = 0;
  for (const item of items) if (isIn(item)) found[count++] = item;
  return found.subarray(0, count);
}
