/**
 * Whether two triangles meet in more than what they share, in whole numbers without bound: what both have in common is
 * worked out as a convex polygon, by clipping one with the half-spaces that bound the other, and its corners are looked
 * at one by one. Another way than the engine's, which asks for signs alone and makes no point.
 */

/** x y z by w > 0. */
type Point = readonly [bigint, bigint, bigint, bigint];
type Vector = readonly [bigint, bigint, bigint];

const minus = (a: Point, b: Point): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const dot = (a: Vector, b: Vector): bigint => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const opposite = (a: Vector): Vector => [-a[0], -a[1], -a[2]];
const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

/** A mesh in whole numbers. */
export interface WholeMesh {
  /** [3 × vertexCount] */
  readonly positions: readonly bigint[];
  /** [3 × triangleCount] no triangle degenerate */
  readonly indices: ArrayLike<number>;
}

/** Exactly the positions by 2^`digits`; throws where that leaves a fraction. */
export function inWholeNumbers(positions: ArrayLike<number>, digits: number): bigint[] {
  return Array.from(positions, (value) => BigInt(value * 2 ** digits));
}

export function slowTrianglesMeet({ positions, indices }: WholeMesh, triangle: number, other: number): boolean {
  const cornersOf = (t: number): number[] => [0, 1, 2].map((corner) => indices[3 * t + corner]!);
  const pointOf = (v: number): Point => [positions[3 * v]!, positions[3 * v + 1]!, positions[3 * v + 2]!, 1n];
  const shared = cornersOf(triangle).filter((vertex) => cornersOf(other).includes(vertex));
  if (shared.length === 3) return true;
  const common = clipped(cornersOf(triangle).map(pointOf), cornersOf(other).map(pointOf));
  const [one, two] = shared.map(pointOf);
  return common.some((point) => {
    if (one === undefined) return true;
    return two === undefined ? !isAt(point, one) : !isOnLine(point, one, two);
  });
}

/** All pairs that meet, the lesser triangle first, in ascending order. */
export function slowMeetingPairs(mesh: WholeMesh): [number, number][] {
  const count = mesh.indices.length / 3;
  const pairs: [number, number][] = [];
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) if (slowTrianglesMeet(mesh, i, j)) pairs.push([i, j]);
  }
  return pairs;
}

/**
 * The corners of what a polygon and a triangle have in common: of its plane, both sides of it, and within its sides.
 */
function clipped(polygon: readonly Point[], triangle: readonly Point[]): readonly Point[] {
  const [a, b, c] = triangle as [Point, Point, Point];
  const normal = cross(minus(b, a), minus(c, a));
  let rest = clip(clip(polygon, normal, a), opposite(normal), a);
  for (const [from, to] of [
    [a, b],
    [b, c],
    [c, a],
  ] as const) {
    rest = clip(rest, cross(normal, minus(to, from)), from);
  }
  return rest;
}

/** Sutherland and Hodgman, "Reentrant polygon clipping" (1974): the part of a polygon with normal · (x − foot) ≥ 0. */
function clip(polygon: readonly Point[], normal: Vector, foot: Point): Point[] {
  const height = ([x, y, z, w]: Point): bigint => dot(normal, [x, y, z]) - dot(normal, [foot[0], foot[1], foot[2]]) * w;
  return polygon.flatMap((point, i) => {
    const next = polygon[(i + 1) % polygon.length]!;
    const [here, there] = [height(point), height(next)];
    const crossing = (here > 0n && there < 0n) || (here < 0n && there > 0n);
    const between = point.map((value, axis) => value * magnitude(there) + next[axis]! * magnitude(here));
    return [...(here >= 0n ? [point] : []), ...(crossing ? [between as unknown as Point] : [])];
  });
}

/** `vertex` has w = 1. */
function isAt(point: Point, vertex: Point): boolean {
  return [0, 1, 2].every((axis) => point[axis] === vertex[axis]! * point[3]);
}

/** Whether a point lies on the line through two vertices: within both triangles it then lies between them. */
function isOnLine(point: Point, a: Point, b: Point): boolean {
  const fromA: Vector = [point[0] - a[0] * point[3], point[1] - a[1] * point[3], point[2] - a[2] * point[3]];
  return cross(fromA, minus(b, a)).every((value) => value === 0n);
}
