/**
 * Rims within rims: the border of an island that lies in a hole. Closed apart each would get a disc of its own, one
 * over the other; what is missing is the ring between them.
 */
import type { Steps } from '../../host/steps.ts';
import { STEP_MASK } from '../../host/steps.ts';
import { cross, dot, type Triple, unit } from '../../math/triple.ts';
import { DisjointSets } from '../../mesh/disjoint-sets.ts';
import type { Rim } from '../../mesh/rims.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';

/** An island's border goes round the other way: the cosine between the two, at most. */
const MOST_COSINE = -0.5;
/**
 * Of the outer rim's extent: how far over or under the hole's plane an island lies, beyond what the hole's own rim
 * does.
 */
const MOST_LIFT = 0.25;
/**
 * Of the mean normal of a rim's triangles along the axis of its walk: −1 for a hole in a plane, 1 for a plane's outer
 * border, 0 for the end of a tube, which may have either beside it.
 */
const MOST_OUTWARD = 0.5;

/** The rims of the islands in each hole, the largest first, by their numbers and that of the hole's rim. */
export type Islands = ReadonlyMap<number, readonly number[]>;

/**
 * An island is another piece of the mesh than what the hole is in, lies in the hole as seen across it, and faces the
 * same way; of a piece with several rims in a hole the largest counts.
 */
export function* nestedRimSteps(mesh: WorldMesh, rims: readonly Rim[]): Steps<Islands> {
  const islands = new Map<number, readonly number[]>();
  if (rims.length < 2) return islands;
  const pieces = new DisjointSets(mesh.positions.length / 3);
  for (let first = 0; first < mesh.indices.length; first += 3) {
    if ((first & STEP_MASK) < 3) yield;
    pieces.unite(mesh.indices[first]!, mesh.indices[first + 1]!);
    pieces.unite(mesh.indices[first]!, mesh.indices[first + 2]!);
  }
  const shapes = rims.map((rim) => shapeOf(mesh, rim, pieces.find(rim.vertices[0]!)));
  // The least hole first: an island in an island's hole lies in both, and belongs to that.
  const order = [...shapes.keys()].toSorted((a, b) => shapes[a]!.area - shapes[b]!.area || a - b);
  for (const inner of order) {
    yield;
    const outer = order.find((other) => doesHold(shapes[other]!, shapes[inner]!));
    if (outer === undefined) continue;
    const smaller = islands.get(outer) ?? [];
    islands.set(outer, [inner, ...smaller.filter((other) => shapes[other]!.piece !== shapes[inner]!.piece)]);
  }
  return islands;
}

interface RimShape {
  readonly piece: number;
  /** The mean normal of its triangles, unit, along the axis. */
  readonly outward: number;
  readonly centre: Triple;
  /** Unit; what the walk turns about. */
  readonly axis: Triple;
  readonly area: number;
  readonly extent: number;
  /** Of its vertices over and under the plane through the centre. */
  readonly lift: number;
  readonly places: readonly Triple[];
}

function shapeOf({ positions, indices }: WorldMesh, { vertices, triangles }: Rim, piece: number): RimShape {
  const places = Array.from(vertices, (vertex): Triple => [
    positions[3 * vertex]!,
    positions[3 * vertex + 1]!,
    positions[3 * vertex + 2]!,
  ]);
  const centre = [0, 1, 2].map(
    (axis) => places.reduce((sum, place) => sum + place[axis]!, 0) / places.length,
  ) as unknown as Triple;
  const sum: [number, number, number] = [0, 0, 0];
  places.forEach((place, i) => {
    const turn = cross(less(place, centre), less(places[(i + 1) % places.length]!, centre));
    for (let axis = 0; axis < 3; axis++) sum[axis]! += turn[axis]! / 2;
  });
  const axis = unit(sum);
  const extent = 2 * Math.max(...places.map((place) => Math.hypot(...less(place, centre))));
  const lift = Math.max(...places.map((place) => Math.abs(dot(less(place, centre), axis))));
  const normal: [number, number, number] = [0, 0, 0];
  for (const triangle of triangles) {
    const [a, b, c] = [0, 1, 2].map((corner): Triple => {
      const vertex = 3 * indices[3 * triangle + corner]!;
      return [positions[vertex]!, positions[vertex + 1]!, positions[vertex + 2]!];
    }) as [Triple, Triple, Triple];
    const turn = cross(less(b, a), less(c, a));
    for (let k = 0; k < 3; k++) normal[k]! += turn[k]!;
  }
  const outward = dot(unit(normal), axis);
  return { piece, outward, centre, axis, area: Math.hypot(...sum), extent, lift, places };
}

const less = (a: Triple, b: Triple): Triple => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];

function doesHold(outer: RimShape, inner: RimShape): boolean {
  if (outer.piece === inner.piece || !(inner.area < outer.area)) return false;
  if (outer.outward > MOST_OUTWARD || inner.outward < -MOST_OUTWARD) return false;
  if (!(dot(outer.axis, inner.axis) <= MOST_COSINE)) return false;
  const most = outer.lift + MOST_LIFT * outer.extent;
  return inner.places.every((place) => {
    const from = less(place, outer.centre);
    return Math.abs(dot(from, outer.axis)) <= most && isWithin(outer, place);
  });
}

/** Whether a place lies in the rim as seen along its axis: a ray across it is crossed an odd number of times. */
function isWithin({ axis, places }: RimShape, place: Triple): boolean {
  const along = unit(cross(axis, Math.abs(axis[0]) < 0.6 ? [1, 0, 0] : [0, 1, 0]));
  const up = cross(axis, along);
  const flat = places.map((other) => {
    const from = less(other, place);
    return [dot(from, along), dot(from, up)] as const;
  });
  let isIn = false;
  flat.forEach(([x, y], i) => {
    const [nextX, nextY] = flat[(i + 1) % flat.length]!;
    if (y > 0 === nextY > 0) return;
    if (x + ((nextX - x) * -y) / (nextY - y) > 0) isIn = !isIn;
  });
  return isIn;
}
