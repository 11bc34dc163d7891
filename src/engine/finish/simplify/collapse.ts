/**
 * Collapses edges of a mesh, the cheapest first (volume-costs.ts), until it has few enough triangles or no edge may go:
 * where a collapse would change what the surface is (editable-mesh.ts), turn a triangle's normal by more than an
 * angle, or make a needle of it. Rims keep their course, locked vertices their edges.
 *
 * Each vertex waits with its cheapest edge, and sweeps in the order of the vertices collapse all that cost less than a
 * limit, which rises from sweep to sweep. A heap would take the very cheapest each time: its surface is no better, and
 * it jumps about in memory. Vertices whose triangles have changed look again at their edges when the sweep reaches
 * them.
 */
import { NO_CORNER } from '../../mesh/corner-table.ts';
import { endCorner, previousCorner } from '../../mesh/half-edges.ts';
import type { EditableMesh } from '../../mesh/editable-mesh.ts';
import { squaredBetween } from '../../mesh/squared-between.ts';
import { allocateShareable } from '../../host/shared-memory.ts';
import type { Steps } from '../../host/steps.ts';
import { STEP_MASK } from '../../host/steps.ts';
import { distanceSquaredToTriangle } from '../../measure/point-triangle.ts';
import { AliveVertices } from './alive-vertices.ts';
import { costTables, type CostTables, type EdgeLimits, VolumeCosts } from './volume-costs.ts';

export interface CollapseOptions extends EdgeLimits {
  /** The mesh is small enough with so many triangles. */
  readonly triangles: number;
  /** Cosine of the angle that a normal may turn by in one collapse. */
  readonly leastCosine: number;
  /** Shapes below, 1 for an equal-sided triangle and 0 for a needle, are not made anew. */
  readonly leastShape: number;
  /**
   * How far a place of the surface may go from where it was; left out: any way. Steps of one collapse each go hither
   * and thither: the root of their summed squares is what a sphere of ever fewer triangles is off (.0398 of .04
   * allowed, of the radius; their sum is twice as much).
   */
  readonly mostDrift?: number;
  /** Asked last of all; left out: triangles may come to meet. */
  readonly guard?: CollapseGuard;
  /** Edges that cost more stay; left out: none does. */
  readonly mostCost?: number;
  /**
   * For the last needles of a mesh, among others of their kind: the middle of an edge will do whatever it costs, and
   * needles round it may stay such and face where they faced.
   */
  readonly isHunt?: boolean;
}

/** What single collapses may not do, besides all that the collapser looks at by itself. */
export interface CollapseGuard {
  /**
   * Whether both ends of an edge may merge at a place.
   *
   * @param ringCount how many corners of `kept` stand in the mesh's `ring`; those of `gone` stand in its `otherRing`
   */
  mayMerge(kept: number, gone: number, ringCount: number, place: Float64Array): boolean;
  /** They have, the two that were last asked for. */
  merged(kept: number, place: Float64Array): void;
}

/** Shape of triangles whose own normal says too little: the mean one around stands in for it. */
const NEEDLE_SHAPE = 0.1;
/** 2√3: twice the area over the sum of squared sides is 1/(2√3) for an equal-sided triangle. */
const SHAPE_SCALE = 2 * Math.sqrt(3);
/** A needle may only be replaced by a better one. */
const BETTER = 1.01;
/** Or, in the hunt for the last ones, by one that has more than this of its shape. */
const MUCH_WORSE = 0.6;
/** The middle stands in for the best place where it costs less than so many times as much. */
const MIDDLE_FACTOR = 2;
/**
 * Of the most drift: shorter edges add nothing to it. Nearly all collapses are of such, and what each of them moves is
 * far less than its edge is long.
 */
const LEAST_DRIFT = 1 / 8;
const NO_VERTEX = -1;

/** One way through the vertices: which edges went. */
export interface Sweep {
  /** Edges that cost more stayed. */
  readonly limit: number;
  /** Which of the ways to cut the mesh into parts (vertex-parts.ts); none where it was swept as a whole. */
  readonly cut?: number;
  /** The last vertex it came to in each part, or in all: Infinity, or the one at which enough had gone. */
  readonly lastVertices: readonly number[];
}

