/**
 * Below which length of trimming each part of a mesh goes. Dropping every triangle beyond a length D from the points
 * eats holes wherever noise or sparse points put single vertices beyond it. So D decides over *regions*, triangles
 * beyond D that are joined by edges, as a whole (hysteresis, as in Canny 1986): a region goes only where it reaches
 * beyond 2 D or runs along a rim, and a small one within what stays does not go.
 *
 * All three grow as D falls, for regions only grow: what goes at one length goes at every shorter one. So each vertex
 * has one length below which it goes, found once for all D by letting regions grow from the furthest triangle on, as a
 * tree of components does (Najman and Couprie 2006). A slider then compares one number a vertex, as a shader can.
 */
import type { RunContext } from '../events.ts';
import type { Steps } from '../host/steps.ts';
import { runSteps, STEP_MASK } from '../host/steps.ts';
import { allocateShareable } from '../host/shared-memory.ts';
import { countingSort } from '../mesh/counting-sort.ts';
import { DisjointSets } from '../mesh/disjoint-sets.ts';
import { triangleArea } from '../mesh/triangle-area.ts';
import { NO_PARTNER, partnerSteps, triangleOf } from '../mesh/triangle-sides.ts';

/**
 * Measured on a rough hillside (σ .077) at D = .65, with 569 open edges and one rim before: every triangle beyond D
 * gone leaves 2,830 edges in 404 rims, these 579 in one.
 */
export const REACH = 2;
/** A region that only nicks a border with fewer edges is roughness of the border. */
export const LEAST_RIM_EDGES = 3;
/** In squared trimming lengths, or mesh widths where those are longer: what is smaller is a pit, not a sheet. */
export const LEAST_REGION_AREA = 10;

/**
 * The square of how wide the mesh is: twice its mean triangle, as cells of a plane are halved by it. Below that length
 * no number of triangles tells a sheet from noise. 0 without triangles.
 */
export function squaredMeshWidth(area: number, triangleCount: number): number {
  return triangleCount === 0 ? 0 : (2 * area) / triangleCount;
}

interface Surface {
  readonly positions: ArrayLike<number>;
  /** [3 × triangleCount] */
  readonly indices: Uint32Array;
}

/**
 * [vertexCount] in shared memory, where there is some: the length of trimming below which each vertex goes, at most its
 * distance. A triangle goes with any of its vertices. Some 2 s for a million triangles, 60 bytes a triangle.
 *
 * @param distances [vertexCount] how far each vertex is from the points, in the unit of the positions; NaN is endless
 */
export function* trimLengthSteps(surface: Surface, distances: Float32Array): Steps<Float32Array<ArrayBuffer>> {
  const { indices } = surface;
  const reaches = yield* triangleReaches(indices, distances);
  const regions = yield* Regions.over(surface, reaches);
  const order = yield* ascending(reaches);
  for (let i = order.length - 1; i >= 0; i--) {
    if ((i & STEP_MASK) === 0) yield;
    regions.add(order[i]!);
  }
  const goesBelow = regions.close();
  const lengths = new Float32Array(allocateShareable(4 * distances.length) as ArrayBuffer);
  for (let corner = 0; corner < indices.length; corner++) {
    if ((corner & STEP_MASK) === 0) yield;
    const vertex = indices[corner]!;
    const length = Math.min(endless(distances[vertex]!), goesBelow[Math.floor(corner / 3)]!);
    if (length > lengths[vertex]!) lengths[vertex] = length;
  }
  return lengths;
}

/** `trimLengthSteps`, letting the event loop turn. Rejects with `context.signal.reason` once that is aborted. */
export function trimLengthsOf(
  surface: Surface,
  distances: Float32Array,
  context: RunContext,
): Promise<Float32Array<ArrayBuffer>> {
  return runSteps(trimLengthSteps(surface, distances), context.signal, context.pause);
}

const endless = (distance: number): number => (Number.isNaN(distance) ? Infinity : distance);

/** [triangleCount] the greatest distance of the three vertices. */
function* triangleReaches(indices: Uint32Array, distances: Float32Array): Steps<Float32Array> {
  const reaches = new Float32Array(indices.length / 3);
  for (let triangle = 0; triangle < reaches.length; triangle++) {
    if ((triangle & STEP_MASK) === 0) yield;
    for (let corner = 3 * triangle; corner < 3 * triangle + 3; corner++) {
      reaches[triangle] = Math.max(reaches[triangle]!, endless(distances[indices[corner]!]!));
    }
  }
  return reaches;
}

/** Their numbers, by the bits of each, which are in the order of the values where none is negative. */
function* ascending(values: Float32Array): Steps<Uint32Array> {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const numbers = Uint32Array.from(values, (_, i) => i);
  const byLower = yield* countingSort(numbers, 1 << 16, (i) => bits[i]! & 0xffff);
  return yield* countingSort(byLower, 1 << 16, (i) => bits[i]! >>> 16);
}

/** The end of a list. */
const NONE = 0xffffffff;

/**
 * Regions that grow while the length falls. All arrays are by triangle; what is said of a region stands at its root.
 */
