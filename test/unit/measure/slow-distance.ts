/**
 * The distance from a point to a mesh in float64, through all triangles and by another way than the engine's regions.
 */
export type Point = readonly [number, number, number];

const minus = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: Point, b: Point): Point => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

function squaredToSegment(p: Point, a: Point, b: Point): number {
  const along = minus(b, a);
  const lengthSquared = dot(along, along);
  const share = lengthSquared > 0 ? Math.min(1, Math.max(0, dot(minus(p, a), along) / lengthSquared)) : 0;
  const rest = minus(minus(p, a), [share * along[0], share * along[1], share * along[2]]);
  return dot(rest, rest);
}

/** Squared: the plane where the foot falls inside, else the nearest of the three sides. */
export function slowTriangleSquared(p: Point, a: Point, b: Point, c: Point): number {
  const sides = Math.min(squaredToSegment(p, a, b), squaredToSegment(p, b, c), squaredToSegment(p, c, a));
  const normal = cross(minus(b, a), minus(c, a));
  const turns = [dot(cross(minus(b, a), minus(p, a)), normal), dot(cross(minus(c, b), minus(p, b)), normal)];
  turns.push(dot(cross(minus(a, c), minus(p, c)), normal));
  if (dot(normal, normal) === 0 || turns.some((turn) => turn < 0)) return sides;
  return dot(minus(p, a), normal) ** 2 / dot(normal, normal);
}

export interface SlowMesh {
  readonly positions: ArrayLike<number>;
  readonly indices: ArrayLike<number>;
}

export function slowDistance({ positions, indices }: SlowMesh, p: Point): number {
  const pointOf = (corner: number): Point => {
    const vertex = indices[corner]!;
    return [positions[3 * vertex]!, positions[3 * vertex + 1]!, positions[3 * vertex + 2]!];
  };
  let best = Infinity;
  for (let i = 0; i < indices.length; i += 3) {
    best = Math.min(best, slowTriangleSquared(p, pointOf(i), pointOf(i + 1), pointOf(i + 2)));
  }
  return Math.sqrt(best);
}