export interface Collapses {
  /** Whether the drift has kept it from having fewer triangles. */
  readonly isHeld: boolean;
  /** Whether the guard has kept an edge. */
  readonly isGuarded: boolean;
  readonly sweeps: readonly Sweep[];
}

/** Collapses in place; 600,000 collapses take about 4 s on one core. */
export function* collapseSteps(
  mesh: EditableMesh,
  options: CollapseOptions,
  tables = collapseTables(mesh.cornerOf.length),
): Steps<Collapses> {
  const collapser = new Collapser(mesh, options, tables);
  yield* collapser.lookSteps(collapser.alive.vertices);
  return yield* goOnSteps(mesh, options, collapser);
}

/** What is left to do where the first sweeps are done. */
export function* goOnSteps(mesh: EditableMesh, options: CollapseOptions, collapser: Collapser): Steps<Collapses> {
  const { alive } = collapser;
  const { mostCost = Infinity } = options;
  const sweeps: Sweep[] = [];
  while (mesh.triangleCount > options.triangles) {
    const next = alive.nextLimit((mesh.triangleCount - options.triangles) / 2);
    if (next === null) return { isHeld: collapser.isHeld, isGuarded: collapser.isGuarded, sweeps };
    const limit = Math.min(next.limit, mostCost);
    const lastVertex = yield* collapser.sweepSteps(alive.vertices, limit, Infinity);
    sweeps.push({ limit, lastVertices: [lastVertex] });
    if (limit === mostCost) break;
  }
  const isReached = mesh.triangleCount <= options.triangles;
  return { isHeld: false, isGuarded: !isReached && collapser.isGuarded, sweeps };
}

/**
 * Collapses in place what those sweeps would, but for locked vertices: costs are of a place and its surroundings, so
 * that far from what is locked now and was not before all becomes what it became then, however many triangles that
 * leaves.
 */
export function* repeatSteps(
  mesh: EditableMesh,
  options: Omit<CollapseOptions, 'triangles'>,
  sweeps: readonly Sweep[],
  tables = collapseTables(mesh.cornerOf.length),
): Steps<Collapses> {
  const collapser = new Collapser(mesh, { ...options, triangles: 0 }, tables);
  yield* collapser.lookSteps(collapser.alive.vertices);
  return yield* repeatOnSteps(collapser, sweeps);
}

export function* repeatOnSteps(collapser: Collapser, sweeps: readonly Sweep[]): Steps<Collapses> {
  for (const { limit, lastVertices } of sweeps) {
    collapser.alive.dropGone();
    yield* collapser.sweepSteps(collapser.alive.vertices, limit, lastVertices[0]!);
  }
  return { isHeld: collapser.isHeld, isGuarded: collapser.isGuarded, sweeps };
}

/** What sweeps know of each vertex, as plain data in shared memory, where there is some. */
export interface CollapseTables extends CostTables {
  /** [vertexCount] of the cheapest edge of each vertex that may still go; Infinity where none may */
  readonly best: Float64Array;
  /** [vertexCount] 1 where triangles have changed since the vertex looked at its edges */
  readonly isOld: Uint8Array;
  /** [vertexCount] how far what a vertex stands for has gone */
  readonly drifts: Float64Array;
}

export function collapseTables(vertexCount: number): CollapseTables {
  return {
    ...costTables(vertexCount),
    best: new Float64Array(allocateShareable(8 * vertexCount)),
    isOld: new Uint8Array(allocateShareable(vertexCount)),
    drifts: new Float64Array(allocateShareable(8 * vertexCount)),
  };
}

export class Collapser {
  #alive: AliveVertices | null;
  readonly #mesh: EditableMesh;
  readonly #options: CollapseOptions;
  readonly #costs: VolumeCosts;
  readonly #tables: CollapseTables;
  readonly #best: Float64Array;
  readonly #isOld: Uint8Array;
  /** The mean normal of the triangles that a collapse moves. */
  readonly #mean = new Float64Array(3);
  /** Where it would move them to. */
  readonly #place = new Float64Array(3);
  /** The corners of one triangle. */
  readonly #corners = new Float64Array(9);
  /** Whether an edge stayed for the drift. */
  isHeld = false;
  /** Whether an edge stayed for the guard. */
  isGuarded = false;