class Regions {
  /** `partnerSteps` */
  readonly #partners: Uint32Array;
  readonly #reaches: Float32Array;
  readonly #sets: DisjointSets;
  readonly #isIn: Uint8Array;
  readonly #areas: Float64Array;
  readonly #squaredWidth: number;
  readonly #furthest: Float32Array;
  /** Of the triangle's piece of the mesh or region: edges of one triangle, and triangles. */
  readonly #rimEdges: Uint32Array;
  readonly #counts: Uint32Array;
  readonly #pieceCounts: Uint32Array;
  /** The level at which the region last grew. */
  readonly #levels: Float32Array;
  /** Lists of triangles whose length is not known yet: the first, the last, and who follows whom. */
  readonly #first: Uint32Array;
  readonly #last: Uint32Array;
  readonly #next: Uint32Array;
  readonly #goesBelow: Float32Array;

  private constructor(reaches: Float32Array, partners: Uint32Array, areas: Float64Array, pieceCounts: Uint32Array) {
    const count = reaches.length;
    this.#partners = partners;
    this.#reaches = reaches;
    this.#areas = areas;
    this.#squaredWidth = squaredMeshWidth(
      areas.reduce((sum, area) => sum + area, 0),
      count,
    );
    this.#pieceCounts = pieceCounts;
    this.#sets = new DisjointSets(count);
    this.#isIn = new Uint8Array(count);
    this.#furthest = Float32Array.from(reaches);
    this.#counts = new Uint32Array(count).fill(1);
    this.#levels = Float32Array.from(reaches);
    this.#first = Uint32Array.from(reaches, (_, i) => i);
    this.#last = Uint32Array.from(this.#first);
    this.#next = new Uint32Array(count).fill(NONE);
    this.#goesBelow = new Float32Array(count);
    this.#rimEdges = new Uint32Array(count);
    for (let halfEdge = 0; halfEdge < partners.length; halfEdge++) {
      if (partners[halfEdge] === NO_PARTNER) this.#rimEdges[triangleOf(halfEdge)]!++;
    }
  }

  static *over({ positions, indices }: Surface, reaches: Float32Array): Steps<Regions> {
    const partners = yield* partnerSteps(indices, positions.length / 3);
    const areas = new Float64Array(reaches.length);
    const pieces = new DisjointSets(reaches.length);
    for (let triangle = 0; triangle < areas.length; triangle++) {
      if ((triangle & STEP_MASK) === 0) yield;
      const corner = 3 * triangle;
      areas[triangle] = triangleArea(positions, indices[corner]!, indices[corner + 1]!, indices[corner + 2]!);
      for (let k = corner; k < corner + 3; k++) {
        if (partners[k] !== NO_PARTNER) pieces.unite(triangle, triangleOf(partners[k]!));
      }
    }
    const pieceCounts = new Uint32Array(reaches.length);
    for (let triangle = 0; triangle < areas.length; triangle++) pieceCounts[pieces.find(triangle)]!++;
    for (let triangle = 0; triangle < areas.length; triangle++) {
      pieceCounts[triangle] = pieceCounts[pieces.find(triangle)]!;
    }
    return new Regions(reaches, partners, areas, pieceCounts);
  }

  /** No triangle may come after one that is nearer. */
  add(triangle: number): void {
    const level = this.#reaches[triangle]!;
    this.#isIn[triangle] = 1;
    for (let halfEdge = 3 * triangle; halfEdge < 3 * triangle + 3; halfEdge++) {
      const partner = this.#partners[halfEdge]!;
      if (partner === NO_PARTNER) continue;
      const other = triangleOf(partner);
      if (!this.#isIn[other]) continue;
      this.#settle(this.#sets.find(other), level);
      this.#join(this.#sets.find(triangle), this.#sets.find(other), level);
    }
  }

  /** [triangleCount] the length below which each goes */
  close(): Float32Array {
    for (let triangle = 0; triangle < this.#isIn.length; triangle++) this.#settle(this.#sets.find(triangle), -1);
    return this.#goesBelow;
  }

  /** The length below which the region goes if it grows no more. */
  #lengthOf(root: number): number {
    const isAlongRim = this.#rimEdges[root]! >= LEAST_RIM_EDGES;
    const byReach = isAlongRim ? Infinity : this.#furthest[root]! / REACH;
    const isWholePiece = this.#counts[root] === this.#pieceCounts[root];
    const isPit = !isWholePiece && this.#areas[root]! < LEAST_REGION_AREA * this.#squaredWidth;
    const byArea = isPit ? 0 : isWholePiece ? Infinity : Math.sqrt(this.#areas[root]! / LEAST_REGION_AREA);
    return Math.min(this.#levels[root]!, byReach, byArea);
  }

  /** The region's triangles go at the length found, if the level has not fallen to it yet. */
  #settle(root: number, level: number): void {
    const length = this.#lengthOf(root);
    if (!(length > level)) return;
    for (let triangle = this.#first[root]!; triangle !== NONE; triangle = this.#next[triangle]!) {
      this.#goesBelow[triangle] = length;
    }
    this.#first[root] = this.#last[root] = NONE;
  }

  #join(a: number, b: number, level: number): void {
    if (!this.#sets.unite(a, b)) return;
    const [root, other] = this.#sets.find(a) === a ? [a, b] : [b, a];
    this.#areas[root]! += this.#areas[other]!;
    this.#rimEdges[root]! += this.#rimEdges[other]!;
    this.#counts[root]! += this.#counts[other]!;
    this.#furthest[root] = Math.max(this.#furthest[root]!, this.#furthest[other]!);
    this.#levels[root] = level;
    if (this.#first[other] === NONE) return;
    if (this.#first[root] === NONE) this.#first[root] = this.#first[other]!;
    else this.#next[this.#last[root]!] = this.#first[other]!;
    this.#last[root] = this.#last[other]!;
  }
}