  /** @param alive the vertices to collapse; left out: all */
  constructor(
    mesh: EditableMesh,
    options: CollapseOptions,
    tables: CollapseTables,
    alive: AliveVertices | null = null,
  ) {
    this.#alive = alive;
    this.#mesh = mesh;
    this.#options = options;
    this.#costs = new VolumeCosts(mesh, options, tables);
    this.#tables = tables;
    this.#best = tables.best;
    this.#isOld = tables.isOld;
  }

  /** Made when it is asked for: whoever works on a part has its vertices. */
  get alive(): AliveVertices {
    return (this.#alive ??= new AliveVertices(this.#mesh.cornerOf, this.#best));
  }

  *lookSteps(vertices: Uint32Array): Steps<void> {
    for (let at = 0; at < vertices.length; at++) {
      if ((at & STEP_MASK) === 0) yield;
      this.#lookAgain(vertices[at]!);
    }
  }

  /** Looks at the edges of those vertices whose triangles have changed since. */
  *renewSteps(vertices: Uint32Array): Steps<void> {
    for (let at = 0; at < vertices.length; at++) {
      if ((at & STEP_MASK) === 0) yield;
      if (this.#isOld[vertices[at]!] === 1) this.#lookAgain(vertices[at]!);
    }
  }

  /** Takes the triangles at the vertices into their sums. */
  *sumSteps(vertices: Uint32Array): Steps<void> {
    for (let at = 0; at < vertices.length; at++) {
      if ((at & STEP_MASK) === 0) yield;
      this.#costs.refresh(vertices[at]!);
    }
  }

  #lookAgain(vertex: number): void {
    this.#findBest(vertex, -Infinity, -1);
  }

  /**
   * Of the edges at `vertex` after that one; what only the border of a part has in its way is to be looked at again.
   */
  #findBest(vertex: number, afterCost: number, afterPartner: number): void {
    const costs = this.#costs;
    this.#best[vertex] = costs.findBest(vertex, afterCost, afterPartner);
    if (afterPartner < 0) this.#isOld[vertex] = 0;
    if (costs.hasSeenBorder) this.#isOld[vertex] = 1;
  }

  /**
   * Collapses every edge at these vertices that costs no more than `limit`, vertex by vertex, up to `lastVertex` or
   * until there are few enough triangles. Returns the vertex at which that was, Infinity where it was at none.
   */
  *sweepSteps(vertices: Uint32Array, limit: number, lastVertex: number): Steps<number> {
    const { cornerOf } = this.#mesh;
    const { isLocked } = this.#options;
    const { partners } = this.#costs;
    const best = this.#best;
    for (let at = 0; at < vertices.length; at++) {
      if ((at & STEP_MASK) === 0) yield;
      const vertex = vertices[at]!;
      if (vertex > lastVertex) return lastVertex;
      if (cornerOf[vertex] === NO_CORNER || isLocked[vertex] !== 0) continue;
      // What was found just now need not be measured again, and what was found beside another border may not do here.
      let isFresh = this.#isOld[vertex] === 1 || (best[vertex]! <= limit && isLocked[partners[vertex]!] !== 0);
      if (isFresh) this.#lookAgain(vertex);
      while (best[vertex]! <= limit) {
        this.#step(vertex, limit, isFresh);
        isFresh = true;
        if (this.#mesh.triangleCount <= this.#options.triangles) return vertex;
      }
    }
    return Infinity;
  }

  /**
   * Collapses the cheapest edge of a vertex, or finds that it may not, or costs more by now; ends with the next one
   * found.
   */
  #step(vertex: number, limit: number, isFresh: boolean): void {
    const costs = this.#costs;
    const partner = costs.partners[vertex]!;
    const expected = this.#best[vertex]!;
    const cost = isFresh ? expected : costs.costOf(vertex, partner);
    if (cost > limit) this.#lookAgain(vertex);
    else if (this.#collapse(vertex, partner, cost)) {
      this.#best[partner] = Infinity;
      this.#markAround(vertex);
      this.#lookAgain(vertex);
    } else this.#findBest(vertex, expected, partner);
  }

  /** The merged vertex and its neighbours have other triangles now. */
  #markAround(vertex: number): void {
    const { indices, ring, isRim } = this.#mesh;
    const count = this.#mesh.walk(vertex);
    for (let i = 0; i < count; i++) this.#mark(indices[endCorner(ring[i]!)]!);
    if (count > 0 && isRim[vertex] === 1) this.#mark(indices[previousCorner(ring[count - 1]!)]!);
    this.#mark(vertex);
  }

  #mark(vertex: number): void {
    this.#isOld[vertex] = 1;
    this.#costs.forget(vertex);
  }

  /** Merges both into `kept` where nothing speaks against it. */
  #collapse(kept: number, gone: number, cost: number): boolean {
    const mesh = this.#mesh;
    const { positions, isRim } = mesh;
    const costs = this.#costs;
    const place = this.#place;
    const facing = mesh.collapsibleCorner(kept, gone);
    if (facing === NO_CORNER) return false;
    costs.writeMean(kept, gone, this.#mean);
    place.set(costs.placed);
    const ringCount = mesh.walk(kept);
    if (!this.#mayMove(ringCount, kept, gone)) {
      // The best place turns a triangle too far; the middle may do, where it is not much worse.
      const mayBeMiddle = this.#options.isHunt === true || costs.middleCost < MIDDLE_FACTOR * cost;
      if (isRim[kept] !== isRim[gone] || !mayBeMiddle) return false;
      for (let axis = 0; axis < 3; axis++) {
        place[axis] = (positions[3 * kept + axis]! + positions[3 * gone + axis]!) / 2;
      }
      if (!this.#mayMove(ringCount, kept, gone)) return false;
    }
    const { guard } = this.#options;
    if (guard && !guard.mayMerge(kept, gone, ringCount, place)) {
      this.isGuarded = true;
      return false;
    }
    if (!this.#mayDrift(ringCount, kept, gone)) return false;
    mesh.collapse(kept, gone, facing, place[0]!, place[1]!, place[2]!);
    guard?.merged(kept, place);
    return true;
  }

  /** Whether what both ends stand for stays near enough to where it was. */
  #mayDrift(ringCount: number, kept: number, gone: number): boolean {
    const { mostDrift = Infinity } = this.#options;
    if (mostDrift === Infinity) return true;
    const lengthSquared = squaredBetween(this.#mesh.positions, kept, gone);
    const { drifts } = this.#tables;
    let drift = Math.max(drifts[kept]!, drifts[gone]!);
    if (lengthSquared > (LEAST_DRIFT * mostDrift) ** 2)
      drift = Math.sqrt(drift * drift + this.#measureStep(ringCount, kept, gone));
    if (drift > mostDrift) {
      this.isHeld = true;
      return false;
    }
    drifts[kept] = drift;
    return true;
  }

  /**
   * The greatest squared distance of both ends from the triangles that would come, and of `#place` from those that are.
   */
  #measureStep(ringCount: number, kept: number, gone: number): number {
    const { ring, otherRing, otherCount, positions } = this.#mesh;
    const place = this.#place;
    const own = this.#measureRing(place, 0, ringCount, ring, NO_VERTEX);
    let most = Math.min(own, this.#measureRing(place, 0, otherCount, otherRing, NO_VERTEX));
    for (const vertex of [kept, gone]) {
      const own = this.#measureRing(positions, 3 * vertex, ringCount, ring, gone);
      most = Math.max(most, Math.min(own, this.#measureRing(positions, 3 * vertex, otherCount, otherRing, kept)));
    }
    return most;
  }

  /**
   * The squared distance of the place at `at` from the triangles of a ring, as they are, or without those at the vertex
   * `other` and with the corner in `#place` where that is one.
   */
  #measureRing(places: Float64Array, at: number, count: number, ring: Int32Array, other: number): number {
    const { indices, positions } = this.#mesh;
    const corners = this.#corners;
    let least = Infinity;
    for (let i = 0; i < count; i++) {
      const a = 3 * indices[ring[i]!]!;
      const b = indices[endCorner(ring[i]!)]!;
      const c = indices[previousCorner(ring[i]!)]!;
      if (b === other || c === other) continue;
      for (let axis = 0; axis < 3; axis++) {
        corners[axis] = other === NO_VERTEX ? positions[a + axis]! : this.#place[axis]!;
        corners[3 + axis] = positions[3 * b + axis]!;
        corners[6 + axis] = positions[3 * c + axis]!;
      }
      const squared = distanceSquaredToTriangle(places[at]!, places[at + 1]!, places[at + 2]!, corners, 0);
      least = Math.min(least, squared);
    }
    return least;
  }

  /** Whether the triangles of both ends that stay may have their corner there in `#place`. */
  #mayMove(ringCount: number, kept: number, gone: number): boolean {
    const { ring, otherRing, otherCount } = this.#mesh;
    return this.#mayMoveRing(ringCount, ring, gone) && this.#mayMoveRing(otherCount, otherRing, kept);
  }

  #mayMoveRing(count: number, ring: Int32Array, other: number): boolean {
    const { indices } = this.#mesh;
    for (let i = 0; i < count; i++) {
      const corner = ring[i]!;
      const b = indices[endCorner(corner)]!;
      const c = indices[previousCorner(corner)]!;
      if (b === other || c === other) continue;
      if (!this.#mayMoveCorner(indices[corner]!, b, c)) return false;
    }
    return true;
  }

  /** Whether triangle (a, b, c) keeps its side and some shape when a moves to `#place`. */
  #mayMoveCorner(a: number, b: number, c: number): boolean {
    const { positions } = this.#mesh;
    const mean = this.#mean;
    const place = this.#place;
    const bx = positions[3 * b]!;
    const by = positions[3 * b + 1]!;
    const bz = positions[3 * b + 2]!;
    const ex = positions[3 * c]! - bx;
    const ey = positions[3 * c + 1]! - by;
    const ez = positions[3 * c + 2]! - bz;
    const px = positions[3 * a]! - bx;
    const py = positions[3 * a + 1]! - by;
    const pz = positions[3 * a + 2]! - bz;
    const qx = place[0]! - bx;
    const qy = place[1]! - by;
    const qz = place[2]! - bz;
    const oldX = ey * pz - ez * py;
    const oldY = ez * px - ex * pz;
    const oldZ = ex * py - ey * px;
    const newX = ey * qz - ez * qy;
    const newY = ez * qx - ex * qz;
    const newZ = ex * qy - ey * qx;
    const oldArea = Math.sqrt(oldX * oldX + oldY * oldY + oldZ * oldZ);
    const newArea = Math.sqrt(newX * newX + newY * newY + newZ * newZ);
    if (!(newArea > 0)) return false;
    const oldShape = shapeOf(oldArea, ex, ey, ez, px, py, pz);
    const newShape = shapeOf(newArea, ex, ey, ez, qx, qy, qz);
    const { leastCosine, leastShape, isHunt } = this.#options;
    const isNeedle = oldShape < NEEDLE_SHAPE;
    let along = isNeedle ? newX * mean[0]! + newY * mean[1]! + newZ * mean[2]! : -Infinity;
    if (!isNeedle || isHunt) along = Math.max(along, (newX * oldX + newY * oldY + newZ * oldZ) / oldArea);
    if (!(along >= leastCosine * newArea)) return false;
    return newShape >= leastShape || newShape > oldShape * (isHunt ? MUCH_WORSE : BETTER);
  }
}

/** 1 for an equal-sided triangle, 0 for one without area; of twice the area, a side e and p from e's beginning. */
function shapeOf(area: number, ex: number, ey: number, ez: number, px: number, py: number, pz: number): number {
  const dx = px - ex;
  const dy = py - ey;
  const dz = pz - ez;
  const squares = ex * ex + ey * ey + ez * ez + (px * px + py * py + pz * pz) + (dx * dx + dy * dy + dz * dz);
  return (SHAPE_SCALE * area) / squares;
}
